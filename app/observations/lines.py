"""Observations as lines of CSV and JSON, written by the database: what is exported by the million.

Python would need twice as long for them, and hold up every other answer meanwhile. Tests hold the
lines against `app.formats`.
"""

from functools import lru_cache

from sqlalchemy import SQLColumnExpression, Text, case, cast, func, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.database import Statement, formatted
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow
from app.observations.queries import COLUMNS, OBSERVATIONS
from app.organizations.models import Organization
from app.releases.resource import STATEMENTS_MAX
from app.values.periods import Frequency
from app.values.scaled import SCALE

HEADING = ",".join(COLUMNS) + "\r\n"
ID_IN_JSON = '"%s.%s.%s"'
Cell = SQLColumnExpression[str] | SQLColumnExpression[str | None]
Whole = SQLColumnExpression[int] | SQLColumnExpression[int | None]
# Every other text is a code or a word of ours. A print is a number with words that are known: none
# begins as a formula does, or holds what JSON escapes.
_QUOTED_FOR = ('"', ",", "\r", "\n")


_TEXTS = (
    "organization", "indicator", "period", "reference_date", "qualifier", "unit", "as_reported",
    "derivation", "status", "confidentiality", "source", "vintage",
)  # fmt: skip


@lru_cache(STATEMENTS_MAX)
def select_lines(active: frozenset[str]) -> Statement:
    """One line of CSV for each observation that the filters let through, in the list's order."""
    return Statement(OBSERVATIONS.alone(active, _line()))


@lru_cache(STATEMENTS_MAX)
def select_json_lines(active: frozenset[str]) -> Statement:
    """The same as lines of JSON."""
    return Statement(OBSERVATIONS.alone(active, _json_line()))


def _line() -> ColumnElement[str]:
    cells = _cells()
    cells["as_reported"] = _quoted(col(ObservationRow.as_reported))
    pattern = ",".join("%s.%s.%s" if name == "id" else "%s" for name in COLUMNS) + "\r\n"
    parts = [cells[name] for name in ("organization", "indicator", "period")]
    return formatted(pattern, *parts, *(cells[name] for name in COLUMNS if name != "id"))


def _json_line() -> ColumnElement[str]:
    cells = _cells()
    pattern = ",".join(f'"{name}":{"%s" if name != "id" else ID_IN_JSON}' for name in COLUMNS)
    parts = [cells[name] for name in ("organization", "indicator", "period")]
    values = (_json(cells[name], name) for name in COLUMNS if name != "id")
    return formatted(f"{{{pattern}}}\n", *parts, *values)


def _json(cell: Cell | Whole, name: str) -> ColumnElement[str]:
    """A text in quotes, anything else as it is; null where there is none."""
    if name not in _TEXTS:
        return func.coalesce(cast(cell, Text()), "null")
    quoted: ColumnElement[str] = '"' + cast(cell, Text()) + '"'
    return func.coalesce(quoted, "null")


def _cells() -> dict[str, Cell | Whole]:
    """What stands in each column but the id; null stands as nothing."""
    row = ObservationRow
    own = {name: col(getattr(row, name)) for name in COLUMNS if hasattr(row, name)}
    flags = ("lower_closed", "upper_closed", "parts_complete", "implied")
    return {
        **own,
        **{name: _number(own[name]) for name in ("value", "lower", "upper")},
        **{name: case({1: "true", 0: "false"}, value=own[name]) for name in flags},
        "organization": col(Organization.code),
        "indicator": col(IndicatorRow.code),
        "unit": col(IndicatorRow.unit),
        "period": _period(own["period"]),
    }


def _number(millionths: Whole) -> ColumnElement[str]:
    """As `plain_decimal` writes it: no more digits than it needs."""
    size = func.abs(millionths)
    # A leading 1 keeps the zeros behind the mark.
    digits = func.substr(cast(size % SCALE + SCALE, Text()), 2)
    sign = case((millionths < 0, "-"), else_="")
    return case(
        (millionths % SCALE == 0, cast(millionths // SCALE, Text())),
        else_=sign + cast(size // SCALE, Text()) + "." + func.rtrim(digits, "0"),
    )


def _period(ordinal: Whole) -> ColumnElement[str]:
    """As `Period` writes it, from the digits of its last day and its rank."""
    digits = cast(ordinal, Text())
    year = func.substr(digits, 1, 4)
    month = ordinal // 1000 % 100
    return case(
        {
            Frequency.ANNUAL.rank: year,
            Frequency.HALF_YEARLY.rank: year + "-S" + cast(month // 6, Text()),
            Frequency.QUARTERLY.rank: year + "-Q" + cast(month // 3, Text()),
            Frequency.MONTHLY.rank: year + "-" + func.substr(digits, 5, 2),
            Frequency.DAILY.rank: col(ObservationRow.period_end),
        },
        value=ordinal % 10,
    )


def _quoted(text: Cell) -> ColumnElement[str | None]:
    needed = or_(*(text.contains(mark) for mark in _QUOTED_FOR))
    quoted: ColumnElement[str] = '"' + func.replace(text, '"', '""') + '"'
    return case((needed, quoted), else_=text)
