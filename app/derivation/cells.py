"""One observation per cell: reported, computed or rolled up, in the order rule 3 sets."""

from dataclasses import replace
from functools import cached_property

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator
from app.derivation.breaks import Break, first_after
from app.derivation.evidence import Evidence
from app.derivation.figures import Figure, bounds_or_none, preference
from app.derivation.growth import growth
from app.derivation.notices import Refusal, reported_instead
from app.derivation.observations import Observation
from app.derivation.ratios import Computation, compute
from app.values.periods import Period
from app.values.statuses import Derivation, ObservationStatus, first_status


class OrganizationCells:
    """The numbers of one organization, each worked out once, when first asked for."""

    def __init__(self, catalog: Catalog, evidence: Evidence) -> None:
        self.catalog = catalog
        self.evidence = evidence
        self._resolved: dict[tuple[str, Period], Observation | Refusal | None] = {}
        self._periods: dict[str, frozenset[Period]] = {}
        self._after_break: dict[str, frozenset[Period]] = {}

    # Asking

    def observe(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """The published observation, with status B where it is the first after a break."""
        found = self.resolve(indicator, period)
        return self.marked(found) if isinstance(found, Observation) else found

    def marked(self, observation: Observation) -> Observation:
        """The number as it is published: break marks on it and on all it is computed from."""
        statuses = [observation.status]
        if self._carries_break(observation):
            statuses.append(ObservationStatus.BREAK)
        return replace(
            observation,
            status=first_status(*statuses),
            operands=tuple(
                replace(use, observation=self.marked(use.observation))
                for use in observation.operands
            ),
        )

    def resolve(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """The number of a cell before break marks; None where nothing is known of it."""
        cell = (indicator, period)
        if cell not in self._resolved:
            self._resolved[cell] = self._resolve(self.catalog.by_code[indicator], period)
        return self._resolved[cell]

    def report(self, indicator: str, period: Period) -> Observation | None:
        """The preferred printed number, whatever is published for the cell."""
        figures = self.figures(indicator, period)
        return self._reported(self.catalog.by_code[indicator], figures) if figures else None

    def computed(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """What formula or growth gives, whatever is published; None where there is neither."""
        found = self.catalog.by_code[indicator]
        if found.growth is not None:
            return self.growth(indicator, period)
        computation = Computation.of(found)
        return None if computation is None else compute(self, computation, period)

    def growth(
        self, indicator: str, period: Period, *, across_breaks: bool = False
    ) -> Observation | Refusal | None:
        found = self.catalog.by_code[indicator]
        if found.growth is None:
            return None
        return growth(
            self,
            found,
            found.growth,
            period,
            breaks=self.breaks(found.growth.of),
            across_breaks=across_breaks,
        )

    def figures(self, indicator: str, period: Period) -> tuple[Figure, ...]:
        """Printed numbers of the cell, the preferred one first."""
        printed = self.evidence.figures.get((indicator, period), ())
        if len(printed) < 2:
            return tuple(printed)
        found = self.catalog.by_code[indicator]
        counted = self.catalog.counted(found)
        return tuple(
            sorted(
                printed,
                key=lambda each: preference(each, bounds_or_none(each, found, counted=counted)),
            )
        )

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        """Events that part the series, or the series of anything it is computed from."""
        beneath = self.catalog.closure(indicator)
        return tuple(each for each in self.evidence.breaks if each.touches(beneath))

    def periods(self, indicator: str) -> frozenset[Period]:
        """Periods that may have a number: its own, and those of what it is computed from."""
        if indicator not in self._periods:
            own = (self._own_periods.get(code, set()) for code in self.catalog.closure(indicator))
            self._periods[indicator] = frozenset[Period]().union(*own)
        return self._periods[indicator]

    # Working out

    @cached_property
    def _own_periods(self) -> dict[str, set[Period]]:
        periods: dict[str, set[Period]] = {}
        for code, period in (*self.evidence.figures, *self.evidence.roll_ups):
            periods.setdefault(code, set()).add(period)
        return periods

    def _resolve(self, indicator: Indicator, period: Period) -> Observation | Refusal | None:
        figures = self.figures(indicator.code, period)
        suppressed = next((figure for figure in figures if figure.is_suppressed), None)
        if suppressed is not None:
            return self._suppressed(suppressed)
        reported = self._reported(indicator, figures) if figures else None
        if reported is not None and indicator.prefers_report:
            return reported
        computed = self.computed(indicator.code, period)
        if isinstance(computed, Observation):
            return computed
        if reported is not None:
            if computed is None:
                return reported
            return replace(reported, notices=(reported_instead(computed),))
        return self.evidence.roll_ups.get((indicator.code, period)) or computed

    def _reported(self, indicator: Indicator, figures: tuple[Figure, ...]) -> Observation:
        preferred = figures[0]
        return Observation(
            self.evidence.organization,
            indicator.code,
            preferred.period,
            Derivation.REPORTED,
            value=preferred.published_value,
            bounds=preferred.bounds(indicator, counted=self.catalog.counted(indicator)),
            qualifier=None if preferred.is_suppressed else preferred.qualifier,
            status=preferred.status,
            figure=preferred,
        )

    def _suppressed(self, figure: Figure) -> Observation:
        return Observation(
            self.evidence.organization,
            figure.indicator,
            figure.period,
            Derivation.REPORTED,
            value=None,
            bounds=None,
            qualifier=None,
            status=ObservationStatus.SUPPRESSED,
            figure=figure,
        )

    def _carries_break(self, observation: Observation) -> bool:
        """A number is the first after a break itself, or is computed from one that is.

        Growth says of itself whether it crosses a break.
        """
        found = self.catalog.by_code[observation.indicator]
        if found.growth is not None:
            return False
        return observation.period in self._first_after_break(found) or any(
            self._carries_break(use.observation) for use in observation.operands
        )

    def _first_after_break(self, indicator: Indicator) -> frozenset[Period]:
        if not self.evidence.breaks:
            return frozenset()  # Without a look at the whole series.
        if indicator.code not in self._after_break:
            observed = [
                period
                for period in self.periods(indicator.code)
                if isinstance(self.resolve(indicator.code, period), Observation)
            ]
            breaks = [
                each
                for each in self.breaks(indicator.code)
                # A computed series that begins after the break has nothing it could be taken for.
                if is_own_series(indicator)
                or any(period.end < each.effective for period in observed)
            ]
            self._after_break[indicator.code] = first_after(breaks, observed)
        return self._after_break[indicator.code]


def is_own_series(indicator: Indicator) -> bool:
    """Whether breaks part it as a series of reports, not only through what it is computed from."""
    return indicator.prefers_report or (indicator.formula is None and indicator.growth is None)
