"""A synthetic nation on disk: packages in one folder, and beside it the plan of what is there."""

from pathlib import Path

from benchmarks.nation.plan import Plan
from benchmarks.nation.shape import shape_of
from benchmarks.nation.tree import Nation
from benchmarks.nation.writing import Packages

PACKAGES = "packages"


def generate(folder: Path, *, figures: int, seed: int) -> int:
    """Write `folder`/packages and `folder`/plan.json; how many figures that are.

    Raises ValueError for a size out of range, FileExistsError where the folder is there already.
    """
    shape = shape_of(figures)
    folder.mkdir(parents=True)
    plan = Plan(shape)
    with Packages(folder / PACKAGES) as packages:
        Nation(shape, seed, packages, plan).write()
    plan.write(folder, seed=seed, figures=packages.figures, packages=packages.names)
    return packages.figures
