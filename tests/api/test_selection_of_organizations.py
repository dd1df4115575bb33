"""Selectors of organizations and indicators, held against the tree and the rows themselves."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.parameter_selectors import Axis, IndicatorSelector, Trait, organization_selector
from tests.api.problems import assert_problem
from tests.api.test_filters import rows
from tests.packages import figure, organization, write_package
from tests.strategies import days, indicator_codes, organization_codes

AXES = [axis for axis in Axis if axis is not Axis.SELF]
names = st.builds(
    "{}{}".format, organization_codes, st.just("") | days.map(lambda day: f"@{day.isoformat()}")
)
selectors = (
    st.just("*")
    | names
    | indicator_codes.map("level:{}".format)
    | st.builds("{}:{}".format, st.sampled_from(AXES), names)
)
PROVINCES = ("p", "q")


@given(text=selectors)
def test_a_selector_survives_being_read_and_written(text):
    assert str(organization_selector(text)) == text
    assert organization_selector(str(organization_selector(text))) == organization_selector(text)


@given(code=indicator_codes, trait=st.none() | st.sampled_from(Trait))
def test_a_selector_of_indicators_survives_being_read_and_written(code, trait):
    selector = IndicatorSelector(code, trait)
    assert IndicatorSelector.parse(str(selector)) == selector


@pytest.fixture
def nation(publish, tmp_path):
    """Two provinces with districts, which have communes; one of each is gone."""
    tree = [organization("vn")]
    for province in PROVINCES:
        tree.append(organization(province, "vn"))
        for district in "ab":
            tree.append(organization(f"{province}-{district}", province))
            tree += [
                organization(f"{province}-{district}-{commune}", f"{province}-{district}")
                for commune in "xyz"
            ]
    figures = [
        figure(f"{line['code']}.{indicator}.{year}", "20")
        for line in tree
        for indicator in ("committees", "population")
        for year in (2020, 2021)
    ]
    client = publish(write_package(tmp_path, organizations=tree, figures=figures))
    return client, {line["code"]: line for line in tree}


def chosen(tree, selector):
    """Codes that a selector chooses, by the parents alone."""
    axis, colon, code = selector.partition(":")
    if selector == "*":
        return set(tree)
    if not colon:
        return {axis}
    if axis == "level":
        return {line["code"] for line in tree.values() if line["level"] == code}

    def above(line):
        while line["parent"]:
            line = tree[line["parent"]]
            yield line["code"]

    own = {code} if axis.endswith("-or-self") else set()
    match axis.removesuffix("-or-self"):
        case "children":
            return own | {each for each, line in tree.items() if line["parent"] == code}
        case "descendants":
            return own | {each for each, line in tree.items() if code in above(line)}
        case _:
            return own | set(above(tree[code]))


def test_selectors_choose_what_the_tree_says_wherever_organizations_are_chosen(nation, cases):
    client, tree = nation
    everything = rows(client, "/v1/observations")
    codes = sorted(tree)
    axes = [axis.value for axis in AXES]
    one = (
        st.sampled_from(["*", "level:provincial", "level:district", *codes])
        | st.builds("{}:{}".format, st.sampled_from(axes), st.sampled_from(codes))
    )  # fmt: skip

    @settings(max_examples=cases(40, 400))
    @given(asked=st.lists(one, min_size=1, max_size=4))
    def agree(asked):
        wanted = set().union(*(chosen(tree, each) for each in asked))
        text = ",".join(asked)
        found = rows(client, "/v1/observations", organization=text)
        assert found == [row for row in everything if row["organization"] in wanted]
        listed = rows(client, "/v1/organizations", code=text)
        assert {row["code"] for row in listed} == wanted
        page = client.get("/v1/observations", params={"organization": text, "limit": 3}).json()
        understood = page["meta"]["query"]["organization"]
        if any(":" in each for each in asked) and 0 < len(wanted) <= 20 and len(set(asked)) > 1:
            assert set(understood.split(",")) in ({*wanted}, {*asked})

    agree()


@pytest.mark.parametrize("path", ["/v1/observations", "/v1/figures"])
@pytest.mark.parametrize("selector", ["children:p", "descendants-or-self:p", "ancestors:p-a-x,q"])
def test_pages_of_a_selection_are_the_selection(nation, path, selector):
    client, tree = nation
    wanted = set().union(*(chosen(tree, each) for each in selector.split(",")))
    expected = [row for row in rows(client, path) if row["organization"] in wanted]
    found, link = [], f"{path}?organization={selector}&limit=3"
    while link:
        page = client.get(link).json()
        found += page["data"]
        link = page["links"].get("next")
    assert found == expected
    assert len(found) > 3


def test_a_parent_may_be_chosen_too(nation):
    client, tree = nation
    found = rows(client, "/v1/organizations", parent="children:p")
    assert {row["code"] for row in found} == {
        code for code, line in tree.items() if line["parent"] in {"p-a", "p-b"}
    }


def test_nobody_lies_below_a_leaf_and_the_answer_says_why_it_is_empty(nation):
    client, _ = nation
    for selector in ("children:p-a-x", "descendants:p-a-x", "ancestors:vn"):
        answer = client.get(f"/v1/observations?organization={selector}")
        assert answer.status_code == 200
        assert answer.json()["data"] == []
        assert answer.json()["meta"]["notices"][0]["code"] == "empty"


def test_the_canonical_address_keeps_what_was_asked_and_the_query_says_what_it_came_to(client):
    answer = client.get("/v1/observations?organization=lao-cai@2025-07-01&limit=1").json()
    assert answer["meta"]["query"]["organization"] == "lao-cai-2025"
    assert "organization=lao-cai@2025-07-01" in answer["links"]["self"]
    assert client.get(answer["links"]["self"]).json() == answer


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lao-cai@2022-12-31", "lao-cai"),
        ("lao-cai@2025-06-30", "lao-cai"),
        ("lao-cai@2025-07-01", "lao-cai-2025"),
        ("lao-cai-2025@2022-12-31", "lao-cai"),
        ("tuyen-quang@2026-01-01", "tuyen-quang-2025"),
        ("vn@2000-01-01", "vn"),
    ],
)
def test_a_name_is_whoever_bears_it_on_the_day(client, asked, found):
    for path in ("", "/ancestors", "/children", "/descendants", "/profile"):
        own, other = (
            client.get(f"/v1/organizations/{code}{path}").json() for code in (asked, found)
        )
        assert own["data"] == other["data"]
    answer = client.get(
        f"/v1/rankings?indicator=population&level=provincial&period=2020&within={asked}"
    )
    assert answer.status_code == 200


def test_a_name_that_nobody_bears_tells_who_stands_in_its_place(client):
    problem = assert_problem(client.get("/v1/observations?organization=yen-bai@2025-07-01"), 422)
    assert problem["nearest"] == ["lao-cai-2025"]
    assert "lao-cai-2025" in problem["expected"]
    problem = assert_problem(client.get("/v1/organizations/yen-bai@2025-07-01"), 404)
    assert problem["nearest"] == ["lao-cai-2025"]
    problem = assert_problem(client.get("/v1/organizations/lao-cai@1980-01-01"), 404)
    assert "from 1991-10-01" in problem["expected"]


def test_an_ambiguous_name_is_answered_with_who_bears_it(publish, tmp_path):
    name = "Đảng bộ xã Tân Lập"
    tree = [
        organization("vn"),
        organization("p", "vn"),
        organization("old", "p", name_vi=f"{name} (đến 2025)", valid_to="2025-06-30"),
        organization("north", "p", name_vi=name, valid_from="2025-07-01"),
        organization("south", "p", name_vi=name, valid_from="2025-07-01", valid_to="2026-01-01"),
    ]
    figures = [figure("old.committees.2020", "20")]
    client = publish(write_package(tmp_path, organizations=tree, figures=figures))
    for address in ("/v1/observations?organization=old@2025-07-01",
                    "/v1/organizations?code=children:old@2025-07-01",
                    "/v1/organizations/old@2025-07-01/profile"):  # fmt: skip
        problem = assert_problem(client.get(address), 422)
        assert problem["type"] == "/problems/ambiguous-name"
        assert [(each["code"], each["valid_to"]) for each in problem["candidates"]] == [
            ("north", None), ("south", "2026-01-01"),
        ]  # fmt: skip
    later = client.get("/v1/organizations/old@2026-02-01").json()
    assert later["data"]["code"] == "north"
    assert client.get("/v1/organizations/old@2025-06-30").json()["data"]["code"] == "old"


@pytest.mark.parametrize(
    ("parameter", "asked", "parts"),
    [
        ("organization", "level:provincal", ["provincial"]),
        ("organization", "children:lao-cay", ["lao-cai"]),
        ("organization", "descendants:lao-cay@2020-01-01", ["lao-cai"]),
        ("indicator", "group:member", ["members"]),
        ("indicator", "measure:member", ["members"]),
        ("indicator", "membrs", ["members"]),
    ],
)
def test_what_a_selector_names_in_vain_is_told_with_what_is_nearest(
    client, parameter, asked, parts
):
    problem = assert_problem(client.get(f"/v1/observations?{parameter}={asked}"), 422)
    assert problem["parameter"] == parameter
    assert set(parts) <= set(problem["nearest"])


@pytest.mark.parametrize(
    "asked",
    ["child:vn", "self:vn", "children:", "children:*", "level:", "vn@2022", "vn@2022-02-30", "vn@",
     "@2022-01-01", "children-or-self", "descendants:level:provincial"],
)  # fmt: skip
def test_what_is_no_selector_is_refused(client, asked):
    address = f"/v1/observations?organization={asked}"
    if asked == "children-or-self":  # A code like any other.
        assert_problem(client.get(address), 422)
        return
    assert assert_problem(client.get(address), 422)["type"] == "/problems/invalid-parameter"


def test_a_list_that_is_too_long_is_refused_with_the_limit_and_its_size(client):
    limit = client.get("/v1/config").json()["data"]["limits"]["list_length_max"]
    asked = ",".join(["vn"] * (limit + 7))
    problem = assert_problem(client.get(f"/v1/observations?organization={asked}"), 422)
    assert str(limit) in problem["expected"]
    assert str(limit + 7) in problem["expected"]


@pytest.mark.parametrize(
    ("asked", "keeps"),
    [
        ("*", lambda _row: True),
        ("group:members", lambda row: row["group"] == "members"),
        ("measure:members", lambda row: row["measure"] == "members"),
        ("group:members,population", lambda row: (
            row["group"] == "members" or row["code"] == "population"
        )),
    ],
)  # fmt: skip
def test_indicators_are_chosen_by_what_they_have_in_common(client, asked, keeps):
    wanted = {row["code"] for row in rows(client, "/v1/indicators") if keeps(row)}
    for path in ("/v1/observations", "/v1/figures", "/v1/checks"):
        everything = rows(client, path)
        expected = [row for row in everything if row["indicator"] in wanted]
        assert rows(client, path, indicator=asked) == expected != []


def test_days_of_names_are_calendar_days():
    assert organization_selector(f"vn@{date(2024, 2, 29)}").name.day == "2024-02-29"
    with pytest.raises(ValueError, match="2023"):
        organization_selector("vn@2023-02-29")
