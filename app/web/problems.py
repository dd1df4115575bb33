"""Refusals as problem documents (RFC 9457), the same shape for every cause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.errors import (
    BehindError,
    InternalError,
    InvalidParameterError,
    MethodNotAllowedError,
    NotFoundError,
    NothingPublishedError,
    TooManyRequestsError,
    UnavailableError,
    nearest_codes,
)
from app.refusal import ApiError
from app.values.wording import Language, UnfitError, Words, any_of
from app.web.bodies import ASKED_BY_BODY
from app.web.negotiation import language_of

MEDIA_TYPE = "application/problem+json"
ALLOWED = "GET, HEAD"
FOUND_LENGTH_MAX = 100
PASSING = (
    NothingPublishedError,
    BehindError,
    UnavailableError,
)  # What is another answer in a moment.
RETRY_SECONDS = "1"


@dataclass(frozen=True, slots=True)
class Fault:
    """One parameter that was refused, with what would be right."""

    parameter: str
    detail: Words
    expected: Words
    nearest: list[str] = field(default_factory=list)

    def told(self, language: Language) -> dict[str, Any]:
        return {
            "parameter": self.parameter,
            "detail": self.detail.told(language),
            "expected": self.expected.told(language),
            "nearest": self.nearest,
        }


def problem_response(
    error: ApiError,
    scope: Scope,
    *,
    headers: Mapping[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    """The document of one refusal, in the language of the request; nothing of it is kept."""
    language = _language(error, faults, language_of(scope))
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": Words(error.title, error.title_vi).told(language),
        "status": int(error.status),
        "detail": error.said.told(language),
        "language": language,
    }
    if error.parameter is not None:
        body["parameter"] = error.parameter
    if error.wanted is not None:
        body["expected"] = error.wanted.told(language)
    if error.nearest:
        body["nearest"] = list(error.nearest)
    if error.candidates:
        body["candidates"] = list(error.candidates)
    if faults:
        body["errors"] = [fault.told(language) for fault in faults]
    sent = {
        "cache-control": "no-store",
        "content-language": language,
        "vary": "Accept, Accept-Language",
        **(headers or {}),
        **_when_to_retry(error),
    }
    return Response(
        msgspec.json.encode(body),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=sent,
    )


def _when_to_retry(error: ApiError) -> dict[str, str]:
    """`Retry-After`, where another try may be answered."""
    if isinstance(error, TooManyRequestsError):
        return {"retry-after": str(error.retry_after)}
    return {"retry-after": RETRY_SECONDS} if isinstance(error, PASSING) else {}


def _language(error: ApiError, faults: Iterable[Fault], wanted: Language) -> Language:
    """That which is wanted, where all there is to say exists in it; else English, told as such."""
    texts = [Words(error.title, error.title_vi), error.said, error.wanted]
    texts += [text for fault in faults for text in (fault.detail, fault.expected)]
    has_all = all(text is None or text.vi is not None for text in texts)
    return wanted if has_all else "en"


def refuse(request: Request, error: Exception) -> Response:
    """A refusal raised anywhere below."""
    assert isinstance(error, ApiError)
    return problem_response(error, request.scope)


def refuse_parameters(request: Request, error: Exception) -> Response:
    """Parameters that a selection does not allow: all of them are named, the first in front.

    What the path may not even hold is not found, like anything else that it names in vain.
    """
    assert isinstance(error, RequestValidationError)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return _nothing_there(request)
    known = _known_parameters(request)
    faults = [_fault(fault, known) for fault in error.errors()]
    first = faults[0]
    return problem_response(
        InvalidParameterError(
            first.detail,
            parameter=first.parameter,
            expected=first.expected,
            nearest=first.nearest,
        ),
        request.scope,
        faults=faults if len(faults) > 1 else (),
    )


def _fault(fault: Mapping[str, Any], known: list[str]) -> Fault:
    name = str(fault["loc"][-1])[:FOUND_LENGTH_MAX]
    found = repr(fault.get("input"))[:FOUND_LENGTH_MAX]
    if fault["type"] == "extra_forbidden":
        return Fault(
            name,
            Words(f"There is no parameter {name!r} here.", f"Ở đây không có tham số {name!r}."),
            any_of(known) if known else Words("no parameters", "không có tham số nào"),
            nearest_codes(name, known),
        )
    if fault["type"] == "missing":
        detail = Words(f"{name} is required.", f"Cần có {name}.")
        return Fault(name, detail, Words("a value", "một giá trị"))
    detail = Words(f"{name} cannot be {found}.", f"{name} không thể là {found}.")
    return Fault(name, detail, _expected(fault))


def _expected(fault: Mapping[str, Any]) -> Words:
    """What our own parsers expect, in both languages; of others their English message."""
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, UnfitError):
        return cause.words
    return Words(str(fault["msg"]).removeprefix("Value error, "), None)


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
            MethodNotAllowedError.of(request.method, allowed_on(request.scope["path"])),
            request.scope,
            headers={"allow": allowed_on(request.scope["path"])},
        )
    return _nothing_there(request)


def _nothing_there(request: Request) -> Response:
    return problem_response(
        NotFoundError(
            Words("There is nothing at this address.", "Không có gì ở địa chỉ này."),
            expected=Words("a path of /openapi.json", "một đường dẫn có trong /openapi.json"),
        ),
        request.scope,
    )


def problem_of_ours(scope: Scope) -> Response:
    """The refusal that stands for every fault of ours."""
    words = Words(
        "The request could not be answered; the fault is ours.",
        "Không trả lời được yêu cầu này; lỗi là của chúng tôi.",
    )
    return problem_response(InternalError(words), scope)
