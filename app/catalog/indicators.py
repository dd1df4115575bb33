"""Indicators as the catalog of a package writes them: strict, frozen models, one stanza each."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.catalog.formulas import Formula
from app.values.bounds import Bounds
from app.values.codes import indicator_code

Code = Annotated[str, AfterValidator(indicator_code)]


class Stanza(BaseModel):
    """Part of a catalog: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Stanza):
    """A text in both languages; neither may be empty."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class IndicatorKind(StrEnum):
    """What a number is: a state at a date, a sum or mean over a period, or computed."""

    STOCK = "stock"
    FLOW = "flow"
    AVERAGE = "average"
    RATIO = "ratio"
    GROWTH = "growth"


class RollUp(StrEnum):
    """Whether an organization's number is the sum of those directly below it."""

    SUM = "sum"
    NONE = "none"


class GrowthMeasure(StrEnum):
    """How a change is told: in units, percent, percentage points, or percent a year compounded."""

    ABSOLUTE = "absolute"
    PERCENT = "percent"
    POINTS = "points"
    COMPOUND_PER_YEAR = "compound_per_year"


class Growth(Stanza):
    """The series whose change is measured, and how."""

    of: Code
    measure: GrowthMeasure


class Domain(Stanza):
    """Every value that makes sense; both ends belong to it, and a missing end is no limit."""

    lower: Decimal | None = None
    upper: Decimal | None = None

    @model_validator(mode="after")
    def _holds_a_number(self) -> Self:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"no number lies between {self.lower} and {self.upper}")
        return self

    @cached_property
    def bounds(self) -> Bounds:
        return Bounds(
            None if self.lower is None else Fraction(self.lower),
            None if self.upper is None else Fraction(self.upper),
            lower_closed=self.lower is not None,
            upper_closed=self.upper is not None,
        )


class Level(Stanza):
    """A level of the organization tree, from the nation (1) downwards."""

    code: Code
    ordinal: int = Field(ge=1)
    label: Bilingual


class Concept(Stanza):
    """What exactly is counted. Numbers of two concepts make a ratio only where this says so."""

    code: Code
    label: Bilingual
    definition: Bilingual
    comparable_with: tuple[Code, ...] = ()


class Unit(Stanza):
    """What one of a number is. `counted`: whole things, so that an exact print is a true point."""

    code: Code
    label: Bilingual
    symbol: str = ""
    counted: bool = False


class IndicatorGroup(Stanza):
    """A heading under which a profile shows its indicators."""

    code: Code
    label: Bilingual


class Indicator(Stanza):
    """What is measured. Read from one stanza; design, section 2."""

    code: Code
    kind: IndicatorKind
    group: Code
    label: Bilingual
    definition: Bilingual
    unit: Code
    domain: Domain = Domain()
    display_decimals: int = Field(0, ge=0, le=6)
    measure: Code
    breakdown: dict[str, str] = Field(default_factory=dict)
    concept: Code
    roll_up: RollUp = RollUp.NONE
    partitions: tuple[Code, ...] = Field((), description="Parts that add up to this whole.")
    subset_of: tuple[Code, ...] = Field((), description="Wholes it can never exceed.")
    overlaps: tuple[Code, ...] = Field((), description="Parts of one whole that share members.")
    personal: bool = Field(False, description="Counts people closely enough to need suppression.")
    form_column: int | None = Field(None, ge=2, le=7, description="Column of form 5-BTCTW.")
    headline: bool = Field(False, description="Shown first in a profile.")
    dated_by_source: bool = Field(
        False, description="A year's figure is of the day the source names, not of 31 December."
    )
    notes: tuple[Bilingual, ...] = ()
    formula_text: str | None = Field(None, alias="formula")
    growth: Growth | None = None
    implied: bool = Field(False, description="Follows from a printed share: never an operand.")
    full_year_only: bool = Field(False, description="A flow over part of a year gives no value.")
    latest: tuple[Code, ...] = Field(
        (),
        description="Operands taken from their latest date up to the period's end, with a notice.",
    )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.growth is not None) != (self.kind is IndicatorKind.GROWTH):
            raise ValueError("growth goes with the kind growth, and no other")
        if self.growth is not None and (self.formula_text is not None or self.partitions):
            raise ValueError("growth has no formula and no parts")
        if self.partitions and self.formula_text is not None:
            raise ValueError("a whole is the sum of its parts: no formula beside partitions")
        operands = (
            {operand.indicator for operand in self.formula.operands} if self.formula else set()
        )
        if not set(self.latest) <= operands:
            raise ValueError("latest names operands of the formula")
        return self

    @cached_property
    def formula(self) -> Formula | None:
        """The parsed formula, for a whole the sum of its parts; None when nothing is computed."""
        if self.formula_text is not None:
            return Formula.parse(self.formula_text)
        return Formula.parse(" + ".join(self.partitions)) if self.partitions else None

    @property
    def is_count(self) -> bool:
        return self.kind in {IndicatorKind.STOCK, IndicatorKind.FLOW, IndicatorKind.AVERAGE}

    @property
    def prefers_report(self) -> bool:
        """Counts stand as reported and are computed only where no report is; ratios the reverse."""
        return self.is_count and not self.implied
