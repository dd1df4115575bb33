"""Where every request comes in: answered from what is kept, or passed on; counted, logged, mended.

One wrapper, since each costs every request its turn: common headers, HEAD, counting, the log and
the last resort see the same two messages.
"""

import logging
import time
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from app.refusal import ApiError
from app.releases.directory import ReleaseDirectory
from app.web.access_log import AccessLog, Noted
from app.web.cross_origin import EVERY_ANSWER, answer_beforehand
from app.web.encoded import Encoded
from app.web.keeping import SEND_WHOLE, STATUS_LINES, Kept
from app.web.last_resort import told_to_us
from app.web.limiting import Allowance, RateLimit, refuse_spent
from app.web.problems import problem_response
from app.web.tallies import Tallies, route_of

LOG = logging.getLogger("app")
NO_EXTENSIONS: dict[str, Any] = {}
NO_BODY: Message = {"type": "http.response.body", "body": b""}
ASKING_RELEASES = ("/v1/", "/catalog")  # Paths that begin so need to know which release is current.


class Reception:
    """Wraps everything else. No request fails here, whatever happens below."""

    def __init__(
        self,
        encoded: Encoded,
        directory: ReleaseDirectory,
        tallies: Tallies,
        log: AccessLog | None,
        limit: RateLimit | None = None,
    ) -> None:
        self._encoded = encoded
        self._directory = directory
        self._tallies = tallies
        self._log = log
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        began = time.perf_counter()
        fault = allowance = None
        try:
            if self._limit is not None:
                allowance = self._limit.count(scope)
                refuse_spent(allowance)
            if self._directory.must_look and scope["path"].startswith(ASKING_RELEASES):
                await self._directory.refresh()
            found = self._encoded.found(scope)
        except Exception as error:  # noqa: BLE001 - the last resort
            found, fault = None, error
        if found is None:
            await self._answer(_Exchange(scope, send, began, allowance), receive, fault)
            return
        kept, is_held = found
        try:
            await _send_kept(kept, scope, send, allowance, is_held=is_held)
        except (RuntimeError, OSError):
            LOG.debug("A client was gone before its answer")
        told = kept.told
        (told.not_modified if is_held else told.ok).count(time.perf_counter() - began)
        if self._log is not None:
            self._note_kept(self._log, kept, scope, began, is_held=is_held)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._encoded(scope, receive, send)
        finally:
            if self._log is not None:
                self._log.close()

    async def _answer(
        self, exchange: "_Exchange", receive: Receive, fault: Exception | None
    ) -> None:
        """Whatever happens, an answer and a line for it; one that has begun is left unfinished."""
        try:
            if fault is None:
                beforehand = answer_beforehand(exchange.asked)
                app = self._encoded if beforehand is None else beforehand
                await app(exchange.asked, receive, exchange.send)
            else:
                await self._mend(fault, exchange, receive)
        except Exception as error:  # noqa: BLE001 - the last resort
            await self._mend(error, exchange, receive)
        finally:
            self._count(exchange)

    async def _mend(self, fault: Exception, exchange: "_Exchange", receive: Receive) -> None:
        if isinstance(fault, ClientDisconnect):
            LOG.debug("A client was gone before its answer")
            return
        refusal = (
            problem_response(fault, exchange.asked)
            if isinstance(fault, ApiError)
            else told_to_us(fault, exchange.asked)
        )
        if exchange.status is None:
            await refusal(exchange.asked, receive, exchange.send)

    def _count(self, exchange: "_Exchange") -> None:
        seconds = time.perf_counter() - exchange.began
        scope = exchange.asked
        status = exchange.status or HTTPStatus.INTERNAL_SERVER_ERROR
        route = route_of(scope.get("route"))
        self._tallies.tally(route, scope["method"], int(status)).count(seconds)
        if self._log is not None:
            release = scope.get("state", {}).get("release")
            told = exchange.status, exchange.size, seconds, release
            self._log.put(Noted.of(exchange.scope, *told))

    def _note_kept(
        self, log: AccessLog, kept: Kept, scope: Scope, began: float, *, is_held: bool
    ) -> None:
        size = 0 if is_held or scope["method"] == "HEAD" else kept.length
        seconds = time.perf_counter() - began
        log.put(Noted.of(scope, 304 if is_held else 200, size, seconds, kept.told.release))


async def _send_kept(
    kept: Kept, scope: Scope, send: Send, allowance: Allowance | None, *, is_held: bool
) -> None:
    """In one step where the server can, else in the two of ASGI."""
    body = NO_BODY if is_held or scope["method"] == "HEAD" else kept.body
    send_whole = scope.get("extensions", NO_EXTENSIONS).get(SEND_WHOLE)
    if send_whole is not None:
        head = kept.not_modified_head if is_held else kept.whole_head
        told = STATUS_LINES[304 if is_held else 200]
        if allowance is not None:
            told += allowance.lines
        if send_whole(told, head, body["body"]):
            return
    start = kept.not_modified if is_held else kept.whole
    if allowance is not None:
        start = {**start, "headers": [*start["headers"], *allowance.headers]}
    await send(start)
    await send(body)


class _Exchange:
    """One request, and what was sent for it. HEAD is asked as GET and sent without its body."""

    __slots__ = ("_headers", "_is_head", "_send", "asked", "began", "scope", "size", "status")

    def __init__(self, scope: Scope, send: Send, began: float, allowance: Allowance | None) -> None:
        self.scope = scope
        self.began = began
        self.status: int | None = None
        self.size = 0
        self._send = send
        self._headers = () if allowance is None else allowance.headers
        self._is_head = scope["method"] == "HEAD"
        self.asked = {**scope, "method": "GET"} if self._is_head else scope

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], *EVERY_ANSWER, *self._headers]}
        elif self._is_head:
            message = {**message, "body": b""}
        else:
            self.size += len(message.get("body", b""))
        try:
            await self._send(message)
        except (RuntimeError, OSError) as error:
            if isinstance(error, OSError) or "closed" in str(error):
                raise ClientDisconnect from error  # The connection is gone: no fault of ours.
            raise
