"""JSON: the envelope of data, meta and links; numbers plain and exact."""

from collections.abc import Iterator

import msgspec

from app.formats.dataset import Dataset, OutputFormat

# Decimals are written as the numbers they are; floats never occur.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def write(dataset: Dataset) -> Iterator[bytes]:
    data = dataset.rows if dataset.document is None else dataset.document
    yield _ENCODER.encode({"data": data, "meta": dataset.meta, "links": dataset.links})


JSON = OutputFormat("json", "application/json", write)
