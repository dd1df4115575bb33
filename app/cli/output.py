"""What all commands share: exit codes, refusals in words, tables, JSON."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from app.database import SchemaError
from app.publication.problems import (
    DamagedFileError,
    LoaderBusyError,
    NowhereToWriteError,
    PackageError,
    PublicationError,
    WithdrawalError,
)
from app.publication.publish import Publisher
from app.refusal import ApiError
from app.releases.opening import MissingDriverError
from app.releases.storage import DamagedReleaseError
from app.settings import Settings, get_settings

# Never printed: an address may hold a password.
SECRETS = {"PARTYSTATS_DATABASE_URL", "PARTYSTATS_READ_DATABASE_URLS"}
WIDTH_OF_FILES = 1000  # Wide enough that no row of a table is broken where nobody reads it.


class ExitCode(IntEnum):
    """What the command tells programs; 2 is a misspelt command or setting, as everywhere."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    WOULD_WITHDRAW = 3
    BUSY = 4
    UNUSABLE = 5


EXIT_CODES = """
Exit codes: 0 done; 1 the package was refused, and nothing changed; 2 misspelt command or setting;
3 the package would withdraw published rows; 4 another load is under way;
5 the storage is damaged or out of reach, or the address to listen on cannot be used.
"""
out = Console(soft_wrap=True, emoji=False, highlight=False)
err = Console(stderr=True, soft_wrap=True, emoji=False, highlight=False)
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
UNUSABLE = (
    OSError,
    SchemaError,
    DamagedFileError,
    DamagedReleaseError,
    MissingDriverError,
    DBAPIError,
    sqlite3.Error,
    ApiError,
)


def settings() -> Settings:
    """The settings of this process; a wrong one is named, with what would be right."""
    try:
        return get_settings()
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            name = f"PARTYSTATS_{fault['loc'][0]}".upper()
            expected = str(fault["msg"]).removeprefix("Input should be ")
            found = "something else" if name in SECRETS else repr(fault["input"])
            told = f"{name}: found {found}; expected {expected.removeprefix('Value error, ')}"
            err.print(told, markup=False)
        raise typer.Exit(ExitCode.USAGE) from error


def chosen_publisher(*, workers: int | None = None) -> Publisher:
    """The writer that the settings choose."""
    chosen = settings()
    with telling():
        return Publisher(chosen, workers=workers)


@contextmanager
def telling() -> Iterator[None]:
    """Turn refusals into a message and an exit code."""
    try:
        yield
    except PackageError as error:
        count = len(error.problems)
        err.print(f"[red]Refused:[/red] {count} problem{'s'[: count > 1]}. Nothing has changed.")
        for problem in error.problems:
            err.print(f"  {problem}", markup=False)
        raise typer.Exit(ExitCode.REFUSED) from error
    except WithdrawalError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(ExitCode.WOULD_WITHDRAW) from error
    except LoaderBusyError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(ExitCode.BUSY) from error
    except NowhereToWriteError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(ExitCode.USAGE) from error
    except UNUSABLE as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        err.print(f"The storage cannot be used: {cause}", markup=False)
        raise typer.Exit(ExitCode.UNUSABLE) from error
    except PublicationError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(ExitCode.REFUSED) from error


def print_json(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=not out.encoding.startswith("utf"), indent=2))


def table(*headings: str) -> Table:
    """Long cells go on in the next line: half an id is none."""
    made = Table()
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made
