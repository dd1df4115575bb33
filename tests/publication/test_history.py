"""The revision history a release carries: what became of each cell, release by release."""

from collections import Counter

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from app.values.periods import Period
from tests.packages import figure, organization
from tests.publication.folders import observed, query
from tests.publication.small import small_files, written

STATES = [
    {"east.members.2022": "100", "west.members.2022": "200"},
    {"east.members.2022": "101", "west.members.2022": "200"},
    {"east.members.2022": "101"},
    {"east.members.2022": "hơn 101", "west.members.2022": "200", "west.members.2023": "300"},
    {"east.members.2022": "100", "west.members.2022": "200", "west.members.2023": "300"},
]
# By release: cell, change, and value, qualifier and status it had before.
EXPECTED = {
    2: [("east.2022", "revised", 100, "exact", "A")],
    3: [("west.2022", "withdrawn", 200, "exact", "A")],
    4: [
        ("east.2022", "revised", 101, "exact", "A"),
        ("west.2022", "new", None, None, None),
        ("west.2023", "new", None, None, None),
    ],
    5: [("east.2022", "revised", 101, "over", "A")],
}
REVISIONS = """
    SELECT changed_in, organization, period, change, value, qualifier, status FROM revision
    WHERE indicator = 'members' ORDER BY changed_in, organization, period
"""


@pytest.fixture(scope="module")
def publisher(tmp_path_factory):
    """A data folder with a release for each of the states."""
    folder = tmp_path_factory.mktemp("history")
    publisher = Publisher(Settings(data_dir=folder / "data"))
    for number, state in enumerate(STATES, 1):
        figures = [figure(key, print_) for key, print_ in state.items()]
        files = small_files(
            organizations=[organization("east"), organization("west")],
            figures=figures, events=[], identifiers=[],
        )  # fmt: skip
        report = publisher.load(written(folder / "small", files), allow_withdrawals=True)
        assert report.published.number == number
    return publisher


def history(publisher, number):
    """Revisions that release carries, grouped by the release that made them."""
    found = {}
    for changed_in, code, period, change, value, *rest in query(
        publisher, REVISIONS, number=number
    ):
        cell = f"{code}.{Period.from_ordinal(period)}"
        before = None if value is None else value // 10**6
        found.setdefault(changed_in, []).append((cell, change, before, *rest))
    return found


@pytest.mark.parametrize("number", range(1, len(STATES) + 1))
def test_a_release_carries_all_revisions_until_it(publisher, number):
    expected = {made: rows for made, rows in EXPECTED.items() if made <= number}
    assert history(publisher, number) == expected


@pytest.mark.parametrize("number", range(2, len(STATES) + 1))
def test_the_counts_of_a_release_are_its_own_revisions(publisher, number):
    rows = query(
        publisher, "SELECT change FROM revision WHERE changed_in = ?", number, number=number
    )
    assert publisher.releases()[number - 1].changes == Counter(change for (change,) in rows)


def test_every_release_answers_as_it_did(publisher):
    values = [observed(publisher, number).get("east members 202212315") for number in range(1, 6)]
    assert values == [100_000_000, 101_000_000, 101_000_000, 101_000_000, 100_000_000]


def test_bounds_before_are_kept_with_their_closedness(publisher):
    sql = """
        SELECT lower, upper, lower_closed, upper_closed FROM revision
        WHERE organization = 'east' AND indicator = 'members' ORDER BY changed_in
    """
    assert query(publisher, sql) == [
        (100_000_000, 100_000_000, 1, 1),
        (101_000_000, 101_000_000, 1, 1),
        (101_000_000, None, 0, 0),
    ]


def test_releases_are_published_one_after_the_other(publisher):
    moments = [release.published for release in publisher.releases()]
    assert moments == sorted(set(moments))
