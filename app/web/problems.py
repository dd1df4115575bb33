"""Refusals as problem documents (RFC 9457), the same shape for every cause."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.errors import (
    ApiError,
    BehindError,
    InternalError,
    InvalidParameterError,
    MethodNotAllowedError,
    NotFoundError,
    NothingPublishedError,
    UnavailableError,
    nearest_codes,
)
from app.web.bodies import ASKED_BY_BODY

MEDIA_TYPE = "application/problem+json"
ALLOWED = "GET, HEAD"
FOUND_LENGTH_MAX = 100
PASSING = (
    NothingPublishedError,
    BehindError,
    UnavailableError,
)  # What is another answer in a moment.
RETRY_SECONDS = "1"


def problem_response(
    error: ApiError, *, headers: Mapping[str, str] | None = None, errors: Iterable[Any] = ()
) -> Response:
    """The document of one refusal; nothing of it is kept by caches."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": int(error.status),
        "detail": error.detail,
    }
    if error.parameter is not None:
        body["parameter"] = error.parameter
    if error.expected is not None:
        body["expected"] = error.expected
    if error.nearest:
        body["nearest"] = list(error.nearest)
    if error.candidates:
        body["candidates"] = list(error.candidates)
    if found := list(errors):
        body["errors"] = found
    sent = {"cache-control": "no-store", "vary": "Accept, Accept-Language", **(headers or {})}
    if isinstance(error, PASSING):
        sent["retry-after"] = RETRY_SECONDS
    return Response(
        msgspec.json.encode(body),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=sent,
    )


def refuse(_request: Request, error: Exception) -> Response:
    """A refusal raised anywhere below."""
    assert isinstance(error, ApiError)
    return problem_response(error)


def refuse_parameters(request: Request, error: Exception) -> Response:
    """Parameters that a selection does not allow: all of them are named, the first in front.

    What the path may not even hold is not found, like anything else that it names in vain.
    """
    assert isinstance(error, RequestValidationError)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return _nothing_there()
    known = _known_parameters(request)
    faults = [_fault(fault, known) for fault in error.errors()]
    first = faults[0]
    return problem_response(
        InvalidParameterError(
            first["detail"],
            parameter=first["parameter"],
            expected=first["expected"],
            nearest=first["nearest"],
        ),
        errors=faults if len(faults) > 1 else (),
    )


def _fault(fault: Mapping[str, Any], known: list[str]) -> dict[str, Any]:
    name = str(fault["loc"][-1])[:FOUND_LENGTH_MAX]
    found = repr(fault.get("input"))[:FOUND_LENGTH_MAX]
    if fault["type"] == "extra_forbidden":
        return {
            "parameter": name,
            "detail": f"There is no parameter {name!r} here.",
            "expected": f"one of: {', '.join(known)}" if known else "no parameters",
            "nearest": nearest_codes(name, known),
        }
    if fault["type"] == "missing":
        detail = f"{name} is required."
        return {"parameter": name, "detail": detail, "expected": "a value", "nearest": []}
    expected = str(fault["msg"]).removeprefix("Value error, ")
    detail = f"{name} cannot be {found}."
    return {"parameter": name, "detail": detail, "expected": expected, "nearest": []}


def _known_parameters(request: Request) -> list[str]:
    route = request.scope.get("route")
    dependant = getattr(route, "dependant", None)
    models = [field.field_info.annotation for field in getattr(dependant, "query_params", ())]
    models.append(getattr(route, "selection", None))
    return sorted(
        field.alias or name
        for model in models
        for name, field in getattr(model, "model_fields", {}).items()
    )


def allowed_on(path: str) -> str:
    """The methods of a path; any other one could be a path of a read."""
    return "POST" if path in ASKED_BY_BODY else ALLOWED


def refuse_route(request: Request, error: Exception) -> Response:
    """Unknown paths and methods, in the same shape as every other refusal."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem_response(
            MethodNotAllowedError(
                f"{request.method[:20]} is not possible here: this service is read.",
                expected=allowed_on(request.scope["path"]).replace(", ", " or "),
            ),
            headers={"allow": allowed_on(request.scope["path"])},
        )
    return _nothing_there()


def _nothing_there() -> Response:
    return problem_response(
        NotFoundError("There is nothing at this address.", expected="a path of /openapi.json")
    )


def problem_of_ours() -> Response:
    """The refusal that stands for every fault of ours."""
    return problem_response(InternalError("The request could not be answered; the fault is ours."))
