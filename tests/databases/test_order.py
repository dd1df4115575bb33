"""Order: bytewise and the same on both, whatever language a server sorts in; paging keeps it."""

import random

import psycopg
import pytest

from app.checks.queries import CHECKS
from app.events.queries import EVENTS
from app.figures.queries import FIGURES
from app.indicators.queries import INDICATORS
from app.observations.queries import OBSERVATIONS
from app.organizations.queries import ORGANIZATIONS
from app.sources.queries import SOURCES
from tests.databases.comparing import ask_both
from tests.databases.conftest import both
from tests.packages import event, figure, organization, source, write_package
from tests.publication.storages import address_of
from tests.serving import serving

# ICU sorts ệ beside e, ignores hyphens at first, and puts đ right after d; bytes do neither.
ODD_CODES = ["a-b", "ab", "a1", "a-1", "a", "b", "b-a", "ba", "z9", "z-9", "z10", "0a", "9", "10"]
ODD_TEXTS = [
    "Đảng bộ Đắk Lắk", "dang bo", "Ð", "đ", "d", "e\u0302\u0323", "ệ", "Ệ", "é", "Z", "a", "_",
    "ß", "İ", "ﬁ", "👩\u200d👩\u200d👧", "\u202eabc\u202c", "a\u0301", "á", "“quoted”", "'; --",
    "\U0001d4b3", "\uffee", "\uff21\uff22", "٠١٢", " x", "ơ", "ư", "ă", "â", "ô", "ợ", '"', "a,b",
    "-", "o\u031b\u0323", "%s", "\\", "{}",
]  # fmt: skip
LIST_QUERIES = {
    "checks": CHECKS, "events": EVENTS, "figures": FIGURES, "indicators": INDICATORS,
    "observations": OBSERVATIONS, "organizations": ORGANIZATIONS, "sources": SOURCES,
}  # fmt: skip
LISTS = (
    "/v1/organizations", "/v1/organizations/vn/descendants", "/v1/organizations/vn/children",
    "/v1/events", "/v1/events?organization=a-b", "/v1/sources", "/v1/figures", "/v1/observations",
    "/v1/indicators", "/v1/ratios", "/v1/ratios/share", "/v1/ratios/growth", "/v1/checks",
)  # fmt: skip


def odd_package(folder):
    """Every text of every kind of row is odd, and half the numbers are missing or unsure."""
    texts = random.Random(1945)
    names = iter(texts.sample(ODD_TEXTS * 4, len(ODD_TEXTS) * 4))
    sources = [source(code, title=next(names), note=next(names)) for code in ODD_CODES]
    codes = ODD_CODES[:10]
    organizations = [
        organization("vn", name_vi="Đảng Cộng sản Việt Nam"),
        *(
            organization(code, "vn", name_vi=next(names), name_en=next(names), note=next(names))
            for code in codes
        ),
    ]
    events = [
        event(
            f"{code}-x", texts.choice(codes), title_vi=next(names), source=texts.choice(ODD_CODES)
        )
        | {"effective": texts.choice(["", "2020", "2021-05", "2021-05-03"])}
        for code in ODD_CODES
    ]
    figures = [
        figure(f"{code}.members.{year}", texts.choice(["50", "hơn 50", "gần 60", "ước 70"]),
               source=given, note=texts.choice(ODD_TEXTS))
        for code in codes
        for year, given in (("2021", "a-b"), ("2022", texts.choice(ODD_CODES)), ("2022", "ab"))
    ]  # fmt: skip
    figures = list({(each["organization"], each["period"], each["source"]): each
                    for each in figures}.values())  # fmt: skip
    figures += [figure(f"{code}.population.2022", "1.000") for code in codes[::2]]
    return write_package(
        folder, organizations=organizations, events=events, figures=figures,
        sources=[*sources, source()],
    )  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory, request):
    """Writers of both storages with the odd package."""
    folder = tmp_path_factory.mktemp("odd")
    publishers = both(folder, request)
    for publisher in publishers:
        publisher.load(odd_package(folder))
    return publishers


@pytest.fixture(scope="module")
def served(odd):
    files, database = odd
    with serving(files.settings) as first, serving(database.settings) as second:
        yield first, second


def names_of(answer):
    return [row.get("id") or row.get("key") or row["code"] for row in answer.json()["data"]]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_odd_texts_is_paged_in_the_same_order(served, path, limit):
    mark = "&" if "?" in path else "?"
    whole = names_of(ask_both(served, f"{path}{mark}limit=1000"))
    answer, found = ask_both(served, f"{path}{mark}limit={limit}"), []
    found += names_of(answer)
    while "next" in answer.links:
        answer = ask_both(served, answer.links["next"]["url"])
        found += names_of(answer)
    assert found == whole
    assert len(set(found)) == len(found) > 1


@pytest.mark.parametrize("path", ["/v1/sources", "/v1/events"])
def test_codes_stand_in_the_order_of_their_bytes(served, path):
    found = names_of(ask_both(served, f"{path}?limit=1000"))
    if path == "/v1/sources":
        assert found == sorted(found)
    assert set(ODD_CODES) <= {code.removesuffix("-x") for code in found}


def test_the_server_itself_would_have_sorted_otherwise(odd):
    listed = "SELECT code FROM (SELECT unnest(%s::text[]) AS code) AS codes ORDER BY code"
    with psycopg.connect(address_of(odd[1])) as connection:
        found = [code for (code,) in connection.execute(listed, [ODD_CODES + ODD_TEXTS])]
    assert found != sorted(found)


def test_the_chain_of_digests_is_the_same_wherever_the_rows_lie(odd, seeded):
    for files, database in (odd, seeded):
        told = [
            [
                (each.number, each.published_at, each.content_digest, each.chain_digest,
                 each.counts, each.changes)
                for each in publisher.releases()
            ]
            for publisher in (files, database)
        ]  # fmt: skip
        assert told[0] == told[1] != []


@pytest.mark.parametrize("name", LIST_QUERIES)
def test_no_list_is_ordered_by_what_may_be_missing(name):
    """SQLite puts missing values first, PostgreSQL last: no page may depend on where they are."""
    query = LIST_QUERIES[name]
    assert query.order
    assert [column.name for column in query.order if column.nullable] == []


def test_ratios_without_a_number_stand_at_their_place_on_both(served, pair):
    for clients, path in (
        (served, "/v1/ratios/share?organization=a,a-b,ab,b&period=2021,2022"),
        (pair, "/v1/ratios/members_share_of_population?organization=lao-cai,vn&period=2010,2021"),
    ):
        rows = ask_both(clients, path).json()["data"]
        assert {row["value"] is None for row in rows} == {True, False}
