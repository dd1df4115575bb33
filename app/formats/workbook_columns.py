"""The columns of a workbook's numbers: names beside codes, words for codes, codes at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.formats.columns import Column, Kind, columns_of
from app.formats.dataset import Dataset, Row, field_of
from app.formats.plain_json import as_text
from app.formats.words import FLAGS, WORDS
from app.values.wording import Language

DIGITS_MAX = 15  # What Excel keeps of a number.
Shown = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column as it is shown. `value` is a text, a number that Excel keeps exactly, or None."""

    heading: str
    kind: Kind
    value: Callable[[Any], Shown]
    decimals: Callable[[Any], int]


def sheet_columns(dataset: Dataset) -> list[SheetColumn]:
    """In the order of the answer, but for codes, which stand behind what people read."""
    shown: list[SheetColumn] = []
    codes: list[SheetColumn] = []
    for column in columns_of(dataset.columns):
        heading = column.vi if dataset.language == "vi" else column.en
        value = _value(column, dataset)
        decimals = _decimals(column, dataset)
        if column.refers is None or column.kind is Kind.TEXTS:
            place = codes if column.name in {"id", "key"} else shown
            place.append(SheetColumn(heading, column.kind, value, decimals))
            continue
        named = _named(column, dataset)
        shown.append(SheetColumn(heading, column.kind, named, decimals))
        coded = f"Mã {heading.lower()}" if dataset.language == "vi" else f"{heading} (code)"
        codes.append(SheetColumn(coded, column.kind, value, decimals))
    return [*shown, *codes]


def _value(column: Column, dataset: Dataset) -> Callable[[Any], Shown]:
    words = WORDS.get(column.name.rpartition(".")[2])
    language = dataset.language

    def value(row: Row) -> Shown:
        found = field_of(row, column.name)
        if found is None:
            return None
        if words is not None:
            return words[found][language] if found in words else str(found)
        return _plain(found, language)

    return value


def _plain(found: object, language: Language) -> Shown:
    match found:
        case bool():
            return FLAGS[found][language]
        case int() | Decimal():
            return found if _is_kept(found) else f"{found:f}"
        case str():
            return found
        case list() | tuple() if all(isinstance(each, str) for each in found):
            return "; ".join(found)
        case _:
            return as_text(found)


def _is_kept(number: int | Decimal) -> bool:
    """Whether Excel keeps every digit; any other number is written as text."""
    return len(Decimal(number).normalize().as_tuple().digits) <= DIGITS_MAX


def _named(column: Column, dataset: Dataset) -> Callable[[Any], Shown]:
    """The name that a code stands for; the code where none is known."""

    def value(row: Row) -> Shown:
        code = field_of(row, column.name)
        return None if code is None else _name(column.refers or "", code, dataset)

    return value


def _name(what: str, code: str, dataset: Dataset) -> str:
    naming, language = dataset.naming, dataset.language
    if what == "organizations" and code in naming.organizations:
        return str(naming.organizations[code][language])
    if what == "indicators" and code in naming.indicators:
        return str(naming.indicators[code]["label"][language])
    if what == "sources" and code in naming.sources:
        return str(naming.sources[code]["title"] or naming.sources[code]["publisher"])
    if what == "units" and code in naming.units:
        return str(naming.units[code]["symbol"] or naming.units[code][language])
    return code


def _decimals(column: Column, dataset: Dataset) -> Callable[[Any], int]:
    """As many as the catalog shows of a computed number, and as many as a printed one has."""
    indicators = dataset.naming.indicators

    def decimals(row: Row) -> int:
        own = _own_decimals(field_of(row, column.name))
        if row.get("derivation") == "reported" or row.get("indicator") not in indicators:
            return own
        return min(own, int(indicators[row["indicator"]]["decimals"]))

    return decimals


def _own_decimals(number: int | Decimal) -> int:
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
