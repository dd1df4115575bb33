"""Pages that show the OpenAPI document, with everything they load from here."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)
ASSETS = Path(__file__).parent / "assets"
assets = StaticFiles(directory=ASSETS)
# Swagger UI and ReDoc write styles into the page, and ReDoc starts a worker from a blob.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
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


def _page(title: str, head: str, body: str) -> HTMLResponse:
    content = _PAGE.format(title=title, head=head, body=body)
    return HTMLResponse(content, headers={"content-security-policy": POLICY})


@router.get("/docs")
async def show_swagger_ui() -> HTMLResponse:
    """Swagger UI: every request can be tried."""
    return _page(
        "requests to try",
        '<link rel="stylesheet" href="/assets/swagger-ui.css">',
        '<div id="swagger-ui"></div>\n<script src="/assets/swagger-ui-bundle.js"></script>\n'
        '<script src="/assets/docs.js"></script>',
    )


@router.get("/redoc")
async def show_redoc() -> HTMLResponse:
    """ReDoc: the same to read."""
    return _page(
        "reference",
        "<style>body { margin: 0 }</style>",
        '<div id="redoc"></div>\n<script src="/assets/redoc.standalone.js"></script>\n'
        '<script src="/assets/redoc.js"></script>',
    )


@router.get("/favicon.ico")
async def show_icon() -> FileResponse:
    return FileResponse(ASSETS / "icon.svg", media_type="image/svg+xml")
