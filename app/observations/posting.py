"""Observations by a question in a body, for selections too long for an address."""

import re
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.routing import Match
from starlette.types import Scope

from app.errors import (
    BodyTooLargeError,
    InvalidParameterError,
    TooLateError,
    UnsupportedMediaTypeError,
)
from app.formats.registry import FORMATS
from app.observations.finding import find_observations
from app.observations.schemas import ListedObservation, Withdrawal
from app.observations.selection import ObservationSelection
from app.parameter_patterns import NAMES, whole
from app.values.wording import Words
from app.web.bodies import ASKED_BY_BODY, read_question
from app.web.envelope import listed
from app.web.posted import Posted
from app.web.responses import answers

# One item, and how many may follow it, in the pattern of a list.
_LISTED = re.compile(r"^(.*?)\(,\(.*\{0,([0-9]+)\}\$$")
# A name of a package's own, and as many as fit into the text of a list.
ONE_NAME = r"^[^,\x00-\x1f\x7f]{1,40}$"
NAMES_MAX = 4
[PATH] = ASKED_BY_BODY
LIST = PATH.rpartition("/")[0]
EXAMPLE = {
    "organization": ["lao-cai@2022-12-31", "children:lao-cai"],
    "indicator": ["group:members"],
    "value": "ge:10,lt:100",
    "limit": 5,
}


class QuestionRoute(APIRoute):
    """The only route of its path: whatever else is below the list, no other method finds it."""

    selection = ObservationSelection
    formats = FORMATS

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        found, child = super().matches(scope)
        return (Match.FULL if found is Match.PARTIAL else found), child


def _properties() -> dict[str, Any]:
    """The parameters of the list: text as in an address, or an array of its parts."""
    properties = {}
    for name, parameter in ObservationSelection.model_json_schema()["properties"].items():
        choices = [
            {key: value for key, value in each.items() if key not in {"title", "description"}}
            for each in parameter.get("anyOf", [parameter])
        ]
        for pattern in [str(each.get("pattern")) for each in choices]:
            found = _LISTED.search(pattern)
            if found or pattern == whole(NAMES):
                items = {"type": "string", "pattern": f"{found[1]}$" if found else ONE_NAME}
                most = int(found[2]) + 1 if found else NAMES_MAX
                choices.append({"type": "array", "items": items, "minItems": 1, "maxItems": most})
        # Some generators of clients know no choice of one.
        chosen = {"anyOf": choices} if len(choices) > 1 else choices[0]
        properties[name] = {"description": parameter["description"], **chosen}
    return properties


PROPERTIES = _properties()
TYPES = {
    name: frozenset(str(choice["type"]) for choice in described.get("anyOf", [described]))
    - {"null"}
    for name, described in PROPERTIES.items()
}
BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "properties": PROPERTIES, "additionalProperties": False},
            "examples": {"executed": {"summary": f"POST {PATH}", "value": EXAMPLE}},
        }
    },
}
router = APIRouter(tags=["observations"], route_class=QuestionRoute)


@router.post(
    PATH,
    operation_id="query_observations",
    summary="Observations, by a long question",
    response_class=Response,
    responses=answers(
        listed(ListedObservation, Withdrawal),
        BodyTooLargeError,
        UnsupportedMediaTypeError,
        TooLateError,
        formats=FORMATS,
    ),
    openapi_extra={"requestBody": BODY},
)
async def query_observations(request: Request) -> Response:
    """What `GET /v1/observations` answers, asked in a body: no longer list is too long for it.

    Parameters are those of the list; a list is an array or text with commas. `Content-Location` and
    `links.self` are the address that answers the same, with the same `ETag`, unless it would be too
    long: then `links.self` ends in a digest of the question, and the next page is asked for with
    `after`. Nothing is written, and no answer is kept by caches.
    """
    if request.scope["query_string"]:
        raise InvalidParameterError(
            Words("Parameters stand in the address.", "Có tham số nằm trong địa chỉ."),
            expected=Words("all parameters in the body", "mọi tham số nằm trong phần thân"),
        )
    question = await read_question(request, TYPES)
    try:
        selection = ObservationSelection.model_validate(question)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    answer = Posted(request, LIST)
    return await answer(selection, partial(find_observations, selection, answer.directory.releases))
