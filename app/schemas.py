"""Shapes that answers of several resources share. They document answers; routes write their own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]


def without(*names: str) -> Callable[[dict[str, Any]], None]:
    """Marks fields that are left out where they say nothing, instead of being null."""

    def mark(schema: dict[str, Any]) -> None:
        schema["required"] = [name for name in schema["required"] if name not in names]

    return mark


class Schema(BaseModel):
    """Base of all. Fields may be added within v1, so the document does not forbid others.

    Tests do: what is answered today is described here, to the last field.
    """

    # No answer is validated: what validates is put together when the document is first asked for.
    model_config = ConfigDict(defer_build=True)


class BilingualText(Schema):
    """A text in both languages."""

    vi: str = Field(description="In Vietnamese.", examples=["Đảng viên"])
    en: str = Field(description="In English.", examples=["Party members (đảng viên)"])


class Remark(Schema):
    """What an answer must say beside its numbers: a code for programs, a text for people."""

    code: str = Field(description="Names the remark; stable.", examples=["year_average"])
    vi: str = Field(
        description="In Vietnamese.",
        examples=["population: dùng số trung bình của năm 2025 cho một thời điểm trong năm."],
    )
    en: str = Field(
        description="In English.",
        examples=["population: the average of the year 2025 stands for a date within it."],
    )


class Bounded(Schema):
    """The set of numbers that the print allows: an interval with open or closed ends."""

    lower: Number | None = Field(
        description="No number allowed lies below; null: no limit is known.", examples=[0]
    )
    lower_closed: bool = Field(
        description="Whether `lower` itself is possible: ≥ rather than >.", examples=[True]
    )
    upper: Number | None = Field(
        description="No number allowed lies above; null: no limit is known.", examples=[42]
    )
    upper_closed: bool = Field(
        description="Whether `upper` itself is possible: ≤ rather than <.", examples=[False]
    )
