"""Reading releases: what was published, when, of which packages, and what it changed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.formats.registry import FORMATS
from app.parameter_columns import FIELDS_MAX, SORT_MAX
from app.parameter_comparisons import COMPARISONS_MAX
from app.parameter_parsing import LIST_MAX
from app.parameters import Selection
from app.ratios.queries import CELLS_MAX
from app.releases.downloads import DOWNLOADS_MAX
from app.releases.reader import Reader
from app.releases.refusals import no_release
from app.releases.registry import PublishedRelease
from app.releases.schemas import Configuration, Release
from app.releases.sorting import ROWS_SORTED_MAX
from app.selectors.queries import APART_MAX
from app.settings import OFF
from app.values.wording import LANGUAGES
from app.version import VERSION
from app.web.answer import AnsweringDep
from app.web.bodies import BODY_LENGTH_MAX
from app.web.door import HEADERS_LENGTH_MAX, HEADERS_MAX, PARAMETERS_MAX
from app.web.envelope import listed, single
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1", tags=["releases"], route_class=ReadRoute)
CONFIG_COLUMNS = (
    "application_version",
    "recipe",
    "formats",
    "languages",
    "limits.page_size_max",
    "limits.list_length_max",
    "limits.cells_computed_max",
    "limits.url_length_max",
    "limits.parameters_max",
    "limits.headers_max",
    "limits.headers_length_max",
    "limits.downloads_max",
    "limits.query_seconds",
    "limits.rate_limit",
)
COLUMNS = (
    "number",
    "published_at",
    "current",
    "content_digest",
    "chain_digest",
    "application_version",
)
# Where feed readers and collectors of catalogues look.
DESCRIBED = '</catalog>; rel="describedby"; type="text/turtle"'
FEED = '</v1/releases.atom>; rel="alternate"; type="application/atom+xml"'


def release_row(release: PublishedRelease, answering: int) -> dict[str, Any]:
    """As release `answering` tells of it, which is the current one of its own answers."""
    return {
        "number": release.number,
        "published_at": release.published_at,
        "current": release.number == answering,
        "content_digest": release.content_digest,
        "chain_digest": release.chain_digest,
        "recipe": release.recipe,
        "application_version": release.application_version,
        "counts": release.counts,
        "changes": {name: release.changes.get(name, 0) for name in ("new", "revised", "withdrawn")},
        "packages": [
            {
                "name": package.name,
                "digest": package.digest,
                "version": package.version,
                "title": package.title,
            }
            for package in release.packages
        ],
    }


@router.get(
    "/releases",
    operation_id="list_releases",
    summary="Releases",
    responses=answers(listed(Release)),
)
async def list_releases(selection: Annotated[Selection, Query()], answer: AnsweringDep) -> Response:
    """Every publication up to the one that answers: digests, packages, counts of changes."""

    def find(reader: Reader) -> Found:
        rows = _until(answer.directory.releases, reader.release.number)
        return Found(COLUMNS, rows, references=(FEED, DESCRIBED))

    return await answer(selection, find)


@router.get(
    "/releases/{number}",
    operation_id="get_release",
    summary="One release",
    responses=answers(single(Release)),
)
async def get_release(
    number: Annotated[
        str, Path(max_length=20, description="Number of the release.", examples=["1"])
    ],
    selection: Annotated[Selection, Query()],
    answer: AnsweringDep,
) -> Response:
    """One publication: what it was built from, and what it changed against the one before."""

    def find(reader: Reader) -> Found:
        for row in _until(answer.directory.releases, reader.release.number):
            if str(row["number"]) == number:
                return Found(COLUMNS, [row], row, references=(DESCRIBED,))
        raise no_release(number, reader.release.number)

    return await answer(selection, find)


def _until(releases: Iterable[PublishedRelease], number: int) -> list[dict[str, Any]]:
    """Releases up to the one that answers."""
    return [release_row(release, number) for release in releases if release.number <= number]


@router.get(
    "/config",
    operation_id="get_config",
    summary="Limits and choices of this instance",
    responses=answers(single(Configuration)),
)
async def get_config(selection: Annotated[Selection, Query()], answer: AnsweringDep) -> Response:
    """Limits that are enforced, formats, languages, and what a release is built with."""

    def find(reader: Reader) -> Found:
        document = {
            "application_version": VERSION,
            "recipe": reader.release.recipe,
            "formats": [{"name": each.name, "media_type": each.media_type} for each in FORMATS],
            "languages": list(LANGUAGES),
            "limits": {
                "page_size_max": answer.settings.page_size_max,
                "list_length_max": LIST_MAX,
                "comparisons_max": COMPARISONS_MAX,
                "fields_max": FIELDS_MAX,
                "sort_fields_max": SORT_MAX,
                "rows_sorted_max": ROWS_SORTED_MAX,
                "organizations_apart_max": APART_MAX,
                "cells_computed_max": CELLS_MAX,
                "url_length_max": answer.settings.url_length_max,
                "body_length_max": BODY_LENGTH_MAX,
                "parameters_max": PARAMETERS_MAX,
                "headers_max": HEADERS_MAX,
                "headers_length_max": HEADERS_LENGTH_MAX,
                "downloads_max": DOWNLOADS_MAX,
                "query_seconds": Decimal(str(answer.settings.query_seconds)),
                "rate_limit": None
                if answer.settings.rate_limit == OFF
                else answer.settings.rate_limit,
            },
        }
        return Found(CONFIG_COLUMNS, [document], document)

    return await answer(selection, find)
