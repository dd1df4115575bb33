"""How the catalog is answered."""

from pydantic import ConfigDict, Field

from app.catalog.indicators import IndicatorKind, RollUp
from app.lineage.schemas import Growth
from app.schemas import BilingualText, Number, Schema, without


class Domain(Schema):
    """Every value that makes sense; both ends belong to it."""

    lower: Number | None = Field(description="The least; null: no limit.", examples=[0])
    upper: Number | None = Field(description="The greatest; null: no limit.", examples=[100])


class Indicator(Schema):
    """What is measured, or computed, as the catalog defines it."""

    code: str = Field(description="Its code.", examples=["members_share_of_population"])
    kind: IndicatorKind = Field(
        description="A state at a date, a sum over a period, a mean, a ratio, a growth.",
        examples=["ratio"],
    )
    group: str = Field(description="The heading it stands under.", examples=["members"])
    label: BilingualText = Field(description="Its name.")
    definition: BilingualText = Field(description="What exactly it is.")
    unit: str = Field(description="What one of it is; see /v1/codelists.", examples=["percent"])
    domain: Domain = Field(description="The values that make sense.")
    display_decimals: int = Field(
        description="Decimals to show people of a computed value.", examples=[2]
    )
    measure: str = Field(
        description="What is counted, apart from breakdowns.", examples=["members"]
    )
    breakdown: dict[str, str] = Field(
        description="Which part of the measure: dimension and code.", examples=[{"SEX": "F"}]
    )
    concept: str = Field(
        description="Whose way of counting; ratios need comparable ones.",
        examples=["party_register"],
    )
    roll_up: RollUp = Field(
        description="Whether an organization's number is the sum of those directly below.",
        examples=["sum"],
    )
    partitions: list[str] = Field(
        description="Indicators that add up to this one.",
        examples=[["grassroots_committees", "grassroots_cells"]],
    )
    subset_of: list[str] = Field(
        description="Indicators that it can never exceed.", examples=[["members"]]
    )
    overlaps: list[str] = Field(
        description="Indicators of the same whole that may count the same people.",
        examples=[["admitted_women"]],
    )
    personal: bool = Field(
        description="Whether small counts are suppressed, since they tell of persons.",
        examples=[True],
    )
    form_column: int | None = Field(
        description="Its column in form 5-BTCTW of the Party's statistics.", examples=[7]
    )
    headline: bool = Field(description="Whether a profile shows it first.", examples=[True])
    formula: str | None = Field(
        description="How it is computed.", examples=["members / population * 100"]
    )
    operands: list[str] = Field(
        description="The names in the formula.", examples=[["members", "population"]]
    )
    growth: Growth | None = Field(description="Whose change it is, and how it is told.")
    implied: bool = Field(
        description="Follows from a printed share: never computed with, never ranked.",
        examples=[False],
    )
    full_year_only: bool = Field(
        description="A flow over a part of a year gives no value.", examples=[False]
    )
    latest: list[str] = Field(
        description="Operands taken from their latest date up to the period's end, with a notice.",
        examples=[["ethnic_minority_population_share"]],
    )
    notes: list[BilingualText] = Field(description="What is ambiguous, and how it is read.")


class CodeDetails(Schema):
    """What some code lists tell beyond the label; what says nothing is left out."""

    model_config = ConfigDict(
        json_schema_extra=without("comparable_with", "counted", "definition", "note", "symbol")
    )

    comparable_with: list[str] = Field(
        description="Concepts that make a ratio with this one.", examples=[["average_population"]]
    )
    counted: bool = Field(
        description="Whether the unit is of whole things, so that an exact print is a true point.",
        examples=[True],
    )
    definition: BilingualText = Field(description="What exactly is meant.")
    note: str = Field(description="What to know of the term.", examples=["Form 5-BTCTW, column 7."])
    symbol: str = Field(description="Written behind a number.", examples=["%"])


class Code(Schema):
    """One code of a list that answers speak in."""

    code_list: str = Field(
        description="The list: level, unit, concept, group, vintage or term.", examples=["unit"]
    )
    code: str = Field(description="The code.", examples=["percent"])
    ordinal: int = Field(description="Its place in the list.", examples=[2])
    label: BilingualText = Field(description="What it stands for.")
    details: CodeDetails = Field(description="What else there is to tell.")
