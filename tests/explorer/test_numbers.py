"""Numbers as the scripts tell them, beside what the API says of the same numbers."""

import json

import pytest

PROFILES = (
    ("lao-cai", "2022"),
    ("lao-cai", "1996"),
    ("vn", "2010-09"),
    ("vn", "2010"),
    ("vn", "2019"),
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_tell_numbers_with_the_qualifiers_and_the_rounding_of_the_api(
    visitor, site, language
):
    decimals = {
        each["code"]: each["display_decimals"]
        for each in site.get("/v1/indicators?limit=500").json()["data"]
    }
    rows = [
        row
        for code, period in PROFILES
        for group in site.get(f"/v1/organizations/{code}/profile?period={period}").json()["data"][
            "groups"
        ]
        for row in group["indicators"]
    ]
    visitor.open(f"/explore/checks?lang={language}")
    asked = [[row, decimals[row["indicator"]]] for row in rows]
    visitor.browser.evaluate(
        "import(document.querySelector('script[type=module]').src.replace('main.js', 'numbers.js'))"
        ".then(module => { window.told = "
        f"{json.dumps(asked)}.map(([row, decimals]) => module.told(row, decimals)) }}); 0"
    )
    visitor.browser.wait_for("!!window.told")
    told = visitor.browser.evaluate("window.told")
    qualifiers = {row["qualifier"] for row in rows}
    assert {"exact", "nearly", "below", "over", "between", "at_least"} <= qualifiers
    for row, text in zip(rows, told, strict=True):
        assert f"{row['text'][language]} ".replace(" %", "%").startswith(text.replace(" %", "%")), (
            row["id"],
            text,
        )
