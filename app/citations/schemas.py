"""How citations are answered."""

from typing import Any

from pydantic import Field

from app.schemas import BilingualText, Schema

_ITEM = {
    "id": "partystats-1-lao-cai.members.2022",
    "type": "dataset",
    "title": "Đảng bộ tỉnh Lào Cai (1991–2025): Đảng viên, 2022: 53.767 người",
}


class Citation(Schema):
    """A number as a reference, with the publications it rests on."""

    id: str = Field(
        description="What is cited: an observation's id or a figure's key.",
        examples=["lao-cai.members.2022"],
    )
    permalink: str = Field(
        description="Where the number is found, whatever is published later.",
        examples=["http://127.0.0.1:8000/v1/observations/lao-cai.members.2022?release=1"],
    )
    accessed: str = Field(
        description="The day of access that is told: that of `accessed=`, else the day on which "
        "the release was published.",
        examples=["2026-11-23"],
    )
    language: str = Field(
        description="The language of `csl_json` and `bibtex`, and of `format=text`.",
        examples=["vi"],
    )
    text: BilingualText = Field(description="To paste where the number is used.")
    csl_json: list[dict[str, Any]] = Field(
        description="Items of CSL-JSON: the number as an entry of a dataset, then its sources.",
        examples=[[_ITEM]],
    )
    bibtex: str = Field(
        description="The same as entries of BibTeX, in UTF-8.",
        examples=["@misc{partystats-1-lao-cai.members.2022,\n  year = {2026},\n}\n"],
    )
