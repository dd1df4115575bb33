"""What becomes of a fault of ours, wherever it happens: a line in the log, a bare refusal."""

import logging
import traceback

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.cross_origin import with_common_headers
from app.web.problems import problem_of_ours

LOG = logging.getLogger("app")


class LastResort:
    """Wraps everything else. Nothing of a fault reaches the client, nor the server's own log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            try:
                await send(message)
            except (RuntimeError, OSError) as error:
                if isinstance(error, OSError) or "closed" in str(error):
                    raise ClientDisconnect from error  # The connection is gone: no fault of ours.
                raise

        try:
            await self._app(scope, receive, send_noting)
        except ClientDisconnect:
            LOG.debug("A client was gone before its answer")
        except Exception as error:  # noqa: BLE001 - the last resort
            LOG.error("The request could not be answered\n%s", printable(error))  # noqa: TRY400
            # An answer that has begun is left unfinished: the server breaks the connection off.
            if not has_begun:
                await problem_of_ours()(scope, receive, with_common_headers(send))


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
