"""How rankings are answered."""

from pydantic import Field

from app.observations.schemas import Observation
from app.schemas import BilingualText


class RankedObservation(Observation):
    """An organization's place among those of its level, by a number that can be ranked."""

    rank: int = Field(
        description="Its place from 1. Equal numbers share one, and as many places after it are "
        "left out: 1, 2, 2, 4.",
        examples=[1],
    )
    name: BilingualText = Field(description="The organization's name.")
    nearest: bool = Field(
        description="Whether the number is of another period than the one asked for; only with "
        "`nearest=true`.",
        examples=[False],
    )
    overlaps_previous: bool | None = Field(
        description="Whether its bounds and those of the organization before it have a number in "
        "common, so that the order of the two is not certain; null at the first.",
        examples=[True],
    )
    overlaps_next: bool | None = Field(
        description="The same of the organization after it; null at the last.", examples=[False]
    )
