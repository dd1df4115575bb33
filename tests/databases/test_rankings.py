"""Rankings of random packages: what sorting every observation gives, the same bytes on both."""

import random
from decimal import Decimal
from itertools import pairwise, product

import pytest

from app.values.bounds import Bounds
from app.values.periods import Period
from tests.databases.comparing import ask_both
from tests.databases.conftest import both
from tests.packages import figure, organization, write_package
from tests.serving import serving

# Few numbers, so that many are equal.
PRINTS = ["10", "10", "11", "hơn 10", "gần 12", "từ 9 đến 12", "khoảng 11", "7", "3", "200", "0"]
YEARS = ["2019", "2020", "2021", "2022"]
LEVELS = ["national", "provincial", "district"]
SORTS = ["value:desc", "value:asc"]


def random_package(folder, seed):
    """Provinces of some districts each: numbers missing, equal, unsure, suppressed, rolled up."""
    chance = random.Random(seed)
    listed = {"children_complete": "yes"}
    tree, leaves = [organization("vn", **listed)], []
    for province in "abcde":
        ended = chance.choice(["", "", "2021-06-30"])
        tree.append(organization(province, "vn", valid_to=ended, **chance.choice([{}, listed])))
        for number in range(chance.randrange(5)):
            code = f"{province}-{number}"
            tree.append(organization(code, province, valid_to=ended))
            leaves.append(code)
    codes = [*leaves, *chance.sample("abcde", 3)]
    figures = [
        figure(f"{code}.{indicator}.{period}", chance.choice(PRINTS))
        for code, indicator, period in product(
            codes, ["members", "population", "admitted"], [*YEARS, "2021-06-30", "2022-06-30"]
        )
        if chance.random() < 0.6 and not ("-06-" in period and indicator != "members")
    ]
    return write_package(folder, organizations=tree, figures=figures)


@pytest.fixture(scope="module", params=range(2))
def rankings(request, tmp_path_factory):
    """Clients of both with the same random package, its organizations and all its observations."""
    folder = tmp_path_factory.mktemp("rankings")
    publishers = both(folder, request)
    package = random_package(folder / "package", request.param)
    for publisher in publishers:
        publisher.load(package)
    with serving(publishers[0].settings) as first, serving(publishers[1].settings) as second:
        whole = {
            name: first.get(f"/v1/{name}?limit=1000").json()["data"]
            for name in ("organizations", "observations")
        }
        yield (first, second), whole["organizations"], whole["observations"]


def number(value):
    return None if value is None else Decimal(str(value))


def bounds(row):
    return Bounds(
        number(row["lower"]), number(row["upper"]), row["lower_closed"], row["upper_closed"]
    )


def can_be_ranked(row):
    incomplete = row["parts_complete"] is False
    return row["value"] is not None and not incomplete and not row["implied"]


def expected(organizations, observations, *, indicator, level, period, sort, within, nearest):
    """The ranking by Python alone: rows of /v1/observations with rank and neighbours."""
    places = {row["code"]: place for place, row in enumerate(organizations)}
    above = {row["code"]: row["parent"] for row in organizations}

    def is_below(code):
        while code is not None and code != within:
            code = above[code]
        return within is None or code == within

    wanted = Period.parse(period)
    taken = {}
    for row in observations:
        own = Period.parse(row["period"])
        organization_row = organizations[places[row["organization"]]]
        if (
            row["indicator"] != indicator
            or organization_row["level"] != level
            or not can_be_ranked(row)
            or not is_below(row["organization"])
            or own.frequency is not wanted.frequency
        ):
            continue
        away = abs((own.start - wanted.start).days)
        gone = (organization_row["valid_to"] or "9999") < wanted.end.isoformat()
        if away and (not nearest or gone):
            continue
        found = taken.get(row["organization"])
        if found is None or (away, own.start) < found[0]:
            taken[row["organization"]] = ((away, own.start), row)
    rows = [row for _, row in taken.values()]
    rows.sort(
        key=lambda row: (number(row["value"]), places[row["organization"]]),
        reverse=sort == "value:desc",
    )
    return with_places(rows, period)


def with_places(rows, period):
    values = [row["value"] for row in rows]
    met = [bounds(one).meets(bounds(other)) for one, other in pairwise(rows)]
    around = [None, *met, None] if rows else []
    return [
        row
        | {
            "rank": values.index(row["value"]) + 1,
            "nearest": row["period"] != period,
            "overlaps_previous": around[place],
            "overlaps_next": around[place + 1],
        }
        for place, row in enumerate(rows)
    ]


CHOICES = [
    {"indicator": indicator, "level": level, "period": period, "sort": sort}
    for indicator, level, period, sort in product(
        ["members", "share", "growth", "admitted"],
        LEVELS,
        ["2022", "2020", "2021-06-30", "2018"],
        SORTS,
    )
]


def parameters(chosen):
    return {name: str(value).lower() for name, value in chosen.items() if value is not None}


@pytest.mark.parametrize("nearest", [False, True])
@pytest.mark.parametrize("within", [None, "vn", "a", "b", "c-0"])
def test_a_ranking_is_what_sorting_all_observations_gives(rankings, within, nearest):
    pair, organizations, observations = rankings
    if within not in {None, *(row["code"] for row in organizations)}:
        within = "d"
    for choice in CHOICES:
        chosen = {**choice, "within": within, "nearest": nearest}
        query = {**parameters(chosen), "limit": "1000", "total": "true"}
        answer = ask_both(pair, "/v1/rankings?" + "&".join(f"{k}={v}" for k, v in query.items()))
        found = answer.json()
        rows = [
            {name: value for name, value in row.items() if name != "name"} for row in found["data"]
        ]
        assert rows == expected(organizations, observations, **chosen), query
        assert found["meta"]["total"] == len(rows)
        assert bool(found["meta"]["notices"]) == (not rows)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_pages_of_a_ranking_are_the_ranking(rankings, limit):
    pair, *_ = rankings
    ways = [{}, {"within": "vn"}, {"within": "a"}, {"nearest": "true"}]
    lengths = []
    for way, level, sort in product(ways, LEVELS, SORTS):
        query = {"indicator": "members", "level": level, "period": "2022", "sort": sort, **way}
        address = "/v1/rankings?" + "&".join(f"{name}={value}" for name, value in query.items())
        whole = ask_both(pair, address).json()["data"]
        page = ask_both(pair, f"{address}&limit={limit}").json()
        rows = page["data"]
        while "next" in page["links"]:
            assert len(page["data"]) == limit
            page = ask_both(pair, page["links"]["next"]).json()
            rows = [*rows, *page["data"]]
        assert rows == whole
        lengths.append(len(rows))
    assert max(lengths) > 4
