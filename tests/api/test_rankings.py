"""Rankings: ranks, ties, what is left out, what is uncertain, and what is refused."""

import pytest

from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package

LISTED = {"children_complete": "yes"}
TREE = (
    organization("vn", **LISTED),
    organization("a", "vn"),
    *(organization(f"a{number}", "a") for number in range(1, 6)),
    organization("b", "vn", **LISTED),
    *(organization(f"b{number}", "b") for number in range(1, 4)),
)
FIGURES = (
    figure("a1.members.2022", "10"),
    figure("a2.members.2022", "hơn 20"),
    figure("a3.members.2022", "30"),
    figure("a4.members.2022", "10"),
    figure("a5.members.2022", "4", preferred="no"),
    figure("b1.members.2022", "10"),
    figure("b2.members.2022", "5"),
    figure("b3.members.2021", "6"),
    figure("b3.members.2023", "8"),
)


@pytest.fixture
def ranked(publish, tmp_path):
    """Asks the small tree; rank, organization and value of each row."""
    client = publish(write_package(tmp_path, organizations=TREE, figures=FIGURES))

    def ask(**changes):
        chosen = {"indicator": "members", "level": "district", "period": "2022"} | changes
        answer = client.get("/v1/rankings", params=chosen)
        assert answer.status_code == 200, answer.text
        return answer.json()

    ask.client = client
    return ask


def places(answer):
    return [(row["rank"], row["organization"], row["value"]) for row in answer["data"]]


def test_equal_numbers_share_a_rank_and_leave_out_as_many_after_it(ranked):
    # a5 has fewer members than may be told; b3 has no number in this year.
    descending = [(1, "a3", 30), (2, "a2", 20), (3, "b1", 10), (3, "a4", 10), (3, "a1", 10),
                  (6, "b2", 5)]  # fmt: skip
    assert places(ranked()) == descending
    assert places(ranked(sort="value:asc")) == [
        (1, "b2", 5), (2, "a1", 10), (2, "a4", 10), (2, "b1", 10), (5, "a2", 20), (6, "a3", 30),
    ]  # fmt: skip


def test_ranks_go_on_in_the_midst_of_those_who_tie(ranked):
    page = ranked(limit=4)
    assert places(page)[-1] == (3, "a4", 10)
    following = ranked.client.get(page["links"]["next"]).json()
    assert places(following) == [(3, "a1", 10), (6, "b2", 5)]
    assert "next" not in following["links"]


def test_whose_order_is_not_certain_says_so(ranked):
    rows = ranked(limit=2)["data"] + ranked(limit=2, after="a2.members.2022")["data"]
    assert [(row["overlaps_previous"], row["overlaps_next"]) for row in rows] == [
        (None, True),  # 30, and *hơn 20* that may be more.
        (True, False),
        (False, True),
        (True, True),
    ]


def test_a_subtree_is_ranked_by_itself(ranked):
    assert places(ranked(within="b")) == [(1, "b1", 10), (2, "b2", 5)]
    assert places(ranked(within="b2")) == [(1, "b2", 5)]
    assert len(ranked(within="vn")["data"]) == len(ranked()["data"])


def test_the_nearest_period_is_taken_on_request_and_marked(ranked):
    rows = ranked(nearest="true", within="b")["data"]
    assert [(row["organization"], row["period"], row["nearest"]) for row in rows] == [
        ("b1", "2022", False),
        ("b3", "2021", True),  # As near as 2023, and earlier.
        ("b2", "2022", False),
    ]


def test_sums_with_a_part_missing_are_not_ranked(ranked):
    # b lacks b3 in 2022; nothing says that the parts of a are all.
    assert places(ranked(level="provincial")) == []
    incomplete = ranked.client.get("/v1/observations/b.members.2022").json()["data"]
    assert (incomplete["value"], incomplete["lower"]) == (None, 15)


def test_where_nothing_is_ranked_the_answer_says_which_periods_have_numbers(ranked):
    (notice,) = ranked(period="2019")["meta"]["notices"]
    assert notice["code"] == "empty"
    assert "2021, 2022, 2023" in notice["en"]
    (notice,) = ranked(level="national", indicator="population")["meta"]["notices"]
    assert "nearest periods" not in notice["en"]


def test_rows_come_with_names_and_everything_an_observation_tells(ranked):
    row = ranked(limit=1)["data"][0]
    assert row["name"] == {"vi": "Đảng bộ a3", "en": "Party organization a3"}
    observation = ranked.client.get("/v1/observations/a3.members.2022").json()["data"]
    assert {name: observation[name] for name in row if name in observation} == {
        name: value for name, value in row.items() if name in observation
    }


@pytest.mark.parametrize(
    ("parameter", "value", "nearest"),
    [
        ("indicator", "member", "members"),
        ("level", "districts", "district"),
        ("within", "a11", "a1"),
    ],
)
def test_unknown_codes_are_refused_with_the_nearest(ranked, parameter, value, nearest):
    chosen = {"indicator": "members", "level": "district", "period": "2022", parameter: value}
    problem = assert_problem(ranked.client.get("/v1/rankings", params=chosen), 422)
    assert problem["parameter"] == parameter
    assert nearest in problem["nearest"]


@pytest.mark.parametrize("missing", ["indicator", "level", "period"])
def test_what_is_ranked_must_be_said(ranked, missing):
    chosen = {"indicator": "members", "level": "district", "period": "2022"}
    del chosen[missing]
    problem = assert_problem(ranked.client.get("/v1/rankings", params=chosen), 422)
    assert problem["parameter"] == missing


@pytest.mark.parametrize(
    "after",
    [
        "a1.members.2021", "a1.population.2022", "b.members.2022", "x.members.2022", "a1",
        "a5.members.2022", "b3.members.2021", "b1.members.2022",
    ],
)  # fmt: skip
def test_a_row_that_is_not_in_the_ranking_is_no_place_to_go_on_from(ranked, after):
    chosen = {"indicator": "members", "level": "district", "period": "2022", "within": "a"}
    problem = assert_problem(
        ranked.client.get("/v1/rankings", params=chosen | {"after": after}), 422
    )
    assert problem["parameter"] == "after"
