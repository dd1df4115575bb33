"""Lists and what they lead to: organizations, indicators, sources, checks, search."""

import json

import pytest

from tests.explorer.test_every_page import violations


def become(visitor, selector, expected):
    """Wait until the texts that the selector finds are these, in this order."""
    texts = f"[...document.querySelectorAll({json.dumps(selector)})].map(each => each.innerText)"
    visitor.browser.wait_for(f"JSON.stringify({texts}) === JSON.stringify({json.dumps(expected)})")


def rows(site, address):
    return site.get(address).json()["data"]


def type_into(visitor, selector, text):
    """Type as a person does: the field hears each change."""
    visitor.browser.evaluate(
        f"(() => {{ const field = document.querySelector({json.dumps(selector)});"
        f" field.focus(); field.value = {json.dumps(text)};"
        " field.dispatchEvent(new Event('input', { bubbles: true }));"
        " field.dispatchEvent(new Event('change', { bubbles: true })) })()"
    )


def test_contradictions_lie_side_by_side_as_printed_and_each_number_opens_its_card(visitor, site):
    found = rows(site, "/v1/checks?outcome=contradiction&limit=1000")
    visitor.open("/explore/checks?lang=vi")
    assert visitor.attributes(".check", "data-check") == [check["code"] for check in found]
    printed = [
        f"“{side['as_reported']}”"
        for check in found
        for side in (check["left"], check["right"])
        if side["as_reported"] is not None
    ]
    told = visitor.texts(".side .printed button.number")
    assert [text for text in told if text.startswith("“")] == printed
    keys = [key for check in found for side in ("left", "right") for key in check[side]["keys"]]
    assert visitor.attributes(".side button.number", "data-observation") == [
        key.split("@")[0] for key in keys
    ]
    visitor.press(".side button.number")
    visitor.browser.wait_for("!!document.querySelector('dialog.card[open] h2')")


def test_each_outcome_has_its_count_and_its_checks(visitor, site):
    visitor.open("/explore/checks?lang=en&outcome=all&rule=parts")
    counts = dict(
        text.rsplit(" ", 1) for text in visitor.texts("nav[aria-label='Filter by outcome'] a")
    )
    passed = rows(site, "/v1/checks?rule=parts&outcome=passed&limit=1000")
    assert counts["Passed"] == counts["Every outcome"] == str(len(passed))
    # Sums are shown with the numbers that they are made of, all of their digits.
    cells = [key for check in passed for key in check["left"]["keys"] + check["right"]["keys"]]
    assert visitor.attributes(".side button.number", "data-observation") == cells
    values = {row["id"]: row for row in rows(site, f"/v1/observations?ids={','.join(cells)}")}
    told = visitor.texts(".side button.number")
    assert told == [f"{values[cell]['value']:,}" for cell in cells]


def test_a_source_shows_all_that_was_printed_there_page_by_page(visitor, site):
    address = "/v1/figures?source=gso-1995-2020&total=true&limit=100"
    first = site.get(address).json()
    visitor.open("/explore/sources?lang=en&code=gso-1995-2020")
    assert visitor.texts("td button.number") == [row["as_reported"] for row in first["data"]]
    assert f"100 of {first['meta']['total']}" in visitor.text(".pages")
    visitor.press(".pages a[rel=next]")
    second = [row["as_reported"] for row in rows(site, first["links"]["next"])]
    become(visitor, "td button.number", second)
    [link] = visitor.attributes("dl.facts a.outer", "href")
    assert link == rows(site, "/v1/sources?code=gso-1995-2020")[0]["url"]
    assert "link to another site" in visitor.browser.evaluate(
        "document.querySelector('a.outer').textContent"
    )


def test_an_indicator_tells_its_relations_both_ways_and_who_has_it(visitor, site):
    visitor.open("/explore/indicators?lang=en&code=grassroots_organizations")
    labels = {row["code"]: row["label"]["en"] for row in rows(site, "/v1/indicators?limit=1000")}
    assert visitor.texts("[data-relation=partitions] a") == [
        labels["grassroots_committees"], labels["grassroots_cells"],
    ]  # fmt: skip
    assert labels["members_per_grassroots_organization"] in visitor.texts(
        "[data-relation=usedBy] a"
    )
    available = rows(site, "/v1/availability?indicator=grassroots_organizations")
    counts = {row["code"]: row["count"] for row in available if row["component"] == "organization"}
    assert f"{sum(counts.values()):,} observations" in visitor.text(".counts")
    assert visitor.texts("main tbody td:nth-child(2)") == [f"{each:,}" for each in counts.values()]
    visitor.open("/explore/indicators?lang=en&code=grassroots_cells")
    assert visitor.texts("[data-relation=partOf] a") == [labels["grassroots_organizations"]]


def test_every_indicator_stands_in_its_group(visitor, site):
    visitor.open("/explore/indicators?lang=vi")
    expected = [row["label"]["vi"] for row in rows(site, "/v1/indicators?limit=1000")]
    assert sorted(visitor.texts("main tbody th a")) == sorted(expected)


def test_the_tree_unfolds_by_button_and_the_address_remembers(visitor, site):
    children = rows(site, "/v1/organizations?parent=vn&limit=1000")
    visitor.open("/explore/organizations?lang=vi")
    assert visitor.attributes(".tree ul > li", "data-organization") == [
        row["code"] for row in children
    ]
    fold = ".tree button.fold"
    assert visitor.attributes(fold, "aria-expanded") == ["true"]
    visitor.browser.evaluate(f"document.querySelector('{fold}').focus()")
    visitor.press(fold)
    become(visitor, ".tree ul > li", [])
    # Whoever unfolds by keyboard stays where they were.
    assert visitor.browser.evaluate(f"document.activeElement.matches('{fold}')")
    assert visitor.attributes(fold, "aria-expanded") == ["false"]
    assert "open=-" in str(visitor.browser.evaluate("location.search"))


def test_organizations_are_those_of_a_day_and_ended_ones_say_so(visitor, site):
    children = rows(site, "/v1/organizations?parent=vn&limit=1000")
    for day in ("2025-06-30", "2025-07-01"):
        there = [
            row["code"]
            for row in children
            if (row["valid_from"] or "") <= day <= (row["valid_to"] or "9")
        ]
        visitor.open(f"/explore/organizations?lang=en&on={day}")
        assert visitor.attributes(".tree ul > li", "data-organization") == there
    visitor.open("/explore/organizations?lang=en&show=ended")
    ended = [row for row in children if row["ended"]]
    assert len(visitor.texts(".tree ul > li .ended")) == len(ended)


def test_the_filter_of_organizations_forgives_missing_marks(visitor):
    visitor.open("/explore/organizations?lang=vi")
    type_into(visitor, ".fields input[type=search]", "lao cai")
    visitor.browser.wait_for("document.querySelectorAll('.tree.flat > li').length === 2")
    found = visitor.attributes(".tree.flat > li", "data-organization")
    assert set(found) == {"lao-cai", "lao-cai-2025"}
    assert visitor.browser.evaluate("new URLSearchParams(location.search).get('filter')") == (
        "lao cai"
    )


def test_search_keeps_the_order_of_the_api_and_names_what_matched(visitor, site):
    answer = site.get("/v1/search?q=dang+vien&limit=20").json()
    visitor.open("/explore/search?lang=en&q=dang+vien")
    assert visitor.attributes(".results > li", "data-entry") == [
        row["entry"] for row in answer["data"]
    ]
    types = answer["meta"]["types"]
    tabs = visitor.texts("nav[aria-label='Type of result'] a")
    assert f"Indicators {types['indicator']}" in tabs
    assert all(
        row["matched"]["text"] in told
        for row, told in zip(answer["data"], visitor.texts(".matched"), strict=True)
    )
    # A slip is forgiven, and what matches nothing is said to be nothing.
    visitor.open("/explore/search?lang=en&q=dagn+vien")
    assert "perhaps a slip of typing" in visitor.text(".matched")
    visitor.open("/explore/search?lang=en&q=<b>xyzzy</b>")
    assert "Nothing was found for “<b>xyzzy</b>”" in visitor.text(".nothing")


def test_every_check_can_be_read_page_by_page(visitor, site):
    visitor.open("/explore/checks?lang=vi&outcome=all")
    shown = visitor.attributes(".check", "data-check")
    while following := visitor.attributes(".pages a[rel=next]", "href"):
        visitor.open(following[0])
        shown += visitor.attributes(".check", "data-check")
    assert shown == [check["code"] for check in rows(site, "/v1/checks?limit=1000")]


def test_an_event_of_which_only_the_year_is_known_is_told_by_its_year(visitor, site):
    breaks = [row for row in rows(site, "/v1/events?limit=1000") if "population" in row["breaks"]]
    visitor.open("/explore/indicators?lang=vi&code=population")
    told = visitor.text(".breaks")
    years = [row for row in breaks if len(row["effective"]) == 4]
    assert years
    assert all(f"{row['effective']}: {row['title']['vi']}" in told for row in years)


def test_sources_are_found_by_name_without_marks(visitor, site):
    found = rows(site, "/v1/search?q=bao+lao+cai&type=source&limit=50")
    visitor.open("/explore/sources?lang=vi&filter=bao+lao+cai")
    links = visitor.attributes("main tbody th a", "href")
    assert [link.split("code=")[1] for link in links] == [row["code"] for row in found]
    assert "bao-lao-cai-2023" in {row["code"] for row in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "indicators?lang=vi&code=grassroots_organizations",
        "sources?lang=en&code=bao-lao-cai-2023",
        "releases?lang=vi&number=1&release=1",
        "checks?lang=vi&outcome=all&rule=claim",
        "organizations?lang=en&filter=lao+cai",
    ],
)
def test_axe_finds_nothing_behind_the_lists_either(visitor, address, scheme):
    visitor.prefer(scheme)
    visitor.measure(360, 800)
    visitor.open(f"/explore/{address}")
    assert violations(visitor) == []
    assert visitor.browser.evaluate("document.documentElement.scrollWidth") <= 360
