"""Reading the feed of releases."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.feeds.feed import MEDIA_TYPE, PATH, Feed
from app.releases.directory import ReleaseDirectory
from app.releases.downloads import NoParametersQuery
from app.releases.known_errata import KnownErrata
from app.web.papers import paper
from app.web.responses import downloads

router = APIRouter(tags=["releases"])


@router.get(
    PATH,
    operation_id="get_feed",
    summary="Feed of releases",
    response_class=Response,
    responses=downloads(MEDIA_TYPE, "The feed, the newest release first."),
)
def get_feed(_: NoParametersQuery, request: Request) -> Response:
    """Releases as an Atom feed (RFC 4287): what each changed, in words, and where to read on.

    Ask again with its `ETag`: nothing is sent before there is another release. Readers that find
    feeds by themselves find it on /v1/releases.
    """
    directory: ReleaseDirectory = request.app.state.directory
    errata: KnownErrata = request.app.state.errata
    current, releases = directory.current, directory.releases

    def write() -> bytes:
        return Feed(request.app.state.settings.public_url, releases, errata.all()).write()

    return paper(request, MEDIA_TYPE, write, current.chain_digest)
