"""Answers kept as they were sent, in a bounded part of the memory."""

from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import Message

from app.web.cross_origin import EVERY_ANSWER
from app.web.tallies import Tally

Asked = tuple[bytes, bytes, bytes | None, bytes | None, bytes | None]
"""What of a request chooses its answer, as it was sent: path, query, and three Accept headers."""
Headers = list[tuple[bytes, bytes]]
NOT_MODIFIED_HEADERS = frozenset({b"etag", b"cache-control", b"vary", b"deprecation", b"sunset"})
SEND_WHOLE = "partystats.send_whole"
"""The extension of ASGI by which our server takes an answer in one step."""
STATUS_LINES = {200: b"HTTP/1.1 200 OK\r\n", 304: b"HTTP/1.1 304 Not Modified\r\n"}
# What Python itself takes for one answer, beside the bytes of its address and its headers.
OVERHEAD = 2_000
LARGEST_PART = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What the counters and the access log are told of an answer."""

    ok: Tally
    not_modified: Tally
    release: int | None


class Kept:
    """One answer, ready to be sent; not `is_whole` where only its tag is known yet."""

    __slots__ = (
        "body",
        "etag",
        "is_used",
        "is_whole",
        "not_modified",
        "not_modified_head",
        "size",
        "told",
        "whole",
        "whole_head",
    )

    def __init__(self, headers: Headers, body: bytes | None, told: Told) -> None:
        self.etag = etag_in(headers)
        self.told = told
        self.size = OVERHEAD + sum(len(name) + len(value) for name, value in headers)
        self.is_used = False
        sent = [*headers, *EVERY_ANSWER]
        self.whole: Message = {"type": "http.response.start", "status": 200, "headers": sent}
        self.body: Message = {"type": "http.response.body", "body": body or b""}
        self.is_whole = body is not None
        short = [each for each in headers if each[0] in NOT_MODIFIED_HEADERS]
        self.not_modified: Message = {
            "type": "http.response.start", "status": 304, "headers": [*short, *EVERY_ANSWER],
        }  # fmt: skip
        self.whole_head = _written(self.whole)
        self.not_modified_head = _written(self.not_modified)
        self.size += len(self.whole_head) + len(self.not_modified_head)

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return len(self.body["body"])


def _written(start: Message) -> bytes:
    """The headers as lines, with the empty one behind them."""
    return b"".join(b"%b: %b\r\n" % pair for pair in start["headers"]) + b"\r\n"


def etag_in(headers: Headers) -> bytes:
    """The tag that these headers carry; empty without one."""
    return next((value for name, value in headers if name == b"etag"), b"")


class KeptAnswers:
    """Answers by what was asked; bodies that several questions have in common are held once.

    At most `bytes_max` bytes, counted with addresses, headers and what Python takes for them.
    What was not asked for again goes first. An eighth of all is the most that one body may take.
    """

    def __init__(self, bytes_max: int) -> None:
        self.by_question: OrderedDict[Asked, Kept] = OrderedDict()
        self.size = 0
        self._bytes_max = bytes_max
        self._bodies: dict[tuple[bytes, bytes], tuple[bytes, int]] = {}

    def keep(self, asked: Asked, headers: Headers, body: bytes | None, told: Told) -> None:
        """Keep an answer, or only its tag where there is no body; nothing of it if it is huge."""
        size = 0 if body is None else len(body)
        if size + OVERHEAD > self._bytes_max // LARGEST_PART:
            return
        self.forget(asked)
        kept = Kept(headers, None if body is None else self._shared(headers, body), told)
        kept.size += sum(len(part or b"") for part in asked)
        self.by_question[asked] = kept
        self.size += kept.size
        self._make_room()

    @property
    def is_on(self) -> bool:
        return self._bytes_max > 0

    def body(self, headers: Headers) -> bytes | None:
        """The body of these headers' tag and coding, where it is held already."""
        return self._bodies.get(_body_key(headers), (None, 0))[0]

    def forget(self, asked: Asked) -> None:
        kept = self.by_question.pop(asked, None)
        if kept is None:
            return
        self.size -= kept.size
        if not kept.is_whole:
            return
        key = _body_key(kept.whole["headers"])
        body, users = self._bodies[key]
        if users > 1:
            self._bodies[key] = body, users - 1
        else:
            del self._bodies[key]
            self.size -= len(body)

    def clear(self) -> None:
        self.by_question.clear()
        self._bodies.clear()
        self.size = 0

    def _shared(self, headers: Headers, body: bytes) -> bytes:
        key = _body_key(headers)
        held, users = self._bodies.get(key, (body, 0))
        if not users:
            self.size += len(held)
        self._bodies[key] = held, users + 1
        return held

    def _make_room(self) -> None:
        """Second chance: what was used since the last time round stays, at the end of the row."""
        while self.size > self._bytes_max:
            asked, kept = next(iter(self.by_question.items()))
            if kept.is_used:
                kept.is_used = False
                self.by_question.move_to_end(asked)
            else:
                self.forget(asked)


def _body_key(headers: Headers) -> tuple[bytes, bytes]:
    """The tag names everything that the body depends on but its coding."""
    coding = next((value for name, value in headers if name == b"content-encoding"), b"")
    return etag_in(headers), coding
