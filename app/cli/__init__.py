"""The command `partystats`."""

import io
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from app.cli.output import EXIT_CODES, WIDTH_OF_FILES, err, out
from app.cli.serving import serve


class Commands(TyperGroup):
    """`serve`, and what works with the writer, which takes `serve` longer to import than itself."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer keeps the class to itself
        self._complete()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - as above
        if cmd_name not in self.commands:
            self._complete()
        return super().get_command(ctx, cmd_name)

    def _complete(self) -> None:
        from app.cli.writing import COMMANDS  # noqa: PLC0415 - only where one of them is asked for

        for command in COMMANDS:
            if command.__name__ not in self.commands:
                self.add_command(_made(command), command.__name__)


def _made(command: Callable[..., None]) -> Any:  # noqa: ANN401 - a class that typer keeps to itself
    alone = typer.Typer(add_completion=False)
    alone.command(epilog=EXIT_CODES)(command)
    return typer.main.get_command(alone)


main = typer.Typer(
    name="partystats",
    cls=Commands,
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


main.command(epilog=EXIT_CODES)(serve)
