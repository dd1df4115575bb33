"""A rule evaluated at one cell: what was compared, what came of it, in words for people."""

from dataclasses import dataclass
from enum import StrEnum

from app.derivation.observations import Observation
from app.derivation.verdicts import Outcome, Verdict
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Derivation


class Rule(StrEnum):
    """What is checked."""

    PARTS = "parts"
    SUBSET = "subset"
    FIGURES = "figures"
    CLAIM = "claim"
    ROLL_UP = "roll_up"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the cells or figures it is made of, and its bounds."""

    keys: tuple[str, ...]
    bounds: Bounds | None
    as_reported: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One rule evaluated at one cell; `subject` tells apart several of one rule at one cell."""

    rule: Rule
    organization: str
    indicator: str
    period: Period
    outcome: Outcome
    verdict: Verdict | None
    left: Side
    right: Side
    sources: tuple[str, ...]
    vi: str
    en: str
    subject: str = ""

    @property
    def code(self) -> str:
        """Unique within a release: rule, cell and, where needed, what is compared."""
        cell = f"{self.rule}:{self.organization}.{self.indicator}.{self.period}"
        return f"{cell}:{self.subject}" if self.subject else cell


def comparison(
    rule: Rule,
    indicator: str,
    period: Period,
    *,
    verdict: Verdict,
    outcome: Outcome,
    sides: tuple[Side, Side],
    numbers: tuple[Observation, ...],
    texts: tuple[str, str],
    subject: str = "",
    more_sources: tuple[str, ...] = (),
) -> Check:
    """The check of two sides that rest on these numbers; the last names the organization."""
    sources = frozenset[str]().union(*(number.sources for number in numbers))
    return Check(
        rule,
        numbers[-1].organization,
        indicator,
        period,
        outcome,
        verdict,
        *sides,
        tuple(sorted(sources.union(more_sources))),
        *texts,
        subject=subject,
    )


def side_of(number: Observation) -> Side:
    printed = (
        number.figure.as_reported
        if number.derivation is Derivation.REPORTED and number.figure
        else None
    )
    return Side((str(number.key),), number.bounds, printed)
