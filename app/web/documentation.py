"""Pages that show the OpenAPI document, with everything they load from here."""

from html import escape
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.web.caching import UNPINNED, is_held
from app.web.deprecation import PAGE
from app.web.openapi import DocumentedApi

router = APIRouter(include_in_schema=False)
ASSETS = Path(__file__).parent / "assets"
assets = StaticFiles(directory=ASSETS)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# ReDoc writes styles into the page, and searches in a worker that it starts from a blob.
REDOC_POLICY = (
    POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + "; worker-src blob:"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>partystats: {title}</title>
{head}
</head>
<body>
{body}
</body>
</html>
"""


def _page(*, title: str, head: str = "", body: str, policy: str = POLICY) -> HTMLResponse:
    content = _PAGE.format(title=title, head=head, body=body)
    return HTMLResponse(content, headers={"content-security-policy": policy})


@router.get("/openapi.json")
def show_document(request: Request) -> Response:
    """The OpenAPI document itself; not on the event loop, since the first takes a while to make."""
    api: DocumentedApi = request.app
    headers = {"etag": api.document_tag, "cache-control": UNPINNED}
    if is_held(api.document_tag, request.headers.get("if-none-match")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(api.document, media_type="application/json", headers=headers)


@router.get("/docs")
async def show_swagger_ui() -> HTMLResponse:
    """Swagger UI: every request can be tried."""
    return _page(
        title="requests to try",
        head='<link rel="stylesheet" href="/assets/swagger-ui.css">',
        body='<div id="swagger-ui"></div>\n<script src="/assets/swagger-ui-bundle.js"></script>\n'
        '<script src="/assets/docs.js"></script>',
    )


@router.get("/redoc")
async def show_redoc() -> HTMLResponse:
    """ReDoc: the same to read."""
    return _page(
        title="reference",
        head="<style>body { margin: 0 }</style>",
        body='<div id="redoc"></div>\n<script src="/assets/redoc.standalone.js"></script>\n'
        '<script src="/assets/redoc.js"></script>',
        policy=REDOC_POLICY,
    )


@router.get(PAGE)
async def show_deprecations(request: Request) -> HTMLResponse:
    """What is still answered and will not be for ever: where the header's link leads to."""
    items = "".join(
        f"<li><code>{escape(each.what)}</code>, {each.since}"
        f"{f' → {each.sunset}' if each.sunset else ''}: {escape(each.vi)} "
        f'<span lang="en">{escape(each.en)}</span>'
        f"{f' → <code>{escape(each.successor)}</code>' if each.successor else ''}</li>\n"
        for each in request.app.state.deprecations
    )
    nothing = '<p>Không có gì. <span lang="en">Nothing.</span></p>'
    return _page(
        title="deprecations",
        body='<h1>Sẽ ngừng hỗ trợ · <span lang="en">Deprecated</span></h1>\n'
        f"{f'<ul>{items}</ul>' if items else nothing}",
    )


@router.get("/favicon.ico")
async def show_icon() -> FileResponse:
    return FileResponse(ASSETS / "icon.svg", media_type="image/svg+xml")
