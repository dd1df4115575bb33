"""Numbers on another map, over HTTP: sums of what merged, by hand and against a plain reckoning."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.boundaries.mergers import Mergers, Place
from app.boundaries.parameter import Boundaries
from tests.api.problems import assert_problem
from tests.api.test_filters import rows
from tests.formats.asking import asked
from tests.packages import event, figure, organization, write_package
from tests.strategies import days

PATH = "/v1/observations"
OLD = "2024-12-31"


def told(client, **selection):
    """Rows by id, on the map of today unless another is asked for."""
    found = rows(client, PATH, **{"boundaries": "current", **selection})
    return {row["id"]: row for row in found}


def codes(row):
    return [notice["code"] for notice in row["notices"]]


@given(text=st.sampled_from(["as-reported", "current"]) | days.map("at:{}".format))
def test_a_map_survives_being_read_and_written(text):
    assert str(Boundaries.parse(text)) == text


def test_the_population_of_two_provinces_is_summed_under_the_one_they_became(client):
    found = told(client, organization="lao-cai", indicator="population")
    exact, rounded = (found[f"lao-cai-2025.population.{year}"] for year in (2022, 2010))
    assert (exact["value"], exact["lower"], exact["upper"]) == (1617835, 1617835, 1617835)
    assert [(part["organization"], part["value"]) for part in exact["parts"]] == [
        ("lao-cai", 770590),
        ("yen-bai", 847245),
    ]
    # 626,92 and 751,29 thousand: each ± 5.
    assert (rounded["value"], rounded["lower"], rounded["upper"]) == (1378210, 1378200, 1378220)
    assert {row["derivation"] for row in found.values()} == {"boundary_sum"}
    assert {row["source"] for row in found.values()} == {None}


def test_a_missing_part_is_named_and_leaves_a_lower_bound(client):
    found = told(client, organization="yen-bai", indicator="members")
    row = found["lao-cai-2025.members.2022"]
    assert (row["value"], row["status"]) == (None, "M")
    assert (row["lower"], row["lower_closed"], row["upper"]) == (53767, True, None)
    assert (row["parts_known"], row["parts_total"], row["parts_complete"]) == (1, 2, False)
    assert codes(row) == ["missing_parts"]
    assert "yen-bai.members.2022" in row["notices"][0]["vi"]
    # "Gần 58.000" alone bounds no sum from below.
    assert found["lao-cai-2025.members.2020-09"]["lower"] is None


def test_published_numbers_stand_as_they_are(client):
    own = rows(client, PATH, organization="lao-cai-2025", indicator="members")
    [published] = [
        row
        for row in told(client, organization="lao-cai", indicator="members").values()
        if row["derivation"] == "reported"
    ]
    assert (published["parts"], published["notices"], published["status"]) == ([], [], "B")
    assert [{name: published[name] for name in own[0]}] == own


def test_a_moved_border_and_what_does_not_add_up_are_refused_with_the_reason(client):
    found = told(client, organization="lao-cai")
    before = found["lao-cai-2025.population.2003"]
    assert (before["value"], before["lower"], codes(before)) == (None, None, ["border_changed"])
    assert "than-uyen-2004" in before["notices"][0]["en"]
    seats = found["lao-cai-2025.provincial_committee_members.2020-10"]
    assert (seats["value"], codes(seats)) == (None, ["not_additive"])
    share = found["lao-cai-2025.members_share_of_population.2022"]
    assert codes(share) == ["missing_operand", "missing_parts"]
    gone = told(client, organization="hoa-binh", indicator="population", period="2007")
    assert "population-break-2008-ha-noi" in str(gone["phu-tho-2025.population.2007"]["notices"])


def test_a_ratio_is_computed_again_from_the_sums_that_its_parts_make(client):
    found = told(client, indicator="members_share_of_population", derivation="computed")
    computed = [row for row in found.values() if "boundary_computed" in codes(row)]
    assert computed
    for row in computed:
        operands = {"members": Fraction(0), "population": Fraction(0)}
        for part in row["parts"]:
            operands[part["id"].split(".")[1]] += Fraction(part["value"])
        exact = operands["members"] / operands["population"] * 100
        assert abs(exact - Fraction(row["value"])) <= Fraction(1, 2_000_000)


def test_all_below_the_nation_are_those_of_the_day(client):
    for day in ("2025-06-30", "2025-07-01"):
        listed = rows(client, "/v1/organizations/vn/children")
        existing = {
            each["code"]
            for each in listed
            if (each["valid_from"] or "") <= day <= (each["valid_to"] or "9")
        }
        found = told(client, organization="children:vn", boundaries=f"at:{day}")
        assert {row["organization"] for row in found.values()} <= existing


LISTS = [
    {"sort": "value:desc,period"},
    {"sort": "reference_date,id:desc", "limit": "7"},
    {"value": "ge:50000", "sort": "lower"},
    {"value": "ge:40000,lt:700000", "match": "possible"},
    {"upper": "lt:42", "period": "2022,2024,2020-09"},
    {"lower": "ne:0", "startPeriod": "2010", "endPeriod": "2020", "indicatorKind": "average,stock"},
    {"source": "danso-info", "status": "A", "derivation": "reported"},
    {"indicator": "group:members", "sort": "period:desc,organization:desc"},
    {"latest": "true", "indicator": "members,population"},
    {"firstNObservations": "1", "lastNObservations": "2", "limit": "50", "value": "ge:100"},
    {"period": "in:2020,2022", "frequency": "A,M"},
]


@pytest.mark.parametrize("asked_for", LISTS, ids=str)
def test_where_nothing_merged_the_list_is_the_one_that_the_database_makes(client, asked_for):
    selection = {"organization": "lao-cai,thanh-hoa,vn,yen-bai", "total": "true", **asked_for}
    follow = [f"{PATH}?{'&'.join(f'{name}={text}' for name, text in selection.items())}"]
    pages = []
    for boundaries in ("as-reported", f"at:{OLD}"):
        address, found = f"{follow[0]}&boundaries={boundaries}", []
        for _ in range(4):
            page = client.get(address).json()
            found.append(
                (
                    page["meta"]["total"],
                    [
                        {name: row[name] for name in row if name not in {"parts", "notices"}}
                        for row in page["data"]
                    ],
                    [each for each in page["meta"]["notices"] if each["code"] != "boundaries"],
                )
            )
            address = page["links"].get("next")
            if address is None:
                break
        pages.append(found)
    assert pages[0] == pages[1]
    assert pages[0][0][1]


def test_pages_of_sums_are_the_list_in_parts(client):
    selection = {"organization": "level:provincial", "indicator": "population,members"}
    for sort in ({}, {"sort": "value:desc"}):
        whole = client.get(
            PATH, params={**selection, **sort, "boundaries": "current", "limit": 1000}
        ).json()["data"]
        parts, address = [], f"{PATH}?{'&'.join(f'{k}={v}' for k, v in selection.items())}"
        address += "&boundaries=current&limit=150" + "".join(f"&{k}={v}" for k, v in sort.items())
        while address is not None:
            page = client.get(address).json()
            parts += page["data"]
            address = page["links"].get("next")
        assert parts == whole
        assert len(whole) > 300


@pytest.mark.parametrize(
    ("asked_for", "named"),
    [
        ("boundaries=at:1980-01-01", "1991-10-01"),
        ("boundaries=at:2199-01-01", "no map"),
        ("boundaries=at:2023-02-30", "at:2025-07-01"),
        ("boundaries=newest", "as-reported"),
        ("boundaries=at:2020-01-01&organization=lao-cai-2025", "merger-2025"),
        ("boundaries=current&ids=lao-cai.members.2022", "as-reported, or no ids"),
        ("boundaries=current&updatedAfter=2020-01-01", "no updatedAfter"),
        ("boundaries=current&includeHistory=true", "no includeHistory"),
        ("boundaries=current&latest=true&lastNObservations=2", "only one of them"),
        ("boundaries=current&after=lao-cai.members.2022", "no place"),
        ("boundaries=current&sort=parts", "sort"),
    ],
)
def test_what_no_map_tells_is_refused(client, asked_for, named):
    answer = client.get(f"{PATH}?{asked_for}")
    assert_problem(answer, 422)
    assert named in answer.text
    assert_problem(client.get(f"{PATH}?{asked_for}&lang=vi"), 422)


def test_an_id_of_a_sum_has_no_page_and_says_where_it_is_told(client):
    answer = client.get(f"{PATH}/lao-cai-2025.population.2022")
    address = assert_problem(answer, 404)["expected"].split(",")[0]
    [row] = client.get(address).json()["data"]
    assert row["value"] == 1617835


def test_every_format_carries_the_parts(client):
    address = f"{PATH}?organization=lao-cai&indicator=population&period=2022&boundaries=current"
    [row] = client.get(address).json()["data"]
    parts = [(part["id"], str(part["value"])) for part in row["parts"]]
    table = csv.DictReader(io.StringIO(asked(client, address, "csv").text, newline=""))
    [line] = table
    tabled = [(part["id"], str(part["value"])) for part in json.loads(line["parts"])]
    [streamed] = map(json.loads, asked(client, address, "ndjson").text.splitlines())
    [cube] = asked(client, address, "json-stat").json()["extension"]["rows"]
    assert tabled == parts
    assert streamed["parts"] == cube["parts"] == row["parts"]
    assert "yen-bai.population.2022" in asked(client, address, "csv-excel").text
    for output in ("xlsx", "parquet", "csvw"):
        assert asked(client, address, output).content


def test_the_question_may_come_in_a_body(client):
    asked_for = {"organization": ["lao-cai"], "indicator": "population", "boundaries": "current"}
    listed = client.get(PATH, params={**asked_for, "organization": "lao-cai"}).json()
    assert client.post(f"{PATH}/query", json=asked_for).json()["data"] == listed["data"]


def growths(client, **asked_for):
    answer = client.get("/v1/growth", params={"boundaries": "current", **asked_for})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal)["data"]


def test_growth_compares_what_merged_since(client):
    [found] = growths(
        client, organization="yen-bai", indicator="population",
        startPeriod="2010", endPeriod="2020", measure="percent",
    )  # fmt: skip
    assert found["organization"] == "lao-cai-2025"
    exact = (Fraction(1577950, 1378210) - 1) * 100
    assert abs(exact - Fraction(found["value"])) <= Fraction(1, 2_000_000)
    assert {end["derivation"] for end in found["operands"]} == {"boundary_sum"}
    parts = found["operands"][0]["lineage"]["parts"]
    assert [part["lineage"]["figure"]["as_reported"] for part in parts] == ["626.92", "751.29"]


def test_growth_over_a_moved_border_or_a_missing_part_says_so(client):
    moved, missing = (
        growths(
            client, organization="lao-cai", indicator=indicator,
            startPeriod=start, endPeriod="2022", measure="absolute",
        )[0]
        for indicator, start in (("population", "2003"), ("members", "2010"))
    )  # fmt: skip
    assert "than-uyen-2004" in moved["notices"][0]["en"]
    assert "yen-bai.members.2010" in missing["notices"][0]["en"]
    assert moved["value"] is missing["value"] is None
    crossed = {
        "organization": "hai-phong", "indicator": "members", "measure": "absolute",
        "startPeriod": "2020-10", "endPeriod": "2025-09",
    }  # fmt: skip
    assert growths(client, **crossed)[0]["refusal"]["code"] == "broken_series"
    assert growths(client, **crossed, acrossBreaks="true")[0]["status"] == "B"
    address = "/v1/growth?boundaries=at:2020-01-01&organization=lao-cai-2025"
    refused = client.get(f"{address}&indicator=members&startPeriod=2010&endPeriod=2022")
    assert "merger-2025" in assert_problem(refused, 422)["detail"]


def _place(code, first, last):
    day = {"": None}.get
    return Place(code, 1, *(day(each, each and date.fromisoformat(each)) for each in (first, last)))


def test_only_mergers_that_end_all_and_begin_one_are_full():
    places = [
        _place("a", "", "2020-01-31"),
        _place("b", "2000-01-01", "2020-01-31"),
        _place("ab", "2020-02-01", ""),
        _place("c", "2020-03-01", "2020-06-01"),
        _place("d", "2020-02-01", "2020-07-01"),
    ]
    told = [
        {"code": f"{'-'.join(related)}-{heir}", "kind": "merger", "effective": effective,
         "organization": heir, "related": related, "breaks": ["*"]}
        for heir, related, effective in (
            ("ab", ["a"], "2020"), ("ab", ["b"], "2020-02"),
            ("c", ["d"], "2020"), ("d", ["c"], "2020"), ("c", ["c"], "2020"),
        )
    ]  # fmt: skip
    mergers = Mergers.of(told, {place.code: place for place in places})
    assert mergers.by_successor.keys() == {"ab"}
    [merger] = mergers.by_successor.values()
    assert (merger.events, merger.predecessors) == (("a-ab", "b-ab"), ("a", "b"))
    assert merger.effective == date(2020, 2, 1)
    assert [change.event for change in mergers.border_changes(told)] == ["c-c", "c-d", "d-c"]


MERGED = {"valid_to": "2019-12-31"}
NEW = {"valid_from": "2020-01-01"}
MERGER = {"kind": "merger", "effective": "2020-01-01", "breaks": "*"}


def test_partial_mergers_and_secrets_give_no_sums(publish, tmp_path):
    tree = [
        organization("vn"),
        *(organization(code, "vn", **MERGED) for code in ("a", "b", "d", "f")),
        *(organization(code, "vn", **NEW) for code in ("ab", "cd", "ef")),
        *(organization(code, "vn") for code in ("c", "e", "g")),
    ]
    events = [
        event("full", "ab", related="a;b", **MERGER),
        event("partial", "cd", related="c;d", **MERGER),
        event("absorbed", "e", related="f", **MERGER),
    ]
    figures = [
        *(figure(f"{code}.members.2018", "50") for code in "acdefg"),
        figure("b.members.2018", "3"),
        *(figure(f"{code}.members.2019", "60") for code in "ab"),
        figure("a.admitted.2020", "9"),
        figure("ab.members.2020", "130"),
    ]
    client = publish(write_package(tmp_path, organizations=tree, figures=figures, events=events))
    found = told(client, organization="a", indicator="members,admitted")
    secret, summed = found["ab.members.2018"], found["ab.members.2019"]
    assert (secret["value"], secret["lower"]) == (None, 50)
    assert "suppressed" in secret["notices"][0]["en"]
    assert [part["organization"] for part in secret["parts"]] == ["a"]
    assert summed["value"] == 120
    assert "ab.admitted.2020" not in found
    page = client.get(PATH, params={"organization": "a", "boundaries": "current"}).json()
    said = {notice["code"]: notice["en"] for notice in page["meta"]["notices"]}
    assert "a.admitted.2020" in said["after_the_merger"]
    assert "a → ab" in said["succeeded"]
    for code, named in (("d", "partial"), ("f", "absorbed")):
        refused = client.get(PATH, params={"organization": code, "boundaries": "current"})
        assert named in assert_problem(refused, 422)["detail"]
    own = told(client, organization="children:vn", indicator="members", period="2018")
    assert codes(own["e.members.2018"]) == ["other_borders"]
    assert codes(own["g.members.2018"]) == []
    assert own.keys() == {f"{code}.members.2018" for code in ("ab", "c", "e", "g")}
    assert Decimal(own["c.members.2018"]["value"]) == 50


@pytest.mark.files
def test_more_than_a_map_reads_is_refused_with_the_limit(publish, tmp_path):
    tree = [organization("vn"), *(organization(f"p{number}", "vn") for number in range(10_000))]
    figures = [figure("p1.members.2020", "70")]
    client = publish(write_package(tmp_path, organizations=tree, figures=figures))
    refused = client.get(PATH, params={"boundaries": "current"})
    assert "at most 10000" in assert_problem(refused, 422)["expected"]
    assert told(client, organization="children:vn").keys() == {"p1.members.2020"}
