"""The command `partystats`: serve, load, check, releases."""

import io
import json
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress as ProgressBar
from rich.progress import TimeRemainingColumn
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from app.database import SchemaError
from app.publication.changes import Plan
from app.publication.examine import Examination, examine
from app.publication.filling import Progress
from app.publication.problems import (
    DamagedFileError,
    LoaderBusyError,
    PackageError,
    PublicationError,
    WithdrawalError,
)
from app.publication.publish import Publisher
from app.releases.registry import PublishedRelease
from app.settings import Settings, assume_public_url, get_settings
from app.web.protocol import StrictProtocol

ROWS_SHOWN = 20
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
5 the data folder, or the address to listen on, cannot be used.
"""
main = typer.Typer(
    name="partystats",
    help="Statistics of Party organizations, honest about their numbers.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True, emoji=False, highlight=False)
err = Console(stderr=True, soft_wrap=True, emoji=False, highlight=False)

PackageArgument = Annotated[
    Path, typer.Argument(help="Folder of the Data Package, with its datapackage.json.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@main.callback()
def prepare_output() -> None:
    """Write to any stream: one that knows no Vietnamese gets escapes, a file whole lines."""
    for stream, console in ((sys.stdout, out), (sys.stderr, err)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        if not console.is_terminal:
            console.width = WIDTH_OF_FILES


def _settings() -> Settings:
    """The settings of this process; a wrong one is named, with what would be right."""
    try:
        return get_settings()
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            name = f"PARTYSTATS_{fault['loc'][0]}".upper()
            expected = str(fault["msg"]).removeprefix("Input should be ")
            err.print(f"{name}: found {fault['input']!r}; expected {expected}", markup=False)
        raise typer.Exit(ExitCode.USAGE) from error


@contextmanager
def _telling() -> Iterator[None]:
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
    except (OSError, SchemaError, DamagedFileError, DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        err.print(f"The data folder cannot be used: {cause}", markup=False)
        raise typer.Exit(ExitCode.UNUSABLE) from error
    except PublicationError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(ExitCode.REFUSED) from error


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for long work, on the error stream of who sits before it."""
    columns = (*ProgressBar.get_default_columns()[:-1], TimeRemainingColumn())
    with ProgressBar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Building the release", total=None)
        yield lambda _stage, done, total: bar.update(task, completed=done, total=total)


@main.command(epilog=EXIT_CODES)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve; builds and publishes a first release from the seeds when there is none."""
    root = assume_public_url(host, port)
    settings = _settings()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.DONE))  # Told to stop: no failure.
    with _telling(), _progress() as progress:
        Publisher(settings).ensure_published(progress)
    out.print(f"partystats serves {settings.data_dir.resolve()} on {root}", markup=False)
    for path, what in (
        ("/docs", "requests to try"),
        ("/redoc", "reference"),
        ("/v1/organizations/lao-cai/profile?period=2022", "Lào Cai at the end of 2022"),
        ("/v1/ratios/members_share_of_population?organization=lao-cai&period=2022", "gần 7%"),
    ):
        out.print(f"  {root}{path}  ({what})", markup=False)
    try:
        uvicorn.run(
            "app.main:app",
            host=host,
            port=port,
            workers=workers,
            loop="uvloop",
            http=StrictProtocol,
            ws="none",
            server_header=False,
            log_level="warning",
        )
    except SystemExit as stopped:  # Its codes for a failed start mean other things here.
        raise typer.Exit(ExitCode.UNUSABLE if stopped.code else ExitCode.DONE) from stopped


@main.command(epilog=EXIT_CODES)
def load(
    package: PackageArgument,
    plan: Annotated[
        bool, typer.Option("--plan", help="Show what would change; write nothing.")
    ] = False,
    allow_withdrawals: Annotated[
        bool, typer.Option("--allow-withdrawals", help="Withdraw rows the package leaves out.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Publish the next release with this package added or replaced."""
    publisher = Publisher(_settings())
    with _telling():
        if plan:
            _show_plan(publisher.plan(package), as_json=as_json)
            return
        with _progress() as progress:
            report = publisher.load(package, allow_withdrawals=allow_withdrawals, progress=progress)
    published = report.published
    if as_json:
        shown = None if published is None else _release_document(published)
        _print_json({"plan": asdict(report.plans[0]), "published": shown})
    elif published is None:
        out.print("Nothing new: the content is what is published already.")
    else:
        _show_plan(report.plans[0], as_json=False)
        out.print(f"Published release {published.number}.")


@main.command(epilog=EXIT_CODES)
def check(package: PackageArgument, as_json: JsonOption = False) -> None:
    """Examine a package, also a third party's, with what it refers to; publishes nothing."""
    publisher = Publisher(_settings())
    with _telling():
        examination = examine(publisher.content_with(package), publisher.recipe)
    if as_json:
        _print_json(_examination_document(examination))
    else:
        _show_examination(examination)
    if examination.has_errors:
        raise typer.Exit(ExitCode.REFUSED)


@main.command(epilog=EXIT_CODES)
def releases(as_json: JsonOption = False) -> None:
    """List what has been published, oldest first."""
    publisher = Publisher(_settings())
    with _telling():
        published = publisher.releases()
    if as_json:
        _print_json([_release_document(release) for release in published])
        return
    table = _table("Release", "Published", "Packages", "Observations", "Changes", "Content digest")
    for release in published:
        table.add_row(
            f"{release.number}{' (current)' if release.is_current else ''}",
            release.published_at,
            ", ".join(package.name for package in release.packages),
            str(release.counts.get("observation", 0)),
            ", ".join(f"{count} {change}" for change, count in release.changes.items()) or "–",
            release.content_digest[:16],
        )
    out.print(table)


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=not out.encoding.startswith("utf"), indent=2))


def _table(*headings: str) -> Table:
    """Long cells go on in the next line: half an id is none."""
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _show_plan(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        _print_json(asdict(plan))
        return
    table = _table("Package", "New rows", "Revised", "Withdrawn", "Catalog")
    table.add_row(
        plan.package,
        str(len(plan.new)),
        str(len(plan.revised)),
        str(len(plan.withdrawn)),
        "changed" if plan.catalog_changed else "as before",
    )
    out.print(table)
    for name, rows in (("revised", plan.revised), ("withdrawn", plan.withdrawn)):
        for row in rows[:ROWS_SHOWN]:
            out.print(f"  {name}: {row}", markup=False)
        if len(rows) > ROWS_SHOWN:
            out.print(f"  … and {len(rows) - ROWS_SHOWN} more {name}")


def _release_document(release: PublishedRelease) -> dict[str, Any]:
    document = asdict(release)
    return {"number": document.pop("number"), "current": document.pop("is_current"), **document}


def _examination_document(examination: Examination) -> dict[str, Any]:
    return {
        "organizations": examination.organizations,
        "figures": examination.figures,
        "observations": examination.observations,
        "outcomes": dict(examination.outcomes),
        "findings": [
            {"code": each.code, "outcome": each.outcome, "text": each.en, "sources": each.sources}
            for each in examination.findings
        ],
    }


def _show_examination(examination: Examination) -> None:
    out.print(
        f"{examination.figures} figures of {examination.organizations} organizations give "
        f"{examination.observations} observations."
    )
    table = _table("Outcome", "Checks")
    for outcome, count in sorted(examination.outcomes.items()):
        table.add_row(outcome, str(count))
    out.print(table)
    for each in examination.findings:
        out.print(f"  {each.outcome}: {each.code}", markup=False)
        out.print(f"    {each.en}", markup=False)
