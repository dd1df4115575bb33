"""Citations and sentences as they are pasted: text, CSL-JSON, BibTeX; offered by their routes."""

from collections.abc import Iterator

import msgspec

from app.formats.dataset import Dataset, OutputFormat


def write_text(dataset: Dataset) -> Iterator[bytes]:
    """One text, in the language of the answer."""
    assert dataset.document is not None
    yield f"{dataset.document['text'][dataset.language]}\n".encode()


def write_csl(dataset: Dataset) -> Iterator[bytes]:
    """The list of items alone, as citation processors take it."""
    assert dataset.document is not None
    yield msgspec.json.encode(dataset.document["csl_json"])


def write_bibtex(dataset: Dataset) -> Iterator[bytes]:
    assert dataset.document is not None
    yield str(dataset.document["bibtex"]).encode()


TEXT = OutputFormat("text", "text/plain", write_text, charset="utf-8", is_of_one_language=True)
CSL_JSON = OutputFormat(
    "csl-json", "application/vnd.citationstyles.csl+json", write_csl, is_of_one_language=True
)
BIBTEX = OutputFormat(
    "bibtex", "application/x-bibtex", write_bibtex, charset="utf-8", is_of_one_language=True
)
STYLES: tuple[OutputFormat, ...] = (TEXT, CSL_JSON, BIBTEX)
