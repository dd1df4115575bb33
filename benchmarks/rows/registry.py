"""Every row that can be measured, in the order in which they are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.bench import Bench
from benchmarks.questions import QUESTIONS
from benchmarks.rows.building import measure_build
from benchmarks.rows.cached import measure_encoded_body, measure_not_modified
from benchmarks.rows.crowded import measure_isolation, measure_sixteen, measure_swap
from benchmarks.rows.databases import measure_postgresql
from benchmarks.rows.exporting import measure_export
from benchmarks.rows.memory import measure_memory
from benchmarks.rows.reading import measure_question
from benchmarks.rows.starting import measure_start


@dataclass(frozen=True, slots=True)
class Row:
    """One or more lines of the report that are measured together."""

    name: str
    measure: Callable[[Bench], None]
    # Left out of a short run.
    long: bool = False


ROWS = (
    Row("build", measure_build),
    Row("start", measure_start),
    Row("encoded-body", measure_encoded_body),
    Row("not-modified", measure_not_modified),
    *(Row(question.name, partial(measure_question, name=question.name)) for question in QUESTIONS),
    Row("sixteen", measure_sixteen),
    Row("isolation", measure_isolation),
    Row("export", measure_export),
    Row("swap", measure_swap),
    Row("memory", measure_memory),
    Row("postgresql", measure_postgresql, long=True),
)
