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
from app.values.wording import Words

ASKED_BY_BODY = frozenset({"/v1/observations/query"})
"""Paths that take a question as JSON, by POST."""
BODY_LENGTH_MAX = 131_072
BODY_SECONDS = 10.0
MEDIA_TYPE = "application/json"
WORDS = {
    "array": Words("an array of text", "một mảng văn bản"),
    "boolean": Words("true or false", "true hoặc false"),
    "integer": Words("a whole number", "một số nguyên"),
    "string": Words("text", "văn bản"),
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
            Words("The question is no JSON.", "Câu hỏi không phải là JSON."),
            parameter="Content-Type",
            expected=Words.same(MEDIA_TYPE),
        )
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _read(request)
    except TimeoutError as error:
        raise TooLateError(
            Words(
                f"The body did not end within {BODY_SECONDS:g} seconds.",
                f"Nội dung không được gửi xong trong {BODY_SECONDS:g} giây.",
            ),
            expected=Words("a whole request", "một yêu cầu trọn vẹn"),
        ) from error
    return parameters_of(body, types)


async def _read(request: Request) -> bytes:
    """The body. Raises BodyTooLargeError before more than BODY_LENGTH_MAX bytes are kept."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > BODY_LENGTH_MAX:
        raise _too_large(Words(f"{int(announced)} bytes", f"{int(announced)} byte"))
    body = bytearray()
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > BODY_LENGTH_MAX:
            raise _too_large(
                Words(f"more than {BODY_LENGTH_MAX} bytes", f"hơn {BODY_LENGTH_MAX} byte")
            )
        more = message.get("more_body", False)
    return bytes(body)


def _too_large(size: Words) -> BodyTooLargeError:
    return BodyTooLargeError(
        Words(f"The body has {size.en}.", f"Nội dung có {size.told('vi')}."),
        expected=Words(f"at most {BODY_LENGTH_MAX} bytes", f"tối đa {BODY_LENGTH_MAX} byte"),
    )


def parameters_of(body: bytes, types: Types) -> dict[str, str]:
    """Raises MalformedRequestError for what is no JSON object, InvalidParameterError for values."""
    try:
        question = json.loads(
            body, object_pairs_hook=_each_once, parse_constant=_no_constant, parse_float=_number
        )
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
        Words("The body is no question.", "Nội dung không phải là một câu hỏi."),
        expected=Words(
            "a JSON object of parameters, in UTF-8",
            "một đối tượng JSON gồm các tham số, mã UTF-8",
        ),
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParameterError(
            Words(
                f"{twice[:100]} is given {names.count(twice)} times.",
                f"{twice[:100]} được nêu {names.count(twice)} lần.",
            ),
            parameter=twice[:100],
            expected=Words(
                "each parameter once; several values are an array",
                "mỗi tham số một lần; nhiều giá trị thì dùng mảng",
            ),
        )
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _number(text: str) -> int | float:
    """What is written with a point or an exponent; JSON Schema takes 100.0 for a whole number."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _text(name: str, value: object, allowed: frozenset[str]) -> str:
    """A value as an address has it; what is in a list are texts."""
    parts = value if isinstance(value, list) else [value]
    if _type_of(value) not in allowed or any(
        isinstance(value, list) and (not isinstance(part, str) or "," in part) for part in parts
    ):
        raise InvalidParameterError(
            Words(f"{name[:100]} holds what it cannot.", f"{name[:100]} có giá trị không hợp lệ."),
            parameter=name[:100],
            expected=Words(
                " or ".join(WORDS[each].en for each in sorted(allowed)),
                " hoặc ".join(WORDS[each].told("vi") for each in sorted(allowed)),
            ),
        )
    text = ",".join(str(part).lower() if isinstance(part, bool) else str(part) for part in parts)
    if not _is_text(text):
        raise MalformedRequestError(
            Words("The body holds what is no text.", "Nội dung có phần không phải là văn bản."),
            expected=Words("text", "văn bản"),
        )
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
