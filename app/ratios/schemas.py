"""How computed numbers are answered."""

from pydantic import Field

from app.derivation.growth import Direction
from app.derivation.notices import Guard
from app.figures.schemas import PrintedNumber
from app.lineage.schemas import Claim, Operand
from app.observations.schemas import Observation
from app.schemas import Number, Remark, Schema


class GuardPassed(Schema):
    """A condition for putting numbers together."""

    guard: Guard = Field(description="Which condition.", examples=["concept"])
    passed: bool = Field(description="Whether it holds.", examples=[True])


class RefusalReason(Remark):
    """Why no number is given."""

    guard: Guard = Field(description="The condition that does not hold.", examples=["operands"])
    nearest: str | None = Field(
        description="The cell of the same series, nearest in time, that has a number.",
        examples=["lao-cai.members_share_of_population.2022"],
    )


class ComputedNumber(Observation):
    """A computed number with its operands, claims and guards; or the guard that refused it."""

    formula: str | None = Field(
        description="The formula; null for a growth.", examples=["members / population * 100"]
    )
    scale: Number | None = Field(
        description="Of a free ratio: what the quotient is multiplied by.", examples=[100]
    )
    direction: Direction | None = Field(
        description="Of a growth: up or down; `undetermined` where 0 is within the bounds.",
        examples=["increase"],
    )
    operands: list[Operand] = Field(description="The numbers in the formula, with their lineage.")
    figure: PrintedNumber | None = Field(
        description="The print, where the number is only reported."
    )
    claims: list[Claim] = Field(description="What sources print of it, with verdicts.")
    guards: list[GuardPassed] = Field(description="The conditions examined.")
    notices: list[Remark] = Field(description="What to know of the number.")
    refusal: RefusalReason | None = Field(description="Why there is no number; null if there is.")
