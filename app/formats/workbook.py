"""A workbook of Excel to file, as `app.formats.workbook_writing` writes it."""

from collections.abc import Iterator

from app.formats.dataset import Dataset, OutputFormat


def write(dataset: Dataset) -> Iterator[bytes]:
    """Headings in the language of the answer; missing is an empty cell."""
    # Its library is imported by who asks for a workbook first: the service starts sooner.
    from app.formats.workbook_writing import written_workbook  # noqa: PLC0415

    yield written_workbook(dataset)


XLSX = OutputFormat(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
    labelled=True,
    attached="xlsx",
    takes_long=True,
)
