"""Small synthetic Data Packages: real files, with the least that a test needs to say."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.values.printed import DecimalMark, PrintedUnit, parse_printed

Line = dict[str, str]

# A whole of two parts, a count that rolls up, and a ratio with its growth.
CATALOG = """
direct_subordinates = "units_below"
level = [
    {code = "national", ordinal = 1, label = {vi = "Toàn Đảng", en = "Nation"}},
    {code = "provincial", ordinal = 2, label = {vi = "Tỉnh", en = "Province"}},
    {code = "district", ordinal = 3, label = {vi = "Huyện", en = "District"}},
]
unit = [
    {code = "persons", label = {vi = "người", en = "persons"}, counted = true},
    {code = "organizations", label = {vi = "tổ chức", en = "organizations"}, counted = true},
    {code = "percent", label = {vi = "phần trăm", en = "percent"}, symbol = "%"},
]
group = [{code = "all", label = {vi = "Tất cả", en = "All"}}]

[[concept]]
code = "register"
label = {vi = "Sổ", en = "Register"}
definition = {vi = "Theo sổ", en = "By the register"}
comparable_with = ["residents"]

[[concept]]
code = "residents"
label = {vi = "Dân", en = "Residents"}
definition = {vi = "Người thường trú", en = "Usual residents"}
"""
_INDICATOR = """
[[indicator]]
code = "{code}"
label = {{vi = "{code}", en = "{code}"}}
definition = {{vi = "{code}", en = "{code}"}}
group = "all"
measure = "{code}"
{fields}
"""
_FIELDS = {
    "members": 'kind = "stock"\nunit = "persons"\nconcept = "register"\nroll_up = "sum"\n'
    "personal = true\nheadline = true\ndomain.lower = 0",
    "admitted": 'kind = "flow"\nunit = "persons"\nconcept = "register"\nroll_up = "sum"\n'
    "domain.lower = 0",
    "bodies": 'kind = "stock"\nunit = "organizations"\nconcept = "register"\n'
    'partitions = ["committees", "cells"]\ndomain.lower = 0',
    "committees": 'kind = "stock"\nunit = "organizations"\nconcept = "register"\ndomain.lower = 0',
    "cells": 'kind = "stock"\nunit = "organizations"\nconcept = "register"\ndomain.lower = 0',
    "units_below": 'kind = "stock"\nunit = "organizations"\nconcept = "register"\ndomain.lower = 0',
    "population": 'kind = "average"\nunit = "persons"\nconcept = "residents"\ndomain.lower = 0',
    "share": 'kind = "ratio"\nunit = "percent"\nconcept = "register"\n'
    'formula = "members / population * 100"\ndomain = {lower = 0, upper = 100}',
    "growth": 'kind = "growth"\nunit = "percent"\nconcept = "register"\n'
    'growth = {of = "members", measure = "percent"}',
}
CATALOG += "".join(_INDICATOR.format(code=code, fields=text) for code, text in _FIELDS.items())


def organization(code: str, parent: str = "", **changes: str) -> Line:
    """A Party organization; without a parent the nation, below it provinces, then districts."""
    level = {"": "national", "vn": "provincial"}.get(parent, "district")
    return {
        "code": code,
        "level": level,
        "kind": "party_organization",
        "territorial": "yes",
        "parent": parent,
        "name_vi": f"Đảng bộ {code}",
        "name_en": f"Party organization {code}",
        "valid_from": "",
        "valid_to": "",
        "children_complete": "no",
        "note": "",
    } | changes


def figure(key: str, as_reported: str, **changes: str) -> Line:
    """A number as printed in Vietnamese; `key` is organization.indicator.period."""
    organization_code, indicator, period = key.split(".")
    printed = parse_printed(as_reported, DecimalMark.COMMA)
    return {
        "organization": organization_code,
        "indicator": indicator,
        "period": period,
        "reference_date": "",
        "as_reported": as_reported,
        "printed_unit": "units",
        "decimal_mark": ",",
        "qualifier": printed.qualifier.value,
        "value": str(printed.base_value(PrintedUnit.UNITS)),
        "resolution": "1",
        "source": "report",
        "vintage": "",
        "period_basis": "stated",
        "indicator_basis": "stated",
        "preferred": "no",
        "suppressed": "no",
        "note": "",
    } | changes


def source(code: str = "report", **changes: str) -> Line:
    return {
        "code": code,
        "authority": "official",
        "origin": "",
        "publisher": "Cục Thống kê",
        "title": f"Báo cáo {code}",
        "url": f"https://example.org/{code}",
        "published": "2026-01",
        "accessed": "2026-02-01",
        "language": "vi",
        "note": "",
    } | changes


def event(code: str, organization_code: str, **changes: str) -> Line:
    return {
        "code": code,
        "kind": "document",
        "ordinal": "",
        "decided": "",
        "effective": "",
        "organization": organization_code,
        "related": "",
        "breaks": "",
        "scope": "organization",
        "title_vi": f"Sự kiện {code}",
        "title_en": f"Event {code}",
        "legal_basis": "",
        "refers_to": "",
        "source": "report",
    } | changes


def write_package(
    folder: Path,
    *,
    name: str = "synthetic",
    organizations: Iterable[Mapping[str, str]] = (),
    figures: Iterable[Mapping[str, str]] = (),
    events: Iterable[Mapping[str, str]] = (),
    sources: Iterable[Mapping[str, str]] = (source(),),
    catalog: str = CATALOG,
    requires: Iterable[str] = (),
) -> Path:
    """The package's files in a folder of its own below `folder`; its path."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    texts = {"catalog.toml": catalog} if catalog else {}
    tables = {
        "organizations": organizations, "figures": figures, "events": events, "sources": sources,
    }  # fmt: skip
    for table, lines in tables.items():
        if rows := list(lines):
            with (place / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            texts[f"{table}.csv"] = ""
    if catalog:
        (place / "catalog.toml").write_text(catalog, encoding="utf-8")
    descriptor = {
        "profile": "data-package",
        "name": name,
        "requires": list(requires),
        "resources": [
            {"name": file.partition(".")[0], "path": file, "encoding": "utf-8"} for file in texts
        ],
    }
    (place / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return place
