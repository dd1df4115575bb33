"""How organizations are answered."""

from pydantic import Field

from app.events.schemas import Event
from app.schemas import BilingualText, Schema


class Organization(Schema):
    """A Party organization (*tổ chức đảng*) and its place in the tree."""

    code: str = Field(
        description="Its code; never given to another organization.", examples=["lao-cai"]
    )
    level: str = Field(
        description="Its level in the tree; see /v1/codelists.", examples=["provincial"]
    )
    kind: str = Field(
        description="What kind of organization it is.", examples=["party_organization"]
    )
    territorial: bool = Field(
        description="Whether it is the organization of a territory.", examples=[True]
    )
    parent: str | None = Field(
        description="The organization directly above; null for a root.", examples=["vn"]
    )
    name: BilingualText = Field(description="Its name.")
    valid_from: str | None = Field(
        description="Its first day, as far as known.", examples=["1991-10-01"]
    )
    valid_to: str | None = Field(
        description="Its last day; null while it exists.", examples=["2025-06-30"]
    )
    ended: bool = Field(description="Whether its last day is known.", examples=[True])
    all_listed: bool = Field(
        description="Whether all organizations directly below are listed, so that their sum is "
        "complete.",
        examples=[False],
    )
    note: str | None = Field(
        description="What to know of it.", examples=["Successor of lao-cai and yen-bai."]
    )


class Identifier(Schema):
    """A code of another scheme, and the days on which it named the organization."""

    scheme: str = Field(description="Whose code it is.", examples=["gso-province"])
    value: str = Field(description="The code.", examples=["15"])
    valid_from: str | None = Field(
        description="The first day; null: not known.", examples=["2025-07-01"]
    )
    valid_to: str | None = Field(
        description="The last day; null while it holds.", examples=["2025-06-30"]
    )
    source: str = Field(description="The source that says so.", examples=["decision-19-2025"])
    note: str | None = Field(
        description="What to beware of.",
        examples=["Trap: the same code named Yên Bái until 2025-06-30."],
    )


class RelatedOrganization(Organization):
    """An organization with what came before and after it, and its codes of other schemes."""

    predecessors: list[str] = Field(
        description="Organizations that were merged into it.", examples=[["lao-cai", "yen-bai"]]
    )
    successors: list[str] = Field(
        description="Organizations it was merged into.", examples=[["lao-cai-2025"]]
    )
    identifiers: list[Identifier] = Field(description="Its codes in other schemes.")


class OrganizationWithEvents(RelatedOrganization):
    """An organization with all that is known of it, apart from its numbers."""

    events: list[Event] = Field(description="What happened to it, in the order of their codes.")
