"""One organization between those below it and the one above: its sums, its numbers, its checks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from app.catalog.indicators import Indicator, IndicatorKind
from app.derivation import rules
from app.derivation.breaks import Break
from app.derivation.cells import OrganizationCells
from app.derivation.checks import Check
from app.derivation.evidence import Evidence
from app.derivation.observations import Beneath, Observation
from app.derivation.passing import PassedCheck, passing_checks
from app.derivation.plain import PlainCatalog, PlainIndicator
from app.derivation.points import (
    Cell,
    General,
    Given,
    Part,
    Partial,
    PlainNumber,
    Points,
    Whole,
)
from app.derivation.printed import Named, Printed, period_of
from app.derivation.rollup import roll_up
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.scaled import VALUE_LIMIT
from app.values.statuses import Derivation, ObservationStatus


@dataclass(slots=True)
class Below:
    """What the organizations directly below a parent hand up: whole numbers, and all others."""

    children: list[Evidence] = field(default_factory=list)
    wholes: dict[Cell, list[Part]] = field(default_factory=dict)
    others: dict[Cell, dict[str, Observation]] = field(default_factory=dict)

    def take(self, more: "Below") -> None:
        """What further organizations below the same parent hand up."""
        self.children.extend(more.children)
        for cell, parts in more.wholes.items():
            self.wholes.setdefault(cell, []).extend(parts)
        for cell, numbers in more.others.items():
            self.others.setdefault(cell, {}).update(numbers)


class Organization:
    """One organization of the tree while it is derived."""

    def __init__(
        self,
        plain: PlainCatalog,
        code: str,
        printed: Printed,
        below: Below,
        *,
        valid: tuple[date | None, date | None],
        breaks: tuple[Break, ...],
        all_listed: bool,
    ) -> None:
        self._plain = plain
        self._code = code
        self._printed = printed
        self._below = below
        self._breaks = breaks
        self._all_listed = all_listed
        self.existence = Evidence(code, {}, valid_from=valid[0], valid_to=valid[1])
        self._valid_children: dict[tuple[bool, int], list[str] | None] = {}
        self.points = self._points()

    # What it is derived from

    def _points(self) -> Points:
        sums: dict[Cell, Whole] = {}
        partial: dict[Cell, Partial] = {}
        others = set(self._below.others)
        for cell, parts in self._below.wholes.items():
            if cell in others:
                continue
            found = self._summed(cell, parts)
            if isinstance(found, Whole):
                sums[cell] = found
            elif isinstance(found, Partial):
                partial[cell] = found
            elif found is not None:
                others.add(cell)
        points = self._printed.points
        others.update(cell for cell in self._printed.figures if cell not in points)
        suppressed = self._printed.suppressed
        if self._breaks:
            others.update(self._printed.figures, sums, partial)
            suppressed = ()
        given = Given(points, sums, partial, others, self._printed.several, suppressed)
        return Points(self._plain, given, self._exists)

    def _exists(self, indicator: PlainIndicator, period: int) -> bool:
        existence = self.existence
        if existence.valid_from is None and existence.valid_to is None:
            return True
        if indicator.is_average:
            return existence.exists_within(period_of(period))
        return existence.exists_on(period_of(period).end)

    def _summed(self, cell: Cell, parts: list[Part]) -> Whole | Partial | General | None:
        indicator = self._plain.indicators[cell[0]]
        valid = self._valid(indicator.indicator, cell[1])
        if valid is not None:
            parts = [part for part in parts if part.organization in valid]
        if not parts:
            return None
        children = len(self._below.children) if valid is None else len(valid)
        reported = self._reported_subordinates(cell[1])
        total = max(children, reported or 0)
        value = sum(part.value for part in parts)
        complete = (self._all_listed or reported == children) and len(parts) == total
        if value >= VALUE_LIMIT or indicator.lower != (0, 1) or indicator.upper is not None:
            return _GENERAL
        if not complete:
            # At least 0 says nothing that the domain does not say.
            return Partial(tuple(sorted(parts, key=_ORGANIZATION)), total) if value else None
        return Whole(
            value,
            Derivation.ROLLED_UP,
            frozenset[str]().union(*{part.sources for part in parts}),
            frozenset[str | None]().union(*{part.vintages for part in parts}),
            parts=tuple(sorted(parts, key=_ORGANIZATION)),
        )

    def _valid(self, indicator: Indicator, period: int) -> list[str] | None:
        """Children valid in the period; None where all are."""
        key = (indicator.kind is IndicatorKind.STOCK, period)
        if key not in self._valid_children:
            found = [
                child.organization
                for child in self._below.children
                if _is_valid(indicator, period_of(period), child)
            ]
            same = len(found) == len(self._below.children)
            self._valid_children[key] = None if same else found
        return self._valid_children[key]

    def _reported_subordinates(self, period: int) -> int | None:
        """How many are directly below, as reported for the period; None if not exactly."""
        number = self._plain.direct_subordinates
        if number is None or (number, period) not in self._printed.figures:
            return None
        point = self._printed.points.get((number, period))
        if point is not None:
            return point.value
        code = self._plain.indicators[number].indicator.code
        found = self._figures_alone.report(code, period_of(period))
        if found is None or found.bounds is None or not found.bounds.is_point:
            return None
        return None if found.value is None else int(found.value)

    @cached_property
    def _figures_alone(self) -> OrganizationCells:
        figures = Named(self._plain, self._printed.figures, self._printed.figures.__getitem__)
        return OrganizationCells(self._plain.catalog, Evidence(self._code, figures))

    @cached_property
    def cells(self) -> OrganizationCells:
        """All its numbers, by the general rules."""
        evidence = Evidence(
            self._code,
            Named(self._plain, self._printed.figures, self._printed.figures.__getitem__),
            Named(self._plain, {**self._below.wholes, **self._below.others}, self._rolled),
            self._breaks,
            self.existence.valid_from,
            self.existence.valid_to,
        )
        return OrganizationCells(self._plain.catalog, evidence)

    def _rolled(self, cell: Cell) -> Observation:
        """The sum of what is below. Raises KeyError where it says nothing."""
        indicator = self._plain.indicators[cell[0]].indicator
        period = period_of(cell[1])
        numbers = dict(self._below.others.get(cell, {}))
        for part in self._below.wholes.get(cell, ()):
            numbers[part.organization] = _observed(part, indicator, period)
        valid = self._valid(indicator, cell[1])
        codes = sorted(numbers if valid is None else numbers.keys() & set(valid))
        children = len(self._below.children) if valid is None else len(valid)
        reported = self._reported_subordinates(cell[1])
        rolled = roll_up(
            self._code,
            indicator,
            period,
            [numbers[code] for code in codes],
            total=max(children, reported or 0),
            all_listed=self._all_listed or reported == children,
        )
        if rolled is None or not codes:
            raise KeyError(cell)
        return rolled

    # What comes of it

    def observations(self, above: Below) -> Iterator[Observation | PlainNumber]:
        """Its observations in the order of catalog and time; what is summed is handed up."""
        points = self.points
        above.children.append(self.existence)
        for number, indicator in self._plain.indicators.items():
            for period in points.periods[number]:
                found: Observation | PlainNumber | General | None
                found = points.published(indicator, period)
                if isinstance(found, General):
                    found = self._observed(indicator, period)
                if found is not None:
                    if indicator.is_summed:
                        self._hand_up(above, (number, period), found)
                    yield found

    def _observed(self, indicator: PlainIndicator, period: int) -> Observation | None:
        found = self.cells.observe(indicator.indicator.code, period_of(period))
        return found if isinstance(found, Observation) else None

    def _hand_up(self, above: Below, cell: Cell, found: Observation | PlainNumber) -> None:
        whole = self.points.number(cell)
        if isinstance(whole, Whole):
            part = Part(self._code, whole.value, whole.sources, whole.vintages)
            above.wholes.setdefault(cell, []).append(part)
            return
        if isinstance(found, PlainNumber):
            general = self._observed(self._plain.indicators[cell[0]], cell[1])
        else:
            general = found
        if general is not None and general.is_operand:
            above.others.setdefault(cell, {})[self._code] = general.handed_up()

    def checks(self) -> Iterator[Check | PassedCheck]:
        """Every check, in the order of the catalog."""
        figures, others = self.points.figures, self.points.others
        for number, indicator in self._plain.indicators.items():
            for period in self.points.periods[number]:
                cell = (number, period)
                if not indicator.wholes and cell not in figures and cell not in others:
                    continue  # Nothing is printed there, or summed of other than whole numbers.
                for found in passing_checks(self.points, indicator, period):
                    if isinstance(found, PassedCheck):
                        yield found
                    else:
                        rule = rules.BY_NAME[found]
                        yield from rule(self.cells, indicator.indicator, period_of(period))
            if self._breaks:
                yield from rules.breaks(self.cells, indicator.indicator)


_GENERAL = General()
_ORGANIZATION = attrgetter("organization")


def _observed(part: Part, indicator: Indicator, period: Period) -> Observation:
    """A whole number that was handed up, as the general rules take it."""
    return Observation(
        part.organization,
        indicator.code,
        period,
        Derivation.REPORTED,
        value=Fraction(part.value),
        bounds=Bounds.point(part.value),
        qualifier=Qualifier.EXACT,
        status=ObservationStatus.NORMAL,
        told=Beneath(part.sources, part.vintages, inferred=False),
    )


def _is_valid(indicator: Indicator, period: Period, child: Evidence) -> bool:
    """A stock counts who exists on its day, a flow or average who exists throughout."""
    if indicator.kind is IndicatorKind.STOCK:
        return child.exists_on(period.end)
    return child.exists_throughout(period)
