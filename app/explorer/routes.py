"""The pages, and what programs are told at the root instead."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.errors import NotFoundError
from app.explorer.files import FOLDER
from app.explorer.glance import as_table, fetch_glance
from app.explorer.pages import BY_NAME, HOME, PAGES, POLICY, ROOT, WITHOUT_SCRIPT, Page, document
from app.releases.directory import ReleaseDirectory
from app.values.wording import Words, any_of
from app.version import VERSION
from app.web.description import SUMMARY
from app.web.negotiation import language_of, prefers
from app.web.papers import paper

router = APIRouter(include_in_schema=False)
HTML, JSON = "text/html", "application/json"
SERVICE = {
    "name": "partystats",
    "summary": SUMMARY,
    "version": VERSION,
    "links": {
        "openapi": "/openapi.json",
        "documentation": "/docs",
        "reference": "/redoc",
        "catalog": "/catalog",
        "api_catalog": "/.well-known/api-catalog",
        "config": "/v1/config",
        "organizations": "/v1/organizations",
        "indicators": "/v1/indicators",
        "observations": "/v1/observations",
        "ratios": "/v1/ratios",
        "rankings": "/v1/rankings?indicator=population&level=provincial&period=2022",
        "search": "/v1/search?q=dang%20vien",
        "sources": "/v1/sources",
        "checks": "/v1/checks",
        "releases": "/v1/releases",
        "feed": "/v1/releases.atom",
        "problems": "/problems",
    },
}


@router.get("/")
def show_home(request: Request) -> Response:
    """The home page for browsers, with its numbers as a table before any script has run.

    Whoever does not ask for HTML by name is a program, and is told where things are.
    """
    if not prefers(request.headers.get("accept"), HTML, over=JSON):
        return paper(request, JSON, lambda: msgspec.json.encode(SERVICE))
    return _page(HOME, request)


@router.get(ROOT + "/{name}")
def show_page(name: Annotated[str, Path(max_length=100)], request: Request) -> Response:
    """One of the other pages; all of what it shows stands in its address."""
    page = BY_NAME.get(name)
    if page is None or page is HOME:
        raise NotFoundError(
            Words(f"There is no page {name!r}.", f"Không có trang {name!r}."),
            expected=any_of(each.name for each in PAGES if each is not HOME),
        )
    return _page(page, request)


def _page(page: Page, request: Request) -> Response:
    """Written for the current release, which the scripts then ask for. Raises as a read does."""
    directory: ReleaseDirectory = request.app.state.directory
    current = directory.current
    directory.refuse_unreadable(current)
    language = language_of(request.scope)

    def written() -> bytes:
        body = f"<noscript><p>{WITHOUT_SCRIPT.told(language)}</p></noscript>"
        if page is HOME:
            body += as_table(directory.reader(current).ask(fetch_glance), language)
        return document(page, language, release=current.number, body=body).encode()

    response = paper(request, HTML, written, FOLDER, current.chain_digest, language)
    response.headers["content-security-policy"] = POLICY
    response.headers["vary"] = "Accept, Accept-Language"
    response.headers["content-language"] = language
    return response
