"""Changes put in place of an earlier release's numbers give the later one's, exactly."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.publication.publish import Publisher
from tests.changes.states import load, written
from tests.conftest import on
from tests.serving import serving

CELLS = [
    f"{place}.{indicator}.{period}"
    for place in ("east-1", "west-1", "west-2")
    for indicator in ("members", "population")
    for period in ("2021", "2022")
]
PRINTS = ("100", "101", "hơn 100", "gần 7.000", "3")
STATES = st.lists(
    st.dictionaries(st.sampled_from(CELLS), st.sampled_from(PRINTS), min_size=1),
    min_size=3,
    max_size=5,
    unique_by=lambda state: tuple(sorted(state.items())),
)
NUMBERS = ("value", "lower", "lower_closed", "upper", "upper_closed", "qualifier", "status")


def rows(client, address):
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        yield from answer.json()["data"]
        address = answer.json()["links"].get("next")


def cells(client, number):
    """What is published, by id."""
    return {
        row["id"]: {name: row[name] for name in NUMBERS}
        for row in rows(client, f"/v1/observations?release={number}&limit=7")
    }


def applied(numbers, changes):
    """The numbers with the changes made, each of which must fit what is there."""
    made = dict(numbers)
    for row in changes:
        assert made.pop(row["id"], None) == row["before"]
        if row["after"] is not None:
            made[row["id"]] = row["after"]
        assert row["before"] != row["after"]
    return made


@pytest.mark.scaled
def test_changes_applied_to_the_earlier_numbers_give_the_later_ones(
    database, tmp_path_factory, request, cases
):
    @settings(max_examples=cases(4, 10), deadline=None, suppress_health_check=list(HealthCheck))
    @given(STATES)
    def check(states):
        folder = tmp_path_factory.mktemp("applying")
        publisher = Publisher(on(database, folder / "data", request))
        for state in states:
            load(publisher, written(folder, state))
        with serving(publisher.settings) as client:
            published = [{}, *(cells(client, number + 1) for number in range(len(states)))]
            for since, number in itertools.combinations(range(len(published)), 2):
                address = f"/v1/releases/{number}/changes?from={since}&limit=3"
                found = list(rows(client, address))
                assert len({row["id"] for row in found}) == len(found)
                assert applied(published[since], found) == published[number]
                summary = client.get(address).json()["meta"]["summary"]
                assert sum(summary["changes"].values()) == len(found)
                assert sum(summary["reasons"].values()) == len(found)
                assert (summary["from"], summary["to"]) == (since, number)

    check()
