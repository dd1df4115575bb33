"""JSON: the envelope of data, meta and links; numbers plain and exact. And a row for each line."""

from collections.abc import Iterator

import msgspec

from app.formats.dataset import Dataset, OutputFormat

# Decimals are written as the numbers they are; floats never occur.
ENCODER = msgspec.json.Encoder(decimal_format="number")


def write(dataset: Dataset) -> Iterator[bytes]:
    data = dataset.rows if dataset.document is None else dataset.document
    yield ENCODER.encode({"data": data, "meta": dataset.meta, "links": dataset.links})


def as_text(document: object) -> str:
    """A document as it stands in a cell of a table: on one line, numbers as exact as anywhere."""
    return msgspec.json.format(ENCODER.encode(document), indent=0).decode()


def write_lines(dataset: Dataset) -> Iterator[bytes]:
    """The rows alone; what the envelope says stands in the headers of the answer."""
    yield ENCODER.encode_lines(dataset.rows)


JSON = OutputFormat("json", "application/json", write)
NDJSON = OutputFormat("ndjson", "application/x-ndjson", write_lines)
