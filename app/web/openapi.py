"""The OpenAPI document: FastAPI's own, with what it cannot know of this service."""

import json
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msgspec
from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp

from app.errors import ERRORS
from app.parameters import VIET_NAM, PageSelection
from app.refusal import ApiError
from app.web.caching import etag_of
from app.web.deprecation import mark_deprecated
from app.web.description import SUMMARY_VI
from app.web.envelope import Problem
from app.web.groups import arrange
from app.web.responses import formats_of, problem_document

EXAMPLES = Path(__file__).parent / "examples"
COMMON = {field.alias or name for name, field in PageSelection.model_fields.items()}
HEADERS = {
    "ETag": (
        "Names this answer: release, query, format, language and version of the service. Send it "
        "back as `If-None-Match`.",
        'W/"3ac1ffba41d1a1d4ab07a1a1c7c41c1c"',
    ),
    "Cache-Control": (
        "An answer pinned with `release=` never changes and may be kept for a year; any other is "
        "asked for again, which costs a 304.",
        "public, max-age=0, must-revalidate",
    ),
    "Vary": (
        "Request headers that choose another answer.",
        "Accept, Accept-Language, Accept-Encoding",
    ),
    "Link": (
        "`links.self` and, where another page follows, `links.next` (RFC 8288), for formats that "
        "have no room for them. Beside CSV also what describes its columns, `describedby`.",
        '</v1/sources?release=1&limit=1>; rel="self", '
        '</v1/sources?release=1&limit=1&after=bao-dau-thau-2020>; rel="next"',
    ),
    "NoStore": ("A refusal is not kept.", "no-store"),
}


class DocumentedApi(FastAPI):
    """FastAPI with the whole document, put together when it is first asked for."""

    def build_middleware_stack(self) -> ASGIApp:
        """Refusals and the routes; what FastAPI wraps around them else is done further out.

        The reception is the last resort, and the door lets no body in.
        """
        handlers = {
            kind: handler
            for kind, handler in self.exception_handlers.items()
            if kind not in {500, Exception}
        }
        return ExceptionMiddleware(AsyncExitStackMiddleware(self.router), handlers=handlers)

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = completed(super().openapi())
            mark_deprecated(self.openapi_schema, self.state.deprecations)
        return self.openapi_schema

    @cached_property
    def document(self) -> bytes:
        """The document as it is sent; the same for as long as the process lives."""
        return msgspec.json.encode(self.openapi())

    @cached_property
    def document_tag(self) -> str:
        return etag_of(self.document.decode())


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with shared parts, plain parameters and executed examples."""
    components = document["components"]
    components["schemas"] |= _problem_schemas()
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}, "example": example}
        for name, (text, example) in HEADERS.items()
    }
    components["examples"] = {error.code: _problem_example(error) for error in ERRORS}
    components["responses"] = {error.code: problem_document([error]) for error in ERRORS}
    # Reading is free: without this, programs take a missing word about keys for a forgotten one.
    document["security"] = []
    today = datetime.now(VIET_NAM).date().isoformat()
    document["info"]["x-summary-vi"] = SUMMARY_VI
    arrange(document)
    for address, path in document["paths"].items():
        for operation in path.values():
            _complete(address, operation, as_of=today)
            _share(operation["responses"], components["responses"])
    # A method that is not allowed belongs to no operation, and is told here alone.
    told = str(document["paths"])
    components["responses"] = {
        code: response
        for code, response in components["responses"].items()
        if f"responses/{code}'" in told or f"examples/{code}'" not in told
    }
    return document


def _share(responses: dict[str, Any], shared: dict[str, Any]) -> None:
    """Name the shared answer in place of each that has one cause alone."""
    for status, response in responses.items():
        for code, known in shared.items():
            if response == known:
                responses[status] = {"$ref": f"#/components/responses/{code}"}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    return {**schema.pop("$defs"), "Problem": schema}


def _problem_example(error: type[ApiError]) -> dict[str, Any]:
    recorded = problem_recorded(error.code)
    return {
        "summary": recorded["request"],
        "description": error.__doc__,
        "value": recorded["json"],
    }


def problem_recorded(code: str) -> dict[str, Any]:
    """A request that was refused for this cause, and the refusal."""
    recorded: dict[str, Any] = json.loads((EXAMPLES / "problems" / f"{code}.json").read_bytes())
    return recorded


def _complete(path: str, operation: dict[str, Any], *, as_of: str) -> None:
    file = EXAMPLES / f"{operation['operationId']}.json"
    examples = {"asOf": as_of, "accessed": as_of}
    asked: dict[str, str] = {}
    if file.exists():
        recorded = json.loads(file.read_bytes())
        _show(operation, recorded)
        examples |= _place_in(recorded["json"])
        asked = _asked(path, recorded["request"])
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        _make_plain(parameter)
        if parameter["name"] == "format":
            offered = formats_of(operation["responses"], status="200")
            # The catalogue has forms of its own.
            parameter["schema"]["enum"] = [each.name for each in offered] or parameter["schema"][
                "enum"
            ]
        if parameter["name"] in examples and "enum" not in parameter["schema"]:
            parameter["schema"]["examples"] = [examples[parameter["name"]]]
        # Pages fill these in, so that the request shown can be tried as it stands.
        if parameter["name"] in asked.keys() - COMMON:
            given = asked[parameter["name"]]
            is_number = parameter["schema"]["type"] == "integer"
            parameter["example"] = int(given) if is_number else given
        elif parameter["required"]:
            parameter["example"] = parameter["schema"]["examples"][0]
    # What is filled in comes first, then what else chooses rows, last what every list has.
    parameters.sort(key=lambda each: (each["name"] in COMMON | {"sort"}, "example" not in each))


def _asked(path: str, request: str) -> dict[str, str]:
    """What a recorded request gives for the parameters of its path and query, by name."""
    address, _, query = request.partition("?")
    pairs = zip(path.split("/"), address.split("/"), strict=True)
    given = [(name[1:-1], part) for name, part in pairs if name.startswith("{")]
    return dict((*given, *parse_qsl(query)))


def _place_in(answer: dict[str, Any]) -> dict[str, str]:
    """Where the page after this answer begins, or else after its last row; and some fields."""
    rows = answer.get("data")
    last = rows[-1] if isinstance(rows, list) and rows else {}
    names = [*last]
    found = {"fields": ",".join(names[:3]), "sort": f"{names[1]}:desc"} if last else {}
    following = parse_qs(urlsplit(answer.get("links", {}).get("next", "")).query)
    keys = following.get("after", [])
    keys += [last[name] for name in ("entry", "code", "key", "id") if name in last]
    return found | {"after": keys[0]} if keys else found


def _show(operation: dict[str, Any], recorded: dict[str, Any]) -> None:
    """Put the recorded answers of one request beside their schemas."""
    summary = f"GET {recorded['request']}"
    if "rows" in recorded:
        summary += f" (the first {recorded['rows']} rows)"
    content = operation["responses"]["200"]["content"]
    for media_type, name in (("application/json", "json"), ("text/csv", "csv")):
        if media_type in content and name in recorded:
            example = {"summary": summary, "value": recorded[name]}
            content[media_type]["examples"] = {"executed": example}


def _make_plain(parameter: dict[str, Any]) -> None:
    """A parameter that may be left out is never null, and says a thing once."""
    schema: dict[str, Any] = parameter["schema"]
    for unused in ("title", "description"):
        schema.pop(unused, None)
    choices = [choice for choice in schema.pop("anyOf", ()) if choice != {"type": "null"}]
    for choice in choices:
        schema |= choice
