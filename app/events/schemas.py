"""How events are answered."""

from pydantic import Field

from app.schemas import BilingualText, Schema


class Event(Schema):
    """Something that happened to organizations, or was decided. Dates are as far as known."""

    code: str = Field(description="Its code.", examples=["merger-2025"])
    kind: str = Field(
        description="What it is: merger, boundary-change, founding, document, task …",
        examples=["merger"],
    )
    ordinal: int | None = Field(
        description="Its place in the list it belongs to, such as the tasks of the programme.",
        examples=[1],
    )
    decided: str | None = Field(
        description="When it was decided: a year, month or day.", examples=["2025-06-12"]
    )
    effective: str | None = Field(
        description="When it took effect: a year, month or day.", examples=["2025-07-01"]
    )
    organization: str = Field(
        description="The organization it happened to; of a merger, the one that succeeds.",
        examples=["lao-cai-2025"],
    )
    related: list[str] = Field(
        description="Other organizations it touches; of a merger, those that ended.",
        examples=[["lao-cai", "yen-bai"]],
    )
    breaks: list[str] = Field(
        description="Indicators whose series it breaks; `*` stands for all.", examples=[["*"]]
    )
    scope: str = Field(
        description="Whom the break touches: the `organization`, or its whole `subtree`.",
        examples=["organization"],
    )
    title: BilingualText = Field(description="What people call it.")
    legal_basis: str | None = Field(
        description="The document it rests on.", examples=["202/2025/QH15"]
    )
    refers_to: str | None = Field(description="Documents it carries out.", examples=["28-NQ/TW"])
    source: str = Field(description="The source that tells of it.", examples=["vnexpress-2025-06"])
