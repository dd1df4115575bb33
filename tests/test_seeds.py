"""The seeds: every row is there as it was taken over, and all they name exists."""

import csv
import hashlib
import json
import tomllib
import unicodedata
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import frictionless
import pytest

from app.catalog.catalog import Catalog
from app.catalog.indicators import Bilingual
from app.values.codes import FigureKey, indicator_code, organization_code
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedUnit, parse_printed
from app.values.qualifiers import Qualifier

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PACKAGES = ("founding", "provinces")
# Rows and SHA-256 of each table. A change here is a change of published facts: it needs a source.
TABLES = {
    "founding/events": (16, "c62507d05c77c6bf18b38ff54361078781461e00e9d09ffd995032f932395196"),
    "founding/figures": (110, "1b1d8581536081e0f4652c456784016e3442d083298bfc5b4f6b9695b4d439ec"),
    "founding/identifiers": (5, "b3353f847e02c8899f6ff831c937079707beb67d337b158f2b7ece5a995b6ff4"),
    "founding/organizations": (
        7, "87e2e8cce3a51419aff42f7ca171b8ed05dfbdb68303ee4f5cc65ae99abf9c0e",
    ),
    "founding/sources": (36, "575103826af685e8ed9cc5a5c7c49de28f5b8f8954f743a4bf132205fb65c28f"),
    "founding/terms": (13, "1b3169c27c88e22b619cae8c4bc6308a30c619f100dd41fcb6940b0962de20eb"),
    "founding/vintages": (2, "44e001b9166cb0a02bef6eb4e6b9a414ff2f95177d9f3e5b48719087386d10ac"),
    "provinces/events": (23, "bffa483c8d8799c56ad2855ff5d67eff0aa0a7785dafe89cb63622c7766d2eac"),
    "provinces/figures": (903, "c6f8a7cf2454774f3b572dffad8d61819676c893bfb084181b497a603ccae2de"),
    "provinces/organizations": (
        78, "cd5e6b5f299ffdaa275a5d078b51d1e795ce6d53332a585f8bd369e6f1b4c1b6",
    ),
    "provinces/sources": (121, "53b6fb3b446c31b9f4a7fc2ec8c0ead5f9d3dac4528f2f50a68cabc26d90466c"),
}  # fmt: skip
KEYS = {
    "events": ("code",),
    "figures": ("organization", "indicator", "period", "source"),
    "identifiers": ("organization", "scheme", "value"),
    "organizations": ("code",),
    "sources": ("code",),
    "terms": ("code",),
    "vintages": ("code",),
}
# Where a source or its words leave something open, the indicator says so.
AMBIGUOUS = {
    "cells_with_committee_share",
    "delegated_grassroots_committees",
    "directly_subordinate_organizations",
    "ethnic_minority_representation",
    "grassroots_committees",
    "members_admitted_ethnic_minority",
    "members_admitted_women",
    "members_admitted_youth_union",
    "members_per_cell",
    "members_share_of_population",
    "population",
    "population_administrative",
    "population_census",
    "population_implied",
    "subordinate_cells",
    "village_cells_with_committee_share",
}


@cache
def catalog() -> Catalog:
    text = (SEEDS / "founding" / "catalog.toml").read_text(encoding="utf-8")
    return Catalog.model_validate(tomllib.loads(text))


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def both(name: str) -> list[dict[str, str]]:
    """Rows of a table in every package that has it."""
    return [row for table in TABLES if table.endswith(f"/{name}") for row in rows(table)]


def codes(name: str) -> set[str]:
    return {row["code"] for row in both(name)}


def descriptor(package: str) -> dict:
    return json.loads((SEEDS / package / "datapackage.json").read_text(encoding="utf-8"))


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


# Catalog


def bilingual() -> list[tuple[str, Bilingual]]:
    texts: list[tuple[str, Bilingual]] = []
    for stanzas in (catalog().levels, catalog().units, catalog().concepts, catalog().groups):
        texts += [(stanza.code, stanza.label) for stanza in stanzas]
    texts += [(concept.code, concept.definition) for concept in catalog().concepts]
    for indicator in catalog().indicators:
        own = (indicator.label, indicator.definition, *indicator.notes)
        texts += [(indicator.code, text) for text in own]
    return texts


def test_texts_are_trimmed_composed_and_translated():
    for code, text in bilingual():
        assert text.vi != text.en, code
        for words in (text.vi, text.en):
            assert unicodedata.is_normalized("NFC", words), code
            assert words == " ".join(words.split()), code


def test_labels_tell_indicators_apart():
    for language in ("vi", "en"):
        labels = Counter(getattr(each.label, language) for each in catalog().indicators)
        assert labels.most_common(1)[0][1] == 1


def test_definitions_and_notes_are_sentences():
    for indicator in catalog().indicators:
        for text in (indicator.definition, *indicator.notes):
            assert text.vi.endswith("."), indicator.code
            assert text.en.endswith("."), indicator.code


def test_what_sources_leave_open_is_noted():
    noted = {indicator.code for indicator in catalog().indicators if indicator.notes}
    assert noted >= AMBIGUOUS


def test_measure_breakdown_and_concept_tell_indicators_apart():
    keys = Counter(
        (each.measure, tuple(sorted(each.breakdown.items())), each.concept)
        for each in catalog().indicators
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_form_has_one_indicator_for_each_column():
    columns = {each.form_column: each.code for each in catalog().indicators if each.form_column}
    assert columns == {
        2: "grassroots_organizations",
        3: "grassroots_committees",
        4: "grassroots_cells",
        5: "sectional_committees",
        6: "subordinate_cells",
        7: "members",
    }


def test_shares_lie_between_0_and_100_and_counts_are_not_negative():
    for indicator in catalog().indicators:
        in_percent = indicator.unit == "percent"
        if indicator.growth is not None:
            expected = (-100 if in_percent else None, None)
        else:
            expected = (0, 100 if in_percent else None)
        bounds = indicator.domain.bounds
        assert (bounds.lower, bounds.upper) == expected, indicator.code


def test_counts_of_members_are_personal_and_offices_are_not():
    personal = {each.code for each in catalog().indicators if each.personal}
    assert personal == {
        each.code
        for each in catalog().indicators
        if each.is_count and each.measure in {"members", "members_admitted"}
    }


def test_members_compare_with_the_average_population_alone():
    members = catalog().by_code["members"]
    populations = [each for each in catalog().indicators if each.measure == "population"]
    assert len(populations) == 4
    compared = {each.code for each in populations if catalog().concepts_compare(members, each)}
    assert compared == {"population"}


def test_overlaps_are_mutual_and_parts_of_one_whole():
    by_code = catalog().by_code
    for indicator in catalog().indicators:
        for other in indicator.overlaps:
            assert indicator.code in by_code[other].overlaps
            assert indicator.subset_of == by_code[other].subset_of


def test_what_is_summed_is_a_count_that_is_not_implied():
    for indicator in catalog().indicators:
        if indicator.roll_up == "sum":
            assert indicator.is_count, indicator.code
            assert not indicator.implied, indicator.code
