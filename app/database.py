"""What both databases are told: column types, names, tables' kind, and how statements compile.

STRICT tables of SQLite take only TEXT and INTEGER here, so every column comes from this module.
Numbers are whole millionths (`app.values.scaled`), periods their ordinals, dates ISO text.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
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
    func,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import registry
from sqlalchemy.sql import ColumnElement, Select
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


class SchemaError(RuntimeError):
    """The database has a schema that this version of the service does not know."""


class ReleaseTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of the tables of one release; migrated by `migrations/release`."""


class RegistryTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of the tables of the registry; migrated by `migrations/registry`."""


def text(*, key: bool = False) -> Any:
    """A text column that must be filled."""
    return Field(sa_type=Text, primary_key=key, nullable=False)


def optional_text() -> Any:
    """A text column that may be empty: not known, or not applicable."""
    return Field(sa_type=Text, nullable=True)


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


def options(*constraints: Any, rowid: bool = False) -> tuple[Any, ...]:
    """Arguments of every table: STRICT, clustered on its key unless it keeps a rowid."""
    return (*constraints, {"sqlite_strict": True, "sqlite_with_rowid": rowid})


def flag_check(*names: str) -> list[CheckConstraint]:
    """Flags are 0 or 1."""
    return [CheckConstraint(f"{name} IN (0, 1)", name=name) for name in names]


RELEASE: BindParameter[int] = bindparam("release")
"""The first parameter of every statement: which release is read."""


def in_list(compared: SQLColumnExpression[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is in the JSON array bound to `name`: one statement for any length."""
    values = func.json_each(bindparam(name)).table_valued("value")
    return compared.in_(values.select())


def json_list(values: Iterable[Any]) -> str:
    """What `in_list` binds."""
    return json.dumps(list(values))


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL for the driver, with named parameters."""

    sql: str
    defaults: dict[str, Any]

    @classmethod
    def of(cls, select: Select[*tuple[Any, ...]]) -> "Statement":
        """Compile once; literals of the statement become its defaults."""
        compiled = select.compile(dialect=sqlite.dialect(paramstyle="named"))
        defaults = {name: value for name, value in compiled.params.items() if value is not None}
        return cls(str(compiled), defaults)
