"""What is still answered and will not be for ever: told in headers and in the documentation.

An entry in DEPRECATIONS is all it takes: from it follow `Deprecation` (RFC 9745), `Sunset` (RFC
8594) and links in headers, `deprecated` in the OpenAPI document, and the page /deprecations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = "/deprecations"
MEDIA_TYPE = "application/json"
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A path of the API, or one of its parameters, or a field of its rows, to be given up.

    From `since`, at the start of that day in UTC, it should not be used; from `sunset`, None while
    that is not decided, it may be gone. `successor` is the address of what to use instead.
    """

    path: str
    since: date
    vi: str
    en: str
    sunset: date | None = None
    successor: str | None = None
    parameter: str | None = None
    field: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for what would be gone before it is deprecated, or is two things."""
        if self.sunset is not None and self.sunset <= self.since:
            raise ValueError(f"{self.what}: the sunset comes after the deprecation")
        if self.parameter is not None and self.field is not None:
            raise ValueError(f"{self.path}: a parameter or a field, not both")

    @property
    def what(self) -> str:
        """The path, with the parameter or field that it is about."""
        if self.parameter is not None:
            return f"{self.path}?{self.parameter}="
        return self.path if self.field is None else f"{self.path}: {self.field}"

    def headers(self) -> Iterator[tuple[bytes, bytes]]:
        """For answers to who uses it; of a field, which none can leave out, only the links."""
        if self.field is None:
            yield b"deprecation", f"@{int(_start(self.since).timestamp())}".encode()
            if self.sunset is not None:
                yield b"sunset", format_datetime(_start(self.sunset), usegmt=True).encode()
        links = [f'<{PAGE}>; rel="deprecation"; type="text/html"']
        if self.successor is not None:
            links.append(f'<{self.successor}>; rel="successor-version"')
        yield b"link", ", ".join(links).encode()


DEPRECATIONS: tuple[Deprecation, ...] = ()


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


class Deprecated:
    """Wraps an application: tells who uses something deprecated, whatever the answer is."""

    def __init__(self, app: ASGIApp, deprecations: Iterable[Deprecation]) -> None:
        self._app = app
        self._by_path: dict[str, list[Deprecation]] = {}
        for each in deprecations:
            self._by_path.setdefault(each.path, []).append(each)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [*self._headers(scope, message["status"])]
                message = {**message, "headers": [*message["headers"], *told]}
            await send(message)

        await self._app(scope, receive, send_told if scope["type"] == "http" else send)

    def _headers(self, scope: Scope, status: int) -> Iterator[tuple[bytes, bytes]]:
        """Those of the first entry that applies: a header says one thing."""
        told: set[bytes] = set()
        for each in self._used(scope):
            for name, text in each.headers():
                # What a client holds already has its links; these may be told of several.
                if name == b"link" and status != NOT_MODIFIED:
                    yield name, text
                elif name != b"link" and name not in told:
                    told.add(name)
                    yield name, text

    def _used(self, scope: Scope) -> Iterator[Deprecation]:
        route = scope.get("route")
        entries = self._by_path.get(getattr(route, "path", ""), ())
        if not entries:
            return
        query = scope["query_string"].decode("latin-1")
        named = {unquote_plus(part.partition("=")[0]) for part in query.split("&")}
        for each in entries:
            if each.parameter is None or each.parameter in named:
                yield each


def mark_deprecated(document: dict[str, Any], deprecations: Iterable[Deprecation]) -> None:
    """Say so in an OpenAPI document. Raises ValueError for an entry about nothing in it."""
    for each in deprecations:
        try:
            marked = [*_described(document, each)]
        except (KeyError, IndexError) as error:
            raise ValueError(f"{each.what}: there is no such thing") from error
        for described in marked:
            described["deprecated"] = True
            described["description"] = f"{described['description']} {_sentence(each)}"


def _described(document: dict[str, Any], entry: Deprecation) -> Iterator[dict[str, Any]]:
    for operation in document["paths"][entry.path].values():
        if entry.parameter is not None:
            named = {each["name"]: each for each in operation["parameters"]}
            yield named[entry.parameter]
        elif entry.field is not None:
            yield _row_schema(document, operation)["properties"][entry.field]
        else:
            yield operation


def _row_schema(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of what `data` holds: one thing, or rows of it."""
    schemas = document["components"]["schemas"]
    answer = operation["responses"]["200"]["content"][MEDIA_TYPE]["schema"]["$ref"]
    data = schemas[answer.rpartition("/")[2]]["properties"]["data"]
    row = data.get("items", data)
    # Where a row may come with fewer fields, the whole one is named first.
    reference = row.get("anyOf", [row])[0]["$ref"]
    schema: dict[str, Any] = schemas[reference.rpartition("/")[2]]
    return schema


def _sentence(entry: Deprecation) -> str:
    until = "" if entry.sunset is None else f", to be gone after {entry.sunset}"
    instead = "" if entry.successor is None else f" Use {entry.successor} instead."
    return f"Deprecated since {entry.since}{until}: {entry.en}{instead}"
