"""How observations are answered."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from app.schemas import Bounded, Number, Remark, Schema, without
from app.values.qualifiers import Qualifier
from app.values.statuses import ConfidentialityStatus, Derivation, ObservationStatus


class Observation(Bounded):
    """The published answer for one cell: an organization, an indicator, a period."""

    id: str = Field(
        description="`organization.indicator.period`.",
        examples=["lao-cai.members_share_of_population.2022"],
    )
    organization: str = Field(description="Whose number it is.", examples=["lao-cai"])
    indicator: str = Field(
        description="What is measured; of a free ratio, `numerator/denominator`.",
        examples=["members_share_of_population"],
    )
    period: str = Field(
        description="A year, half, quarter, month or day, as in SDMX: 2022, 2022-S1, 2022-Q4, "
        "2022-06, 2022-06-30.",
        examples=["2022"],
    )
    reference_date: str | None = Field(
        description="The day the source names, where it names one.", examples=["2022-12-31"]
    )
    value: Number | None = Field(
        description="The number as printed or computed, rounded half-even to 6 decimals; null is "
        "missing, never zero.",
        examples=[6.977381],
    )
    qualifier: Qualifier | None = Field(
        description="How `value` is meant: `nearly` 42 lies below 42.", examples=["exact"]
    )
    unit: str | None = Field(
        description="What one of it is; null for a free ratio.", examples=["percent"]
    )
    as_reported: str | None = Field(
        description="The print, of a reported number.", examples=["53.767"]
    )
    derivation: Derivation = Field(description="How it came about.", examples=["computed"])
    status: ObservationStatus = Field(
        description="SDMX OBS_STATUS: Q suppressed, B first after a break, M missing, "
        "P provisional, E estimated, A normal.",
        examples=["A"],
    )
    confidentiality: ConfidentialityStatus = Field(
        description="SDMX CONF_STATUS: C suppressed, F free.", examples=["F"]
    )
    source: str | None = Field(
        description="The source of a reported number.", examples=["bao-lao-cai-2023"]
    )
    vintage: str | None = Field(
        description="Which edition of its series a reported number belongs to.",
        examples=["after-2019-census"],
    )
    parts_known: int | None = Field(
        description="Of a sum: how many organizations have a number, of those directly below, or "
        "of the predecessors.",
        examples=[2],
    )
    parts_total: int | None = Field(
        description="Of a sum: how many organizations directly below, or predecessors, there are.",
        examples=[3],
    )
    parts_complete: bool | None = Field(
        description="Of a sum: whether no part is missing; else only `lower` is known.",
        examples=[False],
    )
    implied: bool = Field(
        description="Follows from a printed share: never computed with, never ranked.",
        examples=[False],
    )


class FormerNumber(Bounded):
    """What a cell had before a release changed it."""

    value: Number | None = Field(description="The value before the change.", examples=[53767])
    qualifier: Qualifier | None = Field(
        description="How the value was meant before.", examples=["exact"]
    )
    status: ObservationStatus | None = Field(
        description="SDMX OBS_STATUS before the change.", examples=["A"]
    )


class Revision(Schema):
    """What one release did to a cell."""

    release: int = Field(description="The release that changed it.", examples=[2])
    change: Literal["new", "revised", "withdrawn"] = Field(
        description="What it did.", examples=["revised"]
    )
    before: FormerNumber | None = Field(
        description="The number until then; null if there was none."
    )


class PredecessorNumber(Bounded):
    """A published number that a sum over borders takes in."""

    id: str = Field(
        description="The observation it is, at /v1/observations/{id}.",
        examples=["yen-bai.population.2022"],
    )
    organization: str = Field(description="The predecessor.", examples=["yen-bai"])
    reference_date: str | None = Field(
        description="The day the source names, where it names one.", examples=["2022-12-31"]
    )
    value: Number | None = Field(description="Its value.", examples=[847245])
    qualifier: Qualifier | None = Field(description="How its value is meant.", examples=["exact"])
    as_reported: str | None = Field(
        description="The print, of a reported number.", examples=["847.245"]
    )
    derivation: Derivation = Field(description="How it came about.", examples=["reported"])
    status: ObservationStatus = Field(description="SDMX OBS_STATUS.", examples=["A"])
    source: str | None = Field(
        description="The source of a reported number.", examples=["yen-bai-portal-2022"]
    )
    vintage: str | None = Field(
        description="Which edition of its series it belongs to.", examples=["after-2019-census"]
    )


class DatedRevision(Revision):
    """What one release did to a cell, and when it was published."""

    published_at: datetime = Field(
        description="When that release was published.", examples=["2026-11-23T08:00:00.000000Z"]
    )


class ListedObservation(Observation):
    """The published answer for one cell, as a list has it."""

    model_config = ConfigDict(
        json_schema_extra=without("match", "action", "history", "parts", "notices")
    )

    match: Literal["certain", "possible"] = Field(
        description="Whether `value=` holds for every number within the bounds, or for some; only "
        "with `match=possible`.",
        examples=["possible"],
    )
    parts: list[PredecessorNumber] = Field(
        description="What a sum over borders, or a ratio of such sums, follows from: bounds and "
        "values of one indicator add up. Empty for published numbers; only with `boundaries`."
    )
    notices: list[Remark] = Field(
        description="What to know of the number, and why there is none; only with `boundaries`."
    )
    action: Literal["append", "replace"] = Field(
        description="What a copy of the time of `updatedAfter` should do; only with it.",
        examples=["replace"],
    )
    history: list[DatedRevision] = Field(
        description="What later releases did to the cell since it was first published, the "
        "earliest first; only with `includeHistory=true`."
    )


class Withdrawal(Schema):
    """A cell that had a number by the moment of `updatedAfter` and has none now."""

    model_config = ConfigDict(json_schema_extra=without("history"))

    id: str = Field(
        description="`organization.indicator.period`.", examples=["lao-cai.grassroots_cells.2022"]
    )
    organization: str = Field(description="Whose number it was.", examples=["lao-cai"])
    indicator: str = Field(description="What was measured.", examples=["grassroots_cells"])
    period: str = Field(description="The period of the number.", examples=["2022"])
    action: Literal["delete"] = Field(
        description="A copy should delete the cell.", examples=["delete"]
    )
    history: list[DatedRevision] = Field(
        description="What releases did to the cell; only with `includeHistory=true`."
    )
