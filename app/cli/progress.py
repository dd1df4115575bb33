"""How far long work has come, told to who waits for it on the error stream."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import Progress as ProgressBar
from rich.progress import TaskID, TimeRemainingColumn

from app.cli.output import err
from app.publication.progress import Progress, Stage

SECONDS_BETWEEN_LINES = 10.0
STAGES: dict[Stage, tuple[str, str]] = {
    "read": ("Reading", ""),
    "check": ("Checking and sorting", ""),
    "derive": ("Deriving", "organizations"),
    "index": ("Indexing", "indexes"),
    "digest": ("Digesting", "rows"),
}


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal, else a line now and then."""
    if not err.is_terminal:
        yield Lines(lambda line: err.print(line, markup=False), monotonic)
        return
    columns = (*ProgressBar.get_default_columns()[:-1], TimeRemainingColumn())
    with ProgressBar(*columns, console=err, transient=True) as bar:
        yield _Bars(bar)


class Lines:
    """A line of text for every ten seconds of work, none for what takes less."""

    def __init__(self, write: Callable[[str], object], clock: Callable[[], float]) -> None:
        """`clock` counts seconds."""
        self._write = write
        self._clock = clock
        self._stage: Stage | None = None
        self._began = self._told = clock()
        self._first = 0

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        moment = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._first = stage, moment, done
        if moment - self._told >= SECONDS_BETWEEN_LINES:
            self._told = moment
            self._write(told(stage, done, total, self._rate(moment, done)))

    def _rate(self, moment: float, done: int) -> float:
        seconds = moment - self._began
        return (done - self._first) / seconds if seconds else 0


def told(stage: Stage, done: int, total: int, rate: float) -> str:
    """A line on a stage of which so much is done; `rate` is how much in a second."""
    name, things = STAGES[stage]
    if not total:
        return f"{name} …"
    line = f"{name}: {done} of {total} {things}"
    if not rate:
        return line
    return f"{line}, {rate:.0f} a second, about {(total - done) / rate:.0f} s left"


class _Bars:
    """A bar for each stage."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._tasks: dict[Stage, TaskID] = {}

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        if stage not in self._tasks:
            for task in self._tasks.values():
                self._bar.remove_task(task)
            self._tasks = {stage: self._bar.add_task(STAGES[stage][0])}
        self._bar.update(self._tasks[stage], completed=done, total=total or None)
