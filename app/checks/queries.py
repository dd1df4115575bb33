"""Checks: what is asked for, and how it is read."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from pydantic import Field
from sqlalchemy import bindparam, select
from sqlmodel import col

from app.cells.queries import cell_id, chosen_cells, of_cells
from app.checks.models import CheckRow
from app.database import RELEASE, Statement, in_list, json_list
from app.derivation.checks import Rule
from app.derivation.verdicts import Outcome, Verdict
from app.indicators.models import IndicatorRow
from app.organizations.models import Organization
from app.parameter_parsing import Several, choices
from app.parameters import IndicatorSelectors, OrganizationSelectors, Periods, SortedSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row, one_or_several
from app.selectors.conditions import conditions_on
from app.values.periods import period_text

COLUMNS = (
    "code",
    "rule",
    "organization",
    "indicator",
    "period",
    "outcome",
    "verdict",
    "left.keys",
    "left.as_reported",
    "left.lower",
    "left.lower_closed",
    "left.upper",
    "left.upper_closed",
    "right.keys",
    "right.as_reported",
    "right.lower",
    "right.lower_closed",
    "right.upper",
    "right.upper_closed",
    "sources",
    "text.vi",
    "text.en",
)


DECODE = msgspec.json.Decoder().decode


class CheckSelection(SortedSelection):
    """Which checks."""

    rule: Annotated[Several[str], *choices(Rule)] | None = Field(
        None, description="Rules, separated by commas.", examples=["parts", "claim"]
    )
    outcome: Annotated[Several[str], *choices(Outcome)] | None = Field(
        None,
        description="Outcomes, separated by commas.",
        examples=["contradiction,possible", "revised"],
    )
    verdict: Annotated[Several[str], *choices(Verdict)] | None = Field(
        None, description="Verdicts, separated by commas.", examples=["compatible"]
    )
    organization: OrganizationSelectors | None = Field(
        None,
        description="Organizations, separated by commas, chosen as those of `/v1/observations`.",
        examples=["lao-cai", "children-or-self:vn"],
    )
    indicator: IndicatorSelectors | None = Field(
        None,
        description="Indicators, separated by commas, chosen as those of `/v1/observations`.",
        examples=["members", "group:members"],
    )
    period: Periods | None = Field(
        None, description="Exactly these periods, separated by commas.", examples=["2022"]
    )


def check_row(row: tuple[Any, ...]) -> Row:
    """Both sides with the cells or figures they are made of, as printed where they are."""
    (
        code, rule, organization, indicator, ordinal, outcome, verdict,
        left, right, sources, vi, en,
    ) = row  # fmt: skip
    return {
        "code": code,
        "rule": rule,
        "cell": cell_id(organization, indicator, ordinal),
        "organization": organization,
        "indicator": indicator,
        "period": period_text(ordinal),
        "outcome": outcome,
        "verdict": verdict,
        "left": _side(left),
        "right": _side(right),
        "sources": DECODE(sources),
        "text": {"vi": vi, "en": en},
    }


def _side(text: str) -> Row:
    side: Row = DECODE(text)
    for name in ("lower", "upper"):
        end = side[name]
        if end is not None:
            # A whole number is written as it stands, and sooner.
            side[name] = Decimal(end) if "." in end else int(end)
    return side


_SELECTED = (
    col(CheckRow.code),
    col(CheckRow.rule),
    col(Organization.code),
    col(IndicatorRow.code),
    col(CheckRow.period),
    col(CheckRow.outcome),
    col(CheckRow.verdict),
    col(CheckRow.left_side),
    col(CheckRow.right_side),
    col(CheckRow.sources),
    col(CheckRow.text_vi),
    col(CheckRow.text_en),
)
SORTABLE = {
    "rule": col(CheckRow.rule),
    "organization": col(Organization.code),
    "indicator": col(IndicatorRow.code),
    "period": col(CheckRow.period),
    "outcome": col(CheckRow.outcome),
    "verdict": col(CheckRow.verdict),
}
CHECKS = ResourceQuery(
    select=of_cells(_SELECTED, CheckRow, looked_up=True),
    filters={
        "rule": in_list(col(CheckRow.rule), "rule"),
        "outcome": in_list(col(CheckRow.outcome), "outcome"),
        "verdict": in_list(col(CheckRow.verdict), "verdict"),
        **conditions_on(col(CheckRow.organization_id)),
        **one_or_several("indicator", col(CheckRow.indicator_id)),
        **one_or_several("period", col(CheckRow.period)),
    },
    order=(col(CheckRow.code),),
    row=check_row,
    columns=COLUMNS,
    sortable=SORTABLE,
)


_OF_PERIOD = Statement(
    select(
        *(col(getattr(CheckRow, name)) for name in ("code", "rule", "indicator_id")),
        *_SELECTED[5:],
    )
    .where(
        col(CheckRow.release) == RELEASE,
        col(CheckRow.organization_id) == bindparam("organization"),
        col(CheckRow.period) == bindparam("period"),
    )
    .order_by(col(CheckRow.code))
)


def fetch_checks_of(reader: Reader, code: str, number: int, ordinal: int) -> list[Row]:
    """All checks of the cells of one organization, by its code and number, in one period."""
    codes = reader.indicator_codes
    rows = reader.fetch(_OF_PERIOD, {"organization": number, "period": ordinal})
    return [
        check_row((check, rule, code, codes[indicator - 1], ordinal, *rest))
        for check, rule, indicator, *rest in rows
    ]


def check_filters(reader: Reader, selection: CheckSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    filters = chosen_cells(reader, selection.organization, selection.indicator, selection.period)
    conditions, values = {**filters.conditions}, {**filters.values}
    for name in ("rule", "outcome", "verdict"):
        if (names := getattr(selection, name)) is not None:
            conditions[name], values[name] = (name,), json_list(names)
    return replace(filters, conditions=conditions, values=values)
