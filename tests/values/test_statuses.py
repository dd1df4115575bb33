"""Which status wins, and that the published codes are those of SDMX."""

from itertools import permutations

import pytest

from app.values.statuses import (
    Authority,
    Basis,
    ConfidentialityStatus,
    Derivation,
    ObservationStatus,
    first_status,
)


@pytest.mark.parametrize(
    ("codes", "published"),
    [
        (ObservationStatus, "Q B M P E A"),
        (ConfidentialityStatus, "F C"),
        (Derivation, "reported computed rolled_up boundary_sum"),
        (Basis, "stated inferred"),
        (Authority, "official official-copy party-press press aggregator"),
    ],
)
def test_published_codes_stay_and_keep_their_order(codes, published):
    assert [code.value for code in codes] == published.split()


@pytest.mark.parametrize("statuses", list(permutations(ObservationStatus, 2)))
def test_of_two_statuses_the_one_named_first_by_the_rule_wins(statuses):
    assert first_status(*statuses) == min(statuses, key="QBMPEA".index)


def test_without_any_status_a_number_is_normal():
    assert first_status() is ObservationStatus.NORMAL
