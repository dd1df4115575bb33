"""What a citation can be taken away as, beside the formats that every answer has."""

from collections.abc import Iterator

import msgspec

from app.formats.dataset import Dataset, OutputFormat
from app.formats.plain_csv import CSV
from app.formats.plain_json import JSON


def write_text(dataset: Dataset) -> Iterator[bytes]:
    """One text, in the language of the answer."""
    yield f"{_written(dataset, 'text')}\n".encode()


def write_csl(dataset: Dataset) -> Iterator[bytes]:
    """The list of items alone, as citation processors take it."""
    yield msgspec.json.encode(_written(dataset, "csl_json"))


def write_bibtex(dataset: Dataset) -> Iterator[bytes]:
    yield str(_written(dataset, "bibtex")).encode()


def _written(dataset: Dataset, name: str) -> object:
    """A field of the document; one that has both languages in that of the answer."""
    assert dataset.document is not None
    field = dataset.document[name]
    return field[dataset.document["language"]] if name == "text" else field


TEXT = OutputFormat("text", "text/plain", write_text, charset="utf-8")
CSL_JSON = OutputFormat("csl-json", "application/vnd.citationstyles.csl+json", write_csl)
BIBTEX = OutputFormat("bibtex", "application/x-bibtex", write_bibtex, charset="utf-8")
CITED = (TEXT, CSL_JSON, BIBTEX)
CITATION_FORMATS = (JSON, CSV, *CITED)
TEXT_FORMATS = (JSON, CSV, TEXT)
