"""Rows of whole numbers, and of checks that passed on them: tuples, as quick as can be.

They say what `app.publication.rows` would say of the same; a property test holds them together.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from app.checks.models import CheckRow
from app.database import ReleaseTable
from app.derivation.derive import PlainResult
from app.derivation.passing import PassedCheck
from app.derivation.points import PlainNumber
from app.derivation.printed import period_of
from app.derivation.verdicts import Outcome, Verdict
from app.observations.models import ObservationRow
from app.publication.rows import Numbered, Row, as_json, check_row, observation_row
from app.values.statuses import ConfidentialityStatus, ObservationStatus

Values = tuple[Any, ...]
_SIGNS = {"parts": " = ", "subset": " ≤ ", "roll_up": " ↔ "}


@lru_cache(maxsize=10_000)
def days(period: int) -> tuple[str, str]:
    """The first and the last day of the period."""
    found = period_of(period)
    return found.start.isoformat(), found.end.isoformat()


@lru_cache(maxsize=10_000)
def written(period: int) -> str:
    return str(period_of(period))


@lru_cache(maxsize=10_000)
def sources_text(sources: frozenset[str]) -> str:
    return as_json(sorted(sources))


def in_order(model: type[ReleaseTable], release: int) -> Callable[[Row], Values]:
    """What makes a row of the table a tuple of its columns."""
    names = [column.name for column in model.metadata.tables[str(model.__tablename__)].columns]

    def values(row: Row) -> Values:
        whole = {**row, "release": release}
        return tuple(whole[name] for name in names)

    return values


def observation_values(number: PlainNumber, release: int, organization: int, level: int) -> Values:
    """Columns of an observation, in their order; whatever is plain may be ranked."""
    indicator, period, value, lower, upper, derivation, figure, parts = number
    start, end = days(period)
    if figure is None:
        printed: Values = (None, None, None, None)
    else:
        printed = (figure.as_reported, figure.reference_date, figure.vintage, figure.source)
    complete = None if parts is None else 1
    return (
        release, organization, indicator, period, start, end, value, lower, upper, 1, 1, "exact",
        derivation.value, ObservationStatus.NORMAL.value, ConfidentialityStatus.FREE.value,
        *printed, parts, parts, complete, 0, level,
    )  # fmt: skip


def check_values(
    check: PassedCheck, release: int, organization: tuple[int, str], indicators: Sequence[str]
) -> Values:
    """Columns of a check, in their order; `indicators` are codes by number."""
    number, code = organization
    period = written(check.period)
    cell = f"{code}.{indicators[check.indicator]}.{period}"
    numbers = [value for _, value in check.left]
    total = sum(numbers)
    left_keys = [
        f"{name}.{indicators[check.indicator]}.{period}"
        if isinstance(name, str)
        else f"{code}.{indicators[name]}.{period}"
        for name, _ in check.left
    ]
    right_key = f"{code}.{indicators[check.right[0]]}.{period}"
    text_vi, text_en = _texts(check, numbers, total)
    left = _side(left_keys, check.left_print, total, is_whole=check.is_whole)
    return (
        release, f"{check.rule}:{cell}" + (f":{check.subject}" if check.subject else ""),
        check.rule, number, check.indicator, check.period, Outcome.PASSED.value,
        Verdict.CONSISTENT.value, left,
        _side([right_key], check.right_print, check.right[1], is_whole=True),
        sources_text(check.sources), text_vi, text_en,
    )  # fmt: skip


def _side(keys: Sequence[str], printed: str | None, value: int, *, is_whole: bool) -> str:
    """JSON as `as_json` writes it: names in order, no spaces."""
    shown = "null" if printed is None else json.dumps(printed, ensure_ascii=False)
    upper = f'"{value}","upper_closed":true' if is_whole else 'null,"upper_closed":false'
    named = '","'.join(keys)
    return (
        f'{{"as_reported":{shown},"keys":["{named}"],"lower":"{value}","lower_closed":true,'
        f'"upper":{upper}}}'
    )


def _texts(check: PassedCheck, numbers: Sequence[int], total: int) -> tuple[str, str]:
    sign = _SIGNS[check.rule]
    right = f"{check.right[1]:,}"
    if check.rule == "roll_up":
        coverage = f" ({len(numbers)}/{check.total})"
        if check.is_whole:
            left_vi = left_en = f"{total:,}"
        else:
            left_vi, left_en = f"ít nhất {total:,}", f"at least {total:,}"
        left_vi, left_en = left_vi.replace(",", ".") + coverage, left_en + coverage
    else:
        left_en = " + ".join(f"{each:,}" for each in numbers)
        left_vi = left_en.replace(",", ".")
    return left_vi + sign + right.replace(",", "."), left_en + sign + right


class ResultRows:
    """Rows of what is derived of an organization, whole numbers the quick way."""

    def __init__(self, release: int, numbering: Numbered) -> None:
        self._release = release
        self._numbering = numbering
        self._indicators = ["", *numbering.indicators]
        self._observation = in_order(ObservationRow, release)
        self._check = in_order(CheckRow, release)

    def observations(self, result: PlainResult) -> Iterator[Values]:
        organization = self._numbering.organizations[result.code]
        level = self._numbering.levels[organization]
        for found in result.observations:
            if isinstance(found, PlainNumber):
                yield observation_values(found, self._release, organization, level)
            else:
                yield self._observation(observation_row(found, self._numbering))

    def checks(self, result: PlainResult) -> Iterator[Values]:
        organization = self._numbering.organizations[result.code], result.code
        for found in result.checks:
            if isinstance(found, PassedCheck):
                yield check_values(found, self._release, organization, self._indicators)
            else:
                yield self._check(check_row(found, self._numbering))
