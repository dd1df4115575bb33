"""The organizations of the synthetic nation, from the nation down, each with what it reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.nation.catalog import COMPUTED, COUNTS, LEVELS, ROLLED_UP
from benchmarks.nation.numbers import Numbers, national_numbers, shared_out
from benchmarks.nation.plan import Plan
from benchmarks.nation.shape import PERIODS, YEARS, Shape, apportioned
from benchmarks.nation.writing import (
    PRESS,
    VINTAGES,
    Packages,
    figure_rows,
    source_row,
)

NATION = "synthetic"
# Children of a few large organizations, so that there are pages of a hundred at any size.
LARGE = 120
LARGE_ONES = 20
_PROVINCE_MERGED, _DISTRICT_MERGED = 2018, 2020
_HALVES = tuple(range(len(YEARS), len(PERIODS)))
_CODES = tuple(count.code for count in COUNTS)
_HALF_YEAR_CODES = ("members", "members_women", "subordinate_cells")


@dataclass(slots=True)
class Nation:
    """Writes one nation: `children` are numbers of organizations by level, below each other."""

    shape: Shape
    seed: int
    packages: Packages
    plan: Plan
    _district_counts: list[int] = field(default_factory=list)
    _grassroots_counts: list[int] = field(default_factory=list)
    _cell_counts: Iterator[int] = field(default_factory=lambda: iter(()))

    def write(self) -> None:
        draw = Random(f"{self.seed}/nation")
        self._count_organizations(draw)
        self.packages.row("sources.csv", *source_row(PRESS, "Press", "2026", "press"))
        for ordinal, vintage in enumerate(VINTAGES, 1):
            self.packages.row("vintages.csv", vintage, ordinal, "Giả lập", "Synthetic")
        numbers = national_numbers(self.shape.scale)
        self._organization(NATION, 0, "", "")
        self._report(NATION, numbers, self._periods(NATION), draw, omitted=_not_reported())
        weights = [draw.randint(400, 1_600) for _ in range(self.shape.provinces)]
        for number, part in enumerate(shared_out(numbers, _CODES, weights, draw), 1):
            self._province(f"p{number:02}", number, part)

    def _count_organizations(self, draw: Random) -> None:
        shape = self.shape
        weights = [draw.randint(700, 1_300) for _ in range(shape.provinces)]
        spare = shape.districts - shape.provinces
        self._district_counts = [1 + more for more in apportioned(spare, weights)]
        self._grassroots_counts = _skewed(shape.districts, shape.grassroots, draw)
        self._cell_counts = iter(
            apportioned(shape.cells, [draw.randint(300, 1_700) for _ in range(shape.grassroots)])
        )

    def _province(self, code: str, number: int, numbers: Numbers) -> None:
        draw = Random(f"{self.seed}/{code}")
        merged = number % 11 == 0
        begins = _PROVINCE_MERGED if merged else YEARS[0]
        self._organization(code, 1, NATION, f"{begins}-01-01" if merged else "")
        sources = self._periods(code, begins)
        if merged:
            self._merger(code, 1, NATION, begins=begins, numbers=numbers, draw=draw)
        self._report(code, numbers, sources, draw, omitted=_not_reported(draw))
        halves = {name: numbers[name] for name in _HALF_YEAR_CODES}
        periods = [(place, PERIODS[place], sources[-1][2]) for place in _HALVES]
        self._report(code, halves, periods, draw)
        self._revise(code, numbers, draw)
        if not merged:
            self.plan.provinces.append(code)
        weights = [draw.randint(400, 1_600) for _ in range(self._district_counts[number - 1])]
        for place, part in enumerate(shared_out(numbers, _CODES, weights, draw), 1):
            self._district(f"{code}-d{place:02}", code, begins, part, draw)

    def _district(
        self, code: str, parent: str, begins: int, numbers: Numbers, draw: Random
    ) -> None:
        merged = begins == YEARS[0] and draw.random() < 0.05
        first = _DISTRICT_MERGED if merged else begins
        self._organization(code, 2, parent, f"{first}-01-01" if first > YEARS[0] else "")
        if merged:
            self._merger(code, 2, parent, begins=first, numbers=numbers, draw=draw)
        periods = self._periods(parent, first)
        self._report(code, numbers, periods, draw, omitted=_left_to_compute(periods, draw))
        children = self._grassroots_counts.pop(0)
        if not merged and begins == YEARS[0]:
            self.plan.districts.append(code)
        if children >= 100:
            self.plan.large.append(code)
        names = _CODES[: self.shape.grassroots_counts]
        years = self.shape.grassroots_years
        recent = {name: numbers[name][len(YEARS) - years : len(YEARS)] for name in names}
        weights = [draw.randint(400, 1_600) for _ in range(children)]
        shared = periods[-years:]
        places = range(years - len(shared), years)
        below = [
            (at, period, source) for at, (_, period, source) in zip(places, shared, strict=True)
        ]
        valid_from = f"{first}-01-01" if first > YEARS[0] else ""
        for place, part in enumerate(shared_out(recent, names, weights, draw), 1):
            self._grassroots(
                f"{code}-g{place:03}", code, part, below, draw=draw, valid_from=valid_from
            )

    def _grassroots(
        self,
        code: str,
        parent: str,
        numbers: Numbers,
        periods: Sequence[tuple[int, str, str]],
        *,
        draw: Random,
        valid_from: str,
    ) -> None:
        self._organization(code, 3, parent, valid_from)
        self._report(code, numbers, periods, draw)
        if not valid_from:
            self.plan.saw_grassroots(code)
        children = next(self._cell_counts)
        if not children:
            return
        names = _CODES[: self.shape.cell_counts]
        years = self.shape.cell_years
        recent = {name: numbers[name][-years:] for name in names}
        below = [(at, year, source) for at, (_, year, source) in enumerate(periods[-years:])]
        weights = [draw.randint(400, 1_600) for _ in range(children)]
        for place, part in enumerate(shared_out(recent, names, weights, draw), 1):
            cell = f"{code}-c{place}"
            self._organization(cell, 4, code, valid_from)
            self._report(cell, part, below, draw)
            if not valid_from:
                self.plan.saw_cell(cell)

    def _merger(
        self, code: str, level: int, parent: str, *, begins: int, numbers: Numbers, draw: Random
    ) -> None:
        """Two organizations that ended, what they reported, and the event that joined them."""
        former = [f"{code}-former-{name}" for name in ("a", "b")]
        sources = self._periods(code if level == 1 else parent)
        periods = [each for each in sources if int(each[1]) < begins]
        for name, part in zip(former, shared_out(numbers, _CODES, (1, 1), draw), strict=True):
            self._organization(name, level, parent, "", f"{begins - 1}-12-31")
            self._report(name, part, periods, draw)
        self.packages.row(
            "events.csv",
            *(f"merger-{code}", "merger", "", "", f"{begins}-01-01", code, ";".join(former), "*"),
            *("organization", f"Sáp nhập giả lập {code}", f"Synthetic merger {code}", "", ""),
            periods[-1][2],
        )

    def _organization(
        self, code: str, level: int, parent: str, valid_from: str, valid_to: str = ""
    ) -> None:
        ended = bool(valid_to)
        self.packages.row(
            "organizations.csv",
            *(code, LEVELS[level], "party_organization" if level else "party", "yes", parent),
            *(f"Tổ chức giả lập {code}", f"Synthetic organization {code}", valid_from, valid_to),
            *("no" if ended or level == len(LEVELS) - 1 else "yes", "Synthetic"),
        )
        self.plan.organizations += 1

    def _report(
        self,
        code: str,
        numbers: Numbers,
        periods: Sequence[tuple[int, str, str]],
        draw: Random,
        omitted: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.packages.report([*figure_rows(code, numbers, periods, draw, omitted=omitted)])

    def _revise(self, code: str, numbers: Numbers, draw: Random) -> None:
        """Average populations of two years, as first published: another vintage, another source."""
        for place in (8, 9):
            value = numbers["population"][place] + draw.randint(1, 900)
            text = f"{value:,}".replace(",", ".")
            self.packages.report(
                [
                    f'{code},population,{PERIODS[place]},,{text},units,",",exact,{value},1,'
                    f"{PRESS},{VINTAGES[0]},stated,stated,\n"
                ]
            )

    def _periods(self, code: str, begins: int = YEARS[0]) -> list[tuple[int, str, str]]:
        """Years from one on, each with the source that the organization prints them in."""
        sources = [(year, f"synthetic-{code}-{year}") for year in YEARS]
        if code not in self.plan.printed:
            self.plan.printed.add(code)
            for year, source in sources:
                row = source_row(source, f"Annual report {year} of {code}", f"{year + 1}-01-15")
                self.packages.row("sources.csv", *row)
        return [(year - YEARS[0], str(year), name) for year, name in sources if year >= begins]


def _skewed(districts: int, grassroots: int, draw: Random) -> list[int]:
    """Organizations below each of them: a few have over a hundred, wherever there are enough."""
    large = min(LARGE_ONES, districts // 4, grassroots // (3 * LARGE))
    spare = grassroots - large * LARGE
    weights = [draw.randint(600, 1_400) for _ in range(districts - large)]
    counts = apportioned(spare, weights)
    for number in range(large):
        counts.insert(number * districts // large, LARGE)
    return counts


def _not_reported(draw: Random | None = None) -> frozenset[tuple[str, str]]:
    """What nation and provinces leave to be rolled up, and wholes that some leave out."""
    omitted = {(code, str(year)) for code in ROLLED_UP for year in YEARS}
    if draw is not None:
        omitted |= {(code, str(year)) for code in COMPUTED for year in draw.sample(YEARS, 2)}
    return frozenset(omitted)


def _left_to_compute(
    periods: Sequence[tuple[int, str, str]], draw: Random
) -> frozenset[tuple[str, str]]:
    return frozenset(
        (code, period) for code in COMPUTED for _, period, _ in periods if draw.random() < 0.3
    )
