"""What both databases are told: column types, names, tables' kind, and how statements compile.

STRICT tables of SQLite take only TEXT and INTEGER here, so every column comes from this module.
Numbers are whole millionths (`app.values.scaled`), periods their ordinals, dates ISO text.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CheckConstraint,
    Integer,
    MetaData,
    SQLColumnExpression,
    Text,
    bindparam,
    cast,
    literal,
)
from sqlalchemy import Dialect as SQLAlchemyDialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import registry
from sqlalchemy.sql import Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# BIGINT is no type of a STRICT table; INTEGER holds 64 bits in SQLite.
LargeInteger = BigInteger().with_variant(Integer(), "sqlite")
# Codes compare bytewise on both databases, whatever the language a PostgreSQL server sorts in.
BytewiseText = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class SchemaError(RuntimeError):
    """The database has a schema that this version of the service does not know."""


class ReleaseTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of the tables of one release; migrated by `migrations/release`."""


class RegistryTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of the tables of the registry; migrated by `migrations/registry`."""


def text(*, key: bool = False) -> Any:
    """A text column that must be filled."""
    return Field(sa_type=BytewiseText, primary_key=key, nullable=False)


def optional_text() -> Any:
    """A text column that may be empty: not known, or not applicable."""
    return Field(sa_type=BytewiseText, nullable=True)


def whole(*, key: bool = False) -> Any:
    """A whole number, period ordinal or flag."""
    return Field(
        sa_type=LargeInteger,
        primary_key=key,
        nullable=False,
        sa_column_kwargs={"autoincrement": False} if key else {},
    )


def optional_whole() -> Any:
    """A whole number or millionths that may be missing."""
    return Field(sa_type=LargeInteger, nullable=True)


def options(*constraints: Any) -> tuple[Any, ...]:
    """Arguments of a table of releases: clustered on its key, or a partition for each release."""
    return (*constraints, {**_CLUSTERED, "postgresql_partition_by": "LIST (release)"})


def registry_options(*constraints: Any) -> tuple[Any, ...]:
    """Arguments of a table of the registry."""
    return (*constraints, _CLUSTERED)


def flag_check(*names: str) -> list[CheckConstraint]:
    """Flags are 0 or 1."""
    return [CheckConstraint(f"{name} IN (0, 1)", name=name) for name in names]


RELEASE: BindParameter[int] = bindparam("release")
"""The first parameter of every statement: which release is read."""
ALL_ROWS = 2**62
"""A limit that no list reaches."""


class in_list(FunctionElement[bool]):  # noqa: N801 - named as SQL functions are - reads as a function, as those of SQLAlchemy do
    """Whether the column is in the JSON array bound to `name`: one statement for any length."""

    inherit_cache = True
    # SQLite would compare a Boolean with 1, and not look into an index then.
    type: TypeEngine[Any] = NullType()

    def __init__(self, compared: SQLColumnExpression[Any], name: str) -> None:
        super().__init__(compared, bindparam(name, type_=Text()))


class in_ranges(FunctionElement[bool]):  # noqa: N801 - named as SQL functions are
    """Whether the column lies in one of the ranges, `[[3, 5], [9, 9]]` in JSON, bound to `name`."""

    inherit_cache = True
    type: TypeEngine[Any] = NullType()

    def __init__(self, compared: SQLColumnExpression[Any], name: str) -> None:
        super().__init__(compared, bindparam(name, type_=Text()))


class in_cells(FunctionElement[bool]):  # noqa: N801 - named as SQL functions are
    """Whether three columns are one of the triples, in JSON, that are bound to `name`."""

    inherit_cache = True
    type: TypeEngine[Any] = NullType()

    def __init__(self, columns: Iterable[SQLColumnExpression[Any]], name: str) -> None:
        super().__init__(*columns, bindparam(name, type_=Text()))


class json_array(FunctionElement[str]):  # noqa: N801 - named as SQL functions are
    """The values of a column as a JSON array, in the order of the subquery they come from."""

    inherit_cache = True
    type = Text()


class position_in(FunctionElement[int]):  # noqa: N801 - named as SQL functions are
    """Where in a text the digits of a whole number begin, from 1; 0 where they are not in it."""

    inherit_cache = True
    type = BigInteger()

    def __init__(self, number: SQLColumnExpression[Any], within: SQLColumnExpression[str]) -> None:
        super().__init__(within, cast(number, Text()))


class formatted(FunctionElement[str]):  # noqa: N801 - named as SQL functions are
    """A text with `%s` for each part; a part that is null leaves nothing."""

    inherit_cache = True
    type = Text()

    def __init__(self, pattern: str, *parts: SQLColumnExpression[Any]) -> None:
        super().__init__(literal(pattern, Text()), *parts)


@compiles(in_list, "sqlite")
def _in_list_sqlite(element: in_list, compiler: SQLCompiler, **options: Any) -> str:
    compared, values = (compiler.process(each, **options) for each in element.clauses)
    return f"{compared} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled parts


@compiles(in_list, "postgresql")
def _in_list_postgresql(element: in_list, compiler: SQLCompiler, **options: Any) -> str:
    column, _ = element.clauses
    compared, values = (compiler.process(each, **options) for each in element.clauses)
    items = f"json_array_elements_text(CAST({values} AS json))"
    kind = "text" if isinstance(column.type, Text) else "bigint"
    return f"{compared} = ANY (ARRAY(SELECT CAST({items} AS {kind})))"


# Both expand to whole numbers: each is sought in the index, in order.
@compiles(in_ranges, "sqlite")
def _in_ranges_sqlite(element: in_ranges, compiler: SQLCompiler, **options: Any) -> str:
    compared, ranges = (compiler.process(each, **options) for each in element.clauses)
    ends = "json_extract(value, '$[0]'), json_extract(value, '$[1]')"
    return (
        f"{compared} IN (WITH RECURSIVE within(number, last) AS "  # noqa: S608 - compiled parts
        f"(SELECT {ends} FROM json_each({ranges}) UNION ALL "
        "SELECT number + 1, last FROM within WHERE number < last) SELECT number FROM within)"
    )


@compiles(in_ranges, "postgresql")
def _in_ranges_postgresql(element: in_ranges, compiler: SQLCompiler, **options: Any) -> str:
    compared, ranges = (compiler.process(each, **options) for each in element.clauses)
    numbers = "generate_series(CAST(pair->>0 AS bigint), CAST(pair->>1 AS bigint))"
    pairs = f"json_array_elements(CAST({ranges} AS json)) AS pair"
    return f"{compared} = ANY (ARRAY(SELECT {numbers} FROM {pairs}))"  # noqa: S608 - compiled parts


@compiles(in_cells, "sqlite")
def _in_cells_sqlite(element: in_cells, compiler: SQLCompiler, **options: Any) -> str:
    *columns, triples = (compiler.process(each, **options) for each in element.clauses)
    parts = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(columns)))
    wanted = f"SELECT {parts} FROM json_each({triples})"  # noqa: S608 - compiled parts
    return f"({', '.join(columns)}) IN ({wanted})"


@compiles(in_cells, "postgresql")
def _in_cells_postgresql(element: in_cells, compiler: SQLCompiler, **options: Any) -> str:
    *columns, triples = (compiler.process(each, **options) for each in element.clauses)
    kinds = ["text" if isinstance(column.type, Text) else "bigint" for column in element.clauses]
    parts = ", ".join(f"CAST(triple->>{n} AS {kinds[n]})" for n in range(len(columns)))
    source = f"json_array_elements(CAST({triples} AS json)) AS triple"
    return f"({', '.join(columns)}) IN (SELECT {parts} FROM {source})"  # noqa: S608 - compiled parts


@compiles(json_array, "sqlite")
def _json_array_sqlite(element: json_array, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(json_array, "postgresql")
def _json_array_postgresql(element: json_array, compiler: SQLCompiler, **options: Any) -> str:
    values = f"json_agg({compiler.process(element.clauses, **options)})"
    return f"COALESCE(CAST({values} AS text), '[]')"


@compiles(formatted, "sqlite")
def _formatted_sqlite(element: formatted, compiler: SQLCompiler, **options: Any) -> str:
    return f"printf({compiler.process(element.clauses, **options)})"


@compiles(formatted, "postgresql")
def _formatted_postgresql(element: formatted, compiler: SQLCompiler, **options: Any) -> str:
    return f"format({compiler.process(element.clauses, **options)})"


@compiles(position_in, "sqlite")
def _position_in_sqlite(element: position_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(position_in, "postgresql")
def _position_in_postgresql(element: position_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def json_list(values: Iterable[Any]) -> str:
    """What `in_list` binds."""
    return json.dumps(list(values))


_postgresql: Callable[[], SQLAlchemyDialect] = psycopg.dialect


class Dialect(Enum):
    """The databases that releases lie in, each with how a driver is told its statements."""

    SQLITE = sqlite.dialect(paramstyle="named")
    POSTGRESQL = _postgresql()

    # An enumeration hashes its name, in Python, wherever a statement looks its dialect up.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL for a driver, with named parameters; literals of the statement are its defaults."""

    sql: str
    defaults: dict[str, Any]


class Statement:
    """A statement for the drivers of both databases, compiled once for each that is used."""

    def __init__(self, select: Select[*tuple[Any, ...]]) -> None:
        self._select = select
        self._compiled: dict[Dialect, Compiled] = {}

    def on(self, dialect: Dialect) -> Compiled:
        compiled = self._compiled.get(dialect)
        if compiled is None:
            made = self._select.compile(dialect=dialect.value)
            defaults = {name: value for name, value in made.params.items() if value is not None}
            compiled = self._compiled[dialect] = Compiled(str(made), defaults)
        return compiled
