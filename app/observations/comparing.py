"""Comparisons of published numbers: as conditions of the database, and of a row that was read."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, SQLColumnExpression, and_, bindparam, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.observations.models import ObservationRow
from app.parameter_comparisons import COMPARISONS_MAX, Comparisons
from app.parameter_filters import Comparison, ValueFilter
from app.values.scaled import plain_decimal
from app.values.statuses import Derivation

Conditions = dict[str, ColumnElement[bool]]
Condition = ColumnElement[bool]


def comparison_conditions() -> Conditions:
    """Every comparison that may be asked for, by name; several bind their numbers apart.

    Not as `value_1`, as which a literal compared with the value is bound without being asked.
    """
    found: Conditions = {}
    for place in range(COMPARISONS_MAX):
        number: BindParameter[int] = bindparam(f"than_value_{place}")
        for comparison in Comparison:
            found[f"value_{comparison}_{place}"] = is_certain(comparison, number)
            found[f"possible_{comparison}_{place}"] = is_possible(comparison, number)
        for name in ("lower", "upper"):
            end: BindParameter[int] = bindparam(f"than_{name}_{place}")
            for comparison in Comparison:
                column = col(getattr(ObservationRow, name))
                found[f"{name}_{comparison}_{place}"] = _compared(column, comparison, end)
    return found


def names_of(prefix: str, comparisons: Comparisons) -> tuple[str, ...]:
    """The conditions that the comparisons need."""
    return tuple(
        f"{prefix}_{each.comparison}_{place}" for place, each in enumerate(comparisons.held)
    )


def numbers_of(name: str, comparisons: Comparisons) -> dict[str, int]:
    """What these conditions bind."""
    return {f"than_{name}_{place}": each.millionths for place, each in enumerate(comparisons.held)}


def _compared(
    column: SQLColumnExpression[Any], comparison: Comparison, number: BindParameter[int]
) -> Condition:
    match comparison:
        case Comparison.EQUAL:
            return column == number
        case Comparison.NOT_EQUAL:
            return column != number
        case Comparison.LESS:
            return column < number
        case Comparison.LESS_OR_EQUAL:
            return column <= number
        case Comparison.GREATER:
            return column > number
        case Comparison.GREATER_OR_EQUAL:
            return column >= number


_lower, _upper = col(ObservationRow.lower), col(ObservationRow.upper)
_lower_open = col(ObservationRow.lower_closed) == 0
_upper_open = col(ObservationRow.upper_closed) == 0


def is_certain(comparison: Comparison, number: BindParameter[int]) -> Condition:
    """True for every number within the bounds (design, rule 12)."""
    below = or_(_upper < number, and_(number == _upper, _upper_open))
    above = or_(_lower > number, and_(number == _lower, _lower_open))
    match comparison:
        case Comparison.EQUAL:
            # An unqualified figure is found by the number that is printed, whatever its resolution.
            printed = and_(
                col(ObservationRow.derivation) == Derivation.REPORTED.value,
                col(ObservationRow.qualifier) == "exact",
                col(ObservationRow.value) == number,
            )
            return or_(and_(number == _lower, number == _upper), printed)
        case Comparison.NOT_EQUAL:
            return or_(below, above)
        case Comparison.LESS:
            return below
        case Comparison.LESS_OR_EQUAL:
            return _upper <= number
        case Comparison.GREATER:
            return above
        case Comparison.GREATER_OR_EQUAL:
            return _lower >= number


def is_possible(comparison: Comparison, number: BindParameter[int]) -> Condition:
    """True for some number within the bounds; a missing bound, secret or not, is no limit."""
    reaches_down = or_(_lower.is_(None), _lower < number)
    reaches_up = or_(_upper.is_(None), _upper > number)
    at_least_down = or_(reaches_down, and_(number == _lower, ~_lower_open))
    at_least_up = or_(reaches_up, and_(number == _upper, ~_upper_open))
    match comparison:
        case Comparison.EQUAL:
            return and_(at_least_down, at_least_up)
        case Comparison.NOT_EQUAL:
            return or_(reaches_down, reaches_up)
        case Comparison.LESS:
            return reaches_down
        case Comparison.LESS_OR_EQUAL:
            return at_least_down
        case Comparison.GREATER:
            return reaches_up
        case Comparison.GREATER_OR_EQUAL:
            return at_least_up


def surely_passes(row: Mapping[str, Any], comparisons: Iterable[ValueFilter]) -> bool:
    """Whether a row passes all of them with certainty, as `is_certain` has it."""
    return all(_is_sure(row, each) for each in comparisons)


def _is_sure(row: Mapping[str, Any], wanted: ValueFilter) -> bool:
    number: Decimal = plain_decimal(wanted.millionths)
    lower, upper = row["lower"], row["upper"]
    below = upper is not None and (upper < number or (upper == number and not row["upper_closed"]))
    above = lower is not None and (lower > number or (lower == number and not row["lower_closed"]))
    match wanted.comparison:
        case Comparison.EQUAL:
            is_exact = row["derivation"] == Derivation.REPORTED and row["qualifier"] == "exact"
            is_point = bool(lower == number and upper == number)
            return is_point or (is_exact and bool(row["value"] == number))
        case Comparison.NOT_EQUAL:
            return below or above
        case Comparison.LESS:
            return below
        case Comparison.LESS_OR_EQUAL:
            return upper is not None and upper <= number
        case Comparison.GREATER:
            return above
        case Comparison.GREATER_OR_EQUAL:
            return lower is not None and lower >= number


def could_pass(row: Mapping[str, Any], comparisons: Iterable[ValueFilter]) -> bool:
    """Whether some number within the row's bounds passes all of them, as `is_possible` has it."""
    return all(_is_possible(row, each) for each in comparisons)


# Some number passes unless all fail, for sure.
_OPPOSITE = {
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.LESS: Comparison.GREATER_OR_EQUAL,
    Comparison.LESS_OR_EQUAL: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS_OR_EQUAL,
    Comparison.GREATER_OR_EQUAL: Comparison.LESS,
}


def _is_possible(row: Mapping[str, Any], wanted: ValueFilter) -> bool:
    if wanted.comparison is Comparison.NOT_EQUAL:
        number = plain_decimal(wanted.millionths)
        return not (row["lower"] == number and row["upper"] == number)
    return not _is_sure(row, ValueFilter(_OPPOSITE[wanted.comparison], wanted.millionths))


def passes_ends(end: int | Decimal | None, comparisons: Iterable[ValueFilter]) -> bool:
    """Whether a published end passes all of them; a missing one passes none."""
    return end is not None and all(_end_passes(end, each) for each in comparisons)


def _end_passes(end: int | Decimal, wanted: ValueFilter) -> bool:
    number = plain_decimal(wanted.millionths)
    match wanted.comparison:
        case Comparison.EQUAL:
            return end == number
        case Comparison.NOT_EQUAL:
            return end != number
        case Comparison.LESS:
            return end < number
        case Comparison.LESS_OR_EQUAL:
            return end <= number
        case Comparison.GREATER:
            return end > number
        case Comparison.GREATER_OR_EQUAL:
            return end >= number
