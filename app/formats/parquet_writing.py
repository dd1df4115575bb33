"""Parquet, for whoever computes on: exact decimals, days, flags; with the extra `parquet`."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from app.formats.columns import Column, Kind, columns_of
from app.formats.dataset import Dataset, field_of
from app.formats.plain_json import as_text

# As many digits as there can be, so that every page has the same types; six are decimals.
DIGITS = 38
DECIMALS = 6


def written_parquet(dataset: Dataset) -> bytes:
    """One row group. The release, the address and what was asked stand in its metadata."""
    columns = columns_of(dataset.columns)
    described = pa.schema([_field(column) for column in columns], metadata=_metadata(dataset))
    values = [_values(column, dataset) for column in columns]
    arrays = [
        pa.array(found, type=each.type) for found, each in zip(values, described, strict=True)
    ]
    sink = BytesIO()
    parquet.write_table(
        pa.Table.from_arrays(arrays, schema=described), sink, compression="zstd", version="2.6"
    )
    return sink.getvalue()


def _field(column: Column) -> pa.Field:
    about = {"vi": column.vi, "en": column.en}
    return pa.field(column.name, _type(column.kind), metadata=about)


def _type(kind: Kind) -> pa.DataType:
    return {
        Kind.NUMBER: pa.decimal128(DIGITS, DECIMALS),
        Kind.INTEGER: pa.int64(),
        Kind.FLAG: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.INSTANT: pa.timestamp("us", tz="UTC"),
        Kind.TEXTS: pa.list_(pa.string()),
    }.get(kind, pa.string())


def _values(column: Column, dataset: Dataset) -> Sequence[Any]:
    found = (field_of(row, column.name) for row in dataset.rows)
    match column.kind:
        case Kind.DATE:
            return [None if value is None else date.fromisoformat(value) for value in found]
        case Kind.INSTANT:
            return [None if value is None else datetime.fromisoformat(value) for value in found]
        case Kind.DOCUMENT:
            return [None if value is None else as_text(value) for value in found]
        case _:
            return [*found]


def _metadata(dataset: Dataset) -> dict[str, str]:
    release = dataset.meta["release"]
    return {
        "release": str(release["number"]),
        "published_at": str(release["published_at"]),
        "chain_digest": release["chain_digest"],
        "permalink": dataset.public_url + dataset.links["self"],
        "next": dataset.public_url + dataset.links["next"] if "next" in dataset.links else "",
        "query": json.dumps(dataset.meta["query"], ensure_ascii=False),
    }
