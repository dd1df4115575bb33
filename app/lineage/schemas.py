"""How answers show what a number rests on, down to the print, and what is said against it."""

from pydantic import Field

from app.catalog.indicators import GrowthMeasure
from app.derivation.verdicts import Verdict
from app.figures.schemas import PrintedNumber
from app.observations.schemas import Observation, Revision
from app.schemas import BilingualText, Bounded, Number, Remark, Schema
from app.sources.schemas import Source


class Growth(Schema):
    """A change between two observations of one series."""

    of: str = Field(description="The indicator whose change it is.", examples=["members"])
    measure: GrowthMeasure = Field(
        description="In units, percent, percentage points, or percent a year compounded.",
        examples=["percent"],
    )


class Operand(Observation):
    """A number in a formula, under the name it has there, with its own lineage."""

    operand: str = Field(
        description="Its name in the formula; of a growth, `earlier` or `later`.",
        examples=["members"],
    )
    notice: Remark | None = Field(
        description="What to know of its use here, such as a year's average for a day within it."
    )
    lineage: "Lineage" = Field(description="What this number rests on, in turn.")


class Part(Observation):
    """A number in a sum, with its own lineage."""

    lineage: "Lineage" = Field(description="What this number rests on, in turn.")


class Lineage(Schema):
    """What a number follows from: a print, a formula over operands, or a sum of parts."""

    formula: str | None = Field(
        description="The formula that was computed: names, numbers, + - * / and parentheses.",
        examples=["members / population * 100"],
    )
    growth: Growth | None = Field(description="Of a growth: what changed, and how it is told.")
    operands: list[Operand] = Field(description="The numbers in the formula.")
    figure: PrintedNumber | None = Field(description="The print, of a reported number.")
    parts: list[Part] = Field(
        description="Of a sum: the numbers of the organizations directly below."
    )


class Alternative(PrintedNumber):
    """Another printed number for the same cell, and how it stands to the preferred one."""

    verdict: Verdict = Field(
        description="How it stands to the preferred one; `revised` between editions of a series.",
        examples=["inconsistent"],
    )


class Assumption(Schema):
    """A number that the computed side of a claim rests on."""

    operand: str = Field(description="Its name in the formula.", examples=["population"])
    id: str = Field(description="The observation it is.", examples=["lao-cai.population.2022"])
    value: Number | None = Field(description="Its value.", examples=[770590])
    source: str | None = Field(description="Its source.", examples=["danso-info"])


class Variation(Bounded):
    """How a claim fares with the denominator of a neighbouring period."""

    denominator: str = Field(
        description="The observation divided by.", examples=["lao-cai.population.2021"]
    )
    denominator_value: Number | None = Field(description="Its value.", examples=[761890])
    value: Number | None = Field(description="What the formula gives then.", examples=[7.057055])
    verdict: Verdict = Field(description="How the claim stands to that.", examples=["inconsistent"])


class Claim(PrintedNumber):
    """What a source printed for a cell that is also computed, with the verdict."""

    verdict: Verdict = Field(
        description="`consistent`: they meet in the ordinary reading; `compatible`: only outside "
        "it; `inconsistent`: they cannot both be true; `undetermined`: bounds are missing.",
        examples=["consistent"],
    )
    computed: Observation = Field(description="The number computed for the cell.")
    assumes: list[Assumption] = Field(description="Denominators that the source does not name.")
    sensitivity: list[Variation] = Field(
        description="The verdict with the denominators of neighbouring periods."
    )


class ObservationWithLineage(Observation):
    """One number with all it rests on; enough to compute it again."""

    organization_name: BilingualText = Field(description="The organization's name.")
    indicator_label: BilingualText = Field(description="The indicator's label.")
    text: BilingualText = Field(
        description="The number in words, never more certain than its bounds."
    )
    lineage: Lineage = Field(description="What it rests on.")
    alternatives: list[Alternative] = Field(description="Other prints for this cell.")
    claims: list[Claim] = Field(description="What sources print of a number that is computed.")
    notices: list[Remark] = Field(description="What to know of it.")
    history: list[Revision] = Field(description="What became of the cell, release by release.")
    sources: list[Source] = Field(description="Every source named anywhere above.")
    permalink: str = Field(
        description="Where this answer is found, whatever is published later.",
        examples=["http://127.0.0.1:8000/v1/observations/lao-cai.members.2022?release=1"],
    )
    citation: BilingualText = Field(description="To paste where the number is used.")
