"""The route of a read: FastAPI's own, documented and refusing as ever, without what no read needs.

No body, no dependency but the answering, no model of the response to validate: for a request whose
parameters are right that is two thirds of the time. Any other goes FastAPI's way.
"""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import unquote_plus

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from app.parameters import Selection
from app.web.answer import Answering
from app.web.responses import formats_of


class ReadRoute(APIRoute):
    """A route whose endpoint takes parameters of the path, one selection, and an answering."""

    def __init__(self, path: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as given
        super().__init__(path, *arguments, **options)
        # Most routes are told apart by how they begin, sooner than by a pattern.
        self._beginning = path.partition("{")[0]
        [query] = self.dependant.query_params
        [answering] = self.dependant.dependencies
        self._selection_name = query.name
        self._selection: type[Selection] = cast("type[Selection]", query.field_info.annotation)
        self._answering_name = str(answering.name)
        self._path_params = self.dependant.path_params
        self.formats = formats_of(self.responses)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path = scope["path"]
        if not path.startswith(self._beginning):
            return Match.NONE, {}
        if self._path_params or scope["method"] != "GET" or path != self.path:
            return super().matches(scope)
        return Match.FULL, {"endpoint": self.endpoint, "path_params": {}, "route": self}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        parameters = self._parameters(scope) if scope["method"] == "GET" else None
        if parameters is None:
            await super().handle(scope, receive, send)
            return
        parameters[self._answering_name] = Answering(Request(scope))
        response = await self.endpoint(**parameters)
        await response(scope, receive, send)

    def _parameters(self, scope: Scope) -> dict[str, Any] | None:
        """What the endpoint takes; None where something is not right, for FastAPI to say what."""
        parameters: dict[str, Any] = {}
        for field in self._path_params:
            name = field.alias
            value, faults = field.validate(scope["path_params"].get(name), {}, loc=("path", name))
            if faults:
                return None
            parameters[field.name] = value
        try:
            selection = self._selection.model_validate(_pairs(scope["query_string"]))
        except (ValidationError, UnicodeDecodeError):
            return None
        parameters[self._selection_name] = selection
        return parameters


def _pairs(query: bytes) -> Mapping[str, str]:
    """Names and values of a query; no name comes twice, or the door had refused it."""
    if not query:
        return {}
    pairs = {}
    for part in query.decode("latin-1").split("&"):
        if part:
            name, _, value = part.partition("=")
            if "%" in part or "+" in part:
                name, value = unquote_plus(name), unquote_plus(value)
            pairs[name] = value
    return pairs
