"""The seeds: every row is there as it was taken over, and all they name exists."""

import hashlib
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path

import frictionless
import pytest

from app.values.codes import FigureKey, indicator_code, organization_code
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedUnit, parse_printed
from app.values.qualifiers import Qualifier
from tests.seeds.tables import PACKAGES, SEEDS, TABLES, both, catalog, codes, descriptor, rows

KEYS = {
    "events": ("code",),
    "figures": ("organization", "indicator", "period", "source"),
    "identifiers": ("organization", "scheme", "value"),
    "organizations": ("code",),
    "sources": ("code",),
    "terms": ("code",),
    "vintages": ("code",),
}


# Tables


@pytest.mark.parametrize("table", TABLES)
def test_a_table_holds_the_rows_that_were_taken_over(table):
    digest = hashlib.sha256((SEEDS / f"{table}.csv").read_bytes()).hexdigest()
    assert (len(rows(table)), digest) == TABLES[table]


def test_no_other_table_lies_in_the_seeds():
    assert {f"{path.parent.name}/{path.stem}" for path in SEEDS.glob("*/*.csv")} == set(TABLES)


@pytest.mark.parametrize(
    "path", sorted(SEEDS.glob("*/*")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_file_is_composed_utf_8_with_plain_line_ends(path):
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert "\r" not in text
    assert "\ufeff" not in text


@pytest.mark.parametrize("name", KEYS)
def test_a_key_stands_once_in_all_packages(name):
    counted = Counter(tuple(row[field] for field in KEYS[name]) for row in both(name))
    assert [key for key, count in counted.items() if count > 1] == []


# Descriptors


@pytest.mark.parametrize("package", PACKAGES)
def test_a_descriptor_is_a_valid_data_package(package):
    report = frictionless.validate(SEEDS / package / "datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    assert [task.name for task in report.tasks] == [
        resource["name"] for resource in descriptor(package)["resources"]
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_descriptor_lists_every_file_and_explains_every_column(package):
    resources = {each["path"]: each for each in descriptor(package)["resources"]}
    files = {path.name for path in (SEEDS / package).iterdir()} - {"datapackage.json"}
    assert set(resources) == files
    for path, resource in resources.items():
        if resource["format"] != "csv":
            continue
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(rows(f"{package}/{Path(path).stem}")[0])
        assert all(field["description"].endswith(".") for field in fields)


def test_the_provinces_need_the_founding_package():
    assert descriptor("provinces")["requires"] == ["founding"]
    assert "requires" not in descriptor("founding")


# References


def test_codes_are_written_as_codes():
    for name in ("organizations", "events", "sources", "vintages"):
        for code in codes(name):
            assert organization_code(code) == code
    for code in codes("terms"):
        assert indicator_code(code) == code


def test_organizations_stand_on_a_known_level_below_a_known_one():
    levels = {level.code for level in catalog().levels}
    for row in both("organizations"):
        assert row["level"] in levels
        assert row["parent"] in codes("organizations") or (row["code"], row["parent"]) == ("vn", "")


def test_no_organization_claims_that_all_below_it_are_listed():
    assert all("children_complete" not in row for row in both("organizations"))


def test_identifiers_and_events_name_what_there_is():
    organizations, sources = codes("organizations"), codes("sources")
    indicators = {"*", *catalog().by_code}
    for row in both("identifiers"):
        assert row["organization"] in organizations
        assert row["source"] in sources
    for row in both("events"):
        assert {row["organization"], *filter(None, row["related"].split(";"))} <= organizations
        assert set(filter(None, row["breaks"].split(";"))) <= indicators
        assert row["source"] in sources


def test_the_programme_has_its_seven_tasks_in_order_and_without_dates():
    tasks = [row for row in both("events") if row["kind"] == "task"]
    assert [row["code"] for row in tasks] == [f"task-{number}" for number in range(1, 8)]
    assert [row["ordinal"] for row in tasks] == [str(number) for number in range(1, 8)]
    assert {row["organization"] for row in tasks} == {"lao-cai"}
    assert {row["decided"] + row["effective"] for row in tasks} == {""}


def test_the_end_of_the_district_level_reaches_the_whole_tree():
    scopes = {row["code"]: row["scope"] for row in both("events")}
    assert [code for code, scope in scopes.items() if scope == "subtree"] == ["two-levels-2025"]
    assert set(scopes.values()) == {"organization", "subtree"}


# Figures


def test_figures_name_what_there_is():
    indicators, organizations = catalog().by_code, codes("organizations")
    sources, vintages = codes("sources"), {"", *codes("vintages")}
    for row in both("figures"):
        assert row["indicator"] in indicators
        assert row["organization"] in organizations
        assert row["source"] in sources
        assert row["vintage"] in vintages


def test_figures_have_keys_that_can_be_written():
    for row in both("figures"):
        key = f"{row['organization']}.{row['indicator']}.{row['period']}@{row['source']}"
        assert str(FigureKey.parse(key)) == key
        if row["reference_date"]:
            assert str(Period.parse(row["reference_date"])) == row["reference_date"]


def test_every_print_says_what_its_row_says():
    for row in both("figures"):
        printed = parse_printed(row["as_reported"], DecimalMark(row["decimal_mark"]))
        assert printed.qualifier is Qualifier(row["qualifier"]), row
        assert printed.base_value(PrintedUnit(row["printed_unit"])) == Fraction(row["value"]), row


def test_every_figure_lies_in_the_domain_of_its_indicator():
    for row in both("figures"):
        domain = catalog().by_code[row["indicator"]].domain.bounds
        assert domain.contains(Fraction(row["value"])), row


def test_percent_is_printed_where_the_indicator_is_in_percent():
    for row in both("figures"):
        in_percent = catalog().by_code[row["indicator"]].unit == "percent"
        assert (row["printed_unit"] == "percent") is in_percent, row
