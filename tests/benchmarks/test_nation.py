"""The synthetic nation: repeatable, marked, adding up, and loaded as any package is."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from benchmarks.nation.catalog import PARTITIONS
from benchmarks.nation.generating import PACKAGES, generate
from benchmarks.nation.shape import shape_of

FIGURES = 3_000


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation") / "synthetic"
    generate(folder, figures=FIGURES, seed=7)
    return folder


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / PACKAGES / "synthetic-nation" / table).open(
        encoding="utf-8", newline=""
    ) as file:
        return [*csv.DictReader(file)]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes(nation, tmp_path):
    generate(tmp_path / "again", figures=FIGURES, seed=7)
    assert contents(tmp_path / "again") == contents(nation)


def test_another_seed_gives_other_numbers(nation, tmp_path):
    generate(tmp_path / "other", figures=FIGURES, seed=8)
    assert rows(tmp_path / "other", "figures.csv") != rows(nation, "figures.csv")


def test_every_name_says_that_it_is_synthetic(nation):
    descriptor = json.loads(
        (nation / PACKAGES / "synthetic-nation" / "datapackage.json").read_text(encoding="utf-8")
    )
    names = [descriptor["name"], descriptor["title"], descriptor["description"]]
    names += [row["name_en"] for row in rows(nation, "organizations.csv")]
    names += [
        row[column] for row in rows(nation, "sources.csv") for column in ("publisher", "note")
    ]
    assert [name for name in names if "synthetic" not in name.lower()] == []


def test_parts_make_up_their_wholes_where_all_are_exact(nation):
    cells = defaultdict(dict)
    for row in rows(nation, "figures.csv"):
        if row["qualifier"] == "exact" and row["source"] != "synthetic-press":
            cells[row["organization"], row["period"]][row["indicator"]] = int(row["value"])
    compared = [
        (known[whole], sum(known[part] for part in parts))
        for known in cells.values()
        for whole, parts in PARTITIONS.items()
        if {whole, *parts} <= known.keys()
    ]
    assert len(compared) > 100
    assert [pair for pair in compared if pair[0] != pair[1]] == []


def test_the_service_loads_it_and_answers_all_that_the_plan_names(nation, tmp_path):
    publisher = Publisher(Settings(data_dir=tmp_path / "data", seeds_dir=nation / PACKAGES))
    assert publisher.ensure_published()
    plan = json.loads((nation / "plan.json").read_text(encoding="utf-8"))
    reported = {
        (row["organization"], row["indicator"], row["period"])
        for row in rows(nation, "figures.csv")
    }
    named = {
        (organization, indicator, year)
        for codes, kind in (("grassroots", "grassroots_cells"), ("cells", "lowest_cells"))
        for organization in plan[codes]
        for indicator in plan[kind]["indicators"]
        for year in plan[kind]["years"]
    }
    assert named
    assert sorted(named - reported) == []
    assert plan["organizations"] == len(rows(nation, "organizations.csv"))


@pytest.mark.parametrize(("figures", "off"), [(100_000, 0.1), (500_000, 0.05), (5_000_000, 0.03)])
def test_a_shape_is_about_as_large_as_asked_for(figures, off):
    assert abs(shape_of(figures).figures - figures) <= off * figures


def test_the_whole_nation_has_the_organizations_of_the_real_one():
    shape = shape_of(5_000_000)
    assert (shape.provinces, shape.districts, shape.grassroots) == (67, 1_300, 52_000)
    assert shape.cells == pytest.approx(250_000, rel=0.02)
    assert shape_of(30_000_000).figures == pytest.approx(30_000_000, rel=0.05)
