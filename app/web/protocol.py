"""HTTP on the wire, stricter than the server's own: heads are bounded, bodies never kept.

What is no request becomes one that the door refuses, in its turn: it is answered like any other
refusal, counted and logged, and cannot be taken for the answer to an earlier request.
"""

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.errors import (
    AddressTooLongError,
    ApiError,
    HeadersTooLargeError,
    MalformedRequestError,
    TooLateError,
)
from app.web.door import (
    HEADERS_EXPECTED,
    HEADERS_LENGTH_MAX,
    HEADERS_MAX,
    REFUSAL,
    has_body,
)

ADDRESS_LENGTH_MAX = 65_535  # What the parser of addresses takes; the door's limit lies below.
HEAD_SECONDS = 10.0


class StrictProtocol(HttpToolsProtocol):
    """One connection. Whoever sends half a head is told so after ten seconds."""

    _head_length = 0
    _headers_length = 0
    _is_in_head = False
    _has_body = False
    _is_over = False
    _refusal: ApiError | None = None
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_over:
            return
        self._unset_keepalive_if_required()
        if self._head_timer is None and self._is_idle():
            self._await_head()
        before = self._head_length if self._is_in_head else None
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.cycle.keep_alive = False  # What follows would be of a protocol not spoken here.
            self._is_over = True
        except httptools.HttpParserError:
            self._refuse(self._refusal or _malformed())
        else:
            # A head that began within these bytes is no longer than what is read at once.
            if self._is_in_head and before is not None:
                self._head_length = before + len(data)
                if self._head_length > ADDRESS_LENGTH_MAX + HEADERS_LENGTH_MAX:
                    self._refuse(_too_large())

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        self._head_length = 0
        self._headers_length = 0
        self._await_head()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > ADDRESS_LENGTH_MAX:
            self._stop(
                AddressTooLongError(
                    "The address is too long.", expected="what /v1/config allows at most"
                )
            )

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._headers_length += len(name) + len(value)
        if len(self.headers) > HEADERS_MAX or self._headers_length > HEADERS_LENGTH_MAX:
            self._stop(_too_large())

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._stop_waiting()
        if b"#" in self.url:
            self._stop(_malformed("an address without a fragment"))
        super().on_headers_complete()
        self._has_body = has_body(self.headers)
        if self._has_body:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Dropped: nothing here is asked with a body, and the connection ends with the answer."""

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._is_in_head:  # Not idle: the next request has begun.
            self._unset_keepalive_if_required()

    def _stop(self, refusal: ApiError) -> None:
        """Stop the parser, which passes on no error of a callback as it is."""
        self._refusal = refusal
        raise ValueError(refusal.detail)

    def _refuse(self, refusal: ApiError) -> None:
        """Answer when it is the turn of these bytes; nothing more is read."""
        self._is_over = True
        self._stop_waiting()
        if not self._is_in_head and self._has_body:
            return  # Broken bytes of a body: its request is answered, and ends the connection.
        super().on_message_begin()
        nothing: Any = {"method": "", "path": "", "raw_path": b"", "query_string": b""}
        self.scope.update(nothing)
        self.scope["state"][REFUSAL] = refusal
        was_idle = self._is_idle()
        self.cycle = self._last_cycle()
        if was_idle:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _last_cycle(self) -> RequestResponseCycle:
        return RequestResponseCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )

    def _await_head(self) -> None:
        self._stop_waiting()
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        """Tell whoever began a request; a connection that was never used is only closed."""
        if self.transport.is_closing() or self._is_over:
            return
        if self._is_in_head:
            self._refuse(
                TooLateError(
                    f"The request did not end within {HEAD_SECONDS:g} seconds.",
                    expected="a whole request",
                )
            )
        elif self._is_idle():
            self.transport.close()

    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request.
        return cycle is None or cycle.response_complete


def _malformed(expected: str = "a request of HTTP/1.1, as RFC 9112 has it") -> ApiError:
    return MalformedRequestError("These bytes are no request.", expected=expected)


def _too_large() -> ApiError:
    return HeadersTooLargeError("The headers are too large.", expected=HEADERS_EXPECTED)
