"""Whether printed numbers agree with each other and with what is computed (design, rule 4)."""

from enum import StrEnum
from typing import Literal, assert_type

from app.derivation.figures import Figure
from app.values.bounds import Bounds


class Verdict(StrEnum):
    """How two numbers for one cell stand to each other."""

    CONSISTENT = "consistent"
    COMPATIBLE = "compatible"
    INCONSISTENT = "inconsistent"
    UNDETERMINED = "undetermined"
    REVISED = "revised"


class Outcome(StrEnum):
    """What a check found. Only an error stops a load."""

    PASSED = "passed"
    REVISED = "revised"
    POSSIBLE = "possible"
    CONTRADICTION = "contradiction"
    UNDETERMINED = "undetermined"
    MARKED = "marked"
    ERROR = "error"


def judge(
    bounds: Bounds | None,
    reading: Bounds | None,
    other: Bounds | None,
    other_reading: Bounds | None,
) -> Verdict:
    """Grade two numbers by their bounds, then by what a reader takes each to mean.

    The order of the two does not matter. A computed number reads as its bounds.
    """
    if bounds is None or other is None or reading is None or other_reading is None:
        return Verdict.UNDETERMINED
    if not bounds.meets(other):
        return Verdict.INCONSISTENT
    if reading.meets(other_reading):
        return Verdict.CONSISTENT
    return Verdict.COMPATIBLE


def between_vintages(verdict: Verdict, first: Figure, second: Figure) -> Verdict:
    """A difference between two known vintages is a revision, not a contradiction."""
    known = first.vintage_ordinal and second.vintage_ordinal
    if (
        verdict is Verdict.INCONSISTENT
        and known
        and first.vintage_ordinal != second.vintage_ordinal
    ):
        return Verdict.REVISED
    return verdict


def outcome_of(verdict: Verdict, *, inferred: bool, severe: bool = False) -> Outcome:
    """What a verdict comes to; on an inferred period or indicator it is at most possible.

    `severe`: numbers that arithmetic alone forbids together, such as parts above their whole.
    """
    match verdict:
        case Verdict.CONSISTENT | Verdict.COMPATIBLE:
            return Outcome.PASSED
        case Verdict.REVISED:
            return Outcome.REVISED
        case Verdict.UNDETERMINED:
            return Outcome.UNDETERMINED
        case _:
            assert_type(verdict, Literal[Verdict.INCONSISTENT])
            if inferred:
                return Outcome.POSSIBLE
            return Outcome.ERROR if severe else Outcome.CONTRADICTION
