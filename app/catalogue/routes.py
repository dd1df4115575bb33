"""Reading the catalogue."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.catalogue import linkset
from app.catalogue.describing import Catalogue
from app.catalogue.graph import Thing, json_ld, turtle
from app.catalogue.queries import fetch_coverage
from app.errors import NotAcceptableError
from app.parameter_parsing import one_of, parsed
from app.parameters import Parameters
from app.releases.directory import ReleaseDirectory
from app.releases.downloads import NoParametersQuery
from app.values.wording import Words
from app.web.negotiation import weighted
from app.web.papers import paper
from app.web.responses import documents, formats_of

router = APIRouter(tags=["releases"])
PATH = "/catalog"
_RELEASE_PATH = "/v1/releases/{number}/"
_ALWAYS = frozenset({"package.zip"})
_WRITERS: dict[str, tuple[str, Callable[[Sequence[Thing]], bytes]]] = {
    "turtle": ("text/turtle", turtle),
    "jsonld": ("application/ld+json", json_ld),
}


class CatalogueSelection(Parameters):
    """In which form."""

    format: Annotated[str, parsed(one_of(_WRITERS), enum=list(_WRITERS))] | None = Field(
        None, description="Form of the graph; overrides `Accept`.", examples=["turtle", "jsonld"]
    )


@router.get(
    PATH,
    operation_id="get_catalog",
    summary="Catalogue of what is published",
    response_class=Response,
    responses=documents(
        [media_type for media_type, _ in _WRITERS.values()],
        "The catalogue, in the form of `format=` or `Accept`.",
    ),
)
def get_catalog(selection: Annotated[CatalogueSelection, Query()], request: Request) -> Response:
    """Releases as datasets of a series, with every download and format, in DCAT 3.

    For portals that collect descriptions of data: titles in Vietnamese and English, licence,
    coverage, checksums. Turtle, or JSON-LD on request.
    """
    name = selection.format or _accepted(request.headers.get("accept"))
    media_type, write = _WRITERS[name]
    directory: ReleaseDirectory = request.app.state.directory
    current = directory.current
    directory.refuse_unreadable(current)
    kept = ",".join(str(each.number) for each in directory.releases if each.is_kept)

    def written() -> bytes:
        document = request.app.openapi()
        listed = document["paths"]["/v1/observations"]["get"]["responses"]
        catalogue = Catalogue(
            request.app.state.settings.public_url,
            directory.releases,
            directory.reader(current).ask(fetch_coverage),
            formats_of(listed, status="200"),
            downloads_in(document),
            _ALWAYS,
        )
        return write(catalogue.things())

    return paper(request, media_type, written, current.chain_digest, kept)


@router.get(
    linkset.PATH,
    operation_id="get_api_catalog",
    summary="Where the API is described",
    response_class=Response,
    responses=documents([linkset.MEDIA_TYPE], "Links to what describes the API."),
)
async def get_api_catalog(_: NoParametersQuery, request: Request) -> Response:
    """For programs that know this host alone: documentation, catalogue and state (RFC 9727)."""
    public_url = request.app.state.settings.public_url
    return paper(request, linkset.MEDIA_TYPE, lambda: linkset.linkset(public_url))


def _accepted(accept: str | None) -> str:
    """The form that the header accepts best. Raises NotAcceptableError."""
    ranges = dict(reversed(weighted(accept or "*/*")))
    best, chosen = 0.0, None
    for name, (media_type, _) in _WRITERS.items():
        main = media_type.partition("/")[0]
        fitting = [kind for kind in (media_type, f"{main}/*", "*/*") if kind in ranges]
        if fitting and ranges[fitting[0]] > best:
            best, chosen = ranges[fitting[0]], name
    if chosen is None:
        raise NotAcceptableError(
            Words(
                "None of the forms there are is accepted.",
                "Không có dạng nào được chấp nhận.",
            ),
            parameter="Accept",
            expected=Words.same(", ".join(media_type for media_type, _ in _WRITERS.values())),
        )
    return chosen


def downloads_in(document: dict[str, Any]) -> dict[str, str]:
    """Media types of the files of a release by their names, as the OpenAPI document has them."""
    found = {}
    for path, operations in document["paths"].items():
        name = path.removeprefix(_RELEASE_PATH)
        if name != path and "." in name:
            [media_type] = operations["get"]["responses"]["200"]["content"]
            found[name] = media_type
    return found
