"""Places and their certainty: as the API ranks, with whoever is left out counted and named."""

import re

MEMBERS = "indicator=members&level=provincial&period=2020-10"
POINTS = "figure.chart svg.plot [data-observation]"


def test_places_numbers_and_doubts_are_those_of_the_api(visitor, site):
    rows = site.get(f"/v1/rankings?{MEMBERS}&limit=1000").json()["data"]
    visitor.open(f"/explore/ranking?lang=en&{MEMBERS}")
    visitor.browser.wait_for(f"!!document.querySelector('{POINTS}')")
    assert visitor.attributes(POINTS, "data-observation") == [row["id"] for row in rows]
    words = {"nearly": "nearly ", "over": "over ", "exact": "", "about": "about "}
    told = [f"{row['id']}: {words[row['qualifier']]}{row['value']:,}" for row in rows]
    labels = visitor.attributes(POINTS, "aria-label")
    assert [label.split(";")[0] for label in labels] == told
    places = [int(re.search(r"rank (\d+)", label)[1]) for label in labels]
    assert places == [row["rank"] for row in rows]
    doubts = visitor.attributes(
        'figure.chart svg.plot [aria-label$="order is not certain"]', "role"
    )
    assert len(doubts) == sum(bool(row["overlaps_next"]) for row in rows) > 0
    bounded = visitor.attributes('figure.chart svg.plot line[role="img"][marker-end]', "aria-label")
    assert len(bounded) == sum(row["lower"] != row["upper"] for row in rows)


def test_equal_prints_are_told_apart_from_equal_numbers(visitor, site):
    rows = site.get(f"/v1/rankings?{MEMBERS}&limit=1000").json()["data"]
    visitor.open(f"/explore/ranking?lang=en&{MEMBERS}")
    last = visitor.texts("main > div .wide tbody td:last-child")
    assert len(last) == len(rows)
    for row, following, text in zip(rows, rows[1:], last, strict=False):
        is_tie = row["rank"] == following["rank"]
        assert ("same print" in text or text == "tied") is is_tie
        assert ("overlap" in text and "not overlap" not in text) is row["overlaps_next"]


def test_everyone_of_the_level_is_ranked_or_named_with_the_reason(visitor, site):
    ranked = site.get(f"/v1/rankings?{MEMBERS}&limit=1000").json()["data"]
    everyone = site.get("/v1/organizations?level=provincial&limit=1000").json()["data"]
    there = {
        each["code"]
        for each in everyone
        if (each["valid_from"] or "") <= "2020-10-31" <= (each["valid_to"] or "9999")
    }
    visitor.open(f"/explore/ranking?lang=vi&{MEMBERS}")
    links = visitor.attributes(".unranked li a", "href")
    named = [re.search(r"code=([a-z0-9-]+)", link)[1] for link in links]
    assert len(named) == len(set(named))
    assert set(named) == there - {row["organization"] for row in ranked}
    assert f": {len(named)}" in visitor.text(".unranked h2")


def test_a_near_period_is_taken_only_on_request_and_is_marked(visitor, site):
    asked = "indicator=members_share_of_population&level=provincial&period=2022"
    near = site.get(f"/v1/rankings?{asked}&nearest=true").json()["data"]
    assert any(row["nearest"] for row in near)
    visitor.open(f"/explore/ranking?lang=vi&{asked}")
    assert "(kỳ khác)" not in visitor.text()
    visitor.press('.tick input[type="checkbox"]')
    visitor.browser.wait_for("location.search.includes('nearest=1')")
    visitor.settle()
    visitor.browser.wait_for(f"document.querySelectorAll('{POINTS}').length === {len(near)}")
    assert visitor.text().count("(kỳ khác)") == sum(row["nearest"] for row in near)
    assert len(visitor.texts("main .wide tbody tr")) == len(near)


def test_an_empty_ranking_says_why_and_where_there_are_numbers(visitor, site):
    asked = "indicator=members&level=provincial&period=1995"
    [notice] = site.get(f"/v1/rankings?{asked}").json()["meta"]["notices"]
    visitor.open(f"/explore/ranking?lang=vi&{asked}")
    assert notice["vi"] in visitor.text(".notices")
