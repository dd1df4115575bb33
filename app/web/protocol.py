"""HTTP on the wire, stricter than the server's own: heads are bounded, bodies kept where they ask.

What is no request becomes one that the door refuses, in its turn: it is answered like any other
refusal, counted and logged, and cannot be taken for the answer to an earlier request.
"""

import asyncio
from functools import partial
from typing import Any
from weakref import ref

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.errors import (
    AddressTooLongError,
    HeadersTooLargeError,
    MalformedRequestError,
    TooLateError,
)
from app.refusal import ApiError
from app.values.wording import Words
from app.web.bodies import takes_body
from app.web.door import (
    HEADERS_EXPECTED,
    HEADERS_LENGTH_MAX,
    HEADERS_MAX,
    REFUSAL,
    TOO_LARGE,
    TOO_LONG,
    has_body,
)
from app.web.keeping import SEND_WHOLE

ADDRESS_LENGTH_MAX = 65_535  # What the parser of addresses takes; the door's limit lies below.
HEAD_SECONDS = 10.0
TICK_SECONDS = 1.0
JOINED_LENGTH_MAX = 65_536  # Larger bodies are not copied to be written in one piece.

A_REQUEST = Words("a request of HTTP/1.1, as RFC 9112 has it", "một yêu cầu HTTP/1.1 theo RFC 9112")
DefaultHeaders = list[tuple[bytes, bytes]]


class StrictProtocol(HttpToolsProtocol):
    """One connection. Whoever sends half a head is told so after ten seconds.

    One timer looks at the clock every second, since arming and cancelling one for every request
    costs more than answering from what is kept.
    """

    _head_length = 0
    _is_in_head = False
    _has_body = False
    _takes_body = False
    _is_over = False
    _refusal: ApiError | None = None
    _timer: asyncio.TimerHandle | None = None
    _waits_until: float | None = None  # None while an answer is made.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._waits_until = self.loop.time() + HEAD_SECONDS
        self._timer = self.loop.call_later(TICK_SECONDS, self._look_at_clock)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_over:
            return
        if not self._is_in_head and self._is_idle():  # Also for what begins no request.
            self._waits_until = self.loop.time() + HEAD_SECONDS
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
        self._waits_until = self.loop.time() + HEAD_SECONDS

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._waits_until = None
        url = self.url
        if len(url) > ADDRESS_LENGTH_MAX:
            self._stop(
                AddressTooLongError(
                    TOO_LONG,
                    expected=Words(
                        "what /v1/config allows at most", "không quá giới hạn nêu ở /v1/config"
                    ),
                )
            )
        if b"#" in url:
            self._stop(
                _malformed(
                    Words("an address without a fragment", "địa chỉ không có phần sau dấu #")
                )
            )
        if len(self.headers) > HEADERS_MAX:  # Their length is the door's to measure.
            self._stop(_too_large())
        super().on_headers_complete()
        # Not the cycle itself, which holds the scope: each request would be left to the collector.
        extensions: Any = {SEND_WHOLE: partial(_send_whole, ref(self.cycle))}
        self.scope["extensions"] = extensions
        self._has_body = has_body(self.headers)
        self._takes_body = self._has_body and takes_body(self.scope["method"], self.scope["path"])
        if self._has_body:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Dropped, unless it is a question; the connection ends with the answer in any case."""
        if self._takes_body:
            super().on_body(body)

    def on_response_complete(self) -> None:
        """As the server's own, but for the timer of connections that are kept open."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif not self._is_in_head:  # Else not idle: the next request has begun.
            self._waits_until = self.loop.time() + self.timeout_keep_alive

    def _stop(self, refusal: ApiError) -> None:
        """Stop the parser, which passes on no error of a callback as it is."""
        self._refusal = refusal
        raise ValueError(refusal.detail)

    def _refuse(self, refusal: ApiError) -> None:
        """Answer when it is the turn of these bytes; nothing more is read."""
        self._is_over = True
        self._waits_until = None
        if not self._is_in_head and self._has_body:
            return  # Broken bytes of a body: its request is answered, and ends the connection.
        sent: DefaultHeaders | None = self.headers  # None before the first request.
        language = [each for each in sent or () if each[0] == b"accept-language"]
        super().on_message_begin()
        self.headers += language
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

    def _look_at_clock(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if self._waits_until is not None and self.loop.time() >= self._waits_until:
            self._waits_until = None
            self._give_up()
        self._timer = self.loop.call_later(TICK_SECONDS, self._look_at_clock)

    def _give_up(self) -> None:
        """Tell whoever began a request; a connection that was never used is only closed."""
        if self.transport.is_closing() or self._is_over:
            return
        if self._is_in_head:
            self._refuse(
                TooLateError(
                    Words(
                        f"The request did not end within {HEAD_SECONDS:g} seconds.",
                        f"Yêu cầu không được gửi xong trong {HEAD_SECONDS:g} giây.",
                    ),
                    expected=Words("a whole request", "một yêu cầu trọn vẹn"),
                )
            )
        elif self._is_idle():
            self.transport.close()

    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request.
        return cycle is None or cycle.response_complete


class _Defaults:
    """The headers that the server adds to every answer, written down once a second."""

    known: DefaultHeaders | None = None
    written = b""

    @classmethod
    def of(cls, headers: DefaultHeaders) -> bytes:
        if headers is not cls.known:  # The server makes another list each time it changes them.
            cls.known = headers
            cls.written = b"".join(b"%b: %b\r\n" % pair for pair in headers)
        return cls.written


def _send_whole(asked: ref[RequestResponseCycle], status: bytes, head: bytes, body: bytes) -> bool:
    """Send an answer that is ready in one step, which saves the server looking at every header.

    Whether it could: not on a connection that ends with the answer, or that does not take more.
    """
    cycle = asked()
    if (
        cycle is None
        or cycle.response_started
        or cycle.disconnected
        or cycle.flow.write_paused
        or not cycle.keep_alive
    ):
        return False
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    lines = status + _Defaults.of(cycle.default_headers) + head
    if len(body) <= JOINED_LENGTH_MAX:
        cycle.transport.write(lines + body)
    else:
        cycle.transport.write(lines)
        cycle.transport.write(body)
    cycle.message_event.set()
    cycle.on_response()
    return True


def _malformed(expected: Words = A_REQUEST) -> ApiError:
    return MalformedRequestError(
        Words("These bytes are no request.", "Các byte này không phải là một yêu cầu."),
        expected=expected,
    )


def _too_large() -> ApiError:
    return HeadersTooLargeError(TOO_LARGE, expected=HEADERS_EXPECTED)
