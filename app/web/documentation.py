"""Pages that show the OpenAPI document, with everything they load from here."""

from html import escape
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.values.wording import Language, Words
from app.web.caching import UNPINNED, is_held
from app.web.deprecation import PAGE
from app.web.negotiation import language_of
from app.web.openapi import DocumentedApi

router = APIRouter(include_in_schema=False)
ASSETS = Path(__file__).parent / "assets"
RECIPES = "/docs/recipes"
assets = StaticFiles(directory=ASSETS)
TEXT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
POLICY = TEXT_POLICY.replace("style-src", "script-src 'self'; connect-src 'self'; style-src")
# ReDoc writes styles into the page, and searches in a worker that it starts from a blob.
REDOC_POLICY = (
    POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + "; worker-src blob:"
)
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>partystats: {title}</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
{head}
<link rel="stylesheet" href="/assets/docs.css">
</head>
<body>
<nav class="pages" aria-label="{pages}">{links} <a href="/openapi.json">OpenAPI</a>
<a class="language" href="?lang={other}" hreflang="{other}" lang="{other}">{other_name}</a></nav>
{body}
</body>
</html>
"""
_TRY = Words("Requests to try", "Dùng thử các yêu cầu")
_REFERENCE = Words("Reference", "Tra cứu")
_DEPRECATIONS = Words("Deprecated", "Sẽ ngừng hỗ trợ")
# Between them those who look at numbers find what programs are told, and the other way round.
_LINKS = (
    ("/", Words("The numbers", "Số liệu")),
    ("/docs", _TRY),
    (RECIPES, Words("Recipes", "Ví dụ mã")),
    ("/redoc", _REFERENCE),
    ("/problems", Words("Problems", "Các lỗi")),
    (PAGE, _DEPRECATIONS),
)
_CURRENT = ' aria-current="page"'
_PAGES = Words("Pages", "Các trang")
_WITHOUT_SCRIPT = Words(
    "This page needs JavaScript; the API does not: it is described in /openapi.json.",
    "Trang này cần JavaScript; API thì không: mô tả nằm ở /openapi.json.",
)
_OTHER: dict[Language, tuple[Language, str]] = {"vi": ("en", "English"), "en": ("vi", "Tiếng Việt")}


def page(
    request: Request, title: Words, *, head: str = "", body: str, policy: str = TEXT_POLICY
) -> HTMLResponse:
    """A page with the way to the others, in the language of whoever asks."""
    language = language_of(request.scope)
    other, other_name = _OTHER[language]
    branches = (path for path, _ in _LINKS[2:] if request.url.path.startswith(f"{path}/"))
    current = next(branches, request.url.path)
    links = " ".join(
        f'<a href="{path}?lang={language}"{_CURRENT if path == current else ""}>'
        f"{text.told(language)}</a>"
        for path, text in _LINKS
    )
    content = _PAGE.format(
        language=language,
        title=escape(title.told(language)),
        head=head,
        body=body,
        pages=_PAGES.told(language),
        links=links,
        other=other,
        other_name=other_name,
    )
    headers = {
        "content-security-policy": policy,
        "content-language": language,
        "vary": "Accept-Language",
    }
    return HTMLResponse(content, headers=headers)


def _without_script(request: Request) -> str:
    return f"<noscript><p>{_WITHOUT_SCRIPT.told(language_of(request.scope))}</p></noscript>"


@router.get("/openapi.json")
def show_document(request: Request) -> Response:
    """The OpenAPI document itself; not on the event loop, since the first takes a while to make."""
    api: DocumentedApi = request.app
    headers = {"etag": api.document_tag, "cache-control": UNPINNED}
    if is_held(api.document_tag, request.headers.get("if-none-match")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(api.document, media_type="application/json", headers=headers)


@router.get("/docs")
async def show_swagger_ui(request: Request) -> HTMLResponse:
    """Swagger UI: every request can be tried."""
    return page(
        request,
        _TRY,
        head='<link rel="stylesheet" href="/assets/swagger-ui.css">',
        body=f'{_without_script(request)}\n<div id="swagger-ui"></div>\n'
        '<script src="/assets/swagger-ui-bundle.js"></script>\n'
        '<script src="/assets/docs.js"></script>',
        policy=POLICY,
    )


@router.get("/redoc")
async def show_redoc(request: Request) -> HTMLResponse:
    """ReDoc: the same to read."""
    return page(
        request,
        _REFERENCE,
        body=f'{_without_script(request)}\n<main id="redoc"></main>\n'
        '<script src="/assets/redoc.standalone.js"></script>\n'
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
    nothing = '<p lang="vi">Không có gì. <span lang="en">Nothing.</span></p>'
    return page(
        request,
        _DEPRECATIONS,
        body='<main class="text">\n'
        f"<h1>{_DEPRECATIONS.told(language_of(request.scope))}</h1>\n"
        f"{f'<ul>{items}</ul>' if items else nothing}\n</main>",
    )


@router.get("/favicon.ico")
async def show_icon() -> FileResponse:
    return FileResponse(ASSETS / "icon.svg", media_type="image/svg+xml")
