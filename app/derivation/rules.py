"""The rules over one organization's numbers: parts, claims, contradictions, roll-ups, breaks."""

from collections.abc import Callable, Iterator
from itertools import combinations

from app.catalog.indicators import Indicator
from app.derivation.breaks import first_after
from app.derivation.cells import OrganizationCells, is_own_series
from app.derivation.checks import Check, Rule, Side, comparison, side_of
from app.derivation.claims import claims_of
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.derivation.verdicts import Outcome, Verdict, between_vintages, judge, outcome_of
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.wording import bounds_text


def _number(cells: OrganizationCells, code: str, period: Period) -> Observation | None:
    found = cells.resolve(code, period)
    return found if isinstance(found, Observation) and found.is_operand else None


def parts(cells: OrganizationCells, whole: Indicator, period: Period) -> Iterator[Check]:
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
    found = {part.indicator for part in known}
    bounds = _sum(known)
    for code in whole.partitions:
        if code not in found:
            bounds = bounds + cells.catalog.by_code[code].domain.bounds
    verdict = judge(bounds, bounds, total.bounds, total.bounds)
    inferred = any(number.rests_on_inference for number in (*known, total))
    left = " + ".join(bounds_text(part.bounds, "vi") for part in known)
    left_en = " + ".join(bounds_text(part.bounds, "en") for part in known)
    meet = verdict is Verdict.CONSISTENT
    sign = ("=" if meet else "≠") if complete else ("≤" if meet else ">")
    yield comparison(
        Rule.PARTS,
        whole.code,
        period,
        verdict=verdict,
        outcome=outcome_of(verdict, inferred=inferred, severe=True),
        sides=(Side(tuple(str(part.key) for part in known), bounds), side_of(total)),
        numbers=(*known, total),
        texts=(
            f"{left} {sign} {bounds_text(total.bounds, 'vi')}",
            f"{left_en} {sign} {bounds_text(total.bounds, 'en')}",
        ),
    )


def subsets(cells: OrganizationCells, part: Indicator, period: Period) -> Iterator[Check]:
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
        yield comparison(
            Rule.SUBSET,
            part.code,
            period,
            verdict=verdict,
            outcome=outcome_of(verdict, inferred=inferred, severe=True),
            sides=(side_of(number), side_of(whole)),
            numbers=(number, whole),
            texts=(
                f"{bounds_text(number.bounds, 'vi')} {sign} {bounds_text(whole.bounds, 'vi')}",
                f"{bounds_text(number.bounds, 'en')} {sign} {bounds_text(whole.bounds, 'en')}",
            ),
            subject=code,
        )


def figures(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
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


def claims(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
    """What sources print for a cell that we also compute."""
    for claim in claims_of(cells, indicator.code, period):
        computed = claim.computed
        inferred = claim.figure.is_inferred or computed.rests_on_inference
        printed = _printed(claim.figure)
        yield comparison(
            Rule.CLAIM,
            indicator.code,
            period,
            verdict=claim.verdict,
            outcome=outcome_of(claim.verdict, inferred=inferred),
            sides=(
                Side((str(claim.figure.key),), claim.bounds, claim.figure.as_reported),
                side_of(computed),
            ),
            numbers=(computed,),
            texts=(
                f"{printed} ↔ {bounds_text(computed.bounds, 'vi')}",
                f"{printed} ↔ {bounds_text(computed.bounds, 'en')}",
            ),
            subject=claim.figure.source.code,
            more_sources=(claim.figure.source.code,),
        )


def roll_up(cells: OrganizationCells, indicator: Indicator, period: Period) -> Iterator[Check]:
    """A reported total against the sum of what is directly below."""
    rolled = cells.evidence.roll_ups.get((indicator.code, period))
    total = None if rolled is None else cells.report(indicator.code, period)
    if total is None or total.bounds is None or rolled is None or rolled.coverage is None:
        return
    verdict = judge(rolled.bounds, rolled.bounds, total.bounds, total.bounds)
    inferred = total.rests_on_inference or rolled.rests_on_inference
    coverage = f"{rolled.coverage.known}/{rolled.coverage.total}"
    yield comparison(
        Rule.ROLL_UP,
        indicator.code,
        period,
        verdict=verdict,
        outcome=outcome_of(verdict, inferred=inferred),
        sides=(Side(tuple(str(part.key) for part in rolled.parts), rolled.bounds), side_of(total)),
        numbers=(rolled, total),
        texts=(
            f"{bounds_text(rolled.bounds, 'vi')} ({coverage}) ↔ {bounds_text(total.bounds, 'vi')}",
            f"{bounds_text(rolled.bounds, 'en')} ({coverage}) ↔ {bounds_text(total.bounds, 'en')}",
        ),
    )


def breaks(cells: OrganizationCells, indicator: Indicator) -> Iterator[Check]:
    """Where a series begins anew."""
    if not is_own_series(indicator):
        return
    observed = {
        period: found
        for period in sorted(cells.periods(indicator.code))
        if isinstance(found := cells.resolve(indicator.code, period), Observation)
    }
    for each in cells.breaks(indicator.code):
        before = [found for period, found in observed.items() if period.end < each.effective]
        for period in first_after((each,), observed):
            found = observed[period]
            yield Check(
                Rule.BREAK,
                found.organization,
                indicator.code,
                period,
                Outcome.MARKED,
                None,
                side_of(before[-1]) if before else Side((), None),
                side_of(found),
                tuple(sorted(found.sources)),
                f"Chuỗi số liệu gãy tại {each.effective} ({each.event}).",
                f"The series breaks at {each.effective} ({each.event}).",
                subject=each.event,
            )


def _sum(parts: list[Observation]) -> Bounds:
    total = Bounds.point(0)
    for part in parts:
        total = total + (part.bounds or Bounds())
    return total


def check_organization(cells: OrganizationCells) -> Iterator[Check]:
    """Every check of one organization, in the order of the catalog."""
    for indicator in cells.catalog.indicators:
        for period in sorted(cells.periods(indicator.code)):
            for rule in BY_NAME.values():
                yield from rule(cells, indicator, period)
        yield from breaks(cells, indicator)


BY_NAME: dict[str, Callable[[OrganizationCells, Indicator, Period], Iterator[Check]]] = {
    "parts": parts,
    "subsets": subsets,
    "figures": figures,
    "claims": claims,
    "roll_up": roll_up,
}
