"""Questions that come in a body, since they are too long for an address: read within bounds."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request

from app.errors import (
    BodyTooLargeError,
    InvalidParameterError,
    MalformedRequestError,
    TooLateError,
    UnsupportedMediaTypeError,
)

ASKED_BY_BODY = frozenset({"/v1/observations/query"})
"""Paths that take a question as JSON, by POST."""
BODY_LENGTH_MAX = 131_072
BODY_SECONDS = 10.0
MEDIA_TYPE = "application/json"
WORDS = {
    "array": "an array of text",
    "boolean": "true or false",
    "integer": "a whole number",
    "string": "text",
}
ANY = frozenset(WORDS)
Types = Mapping[str, frozenset[str]]


def takes_body(method: str, path: str) -> bool:
    """Whether what follows such a head is a question."""
    return method == "POST" and path in ASKED_BY_BODY


async def read_question(request: Request, types: Types) -> dict[str, str]:
    """Parameters as an address would have them: lists joined by commas, what is null left out.

    `types` are the JSON types that each parameter may have. Raises what a body that is no such
    question is refused with.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        raise UnsupportedMediaTypeError(
            "The question is no JSON.", parameter="Content-Type", expected=MEDIA_TYPE
        )
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _read(request)
    except TimeoutError as error:
        raise TooLateError(
            f"The body did not end within {BODY_SECONDS:g} seconds.", expected="a whole request"
        ) from error
    return parameters_of(body, types)


async def _read(request: Request) -> bytes:
    """The body. Raises BodyTooLargeError before more than BODY_LENGTH_MAX bytes are kept."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > BODY_LENGTH_MAX:
        raise _too_large(f"{int(announced)} bytes")
    body = bytearray()
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > BODY_LENGTH_MAX:
            raise _too_large(f"more than {BODY_LENGTH_MAX} bytes")
        more = message.get("more_body", False)
    return bytes(body)


def _too_large(size: str) -> BodyTooLargeError:
    return BodyTooLargeError(f"The body has {size}.", expected=f"at most {BODY_LENGTH_MAX} bytes")


def parameters_of(body: bytes, types: Types) -> dict[str, str]:
    """Raises MalformedRequestError for what is no JSON object, InvalidParameterError for values."""
    try:
        question = json.loads(body, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _no_question() from error
    if not isinstance(question, dict):
        raise _no_question()
    return {
        name: _text(name, value, types.get(name, ANY))
        for name, value in question.items()
        if value is not None
    }


def _no_question() -> MalformedRequestError:
    return MalformedRequestError(
        "The body is no question.", expected="a JSON object of parameters, in UTF-8"
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParameterError(
            f"{twice[:100]} is given {names.count(twice)} times.",
            parameter=twice[:100],
            expected="each parameter once; several values are an array",
        )
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _text(name: str, value: object, allowed: frozenset[str]) -> str:
    """A value as an address has it; what is in a list are texts."""
    parts = value if isinstance(value, list) else [value]
    if _type_of(value) not in allowed or any(
        isinstance(value, list) and (not isinstance(part, str) or "," in part) for part in parts
    ):
        raise InvalidParameterError(
            f"{name[:100]} holds what it cannot.",
            parameter=name[:100],
            expected=" or ".join(WORDS[each] for each in sorted(allowed)),
        )
    text = ",".join(str(part).lower() if isinstance(part, bool) else str(part) for part in parts)
    if not _is_text(text):
        raise MalformedRequestError("The body holds what is no text.", expected="text")
    return text


def _type_of(value: object) -> str:
    """The type of JSON Schema; of a number that is none of ours, nothing."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return ""


def _is_text(text: str) -> bool:
    """A NUL is none, nor half of a surrogate pair, which JSON can name."""
    return not any(each == "\x00" or "\ud800" <= each <= "\udfff" for each in text)
