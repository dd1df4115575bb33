"""What the columns of a CSV answer are: CSV on the Web (W3C, tabular-metadata), `format=csvw`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.formats.columns import Column, Kind, columns_of, key_of
from app.formats.dataset import Dataset, OutputFormat
from app.formats.plain_json import ENCODER
from app.formats.words import LICENCE_ADDRESS, UNOFFICIAL
from app.parameter_patterns import PERIOD

DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "lineTerminators": ["\r\n"],
}
APOSTROPHE = (
    "A text that begins with = + - @, a tab, a line end, their wide forms or an apostrophe has one "
    "more apostrophe before it: take it away."
)
LISTS_PARTED_BY = ";"
DATATYPES: Mapping[Kind, str | Mapping[str, str]] = {
    Kind.TEXT: "string",
    Kind.TEXTS: "string",
    Kind.NUMBER: "decimal",
    Kind.INTEGER: "integer",
    Kind.FLAG: {"base": "boolean", "format": "true|false"},
    Kind.DATE: {"base": "date", "format": "yyyy-MM-dd"},
    Kind.INSTANT: "dateTimeStamp",
    Kind.PERIOD: {"base": "string", "format": PERIOD},
    Kind.DOCUMENT: "json",
}


def write(dataset: Dataset) -> Iterator[bytes]:
    """It names the very address of the table, pinned to its release."""
    yield ENCODER.encode(metadata(dataset.columns, dataset.public_url + dataset.as_csv))


def metadata(columns: Sequence[str], address: str) -> dict[str, Any]:
    """The description of the table that lies at the address."""
    described: dict[str, Any] = {
        "columns": [_column(column) for column in columns_of(columns)],
    }
    if key := key_of(columns):
        described["primaryKey"] = list(key)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": "partystats",
        "dc:description": f"partystats, {UNOFFICIAL['en']}. {APOSTROPHE}",
        "dc:license": {"@id": LICENCE_ADDRESS},
        "dialect": DIALECT,
        "tableSchema": described,
    }


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        # The heading in the file is the name; the titles are what it is called.
        "titles": {"und": column.name, "vi": column.vi, "en": column.en},
        "datatype": DATATYPES[column.kind],
    }
    if column.kind is Kind.TEXTS:
        described["separator"] = LISTS_PARTED_BY
    return described


CSVW = OutputFormat("csvw", "application/csvm+json", write)
