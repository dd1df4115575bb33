"""One release's tables while they are filled, in one transaction of one connection."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection

from app.database import Dialect, Statement
from app.migration_targets import RELEASE_TABLES
from app.publication.progress import Progress

CHUNK = 5000
ROWS_OF_A_BLOCK = 500
ROWS_OF_A_STATEMENT = 50
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_cursors = count(1)
UNINDEXED = ("figure", "observation", "check")
# Names and definitions; without those that are part of a key.
_INDEXES = {
    Dialect.SQLITE: "SELECT name, sql FROM sqlite_master "
    "WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{}' ORDER BY name",
    Dialect.POSTGRESQL: "SELECT indexname, indexdef FROM pg_indexes "
    "WHERE schemaname = current_schema() AND tablename = '{}' AND NOT EXISTS "
    "(SELECT FROM pg_constraint WHERE conname = indexname "
    "AND connamespace = current_schema()::regnamespace) ORDER BY indexname",
}


@dataclass(frozen=True, slots=True)
class Workplace:
    """Tables of release `number`, under their plain names, on either database."""

    connection: Connection
    number: int

    @property
    def dialect(self) -> Dialect:
        return Dialect[self.connection.dialect.name.upper()]

    @property
    def _driver(self) -> Any:  # noqa: ANN401 - a connection of sqlite3 or of psycopg
        return self.connection.connection.driver_connection

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows as tuples in the order of the table's columns, straight on the driver."""
        if self.dialect is Dialect.SQLITE:
            self._insert_into_sqlite(table, rows)
            return
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        with (
            self._driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
        ):
            for start in range(0, len(rows), ROWS_OF_A_BLOCK):
                block = rows[start : start + ROWS_OF_A_BLOCK]
                copy.write("".join(map(copy_line, block)))

    def _insert_into_sqlite(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Several rows a statement, which spares a fifth of the time; what is left one by one."""
        sql = str(insert(table).compile(dialect=self.connection.dialect))
        marks = sql[sql.rindex("(") :]
        several = sql + f", {marks}" * (ROWS_OF_A_STATEMENT - 1)
        whole = len(rows) - len(rows) % ROWS_OF_A_STATEMENT
        execute = self._driver.execute
        for start in range(0, whole, ROWS_OF_A_STATEMENT):
            execute(several, [*chain.from_iterable(rows[start : start + ROWS_OF_A_STATEMENT])])
        self._driver.executemany(sql, rows[whole:])

    def rows(self, statement: Statement) -> Iterator[tuple[Any, ...]]:
        """What the statement finds in the release, without holding all of it."""
        return rows_of(self._driver, self.dialect, statement, self.number)

    @contextmanager
    def filling_unindexed(self, progress: Progress) -> Iterator[None]:
        """Large tables without their indexes while they are filled; they have them afterwards.

        An index that is made of all rows at once takes a fraction of the time, and lies in order.
        """
        statement = _INDEXES[self.dialect]
        driver = self._driver
        made = [
            (name, definition)
            for table in UNINDEXED
            for name, definition in driver.execute(statement.format(table)).fetchall()
        ]
        for name, _ in made:
            driver.execute(f'DROP INDEX "{name}"').close()
        yield
        for done, (_, definition) in enumerate(made):
            progress("index", done, len(made))
            driver.execute(definition).close()

    def analyze(self) -> None:
        """Let the database see what is in the tables, for the plans of its readers."""
        # Without names PostgreSQL would look at all other releases too.
        named = RELEASE_TABLES if self.dialect is Dialect.POSTGRESQL else ()
        names = ", ".join(f'"{model.__tablename__}"' for model in named)
        self.connection.exec_driver_sql(f"ANALYZE {names}")


def copy_line(row: Sequence[Any]) -> str:
    """A row of texts and whole numbers as COPY reads it, a line of its text format."""
    cells = (
        r"\N" if cell is None else cell.translate(_ESCAPED) if type(cell) is str else str(cell)
        for cell in row
    )
    return "\t".join(cells) + "\n"


def rows_of(
    driver: Any,  # noqa: ANN401 - a connection of sqlite3 or of psycopg, which is an extra
    dialect: Dialect,
    statement: Statement,
    number: int,
) -> Iterator[tuple[Any, ...]]:
    """Rows of a release on a driver's own connection, within its transaction."""
    compiled = statement.on(dialect)
    values = {**compiled.defaults, "release": number}
    if dialect is Dialect.SQLITE:
        found: Iterator[tuple[Any, ...]] = driver.execute(compiled.sql, values)
        return found
    return _postgresql_rows(driver, compiled.sql, values)


def _postgresql_rows(
    driver: Any,  # noqa: ANN401 - a connection of psycopg, which is an extra
    sql: str,
    values: Mapping[str, Any],
) -> Iterator[tuple[Any, ...]]:
    with driver.cursor(name=f"rows_{next(_cursors)}") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(sql, values)
        yield from cursor


def batches(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in lists of at most `size`."""
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
