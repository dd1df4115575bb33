"""How changes are answered."""

from pydantic import Field

from app.schemas import Bounded, Number, Schema
from app.values.changes import Change, Reason
from app.values.qualifiers import Qualifier
from app.values.statuses import ObservationStatus


class NumberOfRelease(Bounded):
    """What a cell has in a release."""

    value: Number | None = Field(
        description="The number; null is missing, never zero.", examples=[53767]
    )
    qualifier: Qualifier | None = Field(description="How `value` is meant.", examples=["exact"])
    status: ObservationStatus = Field(description="SDMX OBS_STATUS.", examples=["A"])


class ChangedNumber(Schema):
    """A cell that has another number in the later release than in the earlier one, or none."""

    id: str = Field(
        description="The observation's id: `organization.indicator.period`.",
        examples=["lao-cai.members.2022"],
    )
    organization: str = Field(description="Whose number it is.", examples=["lao-cai"])
    indicator: str = Field(description="What is measured.", examples=["members"])
    period: str = Field(description="The period of the number.", examples=["2022"])
    change: Change = Field(description="What became of the cell.", examples=["revised"])
    reason: Reason = Field(
        description="Why, as far as it is certain; else the same as `change`. `source_corrected`: "
        "the same source is now read to print another number. `border_changed`: a merger, a "
        "boundary change or a place in the tree is told differently, and nothing else that the "
        "number follows from. `rules_changed`: the packages are the same to the byte, what is made "
        "of them is not.",
        examples=["source_corrected"],
    )
    changed_in: int = Field(
        description="The last release, up to the later one, that changed it.", examples=[2]
    )
    before: NumberOfRelease | None = Field(
        description="What the earlier release had; null if it had nothing."
    )
    after: NumberOfRelease | None = Field(
        description="What the later release has; null if it has nothing."
    )
