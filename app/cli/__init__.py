"""The command `partystats`."""

import io
import sys

import typer

from app.cli.exporting import export
from app.cli.loading import check, load, withdraw
from app.cli.output import EXIT_CODES, WIDTH_OF_FILES, err, out
from app.cli.proving import rebuild, releases, upgrade, verify
from app.cli.serving import serve

COMMANDS = (serve, load, withdraw, check, releases, export, verify, rebuild, upgrade)

main = typer.Typer(
    name="partystats",
    help="Statistics of Party organizations, honest about their numbers.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.callback()
def prepare_output() -> None:
    """Write to any stream: one that knows no Vietnamese gets escapes, a file whole lines."""
    for stream, console in ((sys.stdout, out), (sys.stderr, err)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        if not console.is_terminal:
            console.width = WIDTH_OF_FILES


for command in COMMANDS:
    main.command(epilog=EXIT_CODES)(command)
