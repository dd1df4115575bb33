"""How errata are answered."""

from pydantic import Field

from app.schemas import BilingualText, Schema


class Erratum(Schema):
    """Something wrong that releases told."""

    code: str = Field(description="Its code.", examples=["lao-cai-members-misread"])
    releases: list[int] = Field(
        description="Numbers of the releases that tell it wrongly.", examples=[[1, 2]]
    )
    subjects: list[str] = Field(
        description="Ids of observations, or keys of figures (with `@source`), it is about; empty: "
        "the releases as a whole.",
        examples=[["lao-cai.members.2022"]],
    )
    found: str = Field(description="The day it was found.", examples=["2026-12-01"])
    mended_in: int | None = Field(
        description="The first release that tells it right; null while there is none.",
        examples=[3],
    )
    text: BilingualText = Field(description="What was wrong.")
