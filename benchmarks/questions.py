"""What is asked: each question with our address, and the peers' addresses for the same answer.

The peers' SQL stands in peers/datasette.yaml, the textbook's routes in peers/textbook.py.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote_plus

from benchmarks.nation.catalog import RATIOS
from benchmarks.nation.plan import PLAN
from benchmarks.nation.tree import NATION

# Ratios whose operands no organization of their level leaves out.
PLAIN_RATIOS = ("members_women_share", "villages_with_own_cell_share", "admission_rate")
RANKED_RATIOS = ("members_women_share", "members_per_cell", "admission_rate")
RANKED = ("members", "members_women", "grassroots_cells", "members_admitted")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one address is about."""

    organization: str
    indicator: str
    period: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan that the generator left, as addresses are drawn from it."""

    known: dict[str, Any]

    @classmethod
    def read(cls, nation: Path) -> "Plan":
        return cls(json.loads((nation / PLAN).read_text(encoding="utf-8")))

    def any_cell(self, draw: Random) -> Cell:
        """One of the three lowest levels: half of them of the grassroots."""
        kind, cells = draw.choice(
            (
                ("grassroots", "grassroots_cells"),
                ("grassroots", "grassroots_cells"),
                ("cells", "lowest_cells"),
                ("districts", "upper"),
            )
        )
        return self._cell(draw, kind, cells)

    def grassroots(self, draw: Random) -> Cell:
        return self._cell(draw, "grassroots", "grassroots_cells")

    def district(self, draw: Random) -> Cell:
        return self._cell(draw, "districts", "upper")

    def ratio(self, draw: Random) -> Cell:
        cell = self._cell(draw, "districts", "upper")
        return Cell(cell.organization, draw.choice(PLAIN_RATIOS), cell.period)

    def parent_of_many(self, draw: Random) -> Cell:
        return Cell(draw.choice(self.known["large"] or [NATION]), "", "")

    def rolled_up(self, draw: Random) -> Cell:
        cell = self._cell(draw, "provinces", "upper")
        return Cell(cell.organization, draw.choice(self.known["rolled_up"]), cell.period)

    def rolled_up_nation(self, draw: Random) -> Cell:
        return Cell(NATION, *self._rolled_up(draw))

    def ranking(self, draw: Random) -> Cell:
        return Cell("", draw.choice(RANKED), draw.choice(self.known["upper"]["years"]))

    def ratio_ranking(self, draw: Random) -> Cell:
        years = self.known["grassroots_cells"]["years"]
        return Cell("", draw.choice(RANKED_RATIOS), draw.choice(years))

    def _rolled_up(self, draw: Random) -> tuple[str, str]:
        return draw.choice(self.known["rolled_up"]), draw.choice(self.known["upper"]["years"])

    def _cell(self, draw: Random, kind: str, cells: str) -> Cell:
        known = self.known[cells]
        return Cell(
            draw.choice(self.known[kind]),
            draw.choice(known["indicators"]),
            draw.choice(known["years"]),
        )


Address = Callable[[Cell], str]


@dataclass(frozen=True, slots=True)
class Question:
    """`cell` draws what it is about; an address of None: that peer is not asked."""

    name: str
    title: str
    cell: Callable[[Plan, Random], Cell]
    ours: Address
    datasette: Address | None = None
    textbook: Address | None = None
    roapi: Address | None = None

    def paths(self, contestant: str, plan: Plan, *, seed: int, count: int) -> list[str]:
        """Distinct addresses, as far as there are so many."""
        address: Address = getattr(self, contestant)
        draw = Random(seed)
        cells = dict.fromkeys(self.cell(plan, draw) for _ in range(count))
        return [*dict.fromkeys(map(address, cells))]


def canned(name: str) -> Address:
    """The address of one of Datasette's queries; each takes what it needs."""
    return lambda cell: (
        f"/peers/{name}.json?_shape=array&organization={cell.organization}"
        f"&indicator={cell.indicator}&period={cell.period}"
    )


def _ratio_of(cell: Cell) -> str:
    """The two indicators and the factor, as Datasette's user would write them into the address."""
    formula = RATIOS[cell.indicator][1].split(" ")
    factor = formula[4] if len(formula) > 3 else "1"
    return f"&numerator={formula[0]}&denominator={formula[2]}&factor={factor}"


def canned_ratio(name: str) -> Address:
    plain = canned(name)
    return lambda cell: plain(cell) + _ratio_of(cell)


def _roapi_sql(cell: Cell) -> str:
    """ROAPI's filters take one column each, and answer from a table that is joined already."""
    return (
        "/api/tables/observation?columns=organization,organization_vi,organization_en,indicator,"
        "indicator_vi,indicator_en,period,value,lower,upper,qualifier,as_reported,source,title,url"
        + "".join(
            f"&filter[{name}]={quote_plus(repr(value))}"
            for name, value in (
                ("organization", cell.organization),
                ("indicator", cell.indicator),
                ("period", cell.period),
            )
        )
    )


QUESTIONS: Sequence[Question] = (
    Question(
        "one-observation",
        "one observation with labels and source",
        Plan.any_cell,
        lambda c: (
            f"/v1/observations?organization={c.organization}&indicator={c.indicator}"
            f"&period={c.period}&labels=true"
        ),
        canned("one_observation"),
        lambda c: f"/observations/{c.organization}/{c.indicator}/{c.period}",
        _roapi_sql,
    ),
    Question(
        "full-lineage",
        "one observation with its whole lineage",
        Plan.any_cell,
        lambda c: f"/v1/observations/{c.organization}.{c.indicator}.{c.period}",
    ),
    Question(
        "profile",
        "profile: 20 indicators with ratios",
        Plan.district,
        lambda c: f"/v1/organizations/{c.organization}/profile?period={c.period}",
        canned("profile"),
    ),
    Question(
        "series",
        "series of one indicator",
        Plan.district,
        lambda c: f"/v1/observations?organization={c.organization}&indicator={c.indicator}",
        canned("series"),
    ),
    Question(
        "ratio",
        "ratio with lineage",
        Plan.ratio,
        lambda c: f"/v1/ratios/{c.indicator}?organization={c.organization}&period={c.period}",
        canned_ratio("ratio"),
    ),
    Question(
        "children",
        "page of 100 children",
        Plan.parent_of_many,
        lambda c: f"/v1/organizations/{c.organization}/children?limit=100",
        canned("children"),
    ),
    Question(
        "province-roll-up",
        "roll-up of a province",
        Plan.rolled_up,
        lambda c: (
            f"/v1/observations?organization={c.organization}&indicator={c.indicator}"
            f"&period={c.period}&labels=true"
        ),
        canned("province_roll_up"),
    ),
    Question(
        "nation-roll-up",
        "roll-up of the nation",
        Plan.rolled_up_nation,
        lambda c: (
            f"/v1/observations?organization={c.organization}&indicator={c.indicator}"
            f"&period={c.period}&labels=true"
        ),
        canned("nation_roll_up"),
    ),
    Question(
        "ranking",
        "ranking of the provinces",
        Plan.ranking,
        lambda c: (
            f"/v1/rankings?indicator={c.indicator}&level=provincial&period={c.period}&limit=67"
        ),
        canned("ranking"),
    ),
    Question(
        "top-fifty",
        "top 50 of the grassroots by a ratio",
        Plan.ratio_ranking,
        lambda c: (
            f"/v1/rankings?indicator={c.indicator}&level=grassroots&period={c.period}&limit=50"
        ),
        canned_ratio("top_fifty"),
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}
