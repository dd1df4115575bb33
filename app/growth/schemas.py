"""How growth between chosen periods is answered."""

from pydantic import Field

from app.catalog.indicators import GrowthMeasure
from app.derivation.free_growth import Pace
from app.derivation.growth import Direction
from app.derivation.notices import Guard
from app.lineage.schemas import Operand
from app.schemas import Number, Remark, Schema
from app.values.qualifiers import Qualifier
from app.values.statuses import ObservationStatus


class GrowthRefusal(Remark):
    """Why no change is given."""

    guard: Guard = Field(description="The condition that does not hold.", examples=["break"])


class Compared(Schema):
    """How this growth stands to that of another indicator of the same organization."""

    indicator: str = Field(description="The other indicator.", examples=["population"])
    pace: Pace = Field(
        description="`faster` or `slower` where the bounds of both leave no doubt, else "
        "`undetermined`.",
        examples=["faster"],
    )


class GrowthBetween(Schema):
    """The change of one series from one period to another, or the guard that refused it."""

    organization: str = Field(description="Code of the organization.", examples=["lao-cai"])
    indicator: str = Field(description="What changed.", examples=["members"])
    measure: GrowthMeasure = Field(description="How the change is told.", examples=["percent"])
    start_period: str = Field(description="Since this period.", examples=["2010"])
    end_period: str = Field(description="Up to this one.", examples=["2022"])
    unit: str = Field(description="Code of the unit of the change.", examples=["percent"])
    value: Number | None = Field(
        description="The change between the printed numbers; null where there is none.",
        examples=[79.169582],
    )
    lower: Number | None = Field(
        description="No change that the prints allow is smaller.", examples=[79.169582]
    )
    lower_closed: bool = Field(description="Whether it may be exactly `lower`.", examples=[True])
    upper: Number | None = Field(
        description="No change that the prints allow is greater.", examples=[79.169583]
    )
    upper_closed: bool = Field(description="Whether it may be exactly `upper`.", examples=[True])
    qualifier: Qualifier | None = Field(
        description="How the bounds stand to the value.", examples=["exact"]
    )
    direction: Direction | None = Field(
        description="Up or down; `undetermined` where 0 is within the bounds.",
        examples=["increase"],
    )
    status: ObservationStatus = Field(
        description="SDMX OBS_STATUS; B where a break lies between.", examples=["A"]
    )
    compared: list[Compared] = Field(
        description="Of relative growth: how it stands to the other indicators asked for."
    )
    operands: list[Operand] = Field(
        description="Both ends, the earlier one first, each down to its print."
    )
    notices: list[Remark] = Field(description="What to know of the number.")
    refusal: GrowthRefusal | None = Field(description="Why there is no number; null if there is.")
