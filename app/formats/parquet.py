"""Parquet, for whoever computes on: exact decimals, days, flags; with the extra `parquet`."""

from collections.abc import Iterator

from app.formats.dataset import Dataset, OutputFormat


def write(dataset: Dataset) -> Iterator[bytes]:
    """The release, the address and what was asked stand in its metadata."""
    # An extra, which takes a quarter of a second to import.
    from app.formats.parquet_writing import written_parquet  # noqa: PLC0415

    yield written_parquet(dataset)


PARQUET = OutputFormat(
    "parquet",
    "application/vnd.apache.parquet",
    write,
    attached="parquet",
    module="pyarrow",
    takes_long=True,
)
