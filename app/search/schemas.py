"""How what was found is answered."""

from pydantic import Field

from app.schemas import BilingualText, Schema
from app.search.entries import EntryType
from app.search.matching import MatchKind


class Matched(Schema):
    """Why an entry is among those found."""

    field: str = Field(
        description="The field that matches best: `code`, `identifier`, `name_vi`, `name_en`, "
        "`label_vi`, `label_en`, `definition_vi`, `definition_en`, `title`, `title_vi`, "
        "`title_en`, `publisher`, `origin`, `url`, `legal_basis` or `refers_to`.",
        examples=["name_vi"],
    )
    text: str = Field(description="What the field says.", examples=["Đảng bộ tỉnh Lào Cai"])
    kind: MatchKind = Field(
        description="How it matches, from the best to the least: the whole is the `code` asked "
        "for, or `exact`ly the words; they stand in it in their order (`phrase`) or in another "
        "(`words`); the last one begins a word (`prefix`); a word was typed with a `slip`; or it "
        "has some of the words (`partial`).",
        examples=["phrase"],
    )
    folded: bool = Field(
        description="Whether marks differ between what was typed and what matches: *dang vien* "
        "and *đảng viên*.",
        examples=[True],
    )


class SearchResult(Schema):
    """An organization, an indicator, an event or a source, with what tells it from others."""

    entry: str = Field(
        description="Type and code: no two entries share them, as they may share a code.",
        examples=["organization:lao-cai-2025"],
    )
    type: EntryType = Field(description="What it is.", examples=["organization"])
    code: str = Field(description="Its code.", examples=["lao-cai-2025"])
    label: BilingualText = Field(
        description="Its name, label or title. Of a source it is the title as printed, else the "
        "publisher, in both."
    )
    level: str | None = Field(
        description="Level of an organization in the tree.", examples=["provincial"]
    )
    kind: str = Field(
        description="Kind of an organization, indicator or event; authority of a source.",
        examples=["party_organization"],
    )
    parents: list[str] = Field(
        description="Codes of the organizations above it, from the root down; of an event, those "
        "down to the one it happened to.",
        examples=[["vn"]],
    )
    breadcrumb: BilingualText = Field(description="Names of the `parents`, joined by ` / `.")
    valid_from: str | None = Field(
        description="First day of an organization, as far as known.", examples=["2025-07-01"]
    )
    valid_to: str | None = Field(
        description="Last day of an organization; null while it exists.", examples=["2025-06-30"]
    )
    ended: bool | None = Field(
        description="Whether the last day of an organization is known; null of anything else.",
        examples=[False],
    )
    date: str | None = Field(
        description="When an event took effect or was decided, or a source was published: a year, "
        "month or day.",
        examples=["2025-07-01"],
    )
    matched: Matched = Field(description="What matches, and how.")
    link: str = Field(
        description="Its address, pinned to the release.",
        examples=["/v1/organizations/lao-cai-2025?release=1"],
    )
