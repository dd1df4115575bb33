"""Pages of other hosts may read all there is, and may not guess, frame or follow it."""

from http import HTTPStatus

from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import MethodNotAllowedError
from app.web.problems import ALLOWED, problem_response

EVERY_ANSWER = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
# The star holds for requests without credentials in newer browsers, the names for the others.
TOLD_BEFOREHAND = {
    "access-control-allow-methods": ALLOWED,
    "access-control-allow-headers": "Accept, Accept-Language, If-None-Match, *",
    "access-control-max-age": "86400",
}


def with_common_headers(send: Send) -> Send:
    """Sends with the headers of every answer: fixed, so that no answer varies by `Origin`."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *EVERY_ANSWER]}
        await send(message)

    return send_with_headers


class CrossOrigin:
    """Marks every answer as readable from anywhere, and answers what browsers ask beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = with_common_headers(send)
        headers = Headers(scope=scope)
        wanted = headers.get("access-control-request-method")
        if scope["method"] == "OPTIONS" and wanted is not None and "origin" in headers:
            await _answer_beforehand(wanted)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _answer_beforehand(method: str) -> Response:
    """Whether a browser may send what it is about to; a refusal is that of the method itself."""
    if method in ALLOWED.split(", "):
        return Response(status_code=HTTPStatus.OK, headers=TOLD_BEFOREHAND)
    refusal = MethodNotAllowedError(
        f"{method[:20]} is not possible here: this service is read.", expected="GET or HEAD"
    )
    return problem_response(refusal, headers={"allow": ALLOWED, **TOLD_BEFOREHAND})
