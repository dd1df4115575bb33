"""The page of an organization: each number as the API tells it, each picture to scale."""

import pytest

LAO_CAI = "/explore/organization?code=lao-cai&period=2022"
BAR = "svg.bar[aria-label^='{}']"


@pytest.fixture(scope="module")
def profile(site):
    return site.get("/v1/organizations/lao-cai/profile?period=2022").json()["data"]


@pytest.fixture(scope="module")
def rows(profile):
    return {row["id"]: row for group in profile["groups"] for row in group["indicators"]}


def widths(visitor, identity, part):
    """Of the rectangles in the bar of an observation, as shares of the bar."""
    return visitor.browser.evaluate(
        f'[...document.querySelectorAll("{BAR.format(identity)}")].map(bar => '
        f"(bar.querySelector('{part}')?.getBoundingClientRect().width ?? 0)"
        " / bar.getBoundingClientRect().width)"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_the_profile_is_told_as_the_api_tells_it(visitor, rows, language):
    visitor.open(f"{LAO_CAI}&lang={language}")
    shown = visitor.attributes("[data-group] button.number", "data-observation")
    assert shown == list(rows)
    told = [row["text"][language] for row in rows.values()]
    assert visitor.texts("[data-group] button.number") == told
    beside = visitor.texts("[data-group] .beside")
    for row, text in zip(rows.values(), beside, strict=True):
        for printed in [row, *row["claims"], *row["alternatives"]]:
            assert (printed["as_reported"] or "") in text


def test_pictures_show_parts_to_the_scale_of_their_whole(visitor, site, rows):
    visitor.open(f"{LAO_CAI}&lang=vi")
    marks = visitor.attributes("svg.bar", "aria-label")
    values = visitor.attributes("svg.bar", "data-value")
    for mark, value in zip(marks, values, strict=True):
        row = rows[mark.split(":")[0]]
        assert float(value) == row["value"]
        assert row["text"]["vi"] in mark
    for indicator in site.get("/v1/indicators?limit=500").json()["data"]:
        parts = [f"lao-cai.{code}.2022" for code in indicator["partitions"]]
        whole = rows.get(f"lao-cai.{indicator['code']}.2022")
        for part in parts if whole else ():
            share = rows[part]["value"] / whole["value"]
            assert any(abs(width - share) < 0.01 for width in widths(visitor, part, ".certain"))


def test_what_bounds_leave_open_is_drawn_open(visitor):
    visitor.open(f"{LAO_CAI}&lang=vi")
    nearly = "lao-cai.ethnic_minority_share_of_members.2022"
    assert widths(visitor, nearly, ".certain") == [0]
    assert widths(visitor, nearly, ".possible") == [pytest.approx(0.42, abs=0.01)]
    over = "lao-cai.village_cells_with_committee_share.2022"
    assert widths(visitor, over, ".certain") == [pytest.approx(0.85, abs=0.01)]
    assert widths(visitor, over, ".possible") == [pytest.approx(0.15, abs=0.01)]


def test_a_picture_is_kept_with_its_numbers_sources_and_permalink(visitor):
    visitor.open(f"{LAO_CAI}&lang=vi")
    visitor.browser.evaluate(
        "(make => { URL.createObjectURL = blob => { window.kept = blob; return make(blob) } })"
        "(URL.createObjectURL.bind(URL))"
    )
    visitor.press(".parts .saving button")
    visitor.browser.evaluate("window.kept.text().then(text => { window.drawn = text }); 0")
    drawn = visitor.browser.wait_for("window.drawn")
    for told in ("537 tổ chức", "286 tổ chức", "251 tổ chức", "Báo Lào Cai", "release=1"):
        assert told in drawn
    assert "var(--" not in drawn


def test_the_series_of_an_indicator_shows_its_numbers_claims_and_breaks(visitor, site):
    share = "members_share_of_population"
    asked = f"/v1/observations?organization=lao-cai&indicator={share}"
    visitor.open(f"{LAO_CAI}&lang=vi&series={share}")
    marks = visitor.attributes(".place [data-observation]", "data-observation")
    assert {row["id"] for row in site.get(asked).json()["data"]} <= set(marks)
    told = " ".join(visitor.attributes(".place [aria-label]", "aria-label"))
    assert "gần 7" in told
    assert "Hợp nhất Lào Cai và Yên Bái" in visitor.text(".lines")


def test_the_page_says_who_the_organization_is_and_what_touches_it(visitor, site, profile):
    visitor.open(f"{LAO_CAI}&lang=vi")
    text = visitor.text()
    for identifier in profile["organization"]["identifiers"]:
        assert identifier["value"] in text
    links = visitor.attributes("main a[href*='/explore/organization']", "href")
    for kin in ("code=vn", "code=lao-cai-2025"):
        assert any(kin in link for link in links)
    events = site.get("/v1/events?organization=lao-cai").json()["data"]
    checks = site.get("/v1/checks?organization=lao-cai").json()["data"]
    told = visitor.browser.evaluate("document.querySelector('main').textContent")
    for event in events:
        assert event["title"]["vi"] in told
    for check in checks:
        assert check["text"]["vi"] in told
    for source in profile["sources"]:
        assert f'href="{source["url"]}"' in visitor.browser.evaluate("document.body.innerHTML")


def test_choices_are_kept_in_the_address(visitor):
    visitor.open(f"{LAO_CAI}&lang=vi")
    visitor.choose("#period", "2010")
    visitor.browser.wait_for("location.search.includes('period=2010')")
    visitor.settle()
    visitor.browser.wait_for("document.querySelector('main').innerText.includes('30.009 người')")
    visitor.choose("#series", "population")
    visitor.browser.wait_for("location.search.includes('series=population')")
    visitor.browser.wait_for("!!document.querySelector('[data-observation$=\"population.1995\"]')")
    visitor.browser.evaluate("setTimeout(() => history.back()); 0")
    visitor.browser.wait_for("!location.search.includes('series=population')")
    visitor.browser.wait_for("document.querySelector('#series')?.value !== 'population'")
    visitor.open(f"{LAO_CAI.replace('2022', '2010')}&lang=vi&series=population")
    assert visitor.browser.evaluate("document.querySelector('#period').value") == "2010"
    assert visitor.browser.evaluate("document.querySelector('#series').value") == "population"


def test_an_ended_organization_says_so_and_names_its_successor(visitor):
    visitor.open("/explore/organization?code=yen-bai&lang=vi")
    assert "30/06/2025" in visitor.text(".over")
    assert any("code=lao-cai-2025" in each for each in visitor.attributes(".over a", "href"))
    assert "chưa rõ từ ngày nào" in visitor.text()


@pytest.mark.parametrize(
    ("address", "said", "leads"),
    [
        ("code=lao-cai&period=1980", "không có nghĩa là 0", "period=2023"),
        ("", "Hãy chọn trong danh sách", "/explore/organizations"),
    ],
)
def test_where_there_is_nothing_the_page_says_why(visitor, address, said, leads):
    visitor.open(f"/explore/organization?lang=vi&{address}")
    assert said in visitor.text()
    assert any(leads in link for link in visitor.attributes("main a", "href"))


def test_an_unknown_code_is_refused_with_the_nearest_there_is(visitor):
    visitor.open("/explore/organization?code=lao-cay&lang=vi")
    assert "Không có tổ chức này" in visitor.text()
    assert any("code=lao-cai&" in f"{link}&" for link in visitor.attributes("main a", "href"))
    # Browsers note every 4xx in the console: here they are what was asked for.
    assert all("Failed to load resource" in each for each in visitor.browser.complaints)
    visitor.browser.complaints.clear()
