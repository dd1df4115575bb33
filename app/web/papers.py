"""Documents that are not about rows of a release: written whole, kept until the next release."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from app.settings import Settings
from app.version import VERSION
from app.web.caching import UNPINNED, etag_of, is_held


def paper(
    request: Request, media_type: str, write: Callable[[], bytes], *identity: str
) -> Response:
    """What is written, or 304 before it is. `identity` is all it depends on beside the settings."""
    settings: Settings = request.app.state.settings
    etag = etag_of(VERSION, settings.public_url, request.url.path, media_type, *identity)
    headers = {"etag": etag, "cache-control": UNPINNED, "vary": "Accept"}
    if is_held(etag, ", ".join(request.headers.getlist("if-none-match"))):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["content-type"] = f"{media_type}; charset=utf-8"
    return Response(write(), headers=headers)
