"""How printed numbers are answered."""

from pydantic import Field

from app.schemas import Bounded, Number
from app.values.printed import DecimalMark, PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.statuses import Basis, ConfidentialityStatus, ObservationStatus


class PrintedNumber(Bounded):
    """A number as one source printed it: enough to find it on the page and to read it again."""

    key: str = Field(
        description="`organization.indicator.period@source`.",
        examples=["lao-cai.ethnic_minority_share_of_members.2022@bao-lao-cai-2023"],
    )
    as_reported: str | None = Field(
        description="The very print; null where it is suppressed.", examples=["gần 42%"]
    )
    printed_unit: PrintedUnit = Field(description="What the print counts in.", examples=["percent"])
    decimal_mark: DecimalMark = Field(
        description="What separates decimals in the print; the other mark groups digits.",
        examples=[","],
    )
    qualifier: Qualifier = Field(
        description="What the words around the number say of it: *gần* is `nearly`.",
        examples=["nearly"],
    )
    value: Number | None = Field(description="The number printed, in base units.", examples=[42])
    resolution: Number = Field(
        description="The unit of the last digit printed; 0 where the print is exact.", examples=[1]
    )
    reference_date: str | None = Field(
        description="The day the source names, where it names one.", examples=["2022-12-31"]
    )
    period_basis: Basis = Field(
        description="Whether the source states the period, or it is inferred.", examples=["stated"]
    )
    indicator_basis: Basis = Field(
        description="Whether the source states what is counted, or it is inferred.",
        examples=["stated"],
    )
    vintage: str | None = Field(
        description="Which edition of its series the number belongs to.",
        examples=["after-2019-census"],
    )
    source: str = Field(description="The source that printed it.", examples=["bao-lao-cai-2023"])
    note: str | None = Field(
        description="What to know of this print.",
        examples=["The article names no population figure."],
    )


class Figure(PrintedNumber):
    """A printed number with the cell it belongs to; two that contradict each other both stay."""

    organization: str = Field(description="Whose number it is.", examples=["lao-cai"])
    indicator: str = Field(
        description="What is measured.", examples=["ethnic_minority_share_of_members"]
    )
    period: str = Field(description="Of which period.", examples=["2022"])
    upper_value: Number | None = Field(
        description="The second number of a print such as *từ 40 đến 42*.", examples=[None]
    )
    status: ObservationStatus = Field(
        description="What the print itself says: E for *ước*, P for *sơ bộ*.", examples=["A"]
    )
    confidentiality: ConfidentialityStatus = Field(
        description="C where the number is suppressed.", examples=["F"]
    )
    preferred: bool = Field(
        description="Whether the package marks it as the one to publish.", examples=[False]
    )
