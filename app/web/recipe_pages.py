"""The recipes as pages: the same texts as in docs/, with the address of this instance in them."""

import re
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.errors import NotFoundError
from app.settings import Settings, beside_package
from app.values.wording import Words, any_of
from app.web.documentation import RECIPES, page
from app.web.negotiation import language_of

router = APIRouter(include_in_schema=False)
FOLDER = beside_package("docs")
FIRST = "curl"
# In the order in which they are offered.
LANGUAGES = {
    FIRST: "curl",
    "python": "Python",
    "javascript": "JavaScript",
    "r": "R",
    "excel": "Excel",
}
SHOWN_ADDRESS = "http://127.0.0.1:8000"
_CURRENT = ' aria-current="page"'
_TITLE = Words("Recipes", "Ví dụ mã")


@router.get(RECIPES)
def show_first_recipes(request: Request) -> HTMLResponse:
    """First questions, each in one request."""
    return _page(request, FIRST)


@router.get(RECIPES + "/{name}")
def show_recipes(name: str, request: Request) -> HTMLResponse:
    """The questions where the language matters, in one of them."""
    if name not in LANGUAGES.keys() - {FIRST}:
        raise NotFoundError(
            Words(
                f"There are no recipes for {name[:100]!r}.", f"Không có ví dụ cho {name[:100]!r}."
            ),
            expected=any_of(each for each in LANGUAGES if each != FIRST),
        )
    return _page(request, name)


def _page(request: Request, name: str) -> HTMLResponse:
    settings: Settings = request.app.state.settings
    language = language_of(request.scope)
    links = " · ".join(
        f'<a href="{_path(each)}?lang={language}"{_CURRENT if each == name else ""}>{shown}</a>'
        for each, shown in LANGUAGES.items()
    )
    text = f'<article lang="en">\n{recipes(name, settings.public_url)}</article>'
    return page(request, _TITLE, body=f'<main class="text">\n<p>{links}</p>\n{text}\n</main>')


def _path(name: str) -> str:
    return RECIPES if name == FIRST else f"{RECIPES}/{name}"


@lru_cache
def recipes(name: str, public_url: str) -> str:
    """HTML of one page. HTML in the text is shown, not taken over."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where one is asked for

    file = FOLDER / ("recipes.md" if name == FIRST else f"recipes/{name}.md")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = file.read_text(encoding="utf-8").replace(SHOWN_ADDRESS, public_url)
    html: str = markdown.render(text)
    # Files lie beside each other as pages do; headings are places to link to.
    html = re.sub(r'(href="[^":]+)\.md(#[^"]*)?"', r'\1\2"', html)
    return re.sub(r"<h([23])>(.*?)</h\1>", _heading, html).replace("<pre>", '<pre tabindex="0">')


def _heading(found: re.Match[str]) -> str:
    level, text = found.groups()
    place = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    return f'<h{level} id="{place}">{text}</h{level}>'
