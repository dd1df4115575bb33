"""One number as one source printed it, with the bounds its print allows."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.catalog.indicators import Indicator
from app.values.bounds import Bounds, EmptyBoundsError
from app.values.codes import CellKey, FigureKey
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedUnit
from app.values.qualifiers import Qualifier, bounds_of, ordinary_reading
from app.values.statuses import Authority, Basis, ObservationStatus


class DomainError(ValueError):
    """The print allows no number that the indicator's domain allows."""


@dataclass(frozen=True, slots=True)
class Source:
    """What of a publication bears on choosing; `published` may be a year or a month."""

    code: str
    authority: Authority
    published: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a package, values in base units.

    `upper_value` is the second number of `between`. `resolution` is 0 for a true point.
    A suppressed figure has lost value, print and bounds (design, rule 11).
    """

    organization: str
    indicator: str
    period: Period
    source: Source
    as_reported: str | None
    printed_unit: PrintedUnit
    decimal_mark: DecimalMark
    qualifier: Qualifier
    value: Fraction | None
    resolution: Fraction
    upper_value: Fraction | None = None
    reference_date: str | None = None
    vintage: str | None = None
    vintage_ordinal: int = 0
    period_basis: Basis = Basis.STATED
    indicator_basis: Basis = Basis.STATED
    status: ObservationStatus = ObservationStatus.NORMAL
    preferred: bool = False
    note: str | None = None

    @property
    def key(self) -> FigureKey:
        return FigureKey(CellKey(self.organization, self.indicator, self.period), self.source.code)

    @property
    def is_inferred(self) -> bool:
        """Whether its period or its indicator is our reading, not the source's word."""
        return Basis.INFERRED in {self.period_basis, self.indicator_basis}

    @property
    def is_suppressed(self) -> bool:
        return self.status is ObservationStatus.SUPPRESSED

    @property
    def published_value(self) -> Fraction | None:
        """The printed number; none for `between`, which prints two."""
        return None if self.qualifier is Qualifier.BETWEEN else self.value

    def bounds(self, indicator: Indicator, *, counted: bool) -> Bounds | None:
        """Every number the print allows, cut to the domain; None when suppressed.

        `counted`: the unit is a whole thing, so an exact print in units is a point. Raises
        DomainError when nothing is left.
        """
        if self.value is None:
            return None
        is_point = counted and self.printed_unit is PrintedUnit.UNITS
        return self._cut(
            bounds_of(
                self.qualifier,
                self.value,
                upper_value=self.upper_value,
                resolution=Fraction(0) if is_point else self.resolution,
            ),
            indicator,
        )

    def reading(self, indicator: Indicator, *, counted: bool) -> Bounds | None:
        """What a reader takes it to mean, for grading verdicts; None when suppressed."""
        bounds = self.bounds(indicator, counted=counted)
        if bounds is None or self.value is None or bounds.is_point:
            return bounds
        ordinary = ordinary_reading(self.qualifier, self.value, unit=self.resolution, bounds=bounds)
        return bounds.intersection(ordinary) or bounds

    def _cut(self, bounds: Bounds, indicator: Indicator) -> Bounds:
        inside = bounds.intersection(indicator.domain.bounds)
        if inside is None:
            raise DomainError(f"{self.as_reported} lies outside the domain of {indicator.code}")
        return inside

    def suppressed(self) -> "Figure":
        """The same figure with all that tells its number taken away."""
        return replace(
            self,
            value=None,
            upper_value=None,
            as_reported=None,
            note=None,
            status=ObservationStatus.SUPPRESSED,
        )


def reference_day(figure: Figure) -> date:
    """The day the number is of: the printed one, else the last of its period."""
    text = figure.reference_date
    return Period.parse(text).end if text else figure.period.end


def preference(figure: Figure, bounds: Bounds | None) -> tuple[object, ...]:
    """Sort key: the least is the preferred figure of its cell (design, rule 3).

    Explicit mark; stated before inferred; exact before qualified; later vintage; higher authority;
    narrower bounds; later publication, undated last; source code.
    """
    return (
        not figure.preferred,
        figure.is_inferred,
        figure.qualifier is not Qualifier.EXACT,
        -figure.vintage_ordinal,
        list(Authority).index(figure.source.authority),
        *_narrowest_first(bounds),
        *_latest_first(figure.source.published),
        figure.source.code,
    )


def _narrowest_first(bounds: Bounds | None) -> tuple[int, Fraction]:
    """By width; then those limited on one side, the further in first; then those not at all."""
    if bounds is None:
        return 2, Fraction(0)
    if bounds.width is not None:
        return 0, bounds.width
    if bounds.lower is not None:
        return 1, -bounds.lower
    return (2, Fraction(0)) if bounds.upper is None else (1, bounds.upper)


def _latest_first(published: str | None) -> tuple[bool, int]:
    """A date as known (2023, 2023-01 or 2023-01-05) so that later sorts first, undated last."""
    if not published:
        return True, 0
    year, month, day = (*published.split("-"), "00", "00")[:3]
    return False, -(int(year) * 10_000 + int(month) * 100 + int(day))


def bounds_or_none(figure: Figure, indicator: Indicator, *, counted: bool) -> Bounds | None:
    """Bounds for sorting alone, where a print outside its domain is reported elsewhere."""
    try:
        return figure.bounds(indicator, counted=counted)
    except (DomainError, EmptyBoundsError):
        return None
