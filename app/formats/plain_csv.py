"""CSV as in RFC 4180, tidy: one row for each thing, one column for each field; and as Excel reads.

A text that a spreadsheet would take for a formula is written behind an apostrophe, and so is one
that begins with an apostrophe: whoever takes one leading apostrophe away has every text again.
"""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

from app.formats.dataset import Dataset, OutputFormat, field_of
from app.formats.plain_json import as_text

# How formulas begin; the wide forms do in some editions. A number of ours is no text.
DEFUSED: tuple[str, ...] = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20", "'")
BYTE_ORDER_MARK = "\ufeff"


def write(dataset: Dataset) -> Iterator[bytes]:
    """A heading always, then the rows; missing is empty, flags are true and false."""
    yield _written(dataset, ",", _number).encode()


def write_for_excel(dataset: Dataset) -> Iterator[bytes]:
    """The same with semicolons, commas for decimals, and a mark by which Excel knows UTF-8."""
    yield (BYTE_ORDER_MARK + _written(dataset, ";", _number_with_comma)).encode()


def _written(dataset: Dataset, delimiter: str, number: Callable[[int | Decimal], str]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(dataset.columns)
    for row in dataset.rows:
        writer.writerow([_cell(field_of(row, column), number) for column in dataset.columns])
    return buffer.getvalue()


def _cell(value: object, number: Callable[[int | Decimal], str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return defused(value)
        case int() | Decimal():
            return number(value)
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return defused(";".join(value))
        case _:
            return as_text(value)


def defused(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(DEFUSED) else text


def restored(text: str) -> str:
    """The text that was defused."""
    return text.removeprefix("'")


def _number(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _number_with_comma(value: int | Decimal) -> str:
    return _number(value).replace(".", ",")


CSV = OutputFormat("csv", "text/csv", write, charset="utf-8", described_by="csvw")
CSV_EXCEL = OutputFormat(
    "csv-excel", "text/csv", write_for_excel, charset="utf-8", by_name_only=True, attached="csv"
)
