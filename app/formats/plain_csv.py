"""CSV as in RFC 4180, tidy: one row for each thing, one column for each field."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from app.formats.dataset import Dataset, OutputFormat


def write(dataset: Dataset) -> Iterator[bytes]:
    """A heading always, then the rows; missing is empty, flags are true and false."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(dataset.columns)
    for row in dataset.rows:
        writer.writerow([_cell(_field(row, column)) for column in dataset.columns])
    yield buffer.getvalue().encode()


def _field(row: Mapping[str, Any], column: str) -> object:
    """The value of a column; `name.vi` is the field vi of the mapping name."""
    value: Any = row
    for part in column.split("."):
        value = None if value is None else value[part]
    return value


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return ";".join(value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


CSV = OutputFormat("csv", "text/csv", write, charset="utf-8")
