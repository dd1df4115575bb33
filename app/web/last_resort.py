"""What becomes of a fault of ours, wherever it happens: a line in the log, a bare refusal."""

import logging
import traceback

from fastapi.responses import Response
from starlette.types import Scope

from app.web.problems import problem_of_ours

LOG = logging.getLogger("app")


def told_to_us(error: Exception, scope: Scope) -> Response:
    """Write the fault down; nothing of it reaches the client, nor the server's own log."""
    LOG.error("The request could not be answered\n%s", printable(error))
    return problem_of_ours(scope)


def printable(error: Exception) -> str:
    """The traceback with every line indented and nothing that a terminal would obey.

    What a client wrote may stand in a message: it cannot begin a line of the log.
    """
    lines = "".join(traceback.format_exception(error)).split("\n")
    return "\n".join(f"    {_escaped(line)}" for line in lines if line)


def _escaped(line: str) -> str:
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in line
    )
