"""Which periods cells are of: exactly these, those that lie in others, those of some frequency."""

from functools import lru_cache
from typing import Any

from sqlalchemy import SQLColumnExpression, bindparam
from sqlalchemy.sql import ColumnElement

from app.database import in_list, json_list
from app.errors import InvalidParameterError
from app.parameter_parsing import Several
from app.parameter_times import PeriodChoice
from app.releases.reader import Reader
from app.releases.resource import chosen, one_or_several
from app.values.periods import Frequency, Period
from app.values.wording import Words

SPANS_ON_LOOP_MAX = 10
Chosen = tuple[dict[str, tuple[str, ...]], dict[str, Any]]


def period_conditions(period: SQLColumnExpression[Any]) -> dict[str, ColumnElement[bool]]:
    """Conditions on the ordinal of a period, whose last digit is the rank of its frequency."""
    return {
        **one_or_several("period", period),
        "periodInside": period.between(bindparam("period_first"), bindparam("period_last")),
        "frequency": in_list(period % 10, "frequency"),
    }


def chosen_periods(
    reader: Reader,
    periods: Several[PeriodChoice] | None,
    frequencies: Several[str] | None,
) -> Chosen:
    """The conditions in use by parameter, and what they bind.

    Raises InvalidParameterError where no chosen period can be of a chosen frequency.
    """
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    if periods is not None:
        choices = [*periods]
        if len(choices) == 1 and choices[0].inside:
            conditions["period"] = ("periodInside",)
            values["period_first"], values["period_last"] = choices[0].period.ordinals_inside
        else:
            if sum(choice.inside for choice in choices) > SPANS_ON_LOOP_MAX:
                reader.leave_the_loop()
            ordinals = {number for choice in choices for number in _ordinals(choice)}
            condition, values["period"] = chosen("period", sorted(ordinals))
            conditions["period"] = (condition,)
    if frequencies is not None:
        _refuse_unfit(periods, frequencies)
        conditions["frequency"] = ("frequency",)
        values["frequency"] = json_list(Frequency(each).rank for each in frequencies)
    return conditions, values


@lru_cache(64)
def _inside(period: Period) -> tuple[int, ...]:
    return tuple(each.ordinal for each in period.inside())


def _ordinals(choice: PeriodChoice) -> tuple[int, ...]:
    return _inside(choice.period) if choice.inside else (choice.period.ordinal,)


def _refuse_unfit(periods: Several[PeriodChoice] | None, frequencies: Several[str]) -> None:
    if periods is None:
        return
    if not any(_may_be(choice, Frequency(each)) for choice in periods for each in frequencies):
        raise InvalidParameterError(
            Words(
                f"period {periods} has nothing of frequency {frequencies}.",
                f"period {periods} không có kỳ nào theo tần suất {frequencies}.",
            ),
            parameter="frequency",
            expected=Words(
                "a frequency of the periods, or periods of it, such as in:2022",
                "tần suất của các kỳ đã nêu, hoặc các kỳ theo tần suất đó, ví dụ in:2022",
            ),
        )


def _may_be(choice: PeriodChoice, frequency: Frequency) -> bool:
    own = choice.period.frequency
    return frequency is own or (choice.inside and frequency.rank < own.rank)
