"""Series side by side: marks are the API's numbers, lines break where the numbers do."""

import json
import re
from itertools import pairwise

import pytest

POINTS = "figure.chart svg.plot [data-observation]"
POPULATION = "/explore/compare?lang={}&organizations=lao-cai,yen-bai&indicator=population"
SAVED = """
window.kept = [];
const made = URL.createObjectURL;
URL.createObjectURL = (blob) => { window.kept.push(blob); return made.call(URL, blob); };
HTMLAnchorElement.prototype.click = () => {};
0
"""


def rows_of(site, **asked):
    return site.get("/v1/observations", params={"limit": "1000", **asked}).json()["data"]


def shown(number, language):
    """As people write it; every number of these tests has at most two decimals."""
    text = f"{number:,}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_marks_and_table_tell_the_numbers_of_the_api(visitor, site, language):
    rows = rows_of(site, organization="lao-cai,yen-bai", indicator="population")
    visitor.open(POPULATION.format(language))
    visitor.browser.wait_for(f"document.querySelectorAll('{POINTS}').length >= {len(rows)}")
    told = visitor.attributes(POINTS, "aria-label")
    unit = {"vi": "người", "en": "persons"}[language]
    expected = {row["id"]: f"{shown(row['value'], language)} {unit}" for row in rows}
    assert {label.split(": ")[0]: label.split(": ")[1].split(";")[0] for label in told} == expected
    assert visitor.attributes("main td button.number[data-observation]", "data-observation")
    table = dict(
        zip(
            visitor.attributes("main h2 ~ .wide td:nth-of-type(2) button", "data-observation"),
            visitor.texts("main h2 ~ .wide td:nth-of-type(2) button"),
            strict=True,
        )
    )
    assert table == {row["id"]: shown(row["value"], language) for row in rows}


def test_a_line_joins_only_neighbours_without_a_break_of_one_edition(visitor, site):
    rows = rows_of(site, organization="lao-cai,yen-bai", indicator="population")
    stretches = [[rows[0]]]
    for before, row in pairwise(rows):
        joined = (
            row["organization"] == before["organization"]
            and int(row["period"]) == int(before["period"]) + 1
            and row["status"] != "B"
            and row["vintage"] == before["vintage"]
        )
        if joined:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    assert any(row["status"] == "B" for row in rows)
    visitor.open(POPULATION.format("vi"))
    visitor.browser.wait_for(f"!!document.querySelector('{POINTS}')")
    lines = visitor.attributes("figure.chart svg.plot g[fill=none] > path", "d")
    joints = sorted(line.count("L") for line in lines if line.count("L") > 1)
    assert joints == sorted(len(each) - 1 for each in stretches if len(each) > 1)
    breaks = visitor.texts("figure.chart .lines li")
    assert any("2004" in each and "điểm gãy" in each for each in breaks)
    assert any("01/07/2025" in each for each in breaks)


def test_a_claim_stands_beside_what_is_computed_and_open_ends_are_said(visitor):
    visitor.open(
        "/explore/compare?lang=vi&organizations=lao-cai,yen-bai&indicator=members_share_of_population"
    )
    visitor.browser.wait_for(f"!!document.querySelector('{POINTS}')")
    told = visitor.attributes(POINTS, "aria-label")
    [claim] = [each for each in told if "@" in each]
    assert claim.startswith("lao-cai.members_share_of_population.2022@bao-lao-cai-2023: ")
    assert "“gần 7%”" in claim
    assert "khớp với số tính được" in claim
    assert any(each.startswith("lao-cai.members_share_of_population.2022: 6,98 %") for each in told)
    assert "nguồn không nêu giới hạn phía đó" in visitor.text("figure.chart .legend")
    assert "Đảng viên ÷ Dân số trung bình × 100" in visitor.text(".meaning")


def test_keys_walk_over_marks_and_open_the_card(visitor, site):
    first, second = rows_of(site, organization="lao-cai", indicator="members")[:2]
    visitor.open("/explore/compare?lang=en&organizations=lao-cai&indicator=members")
    visitor.browser.wait_for(f"!!document.querySelector('{POINTS}')")
    assert visitor.attributes('figure.chart svg.plot [tabindex="0"]', "data-observation") == [
        first["id"]
    ]
    visitor.browser.evaluate(f"document.querySelector('{POINTS}').focus()")
    for key in ("ArrowRight", "Enter"):
        visitor.browser.evaluate(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
            f"{{ key: {json.dumps(key)}, bubbles: true, cancelable: true }}))"
        )
    visitor.browser.wait_for("!!document.querySelector('dialog.card[open] h2')")
    assert f"card={second['id']}" in visitor.browser.evaluate("location.search")


def test_an_organization_is_found_without_diacritics_and_added_to_the_address(visitor):
    visitor.open("/explore/compare?lang=vi&organizations=lao-cai&indicator=members")
    visitor.browser.evaluate(
        "{ const field = document.querySelector('#organization'); field.value = 'yen bai';"
        " field.dispatchEvent(new Event('input', { bubbles: true })) }"
    )
    visitor.press('#organization-found [role="option"]')
    visitor.browser.wait_for("location.search.includes('yen-bai')")
    visitor.browser.wait_for("document.querySelectorAll('.chosen li').length === 2")
    visitor.settle()
    assert "Đảng bộ tỉnh Yên Bái" in visitor.text(".chosen")
    assert "30/06/2025" in visitor.text(".chosen")


def test_growth_is_that_of_the_api_or_its_refusal(visitor, site):
    asked = {"organization": "lao-cai,yen-bai", "startPeriod": "2010", "endPeriod": "2022"}
    answer = site.get("/v1/growth", params={**asked, "indicator": "members"}).json()["data"]
    [percent] = [row for row in answer if row["value"] and row["measure"] == "percent"]
    [refused, *_] = [row["refusal"] for row in answer if row["refusal"]]
    visitor.open(
        "/explore/compare?lang=en&organizations=lao-cai,yen-bai&indicator=members"
        "&growthFrom=2010&growthTo=2022"
    )
    visitor.browser.wait_for("!!document.querySelector('.growth td button.number')")
    shown_there = visitor.text(".growth table")
    assert f"+{percent['value']:.2f}%" in shown_there
    assert refused["en"] in shown_there
    ends = visitor.attributes(".growth td button.number", "data-observation")
    assert ends == ["lao-cai.members.2010", "lao-cai.members.2022"]


def test_a_saved_chart_stands_alone(visitor, site):
    visitor.open(POPULATION.format("vi"))
    visitor.browser.wait_for(f"!!document.querySelector('{POINTS}')")
    visitor.browser.evaluate(SAVED)
    visitor.press(".saving button:nth-of-type(1)")
    visitor.press(".saving button:nth-of-type(2)")
    visitor.browser.wait_for("window.kept.some(blob => blob.type === 'image/png')")
    visitor.browser.evaluate("window.kept[0].text().then(text => { window.svg = text })")
    svg = visitor.browser.wait_for("window.svg")
    release = site.get("/v1/releases").json()["meta"]["release"]["number"]
    assert f"release={release}" in svg
    assert "Nguồn: " in svg
    assert "trục không bắt đầu từ 0" in svg
    assert "Than Uyên" in svg
    assert svg.count("data-observation") == len(visitor.attributes(POINTS, "aria-label"))
    assert not re.search(r"var\(--|currentColor|<style|<script", svg)
    size = visitor.browser.evaluate("window.kept.find(blob => blob.type === 'image/png').size")
    assert size > 10_000


def test_whoever_has_no_number_or_is_unknown_is_named(visitor):
    visitor.open("/explore/compare?lang=vi&organizations=lao-cai,lao-cai-2025&indicator=population")
    assert "Đảng bộ tỉnh Lào Cai" in visitor.text(".notices li")
