"""Writing packages: organizations, sources, events and figures as they come, never all at once."""

import csv
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self, TextIO

from benchmarks.nation.catalog import CERTAIN, ROLLED_UP, SYNTHETIC, SYNTHETIC_VI, catalog_text
from benchmarks.nation.numbers import Numbers

NAME = "synthetic-nation"
# A table of a package holds 5 million rows and 512 MiB at most: more figures go into further ones.
FIGURES_OF_A_PACKAGE = 4_995_000
HEADS = {
    "organizations.csv": "code,level,kind,territorial,parent,name_vi,name_en,valid_from,valid_to,"
    "children_complete,note",
    "sources.csv": "code,authority,origin,publisher,title,url,published,accessed,language,note",
    "events.csv": "code,kind,ordinal,decided,effective,organization,related,breaks,scope,title_vi,"
    "title_en,legal_basis,refers_to,source",
    "vintages.csv": "code,ordinal,title_vi,title_en",
    "figures.csv": "organization,indicator,period,reference_date,as_reported,printed_unit,"
    "decimal_mark,qualifier,value,resolution,source,vintage,period_basis,indicator_basis,note",
}
PRESS = "synthetic-press"
VINTAGES = ("synthetic-first", "synthetic-revised")
QUALIFIED = 0.02
# Of all figures three in a hundred: those that may be missing are about two fifths of them.
MISSING = 0.07
SECOND = 0.01
_LEAST_QUALIFIED = 20


class Packages:
    """The files of the packages while they are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.figures = 0
        self._files = ExitStack()
        self._figures = self._begin()
        first = folder / NAME
        self._tables = {
            file: self._open(first / file, head)
            for file, head in HEADS.items()
            if file != "figures.csv"
        }
        (first / "catalog.toml").write_text(catalog_text(), encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._files.close()

    def row(self, file: str, *cells: object) -> None:
        """A row of a small table."""
        csv.writer(self._tables[file], lineterminator="\n").writerow(cells)

    def report(self, rows: Sequence[str]) -> None:
        """Rows of figures, of one organization: they stay in one package."""
        if self.figures + len(rows) > len(self.names) * FIGURES_OF_A_PACKAGE:
            self._figures = self._begin()
        self._figures.writelines(rows)
        self.figures += len(rows)

    def _begin(self) -> TextIO:
        number = len(self.names) + 1
        name = NAME if number == 1 else f"{NAME}-{number}"
        folder = self.folder / name
        folder.mkdir(parents=True)
        files = ["figures.csv"] if number > 1 else ["catalog.toml", *HEADS]
        descriptor = {
            "name": name,
            "title": f"{SYNTHETIC} | {SYNTHETIC_VI}",
            "description": f"{SYNTHETIC}. Made by benchmarks/nation; no number here was counted.",
            "version": "1",
            "requires": self.names[:1],
            "resources": [{"name": file.split(".")[0], "path": file} for file in files],
        }
        text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        self.names.append(name)
        return self._open(folder / "figures.csv", HEADS["figures.csv"])

    def _open(self, path: Path, head: str) -> TextIO:
        file = self._files.enter_context(path.open("w", encoding="utf-8", newline=""))
        file.write(head + "\n")
        return file


def source_row(
    code: str, title: str, published: str, authority: str = "official"
) -> tuple[str, ...]:
    return (
        code,
        authority,
        "",
        "Synthetic publisher of the benchmark",
        f"{title} ({SYNTHETIC_VI})",
        "no address: made by benchmarks/nation",
        published,
        "2026-01-01",
        "vi",
        SYNTHETIC,
    )


def figure_rows(
    organization: str,
    numbers: Numbers,
    periods: Sequence[tuple[int, str, str]],
    draw: Random,
    *,
    omitted: frozenset[tuple[str, str]] = frozenset(),
) -> Iterable[str]:
    """What an organization reports: some missing, some qualified, some printed twice.

    `periods`: place in the numbers, period and source. `omitted`: cells that it leaves out.
    """
    chance = draw.random
    for code, series in numbers.items():
        may_miss = MISSING if code not in CERTAIN else 0.0
        exact = code in ROLLED_UP
        for place, period, source in periods:
            value = series[place]
            luck = chance()
            if luck < may_miss or (omitted and (code, period) in omitted):
                continue
            cell = f"{organization},{code},{period},,"
            if luck > 1 - QUALIFIED and value >= _LEAST_QUALIFIED and not exact:
                yield f"{cell}{_qualified(value, draw)},{source},,stated,stated,\n"
                continue
            yield f'{cell}{_grouped(value)},units,",",exact,{value},1,{source},,stated,stated,\n'
            if luck > 1 - QUALIFIED - SECOND and not exact:
                # Two in three contradict the first.
                other = value + draw.choice((0, 1 + value // 40, 2 + value // 20))
                yield (
                    f'{cell}{_grouped(other)},units,",",exact,{other},1,{PRESS},,stated,stated,\n'
                )


def _qualified(value: int, draw: Random) -> str:
    """A true print of the number in words that limit it, with the columns up to the resolution."""
    step = 100 if value >= 1_000 else 10
    below = (value - 1) // step * step
    word, qualifier, printed = draw.choice(
        (
            ("gần", "nearly", below + step + (value % step == 0) * step),
            ("hơn", "over", below),
            ("khoảng", "about", (value + step // 2) // step * step),
            ("dưới", "below", below + step + (value % step == 0) * step),
            ("ít nhất", "at_least", value // step * step),
        )
    )
    return f'{word} {_grouped(printed)},units,",",{qualifier},{printed},{step}'


def _grouped(value: int) -> str:
    return str(value) if value < 1_000 else f"{value:,}".replace(",", ".")
