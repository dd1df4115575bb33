"""Answers from encoded bodies: kept as they were sent, for as long as the releases are the same."""

import asyncio
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.releases.directory import ReleaseDirectory
from app.web.caching import is_held
from app.web.door import is_plain_head, lines_of
from app.web.encoding import IDENTITY, coding_for, encoded
from app.web.keeping import Asked, Headers, Kept, KeptAnswers, Told, etag_in
from app.web.tallies import Tallies, route_of

# Longer ones are compressed in a thread: a turn of the event loop is about as long as this takes.
ENCODED_HERE_MAX = 16_384
WEAK = b'W/"'
OURS = frozenset({200, 304})
_NEWEST = re.compile(
    rb"(?:^|&)(?:release|minRelease)=([1-9][0-9]{0,8})(?:&|$)|^/v1/releases/([1-9][0-9]{0,8})/"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer that can be kept and shared, in its coding, and where it came from."""

    status: int
    headers: Headers
    body: bytes
    route: Any
    release: int | None


class Encoded:
    """Wraps the application: what was answered is answered again without it.

    Of equal questions that come at once, one runs. Only answers with a tag of ours are kept or
    encoded; what is streamed, or refused, passes as it is.
    """

    def __init__(
        self, app: ASGIApp, kept: KeptAnswers, directory: ReleaseDirectory, tallies: Tallies
    ) -> None:
        self._app = app
        self._kept = kept
        self._directory = directory
        self._tallies = tallies
        self._generation = directory.generation
        self._flights: dict[Asked, asyncio.Future[Whole | None]] = {}

    def found(self, scope: Scope) -> tuple[Kept, bool] | None:
        """What is kept for this request, and whether the client holds it already."""
        if self._generation != self._directory.generation:
            self._begin_anew()
            return None
        named = dict(scope["headers"])
        kept = self._kept.by_question.get(
            (
                scope["raw_path"],
                scope["query_string"],
                named.get(b"accept"),
                named.get(b"accept-language"),
                named.get(b"accept-encoding"),
            )
        )
        if kept is None or not is_plain_head(scope, named):
            return None
        held = named.get(b"if-none-match")
        is_known = held is not None and (
            held == kept.etag or is_held(kept.etag.decode(), held.decode("latin-1"))
        )
        if not (kept.is_whole or is_known):
            return None
        kept.is_used = True
        return kept, is_known

    def _begin_anew(self) -> None:
        self._generation = self._directory.generation
        self._kept.clear()
        self._flights = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the application, or wait for who asks it the same, and keep what it answers."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        path, query = scope.get("raw_path") or b"", scope["query_string"]
        if (named := _NEWEST.search(query) or _NEWEST.search(path)) is not None:
            await self._directory.refresh(newest=int(named[1] or named[2]))
        headers = dict(scope["headers"])
        asked = None
        if self._kept.is_on and len(headers) == len(scope["headers"]):
            accepts = (b"accept", b"accept-language", b"accept-encoding")
            asked = path, query, *map(headers.get, accepts)
        run = partial(self._run, asked, scope, receive, send)
        if asked is None or b"if-none-match" in headers:
            await run()
        elif (flight := self._flights.get(asked)) is not None:
            if not await self._wait(flight, scope, send):
                await run()
        else:
            await self._lead(asked, run)

    async def _wait(self, flight: asyncio.Future[Whole | None], scope: Scope, send: Send) -> bool:
        """Send what another run found; refusals and faults are everyone's own."""
        whole = await asyncio.shield(flight)
        if whole is None:
            return False
        scope["route"] = whole.route
        scope.setdefault("state", {})["release"] = whole.release
        await _send(whole, send)
        return True

    async def _lead(self, asked: Asked, run: Any) -> None:  # noqa: ANN401 - a partial
        """Run for all who ask the same meanwhile, whether or not who asked first stays."""
        flights = self._flights
        flight = flights[asked] = asyncio.get_running_loop().create_future()
        try:
            await run(flight)
        finally:
            flights.pop(asked, None)
            if not flight.done():
                flight.set_result(None)

    async def _run(
        self,
        asked: Asked | None,
        scope: Scope,
        receive: Receive,
        send: Send,
        flight: "asyncio.Future[Whole | None] | None" = None,
    ) -> None:
        generation = self._generation
        collected = _Collected(send, flight)
        await self._app(scope, receive, collected.send)
        if collected.start is None or collected.body is None:
            return
        headers, body = await self._encoded(collected.start["headers"], collected.body, scope)
        release = scope.get("state", {}).get("release")
        status = collected.start["status"]
        whole = Whole(status, headers, body, scope.get("route"), release)
        if asked is not None and generation == self._directory.generation:
            self._keep(asked, whole)
        if flight is not None:
            flight.set_result(whole)
        await _send(whole, send)

    async def _encoded(self, headers: Headers, body: bytes, scope: Scope) -> tuple[Headers, bytes]:
        """Headers and body in the coding that this client is sent; `Vary` says there are others."""
        vary = next((value for name, value in headers if name == b"vary"), None)
        varying = b"Accept-Encoding" if vary is None else vary + b", Accept-Encoding"
        changed = [each for each in headers if each[0] not in {b"vary", b"content-length"}]
        changed.append((b"vary", varying))
        if not body:
            return changed, body
        coding = coding_for(lines_of(scope, b"accept-encoding"), len(body))
        if coding != IDENTITY:
            changed.append((b"content-encoding", coding.encode()))
            held = self._kept.body(changed)
            if held is not None:
                body = held
            elif len(body) <= ENCODED_HERE_MAX:
                body = encoded(body, coding)
            else:
                body = await to_thread.run_sync(encoded, body, coding)
        changed.append((b"content-length", b"%d" % len(body)))
        return changed, body

    def _keep(self, asked: Asked, whole: Whole) -> None:
        is_whole = whole.status == 200
        held = self._kept.by_question.get(asked)
        if not is_whole and held is not None and held.etag == etag_in(whole.headers):
            return
        route = route_of(whole.route)
        tally = self._tallies.tally
        told = Told(tally(route, "GET", 200), tally(route, "GET", 304), whole.release)
        self._kept.keep(asked, whole.headers, whole.body if is_whole else None, told)


class _Collected:
    """Messages of an answer, held back while it may be one to keep, else passed on."""

    def __init__(self, send: Send, flight: asyncio.Future[Whole | None] | None) -> None:
        self.start: Message | None = None
        self.body: bytes | None = None
        self._send = send
        self._flight = flight

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and (
            message["status"] in OURS and etag_in(message["headers"]).startswith(WEAK)
        ):
            self.start = message
            return
        if self.start is None:
            self._let_others_go()
            await self._send(message)
        elif message.get("more_body", False):
            start, self.start = self.start, None
            self._let_others_go()
            await self._send(start)
            await self._send(message)
        else:
            self.body = message.get("body", b"")

    def _let_others_go(self) -> None:
        """No answer to share: who waits for it asks for its own at once."""
        if self._flight is not None and not self._flight.done():
            self._flight.set_result(None)


async def _send(whole: Whole, send: Send) -> None:
    start = {"type": "http.response.start", "status": whole.status, "headers": whole.headers}
    await send(start)
    await send({"type": "http.response.body", "body": whole.body})
