"""What may be wrong with a figure that is a right line: its domain, its unit, its dates."""

from collections.abc import Iterator

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator, IndicatorKind
from app.derivation.figures import DomainError
from app.publication.figures import Figures, Known
from app.publication.lines import FigureLine
from app.publication.problems import Problem
from app.publication.staging import FigureLines
from app.publication.tables import Located
from app.values.bounds import EmptyBoundsError
from app.values.periods import Period
from app.values.printed import PrintedUnit

# One row of the least and one of the greatest value of all that are alike but for it: where these
# two are right, so are those between. `max` brings the other columns of its row.
_EXTREMES = """
SELECT row FROM (SELECT row, min(value) FROM line WHERE plain GROUP BY indicator, shape)
UNION SELECT row FROM (SELECT row, max(value) FROM line WHERE plain GROUP BY indicator, shape)
UNION SELECT min(row) FROM line WHERE plain AND reference_date IS NOT NULL
GROUP BY indicator, period, reference_date
"""
_SOME = "SELECT * FROM line WHERE row IN ({}) ORDER BY row"


def figure_problems(figures: Figures, catalog: Catalog) -> Iterator[Problem]:
    """All faults, in the order the figures were read."""
    for table in figures.tables:
        checks = _Checks(figures.known, catalog)
        statement = "SELECT * FROM line WHERE NOT plain ORDER BY row"
        if any(checks.problems(located) for located in table.chosen(_SOME.format(_EXTREMES))):
            statement = "SELECT * FROM line ORDER BY row"
        yield from checks.all_of(table, statement)


class _Checks:
    def __init__(self, known: Known, catalog: Catalog) -> None:
        self._known = known
        self._catalog = catalog

    def all_of(self, table: FigureLines, statement: str) -> Iterator[Problem]:
        for located in table.chosen(statement):
            yield from self.problems(located)

    def problems(self, located: Located[FigureLine]) -> list[Problem]:
        line = located.line
        indicator = self._catalog.by_code[line.indicator]
        counted = self._catalog.counted(indicator)
        found: list[Problem] = []
        try:
            self._known.figure(line).bounds(indicator, counted=counted)
        except (DomainError, EmptyBoundsError) as error:
            found.append(located.problem("value", line.as_reported, str(error)))
        if line.printed_unit is PrintedUnit.PERCENT and counted:
            expected = f"a unit to count {indicator.unit} in"
            found.append(located.problem("printed_unit", line.printed_unit.value, expected))
        found.extend(_date_problems(located, indicator))
        return found


def _date_problems(located: Located[FigureLine], indicator: Indicator) -> Iterator[Problem]:
    """A reference date lies in its period; a year of a stock is its last day (design, rule 5)."""
    line = located.line
    if line.reference_date is None:
        return
    reference = Period.parse(line.reference_date)
    if not line.period.covers(reference):
        yield located.problem("reference_date", line.reference_date, f"a date within {line.period}")
        return
    year_end = indicator.kind is IndicatorKind.STOCK and not indicator.dated_by_source
    if year_end and line.period.is_annual and reference.end != line.period.end:
        expected = "31 December, or a period coded by half, quarter, month or day"
        yield located.problem("reference_date", line.reference_date, expected)
