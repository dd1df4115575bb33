"""What an operation of this service can answer, as its documentation declares it."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from app.errors import (
    AddressTooLongError,
    AmbiguousNameError,
    BehindError,
    HeadersTooLargeError,
    InternalError,
    InvalidParameterError,
    MalformedRequestError,
    NotAcceptableError,
    NotFoundError,
    NothingPublishedError,
    PrunedReleaseError,
    QuarantinedReleaseError,
    TooManyRequestsError,
    TooSlowError,
    UnavailableError,
    UnknownCodeError,
    UnwantedBodyError,
)
from app.formats.citation_styles import CSL_JSON, STYLES
from app.formats.dataset import OutputFormat
from app.formats.registry import EVERYTHING, FORMATS
from app.refusal import ApiError
from app.web.problems import MEDIA_TYPE

Formats = tuple[OutputFormat, ...]
Responses = dict[int | str, dict[str, Any]]
KEPT = ("ETag", "Cache-Control", "Vary")
# Any read may be refused with these: `release`, `asOf` and `minRelease` name what may not be there.
GENERAL = (
    MalformedRequestError,
    TooManyRequestsError,
    NotFoundError,
    NotAcceptableError,
    AddressTooLongError,
    HeadersTooLargeError,
    UnwantedBodyError,
    InvalidParameterError,
    UnknownCodeError,
    AmbiguousNameError,
    InternalError,
    NothingPublishedError,
    BehindError,
    PrunedReleaseError,
    QuarantinedReleaseError,
    TooManyRequestsError,
    TooSlowError,
    UnavailableError,
)

# A file is named by its path alone; other parameters are refused.
DOWNLOADING = tuple(
    each for each in GENERAL if each not in {NotAcceptableError, UnknownCodeError, BehindError}
)


def answers(
    model: type[BaseModel],
    *refusals: type[ApiError],
    formats: Formats = EVERYTHING,
) -> Responses:
    """The answers of a read: its model as JSON, the same in other formats, 304, every refusal."""
    found: Responses = {
        200: {
            "model": model,
            "description": "The answer, in the format of `format=` or `Accept`.",
            "headers": _headers(*KEPT, "Link"),
            "content": {
                each.media_type: _content(each) for each in formats if not each.by_name_only
            },
        },
        304: {
            "description": "You hold this very answer: its `ETag` was in `If-None-Match`.",
            "headers": _headers(*KEPT),
        },
    }
    return found | problems(*GENERAL, *refusals)


def formats_of(responses: Mapping[Any, Any], *, status: int | str = 200) -> Formats:
    """The formats that a read is declared to answer in; statuses are texts in the document."""
    declared = responses[status]["content"]
    return tuple(each for each in (*FORMATS, *STYLES) if each.media_type in declared)


def _content(output: OutputFormat) -> dict[str, Any]:
    """JSON is described by its model, others by what they are."""
    if output in {FORMATS[0], CSL_JSON}:
        return {}
    return {"schema": _schema(output.media_type, is_text=output.attached is None)}


def _schema(media_type: str, *, is_text: bool) -> dict[str, str]:
    if media_type.endswith("+json"):
        return {"type": "object"}
    return {"type": "string"} if is_text else {"type": "string", "format": "binary"}


def exports(media_type: str, description: str) -> Responses:
    """The same of a file that parameters choose from, which may name codes there are not."""
    return downloads(media_type, description) | problems(*DOWNLOADING, UnknownCodeError)


def downloads(media_type: str, description: str) -> Responses:
    """The answers of a file to take away: its bytes, 304, and every refusal."""
    found: Responses = {
        200: {
            "description": description,
            "headers": _headers("ETag", "Cache-Control"),
            "content": {media_type: {"schema": _schema(media_type, is_text=False)}},
        },
        304: {
            "description": "You hold this very file: its `ETag` was in `If-None-Match`.",
            "headers": _headers("ETag", "Cache-Control"),
        },
    }
    return found | problems(*DOWNLOADING)


def documents(media_types: Iterable[str], description: str) -> Responses:
    """The answers of a document that comes in several forms."""
    found = downloads("text/plain", description) | problems(*DOWNLOADING, NotAcceptableError)
    found[200]["headers"] = found[304]["headers"] = _headers(*KEPT)
    found[200]["content"] = {
        each: {"schema": {"type": "object" if each.endswith("json") else "string"}}
        for each in media_types
    }
    return found


def problems(*refusals: type[ApiError]) -> Responses:
    """Refusals by status, each with an example for every cause."""
    found: Responses = {}
    for status in sorted({refusal.status for refusal in refusals}):
        causes = [refusal for refusal in refusals if refusal.status == status]
        found[int(status)] = problem_document(causes)
    return found


def problem_document(causes: list[type[ApiError]]) -> dict[str, Any]:
    """One status, with the causes that it stands for."""
    return {
        "description": "; ".join(f"{cause.title} (`{cause.code}`)" for cause in causes) + ".",
        "headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    cause.code: {"$ref": f"#/components/examples/{cause.code}"} for cause in causes
                },
            }
        },
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
