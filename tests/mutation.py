"""Proof that the tests would notice: `python -m tests.mutation [NAME…]`.

Applies each mutant of `mutants.md` to a copy of the tree, runs the tests it names there and says
whether they killed it. Ends with 1 when one survives, or no longer fits the code.
"""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "mutants.md"
COLUMNS = 5
SECONDS_MAX = 180
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "data", "dist", "node_modules")
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider")
PASSED, FAILED, BROKE_OFF = 0, 1, 2  # pytest's own; the others mean that the tests didn't run


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong program: `file` with `text` replaced, which `tests` must notice."""

    name: str
    file: str
    text: str
    replacement: str
    tests: str

    def problem(self) -> str | None:
        """Why it cannot be made from the code as it stands; None when it can."""
        if not (ROOT / self.file).is_file():
            return f"there is no {self.file}"
        missing = [test for test in self.tests.split() if not (ROOT / test).exists()]
        if missing:
            return f"there is no {', '.join(missing)}"
        found = (ROOT / self.file).read_text(encoding="utf-8").count(self.text)
        if found != 1:
            return f"its text stands {found} times in {self.file}, not once"
        try:
            compile(self.changed(ROOT), self.file, "exec")
        except SyntaxError as error:
            return f"it is no Python: {error}"
        return None

    def changed(self, tree: Path) -> str:
        """The file with the text replaced."""
        code = (tree / self.file).read_text(encoding="utf-8")
        return code.replace(self.text, self.replacement)


def read_table(markdown: str) -> list[Mutant]:
    """Mutants of every table row whose cells stand between backticks; a bar inside is escaped."""
    rows = [line.strip() for line in markdown.splitlines() if line.startswith("| `")]
    mutants = []
    for row in rows:
        cells = [
            cell.strip().removeprefix("`").removesuffix("`").replace(r"\|", "|")
            for cell in re.split(r"(?<!\\)\|", row.strip("|"))
        ]
        if len(cells) != COLUMNS:
            raise SystemExit(f"not {COLUMNS} cells: {row}")
        mutants.append(Mutant(*cells))
    names = [mutant.name for mutant in mutants]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise SystemExit(f"named more than once: {', '.join(sorted(twice))}")
    return mutants


def chosen(mutants: list[Mutant], names: Iterable[str]) -> list[Mutant]:
    """Those that are named, all when none is."""
    by_name = {mutant.name: mutant for mutant in mutants}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise SystemExit(f"no mutant is named {', '.join(unknown)}")
    return [by_name[name] for name in names] or mutants


async def run_tests(tests: Iterable[str], mutant: Mutant | None = None) -> int | None:
    """How pytest ended in a fresh copy of the tree; None when it did not end in time."""
    with TemporaryDirectory(prefix="mutant-") as folder:
        tree = Path(folder) / "tree"
        await asyncio.to_thread(shutil.copytree, ROOT, tree, ignore=LEFT_OUT)
        if mutant is not None:
            (tree / mutant.file).write_text(mutant.changed(tree), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *PYTEST,
            "--hypothesis-seed=0",
            *tests,
            cwd=tree,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            return await asyncio.wait_for(process.wait(), SECONDS_MAX)
        except TimeoutError:
            process.kill()
            await process.wait()
            return None


def verdict_on(ended: int | None) -> str:
    """What it means that pytest ended so."""
    if ended is None:
        return "killed (never ends)"
    if ended in {FAILED, BROKE_OFF}:
        return "killed"
    if ended == PASSED:
        return "SURVIVED"
    return f"BROKEN: pytest ended with {ended}, so the tests did not run"


async def try_out(mutant: Mutant, places: asyncio.Semaphore) -> bool:
    """Whether the tests killed it; says so."""
    async with places:
        began = monotonic()
        problem = mutant.problem()
        if problem is None:
            verdict = verdict_on(await run_tests(mutant.tests.split(), mutant))
        else:
            verdict = f"STALE: {problem}"
        say(f"{verdict:<10} {mutant.name} ({monotonic() - began:.1f} s)")
        return verdict.startswith("killed")


async def try_all(mutants: list[Mutant]) -> bool:
    """Whether every mutant was killed by tests that pass on the code as it stands."""
    tests = sorted({test for mutant in mutants for test in mutant.tests.split()})
    if await run_tests(tests) != PASSED:
        say(f"These do not pass without a mutant: {' '.join(tests)}")
        return False
    places = asyncio.Semaphore(os.cpu_count() or 1)
    killed = await asyncio.gather(*(try_out(mutant, places) for mutant in mutants))
    say(f"{sum(killed)} of {len(mutants)} killed")
    return all(killed)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(names: list[str]) -> int:
    mutants = chosen(read_table(TABLE.read_text(encoding="utf-8")), names)
    return 0 if asyncio.run(try_all(mutants)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
