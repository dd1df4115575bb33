"""The card of a number: everything it rests on, opened from every number and by a link."""

import json

import pytest

from tests.explorer.test_every_page import violations

LAO_CAI = "/explore/organization?code=lao-cai&period=2022"
SHARE = "lao-cai.members_share_of_population.2022"
# One of each way a number comes about, and of each qualifier there is.
KINDS = (
    SHARE,
    "lao-cai.ethnic_minority_members.2022",
    "lao-cai.population_growth_percent.1996",
    "lao-cai.population.2004",
    "vn.grassroots_organizations.2010",
    "vn.members.2026-01",
)


def card(identity, address=LAO_CAI, language="vi"):
    return f"{address}&lang={language}&card={identity}"


def shown(visitor, identity):
    """The text of the card once it tells of that number and awaits nothing more."""
    found = f"document.querySelector('article[data-id=\"{identity}\"]')"
    visitor.browser.wait_for(f"!!{found} && !!{found}.querySelector('.cited')")
    visitor.settle()
    return visitor.browser.evaluate(f"{found}.textContent.replaceAll(/\\s+/g, ' ')")


def press_key(visitor, key, code):
    for kind in ("keyDown", "keyUp"):
        visitor.browser.press_key(kind, key, code)


@pytest.mark.parametrize("identity", KINDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_link_opens_the_card_with_all_the_number_rests_on(visitor, site, identity, language):
    found = site.get(f"/v1/observations/{identity}").json()["data"]
    sentence = site.get(f"/v1/observations/{identity}/sentence").json()["data"]["sentence"]
    visitor.open(card(identity, language=language))
    text = shown(visitor, identity)
    assert found["text"][language] in text
    assert sentence[language] in text
    figures = [found, *found["claims"], *found["alternatives"], *found["lineage"]["operands"]]
    for each in figures:
        assert (each["as_reported"] or "") in text
    for notice in found["notices"]:
        assert notice[language] in text
    operands = visitor.attributes(".operands button.number", "data-observation")
    published = [each["id"] for each in found["lineage"]["operands"] if "@" not in each["id"]]
    assert [each for each in operands if each in published] == published
    links = visitor.attributes("article a", "href")
    assert {source["url"] for source in found["sources"] if source["url"]} <= set(links)
    assert found["permalink"] in links


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("identity", [SHARE, "lao-cai.population.2023"])
def test_axe_finds_nothing_on_a_card(visitor, identity, scheme):
    visitor.prefer(scheme)
    visitor.measure(360, 800)
    visitor.open(card(identity))
    shown(visitor, identity)
    assert violations(visitor) == []
    wide = "document.querySelector('dialog').scrollWidth <= 360"
    assert visitor.browser.evaluate(wide)


def test_verdicts_come_with_the_neighbouring_denominators(visitor, site):
    visitor.open(card(SHARE))
    shown(visitor, SHARE)
    (claim,) = site.get(f"/v1/observations/{SHARE}").json()["data"]["claims"]
    words = {"consistent": "✓ khớp", "inconsistent": "✗ không khớp"}
    assert [cell.split("\n") for cell in visitor.texts(".claim tbody td")] == [
        [f"{each['value']} %".replace(".", ","), words[each["verdict"]]]
        for each in claim["sensitivity"]
    ]


def test_every_number_of_the_page_opens_its_card(visitor, site):
    profile = site.get("/v1/organizations/lao-cai/profile?period=2022").json()["data"]
    visitor.open(f"{LAO_CAI}&lang=en")
    for row in (row for group in profile["groups"] for row in group["indicators"]):
        visitor.press(f"[data-group] button.number[data-observation='{row['id']}']")
        assert row["label"]["en"] in shown(visitor, row["id"])
        visitor.press("dialog.card .close")
        visitor.browser.wait_for("!document.querySelector('dialog')")


def test_the_focus_returns_to_the_number(visitor):
    visitor.open(f"{LAO_CAI}&lang=vi")
    number = f"[data-group] button.number[data-observation='{SHARE}']"
    opened_by = f'document.activeElement === document.querySelector("{number}")'
    visitor.browser.evaluate(f'document.querySelector("{number}").focus()')
    press_key(visitor, "Enter", 13)
    shown(visitor, SHARE)
    assert f"card={SHARE}" in visitor.browser.evaluate("location.search")
    press_key(visitor, "Escape", 27)
    visitor.browser.wait_for(f"!location.search.includes('card') && {opened_by}")
    # The browser's own way back and on is a way through the cards as well.
    visitor.browser.evaluate("history.back()")
    shown(visitor, SHARE)
    visitor.browser.evaluate("history.back()")
    visitor.browser.wait_for(f"!document.querySelector('dialog') && {opened_by}")


def test_an_operand_opens_its_own_card(visitor):
    visitor.open(card(SHARE))
    shown(visitor, SHARE)
    operand = ".operands button.number[data-observation='lao-cai.members.2022']"
    visitor.browser.evaluate(f'document.querySelector("{operand}").focus()')
    press_key(visitor, "Enter", 13)
    assert "53.767 người" in shown(visitor, "lao-cai.members.2022")
    assert visitor.browser.evaluate("document.activeElement.tagName") == "H2"
    visitor.browser.evaluate("history.back()")
    shown(visitor, SHARE)


def test_a_citation_is_copied_in_each_style_and_it_is_said(visitor, site):
    cited = site.get(f"/v1/observations/{SHARE}/citation?lang=vi").json()["data"]
    expected = {
        "text": cited["text"]["vi"],
        "bibtex": cited["bibtex"],
        "csl": json.dumps(cited["csl_json"], ensure_ascii=False, indent=2),
    }
    visitor.browser.allow_the_clipboard()
    visitor.open(card(SHARE))
    shown(visitor, SHARE)
    for style, text in expected.items():
        visitor.choose("article select", style)
        visitor.browser.wait_for("document.querySelector('.said').innerText === ''")
        visitor.press("article .choice button")
        visitor.browser.wait_for("document.querySelector('.said').innerText !== ''")
        assert visitor.text(".said") == "Đã sao chép trích dẫn."
        visitor.browser.evaluate("navigator.clipboard.readText().then(text => window.read = text)")
        visitor.browser.wait_for("window.read !== undefined")
        assert visitor.browser.evaluate("window.read") == text
        visitor.browser.evaluate("delete window.read")


def test_every_download_is_there_and_of_the_release(visitor, site):
    visitor.open(card(SHARE))
    shown(visitor, SHARE)
    formats = [each["name"] for each in site.get("/v1/config").json()["data"]["formats"]]
    links = visitor.attributes("article .downloads a", "href")
    assert [link.split("format=")[1].split("&")[0] for link in links] == formats
    every = {*links, *visitor.attributes("main .downloads a", "href")}
    assert len(every) == 3 * len(formats)
    for link in every:
        assert "release=1" in link
        assert site.get(link).status_code == 200


def test_a_card_of_a_number_there_is_not_says_so(visitor):
    visitor.open(card("lao-cai.members.1800"))
    visitor.browser.wait_for("!!document.querySelector('dialog .refused')")
    assert all("Failed to load resource" in each for each in visitor.browser.complaints)
    visitor.browser.complaints.clear()
