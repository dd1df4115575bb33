"""Pages: following `next` gives exactly the rows of one big page, whatever is selected."""

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LISTS = {
    "/v1/organizations": {},
    "/v1/organizations/lao-cai-2025/ancestors": {},
    "/v1/organizations/vn/children": {},
    "/v1/organizations/vn/descendants": {"parent": "vn"},
    "/v1/events": {},
    "/v1/indicators": {},
    "/v1/sources": {},
    "/v1/figures": {"organization": "lao-cai,vn"},
    "/v1/observations": {"organization": "lao-cai,yen-bai"},
    "/v1/rankings": {"indicator": "population", "level": "provincial", "period": "2022"},
    "/v1/ratios": {},
    "/v1/ratios/members_share_of_population": {},
    "/v1/ratios/population_growth_percent": {
        "organization": "yen-bai,lao-cai", "period": "2004,2003,2022,1950,2010,2011",
    },
    "/v1/ratios/population_growth_absolute": {"organization": "lao-cai", "acrossBreaks": "true"},
    "/v1/checks": {"organization": "lao-cai"},
}  # fmt: skip


def get(client: httpx.Client, path: str, selection: dict) -> dict:
    answer = client.get(path, params=selection)
    assert answer.status_code == 200, answer.text
    return answer.json()


def follow(client: httpx.Client, path: str, selection: dict) -> list[list[dict]]:
    """The rows of every page, one after the other."""
    page = get(client, path, selection)
    pages, followed = [page["data"]], set()
    while "next" in page["links"]:
        assert page["links"]["next"] not in followed
        followed.add(page["links"]["next"])
        page = client.get(page["links"]["next"]).json()
        pages.append(page["data"])
    return pages


def assert_pages_agree(client, path, selection, limit):
    whole = get(client, path, {**selection, "limit": 1000, "total": "true"})
    assert "next" not in whole["links"]
    assert whole["meta"]["total"] == whole["meta"]["count"] == len(whole["data"])
    pages = follow(client, path, {**selection, "limit": limit})
    assert [row for page in pages for row in page] == whole["data"]
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages[-1]) <= limit
    return whole["data"]


@pytest.mark.parametrize("limit", [1, 2, 7])
@pytest.mark.parametrize("path", LISTS)
def test_the_pages_of_a_list_are_the_list(client, path, limit):
    rows = assert_pages_agree(client, path, LISTS[path], limit)
    names = [row.get("id") or row.get("key") or row["code"] for row in rows]
    assert len(set(names)) == len(names) > 0


def some(*codes):
    return st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(",".join)


CELLS = {
    "organization": some("lao-cai", "yen-bai", "vn", "dong-nai", "can-tho", "lao-cai-2025"),
    "level": some("provincial", "national"),
    "kind": some("party", "party_organization"),
    "parent": st.just("vn"),
    "identifier": some("10", "15").map("gso-province:{}@2022-12-31".format),
    "indicator": some("members", "population", "members_share_of_population", "cells"),
    "indicatorKind": some("stock", "flow", "average", "ratio", "growth"),
    "period": some("2010", "2018", "2022", "2025-09"),
    "startPeriod": st.sampled_from(["1995", "2010", "2020-06"]),
    "endPeriod": st.sampled_from(["2020-12-31", "2022", "2025"]),
    "source": some("bao-lao-cai-2023", "gso-1995-2020", "danso-info"),
}
OBSERVATIONS = CELLS | {
    "derivation": some("reported", "computed", "rolled_up"),
    "status": some("A", "B", "P", "E"),
    "value": st.sampled_from(["lt:42", "ge:50000", "ne:0", "le:100", "gt:0", "eq:53767"]),
}


def selections(filters):
    """Several filters at once, and always one that leaves few enough rows to page through."""
    return st.lists(st.sampled_from(sorted(filters)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: filters[name] for name in ("organization", *names)}
        )
    )


LIMITS = st.sampled_from([1, 2, 7, 50])


@settings(max_examples=40)
@given(selection=selections(OBSERVATIONS), limit=LIMITS)
def test_any_selection_of_observations_is_parted_into_its_pages(client, selection, limit):
    assert_pages_agree(client, "/v1/observations", selection, limit)


@settings(max_examples=40)
@given(selection=selections(CELLS), limit=LIMITS)
def test_any_selection_of_figures_is_parted_into_its_pages(client, selection, limit):
    assert_pages_agree(client, "/v1/figures", selection, limit)


@pytest.mark.parametrize("path", LISTS)
def test_garbage_is_no_place_to_continue_from(client, path):
    for after in ("", "garbage", "x.y.z@w", "lao-cai.members.1901@nobody", "'; --", "é", "9" * 300):
        answer = client.get(path, params={**LISTS[path], "after": after})
        assert (answer.status_code, answer.json()["parameter"]) == (422, "after"), after


def test_the_refused_cells_of_a_ratio_stand_in_their_order_on_every_page(client):
    path = "/v1/ratios/members_share_of_population"
    selection = {"organization": "lao-cai,yen-bai", "period": "2010,2021,2022,2023"}
    rows = [row for page in follow(client, path, {**selection, "limit": 3}) for row in page]
    shown = [(row["organization"], row["period"], row["value"] is None) for row in rows]
    assert shown == [
        ("lao-cai", "2010", False),
        ("lao-cai", "2021", True),
        ("lao-cai", "2022", False),
        ("lao-cai", "2023", True),
        ("yen-bai", "2010", True),
        ("yen-bai", "2021", True),
        ("yen-bai", "2022", True),
        ("yen-bai", "2023", True),
    ]
    ranged = get(client, path, {**selection, "startPeriod": "2022", "organization": "lao-cai"})
    assert [row["period"] for row in ranged["data"]] == ["2022", "2023"]
