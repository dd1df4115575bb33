"""What every request passes before anything else: malformed ones are refused, HEAD becomes GET."""

import logging
from collections import Counter
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import (
    AddressTooLongError,
    ApiError,
    InvalidParameterError,
    MalformedRequestError,
)
from app.web.problems import problem_response

LOG = logging.getLogger("app")
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


class Door:
    """Wraps the whole application. Refuses before routing, and logs what nothing else caught."""

    def __init__(self, app: ASGIApp, *, url_length_max: int) -> None:
        self._app = app
        self._url_length_max = url_length_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ended = False

        async def send_secured(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *SECURITY_HEADERS]
            ended = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await problem_response(refusal)(scope, receive, send_secured)
            else:
                await self._app(scope, receive, send_secured)
        except Exception:
            LOG.exception("The request could not be answered")
            if not ended:
                raise

    def _refusal(self, scope: Scope) -> ApiError | None:
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        if len(raw_path) + len(query) > self._url_length_max:
            expected = f"at most {self._url_length_max} bytes of path and query"
            return AddressTooLongError("The address is too long.", expected=expected)
        try:
            unquote_to_bytes(raw_path).decode()
            pairs = [_decoded(part) for part in query.split(b"&") if part]
        except UnicodeDecodeError:
            return MalformedRequestError(
                "The address holds bytes that are no text.", expected="percent-encoded UTF-8"
            )
        if "\x00" in scope["path"] or any("\x00" in name + value for name, value in pairs):
            return MalformedRequestError("The address holds a NUL.", expected="text without NUL")
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                return InvalidParameterError(
                    f"{name[:100]} is given {times} times.",
                    parameter=name[:100],
                    expected="each parameter once; lists are separated by commas",
                )
        return None


def _decoded(part: bytes) -> tuple[str, str]:
    """Name and value of one parameter. Raises UnicodeDecodeError for what is no UTF-8."""
    name, _, value = part.replace(b"+", b" ").partition(b"=")
    return unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()


class HeadAsGet:
    """Answers HEAD as GET would, without the body; the length is that of the GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_head)
