"""Concepts that make no ratio together (rule 6)."""

from app.catalog.formulas import Formula
from app.derivation.guard import refuse_concepts
from app.derivation.notices import Guard, other_concept, other_organization
from tests.derivation.kernel import CATALOG, catalog, cells, count, number, printed, refusal, share


def refused(formula):
    return refuse_concepts(CATALOG, Formula.parse(formula))


def test_counts_of_comparable_concepts_pass_in_either_order():
    assert refused("members / population") is None
    assert refused("population / members") is None
    assert refused("members / women") is None


def test_members_over_an_administrative_count_are_refused_and_what_would_do_is_named():
    found = refused("members / headcount")
    assert (found.guard, found.code) == (Guard.CONCEPT, "other_concept")
    assert found.en == (
        "members and headcount count by two different concepts. What would do: population."
    )
    assert found.vi == (
        "members và headcount đếm theo hai khái niệm khác nhau. Có thể dùng: population."
    )


def test_two_populations_are_two_concepts():
    assert refused("population / headcount").code == "other_concept"


def test_where_nothing_would_do_nothing_is_named():
    assert other_concept("a", "b", []).en == "a and b count by two different concepts."
    assert other_concept("a", "b", []).vi == "a và b đếm theo hai khái niệm khác nhau."


def test_what_is_implied_is_never_named_as_what_would_do():
    known = catalog(
        count("members"),
        share("part"),
        count("guess", formula="members / reported(part)", implied=True, measure="population"),
        count("headcount", concept="records", measure="population"),
    )
    found = refuse_concepts(known, Formula.parse("members / headcount"))
    assert found.en == "members and headcount count by two different concepts."


def test_shares_are_free_of_concept():
    assert refused("minority_share / minority_share_of_population") is None
    assert refused("headcount * minority_share") is None


def test_a_concept_is_refused_before_anything_is_looked_up():
    known = catalog(
        count("members"),
        count("headcount", concept="records"),
        share("wrong", formula="members / headcount"),
    )
    assert refusal(cells(catalog=known), "wrong").guard is Guard.CONCEPT
    both = cells(printed("7"), printed("10", "headcount"), catalog=known)
    assert refusal(both, "wrong").guard is Guard.CONCEPT
    assert number(both, "members").value == 7


def test_two_organizations_are_refused_by_their_boundaries():
    found = other_organization("lao-cai", "lao-cai-2025")
    assert (found.guard, found.code) == (Guard.BOUNDARY, "other_organization")
    assert "lao-cai and lao-cai-2025" in found.en
    assert "lao-cai và lao-cai-2025" in found.vi
