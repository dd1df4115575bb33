"""Rules evaluated over one organization's numbers: parts, claims, contradictions, roll-ups, breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from app.catalog.indicators import Indicator
from app.derivation.breaks import first_after
from app.derivation.cells import OrganizationCells
from app.derivation.claims import claims_of
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.derivation.verdicts import Outcome, Verdict, between_vintages, judge, outcome_of
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Derivation
from app.values.wording import bounds_text


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


def check_organization(cells: OrganizationCells) -> Iterator[Check]:
    """Every check of one organization, in the order of the catalog."""
    for indicator in cells.catalog.indicators:
        for period in sorted(cells.periods(indicator.code)):
            yield from _parts(cells, indicator, period)
            yield from _subsets(cells, indicator, period)
            yield from _figures(cells, indicator, period)
            yield from _claims(cells, indicator, period)
            yield from _roll_up(cells, indicator, period)
        yield from _breaks(cells, indicator)


def _number(cells: OrganizationCells, code: str, period: Period) -> Observation | None:
    found = cells.resolve(code, period)
    return found if isinstance(found, Observation) and found.is_operand else None


def _parts(cells: OrganizationCells, whole: Indicator, period: Period) -> Iterator[Check]:
    """Sums of parts must meet the whole; with a part missing only known parts ≤ whole (rule 9)."""
    total = cells.report(whole.code, period) if whole.partitions else None
    if total is None or total.bounds is None:
        return
    known = [
        part
        for code in whole.partitions
        if (part := _number(cells, code, period)) is not None and part.bounds is not None
    ]
    if not known:
        return
    complete = len(known) == len(whole.partitions)
    bounds = _sum(known) if complete else _sum(known) + Bounds.above(0, closed=True)
    verdict = judge(bounds, bounds, total.bounds, total.bounds)
    inferred = any(number.rests_on_inference for number in (*known, total))
    left = " + ".join(bounds_text(part.bounds, "vi") for part in known)
    left_en = " + ".join(bounds_text(part.bounds, "en") for part in known)
    sign = ("=" if verdict is Verdict.CONSISTENT else "≠") if complete else "≤"
    yield _comparison(
        Rule.PARTS,
        whole.code,
        period,
        verdict,
        outcome_of(verdict, inferred=inferred, severe=True),
        (Side(tuple(str(part.key) for part in known), bounds), _side(total)),
        (*known, total),
        (
            f"{left} {sign} {bounds_text(total.bounds, 'vi')}",
            f"{left_en} {sign} {bounds_text(total.bounds, 'en')}",
        ),
    )


def _subsets(cells: OrganizationCells, part: Indicator, period: Period) -> Iterator[Check]:
    """A subset never exceeds its whole."""
    number = _number(cells, part.code, period) if part.subset_of else None
    for code in part.subset_of if number is not None else ():
        whole = _number(cells, code, period)
        if number is None or number.bounds is None or whole is None or whole.bounds is None:
            continue
        at_most = number.bounds + Bounds.above(0, closed=True)
        verdict = judge(at_most, at_most, whole.bounds, whole.bounds)
        inferred = number.rests_on_inference or whole.rests_on_inference
        sign = "≤" if verdict is Verdict.CONSISTENT else ">"
        yield _comparison(
            Rule.SUBSET,
            part.code,
            period,
            verdict,
            outcome_of(verdict, inferred=inferred, severe=True),
            (_side(number), _side(whole)),
            (number, whole),
            (
                f"{bounds_text(number.bounds, 'vi')} {sign} {bounds_text(whole.bounds, 'vi')}",
                f"{bounds_text(number.bounds, 'en')} {sign} {bounds_text(whole.bounds, 'en')}",
            ),
            subject=code,
        )


def _figures(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
    """Printed numbers of one cell against each other, each pair once."""
    counted = cells.catalog.counted(indicator)
    for first, second in combinations(cells.figures(indicator.code, period), 2):
        verdict = between_vintages(
            judge(
                first.bounds(indicator, counted=counted),
                first.reading(indicator, counted=counted),
                second.bounds(indicator, counted=counted),
                second.reading(indicator, counted=counted),
            ),
            first,
            second,
        )
        sides = tuple(
            Side((str(each.key),), each.bounds(indicator, counted=counted), each.as_reported)
            for each in (first, second)
        )
        pair = f"{_printed(first)} ↔ {_printed(second)}"
        yield Check(
            Rule.FIGURES,
            first.organization,
            indicator.code,
            period,
            outcome_of(verdict, inferred=first.is_inferred or second.is_inferred),
            verdict,
            sides[0],
            sides[1],
            (first.source.code, second.source.code),
            pair,
            pair,
            subject="~".join(sorted((first.source.code, second.source.code))),
        )


def _printed(figure: Figure) -> str:
    dated = f", {figure.reference_date}" if figure.reference_date else ""
    return f"{figure.as_reported or '…'} ({figure.source.code}{dated})"


def _claims(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
    """What sources print for a cell that we also compute."""
    for claim in claims_of(cells, indicator.code, period):
        computed = claim.computed
        inferred = claim.figure.is_inferred or computed.rests_on_inference
        printed = _printed(claim.figure)
        yield _comparison(
            Rule.CLAIM,
            indicator.code,
            period,
            claim.verdict,
            outcome_of(claim.verdict, inferred=inferred),
            (
                Side((str(claim.figure.key),), claim.bounds, claim.figure.as_reported),
                _side(computed),
            ),
            (computed,),
            (
                f"{printed} ↔ {bounds_text(computed.bounds, 'vi')}",
                f"{printed} ↔ {bounds_text(computed.bounds, 'en')}",
            ),
            subject=claim.figure.source.code,
            more_sources=(claim.figure.source.code,),
        )


def _roll_up(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
    """A reported total against the sum of what is directly below."""
    total = cells.report(indicator.code, period)
    rolled = cells.evidence.roll_ups.get((indicator.code, period))
    if total is None or total.bounds is None or rolled is None or rolled.coverage is None:
        return
    verdict = judge(rolled.bounds, rolled.bounds, total.bounds, total.bounds)
    inferred = total.rests_on_inference or rolled.rests_on_inference
    coverage = f"{rolled.coverage.known}/{rolled.coverage.total}"
    yield _comparison(
        Rule.ROLL_UP,
        indicator.code,
        period,
        verdict,
        outcome_of(verdict, inferred=inferred),
        (Side(tuple(str(part.key) for part in rolled.parts), rolled.bounds), _side(total)),
        (rolled, total),
        (
            f"{bounds_text(rolled.bounds, 'vi')} ({coverage}) ↔ {bounds_text(total.bounds, 'vi')}",
            f"{bounds_text(rolled.bounds, 'en')} ({coverage}) ↔ {bounds_text(total.bounds, 'en')}",
        ),
    )


def _breaks(cells: OrganizationCells, indicator: Indicator) -> Iterator[Check]:
    """Where a series begins anew."""
    if indicator.growth is not None or indicator.formula is not None:
        return
    observed = [
        period
        for period in sorted(cells.periods(indicator.code))
        if isinstance(cells.resolve(indicator.code, period), Observation)
    ]
    for each in cells.breaks(indicator.code):
        for period in first_after((each,), observed):
            found = cells.resolve(indicator.code, period)
            earlier = [one for one in observed if one.end < each.effective]
            before = cells.resolve(indicator.code, earlier[-1]) if earlier else None
            if not isinstance(found, Observation):
                continue
            yield Check(
                Rule.BREAK,
                found.organization,
                indicator.code,
                period,
                Outcome.MARKED,
                None,
                _side(before) if isinstance(before, Observation) else Side((), None),
                _side(found),
                tuple(sorted({figure.source.code for figure in found.figures()})),
                f"Chuỗi số liệu gãy tại {each.effective} ({each.event}).",
                f"The series breaks at {each.effective} ({each.event}).",
                subject=each.event,
            )


def _comparison(
    rule: Rule,
    indicator: str,
    period: Period,
    verdict: Verdict,
    outcome: Outcome,
    sides: tuple[Side, Side],
    numbers: tuple[Observation, ...],
    texts: tuple[str, str],
    *,
    subject: str = "",
    more_sources: tuple[str, ...] = (),
) -> Check:
    sources = {figure.source.code for number in numbers for figure in number.figures()}
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


def _side(number: Observation) -> Side:
    printed = (
        number.figure.as_reported
        if number.derivation is Derivation.REPORTED and number.figure
        else None
    )
    return Side((str(number.key),), number.bounds, printed)


def _sum(parts: list[Observation]) -> Bounds:
    total = Bounds.point(0)
    for part in parts:
        total = total + (part.bounds or Bounds())
    return total
