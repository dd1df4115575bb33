"""Exports: the pages of the list put together, to the byte, whatever is chosen, on both."""

import gzip
import random
from urllib.parse import urlencode

import pytest

from tests.api.problems import assert_problem
from tests.databases.comparing import ask_both
from tests.databases.conftest import both
from tests.packages import figure, organization, write_package
from tests.serving import serving

PATH = "/v1/releases/{}/observations.csv"
LINES = "/v1/releases/{}/observations.ndjson"
CHOICES = {
    "organization": ["lao-cai", "lao-cai,yen-bai", "vn", "lai-chau"],
    "level": ["provincial", "national,provincial"],
    "kind": ["party_organization"],
    "parent": ["vn", "lao-cai,vn"],
    "indicator": ["members", "population,members_share_of_population"],
    "indicatorKind": ["ratio", "growth,stock"],
    "period": ["2022", "2022,2021", "2024-06-30"],
    "startPeriod": ["2015", "2022-S1"],
    "endPeriod": ["2023", "2020-Q4"],
    "derivation": ["computed", "reported,rolled_up"],
    "status": ["B", "A,M"],
    "source": ["bao-lao-cai-2023"],
    "value": ["lt:42", "ge:50000", "eq:14"],
    "identifier": ["gso-province:10,15@2022-12-31"],
}


def json_lines(client, chosen, release):
    """The list as JSON Lines, page after page."""
    query = urlencode({**chosen, "format": "ndjson", "limit": "1000", "release": release})
    address, whole = f"/v1/observations?{query}", b""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        whole += answer.content
        address = answer.links.get("next", {}).get("url")
    return whole


def pages(client, chosen, release):
    """The list as CSV, page after page, under one heading."""
    query = urlencode({**chosen, "format": "csv", "limit": "1000", "release": release})
    address, whole = f"/v1/observations?{query}", b""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        heading, _, lines = answer.content.partition(b"\r\n")
        whole += lines if whole else answer.content
        assert whole.startswith(heading)
        address = answer.links.get("next", {}).get("url")
    return whole


@pytest.mark.parametrize("release", [1, 2])
def test_the_export_is_the_list_without_its_pages(pair, release):
    exported = ask_both(pair, PATH.format(release))
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert exported.content == pages(pair[0], {}, release)
    assert exported.content.count(b"\r\n") > 2000
    lines = ask_both(pair, LINES.format(release))
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert lines.content == json_lines(pair[0], {}, release)


@pytest.mark.parametrize("release", [1, 2])
def test_what_is_compressed_is_the_whole_export(pair, release):
    for plain in (PATH, LINES):
        compressed = ask_both(pair, f"{plain.format(release)}.gz")
        assert compressed.headers["content-type"] == "application/gzip"
        assert gzip.decompress(compressed.content) == pair[0].get(plain.format(release)).content


@pytest.mark.scaled
def test_any_filters_choose_what_they_choose_in_the_list(pair, cases):
    chance, found = random.Random(4), 0
    for _ in range(cases(60, 1000)):
        names = chance.sample(sorted(CHOICES), chance.choice([1, 1, 2, 3]))
        chosen = {name: chance.choice(CHOICES[name]) for name in names}
        exported = ask_both(pair, f"{PATH.format(2)}?{urlencode(chosen)}")
        if exported.status_code == 422:  # A range that ends before it begins: the list says so too.
            listed = pair[0].get(f"/v1/observations?{urlencode({**chosen, 'release': 2})}")
            assert listed.json() == exported.json()
            continue
        assert exported.status_code == 200, exported.text
        assert exported.content == pages(pair[0], chosen, 2), chosen
        lines = pair[0].get(f"{LINES.format(2)}?{urlencode(chosen)}").content
        assert lines == json_lines(pair[0], chosen, 2), chosen
        found += exported.content.count(b"\r\n") > 1
    assert found > 20


def test_every_way_to_write_a_number_or_a_period_is_that_of_the_list(tmp_path, request):
    """Fractions, negative ones too, commas in a print, missing ends, and every frequency."""
    periods = ["2022", "2023", "2022-S1", "2022-S2", "2022-Q1", "2022-Q4", "2022-01", "2022-12",
               "2022-02-28", "2020-02-29"]  # fmt: skip
    prints = ["gần 7", "hơn 1.000", "khoảng 9", "từ 6 đến 70", "không quá 77", "8"]
    figures = [
        figure(f"{code}.{indicator}.{period}", prints[(place + number) % len(prints)])
        for place, period in enumerate(periods)
        for number, (code, indicator) in enumerate(
            [("a", "members"), ("b", "members"), ("a", "population"), ("b", "admitted")]
        )
    ]
    figures += [
        figure(f"a.share.{year}", "8") | {"as_reported": text, "printed_unit": "percent"} | cells
        for year, text, cells in [
            ("2010", "6,98%", {"value": "6.98", "resolution": "0.01"}),
            ("2011", "0,05%", {"value": "0.05", "resolution": "0.01"}),
        ]
    ]
    figures += [figure("c.members.2022", "1.000"), figure("c.members.2023", "995")]
    tree = [organization("vn"), *(organization(code, "vn") for code in "abc")]
    package = write_package(tmp_path / "package", organizations=tree, figures=figures)
    publishers = both(tmp_path, request)
    for publisher in publishers:
        publisher.load(package)
    with serving(publishers[0].settings) as first, serving(publishers[1].settings) as second:
        exported = ask_both((first, second), PATH.format(1))
        assert exported.content == pages(first, {}, 1)
        lines = ask_both((first, second), LINES.format(1))
        assert lines.content == json_lines(first, {}, 1)
    for text in (b',"6,98%",', b",-0.5,", b",0.045,", b".2022-Q4,", b".2022-S2,", b".2020-02-29,"):
        assert text in exported.content, text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("organization=lao-cay", "organization"),
        ("indicator=member", "indicator"),
        ("startPeriod=2023&endPeriod=2022", "startPeriod"),
        ("limit=10", "limit"),
        ("after=lao-cai.members.2022", "after"),
        ("format=csv", "format"),
        ("release=1", "release"),
    ],
)
def test_what_the_list_refuses_and_what_makes_pages_is_refused(pair, query, parameter):
    problem = assert_problem(ask_both(pair, f"{PATH.format(1)}?{query}"), 422)
    assert problem["parameter"] == parameter


def test_each_choice_is_a_file_of_its_own(pair):
    """However it is written: the order of parameters and of a list does not make another one."""
    tags = [
        ask_both(pair, f"{PATH.format(1)}?{query}").headers["etag"]
        for query in (
            "", "organization=lao-cai,vn&period=2022", "period=2022&organization=vn,lao-cai",
            "organization=lao-cai",
        )
    ]  # fmt: skip
    assert tags[1] == tags[2]
    assert len(set(tags)) == 3
    held = {"if-none-match": tags[1]}
    query = "organization=lao-cai,vn&period=2022"
    assert ask_both(pair, f"{PATH.format(1)}?{query}", held).status_code == 304
