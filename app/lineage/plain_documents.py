"""Documents of plain numbers: the same as `documents` writes of what the kernel derives."""

from collections.abc import Mapping
from typing import Any

from app.catalog.catalog import Catalog
from app.derivation.growth import direction_of
from app.lineage.citation import Quoted, origin_text
from app.lineage.documents import Document, guards_passed, notice_document
from app.lineage.plain import PlainNumber
from app.lineage.plain_wording import bounds_of_row, plain_text
from app.values.statuses import Derivation

_OF_FIGURE = (
    "key",
    "as_reported",
    "printed_unit",
    "decimal_mark",
    "qualifier",
    "value",
    "resolution",
    "lower",
    "lower_closed",
    "upper",
    "upper_closed",
    "reference_date",
    "period_basis",
    "indicator_basis",
    "vintage",
    "source",
    "note",
)


def plain_use_document(name: str, number: PlainNumber) -> Document:
    """A number in a formula, named and no more."""
    row = number.row
    return {"operand": name, "id": row["id"], "value": row["value"], "source": row["source"]}


def plain_lineage_document(number: PlainNumber, catalog: Catalog) -> Document:
    """What the number follows from; the parts of a sum are named where they were read."""
    indicator = catalog.by_code[number.row["indicator"]]
    formula = None if indicator.formula is None else indicator.formula.text
    growth = indicator.growth
    return {
        "formula": formula if number.operands else None,
        "growth": None if growth is None else growth.model_dump(mode="json"),
        "operands": [_operand(name, each, catalog) for name, each in number.operands],
        "figure": None if number.figure is None else _figure(number.figure),
        "parts": [],
    }


def _operand(name: str, number: PlainNumber, catalog: Catalog) -> Document:
    return {
        "operand": name,
        **number.row,
        "notice": None,
        "lineage": plain_lineage_document(number, catalog),
    }


def _figure(row: Mapping[str, Any]) -> Document:
    return {name: row[name] for name in _OF_FIGURE}


def plain_ratio_document(number: PlainNumber, catalog: Catalog) -> Document:
    """A computed number with operands and the guards it passed; nothing is claimed of it."""
    indicator = catalog.by_code[number.row["indicator"]]
    growth = indicator.growth is not None
    lineage = plain_lineage_document(number, catalog)
    return {
        **number.row,
        "formula": None if indicator.formula is None else indicator.formula.text,
        "scale": None,
        "direction": direction_of(bounds_of_row(number.row)).value if growth else None,
        "operands": lineage["operands"],
        "figure": lineage["figure"],
        "claims": [],
        "guards": guards_passed(growth=growth) if number.operands else [],
        "notices": [notice_document(notice) for notice in number.notices],
        "refusal": None,
    }


def plain_quoted(number: PlainNumber, catalog: Catalog) -> Quoted | None:
    """What a citation says of it; None where its text needs more digits than are published."""
    row = number.row
    text = plain_text(number, catalog, decimals=None)
    if text is None:
        return None
    time = row["period"]
    if catalog.by_code[row["indicator"]].growth is not None:
        time = f"{number.operands[-1][1].row['period']} → {time}"
    origin = origin_text(
        Derivation(row["derivation"]),
        row["parts_known"],
        row["parts_total"],
        complete=bool(row["parts_complete"]),
    )
    return Quoted(row["indicator"], time, text, origin)
