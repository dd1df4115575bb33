"""The pages there are, and the document each is started from: a frame without any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.explorer.files import FOLDER, modules_behind
from app.values.wording import Language, Words

ROOT = "/explore"


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the name of its module in `static/pages`; `chart` where it draws one at once."""

    name: str
    title: Words
    in_menu: bool = True

    @property
    def path(self) -> str:
        return "/" if self.name == "home" else f"{ROOT}/{self.name}"


PAGES: Sequence[Page] = (
    Page("home", Words("At a glance", "Tổng quan")),
    Page("organizations", Words("Organizations", "Tổ chức đảng")),
    Page("organization", Words("Organization", "Tổ chức"), in_menu=False),
    Page("compare", Words("Compare", "So sánh")),
    Page("ranking", Words("Rank", "Xếp hạng")),
    Page("indicators", Words("Indicators", "Chỉ tiêu")),
    Page("sources", Words("Sources", "Nguồn")),
    Page("checks", Words("Checks", "Kiểm tra")),
    Page("releases", Words("Releases", "Bản công bố")),
    Page("search", Words("Search", "Tìm kiếm"), in_menu=False),
)
BY_NAME: Mapping[str, Page] = {page.name: page for page in PAGES}
HOME = PAGES[0]

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    # The one sheet that Observable Plot writes into each of its charts; a test computes it anew.
    "style-src 'self' 'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM='; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_DOCUMENT = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · partystats</title>
<meta name="description" content="{description}">
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" href="/v1/releases.atom">
<link rel="stylesheet" href="{folder}/style.css">
{preloads}
<script type="module" src="{folder}/main.js"></script>
</head>
<body data-page="{page}" data-release="{release}">
<a class="skip" href="#main">{skip}</a>
<header>
<a class="name" href="/">partystats</a>
<nav aria-label="{menu}">{links}</nav>
<form class="search" role="search" action="/explore/search">
<input type="hidden" name="lang" value="{language}">
<label for="q">{search}</label>
<input id="q" name="q" type="search" maxlength="200" placeholder="{example}" autocomplete="off">
<button>{find}</button>
</form>
<a class="language" href="?lang={other}" hreflang="{other}" lang="{other}">{other_name}</a>
</header>
<main id="main" tabindex="-1">
{body}
</main>
<footer>
<p>{honest}</p>
<p><a href="/docs">{docs}</a> · <a href="/catalog">DCAT</a> · <a href="/v1/releases.atom">Atom</a> ·
<a href="/problems">{problems}</a></p>
</footer>
</body>
</html>
"""
_WORDS = {
    "description": Words(
        "Statistics of Party organizations in Viet Nam: every number with its bounds and source.",
        "Số liệu về tổ chức đảng ở Việt Nam: mỗi con số kèm khoảng giá trị và nguồn.",
    ),
    "skip": Words("To the content", "Đến nội dung chính"),
    "menu": Words("Menu", "Danh mục"),
    "search": Words("Search", "Tìm kiếm"),
    "example": Words("e.g. dang vien lao cai", "ví dụ: dang vien lao cai"),
    "find": Words("Find", "Tìm"),
    "honest": Words(
        "Bounds say what the print allows, not how well a thing was measured.",
        "Khoảng giá trị cho biết con số in ra cho phép những gì, không nói phép đo chính xác đến "
        "đâu.",
    ),
    "docs": Words("For programs: the API", "Cho chương trình: API"),
    "problems": Words("Problems explained", "Giải thích các lỗi"),
}
_OTHER: Mapping[Language, tuple[Language, str]] = {
    "vi": ("en", "English"),
    "en": ("vi", "Tiếng Việt"),
}
_CURRENT = ' aria-current="page"'
WITHOUT_SCRIPT = Words(
    "This page asks the API from your browser, which needs JavaScript. The API itself does not.",
    "Trang này hỏi API từ trình duyệt nên cần JavaScript. Bản thân API thì không.",
)


def document(page: Page, language: Language, *, release: int, body: str) -> str:
    """The page before its script runs. `body` is what stands in it without one, as HTML."""
    other, other_name = _OTHER[language]
    needed = ("main.js", f"texts/{language}.js", f"pages/{page.name}.js")
    modules = dict.fromkeys(module for each in needed for module in modules_behind(each))
    return _DOCUMENT.format(
        language=language,
        title=escape(page.title.told(language)),
        folder=FOLDER,
        preloads="\n".join(
            f'<link rel="modulepreload" href="{FOLDER}/{module}">' for module in modules
        ),
        page=page.name,
        release=release,
        links=" ".join(_menu(page, language)),
        other=other,
        other_name=other_name,
        body=body,
        **{name: escape(words.told(language)) for name, words in _WORDS.items()},
    )


def _menu(current: Page, language: Language) -> list[str]:
    return [
        f'<a href="{page.path}?lang={language}"{_CURRENT if page is current else ""}>'
        f"{escape(page.title.told(language))}</a>"
        for page in PAGES
        if page.in_menu
    ]
