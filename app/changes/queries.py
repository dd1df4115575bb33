"""Changes: what is asked for, and how it is read from the history that a release carries."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Text, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.cells.queries import cell_id
from app.database import RELEASE, Statement, in_list, json_list
from app.errors import UnknownCodeError
from app.indicators.models import IndicatorRow
from app.indicators.queries import known_indicators
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.parameter_parsing import Several, choices, parsed
from app.parameters import IndicatorCodes, OrganizationCodes, PageSelection, Periods
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row, chosen, no_place, one_or_several
from app.values.changes import Change, Reason
from app.values.codes import CellKey, CodeError
from app.values.periods import period_text
from app.values.scaled import plain_number
from app.values.wording import UnfitError

NUMBERS = ("value", "lower", "lower_closed", "upper", "upper_closed", "qualifier", "status")
COLUMNS = (
    *("id", "organization", "indicator", "period", "change", "reason", "changed_in"),
    *(f"before.{name}" for name in NUMBERS),
    *(f"after.{name}" for name in NUMBERS),
)
BEGINNING = 0
"""The release before the first: nothing was published in it."""


def _earlier(text: object) -> int:
    if not str(text).isascii() or not str(text).isdigit() or len(str(text)) > 9:
        raise UnfitError(
            "the number of an earlier release, or 0 for nothing",
            "số của một bản công bố trước đó, hoặc 0 nếu so với khi chưa có gì",
        )
    return int(str(text))


EarlierRelease = Annotated[
    int, parsed(_earlier, type="integer", minimum=BEGINNING, maximum=999_999_999)
]


class ChangeSelection(PageSelection):
    """Which changes."""

    from_: EarlierRelease | None = Field(
        None,
        alias="from",
        description="The earlier release to compare with, kept or not; 0: nothing, so that "
        "everything is new. By default the one before.",
        examples=[0],
    )
    organization: OrganizationCodes | None = Field(
        None, description="Organizations, separated by commas.", examples=["lao-cai"]
    )
    indicator: IndicatorCodes | None = Field(
        None, description="Indicators, separated by commas.", examples=["members,population"]
    )
    period: Periods | None = Field(
        None, description="Exactly these periods, separated by commas.", examples=["2022"]
    )
    change: Annotated[Several[str], *choices(Change)] | None = Field(
        None, description="What became of the cells, separated by commas.", examples=["new"]
    )
    reason: Annotated[Several[str], *choices(Reason)] | None = Field(
        None, description="Why, separated by commas.", examples=["new"]
    )


_first, _other = Revision, aliased(Revision)
CELL = [col(getattr(_first, name)) for name in ("organization", "indicator", "period")]
_SAME_CELL = and_(
    col(_other.release) == col(_first.release),
    col(_other.organization) == col(_first.organization),
    col(_other.indicator) == col(_first.indicator),
    col(_other.period) == col(_first.period),
)
IS_THERE = col(ObservationRow.release).is_not(None)
WAS_THERE = col(_first.change) != Change.NEW.value
_NET = case(
    (~WAS_THERE, literal(Change.NEW.value, Text())),
    (~IS_THERE, literal(Change.WITHDRAWN.value, Text())),
    else_=literal(Change.REVISED.value, Text()),
)
# Several releases changed it for several reasons: then none of them is the reason.
_HAS_OTHER_REASONS = exists().where(
    _SAME_CELL,
    col(_other.changed_in) > col(_first.changed_in),
    col(_other.reason) != col(_first.reason),
)
_REASON = case((~_HAS_OTHER_REASONS, col(_first.reason)), else_=_NET)
_LAST = select(func.max(_other.changed_in)).where(_SAME_CELL).scalar_subquery()
_DIFFERS = or_(
    *(
        col(getattr(_first, name)).is_distinct_from(col(getattr(ObservationRow, name)))
        for name in NUMBERS
    )
)
_IS_CHANGED = or_(and_(WAS_THERE, or_(~IS_THERE, _DIFFERS)), and_(~WAS_THERE, IS_THERE))
_IS_FIRST = ~exists().where(
    _SAME_CELL,
    col(_other.changed_in) > bindparam("since"),
    col(_other.changed_in) < col(_first.changed_in),
)
CHANGED = (
    select(
        *CELL,
        _NET,
        _REASON,
        _LAST,
        *(col(getattr(_first, name)) for name in NUMBERS),
        *(col(getattr(ObservationRow, name)) for name in NUMBERS),
    )
    .select_from(_first)
    .join(
        Organization,
        (col(Organization.release) == col(_first.release))
        & (col(Organization.code) == col(_first.organization)),
        isouter=True,
    )
    .join(
        IndicatorRow,
        (col(IndicatorRow.release) == col(_first.release))
        & (col(IndicatorRow.code) == col(_first.indicator)),
        isouter=True,
    )
    .join(
        ObservationRow,
        (col(ObservationRow.release) == col(_first.release))
        & (col(ObservationRow.organization_id) == col(Organization.id))
        & (col(ObservationRow.indicator_id) == col(IndicatorRow.id))
        & (col(ObservationRow.period) == col(_first.period)),
        isouter=True,
    )
    .where(col(_first.release) == RELEASE)
)


def _number(columns: Iterable[Any]) -> Row:
    number = dict(zip(NUMBERS, columns, strict=True))
    for name in ("value", "lower", "upper"):
        number[name] = None if number[name] is None else plain_number(number[name])
    for name in ("lower_closed", "upper_closed"):
        number[name] = number[name] == 1
    return number


def change_row(row: tuple[Any, ...]) -> Row:
    """A changed cell with its numbers on both sides; None where it had none."""
    organization, indicator, ordinal, change, reason, changed_in, *numbers = row
    before, after = numbers[: len(NUMBERS)], numbers[len(NUMBERS) :]
    return {
        "id": cell_id(organization, indicator, ordinal),
        "organization": organization,
        "indicator": indicator,
        "period": period_text(ordinal),
        "change": change,
        "reason": reason,
        "changed_in": changed_in,
        "before": None if change == Change.NEW else _number(before),
        "after": None if change == Change.WITHDRAWN else _number(after),
    }


SINCE = {
    "in_release": and_(col(_first.changed_in) == bindparam("since"), _IS_CHANGED),
    "since": and_(col(_first.changed_in) > bindparam("since"), _IS_FIRST, _IS_CHANGED),
}
CHANGES = ResourceQuery(
    select=CHANGED,
    filters={
        **SINCE,
        **one_or_several("organization", CELL[0]),
        **one_or_several("indicator", CELL[1]),
        **one_or_several("period", CELL[2]),
        "change": in_list(_NET, "change"),
        "reason": in_list(_REASON, "reason"),
    },
    order=CELL,
    row=change_row,
    columns=COLUMNS,
)
_SUMMARIES = {
    name: Statement(
        CHANGED.where(condition)
        .with_only_columns(_NET, _REASON, func.count(), maintain_column_froms=True)
        .group_by(_NET, _REASON)
        .order_by(_NET, _REASON)
    )
    for name, condition in SINCE.items()
}
_IN_HISTORY = {
    name: Statement(
        select(column).where(col(Revision.release) == RELEASE, column == bindparam("code")).limit(1)
    )
    for name, column in zip(("organization", "indicator"), CELL, strict=False)
}


def change_filters(reader: Reader, selection: ChangeSelection, since: int) -> Filters:
    """Filters in use. Raises UnknownCodeError for what no release had, as far as this one knows."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {"since": since}
    always = "since"
    if since == reader.release.number - 1:
        always, values["since"] = "in_release", reader.release.number
    for name, known, codes in (
        ("organization", find_places, selection.organization),
        ("indicator", known_indicators, selection.indicator),
    ):
        if codes is not None:
            _refuse_unknown(reader, name, known, codes)
            condition, values[name] = chosen(name, codes)
            conditions[name] = (condition,)
    if selection.period is not None:
        ordinals = [period.ordinal for period in selection.period]
        condition, values["period"] = chosen("period", ordinals)
        conditions["period"] = (condition,)
    for name, words in (("change", selection.change), ("reason", selection.reason)):
        if words is not None:
            conditions[name], values[name] = (name,), json_list(words)
    return Filters(conditions, values, always=(always,))


def _refuse_unknown(
    reader: Reader, name: str, known: Callable[..., object], codes: Iterable[str]
) -> None:
    """A code that is gone from the release may still be in its history."""
    for code in codes:
        try:
            known(reader, [code], parameter=name)
        except UnknownCodeError:
            reader.leave_the_loop()
            if not reader.fetch(_IN_HISTORY[name], {"code": code}):
                raise


def change_place(_: Reader, text: str) -> Sequence[Any]:
    """The sort key of an id in `after`. Raises InvalidParameterError."""
    try:
        key = CellKey.parse(text)
    except CodeError as error:
        raise no_place(text) from error
    return key.organization, key.indicator, key.period.ordinal


def fetch_summary(reader: Reader, since: int) -> list[tuple[str, str, int]]:
    """How many cells changed, by change and reason, since an earlier release that is not 0."""
    name, bound = "since", since
    if since == reader.release.number - 1:
        name, bound = "in_release", reader.release.number
    return reader.fetch(_SUMMARIES[name], {"since": bound})
