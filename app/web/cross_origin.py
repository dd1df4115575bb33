"""Pages of other hosts may read all there is, and may not guess, frame or follow it."""

from http import HTTPStatus

from fastapi.responses import Response
from starlette.types import Scope

from app.errors import MethodNotAllowedError
from app.web.problems import allowed_on, problem_response

EVERY_ANSWER = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, Content-Location, Deprecation, Sunset, RateLimit, RateLimit-Policy, "
        b"Retry-After",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
# The star holds for requests without credentials in newer browsers, the names for the others.
TOLD_BEFOREHAND = {
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match, *",
    "access-control-max-age": "86400",
}


def answer_beforehand(scope: Scope) -> Response | None:
    """What a browser is told that asks whether a page may read; None for any other request."""
    headers = dict(scope["headers"])
    method = headers.get(b"access-control-request-method")
    if scope["method"] != "OPTIONS" or method is None or b"origin" not in headers:
        return None
    return _answer_beforehand(method.decode("latin-1"), scope)


def _answer_beforehand(method: str, scope: Scope) -> Response:
    """Whether a browser may send what it is about to; a refusal is that of the method itself."""
    allowed = allowed_on(scope["path"])
    told = {"access-control-allow-methods": allowed, **TOLD_BEFOREHAND}
    if method in allowed.split(", "):
        return Response(status_code=HTTPStatus.OK, headers=told)
    refusal = MethodNotAllowedError.of(method, allowed)
    return problem_response(refusal, scope, headers={"allow": allowed, **told})
