"""Where the `type` of a refusal leads: what it means, one that happened, and its mend."""

import json
from html import escape
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.errors import ERRORS, NotFoundError
from app.refusal import ApiError
from app.values.wording import LANGUAGES, Language, Words, any_of
from app.web.caching import UNPINNED
from app.web.documentation import page
from app.web.negotiation import language_of, prefers
from app.web.openapi import problem_recorded
from app.web.problem_texts import EXPLAINED

router = APIRouter(include_in_schema=False)
HTML, JSON = "text/html", "application/json"
_MEANING = Words("What it means", "Ý nghĩa")
_MEND = Words("What to do", "Cách khắc phục")
_EXAMPLE = Words("One that happened", "Một trường hợp đã xảy ra")
_ALL = Words("All problems", "Tất cả các lỗi")
_INTRODUCTION = Words(
    "Whatever cannot be answered is refused as application/problem+json (RFC 9457). The type of a "
    "refusal is one of these, and does not change within v1.",
    "Những gì không trả lời được đều bị từ chối bằng application/problem+json (RFC 9457). Kiểu của "
    "mỗi lần từ chối là một trong các kiểu sau, không thay đổi trong v1.",
)


@router.get("/problems")
async def show_problems(request: Request) -> Response:
    """Every cause of a refusal, by status."""
    language = language_of(request.scope)
    errors = sorted(ERRORS, key=lambda error: (error.status, error.code))
    if prefers(request.headers.get("accept"), JSON, over=HTML):
        return _document([described(error) for error in errors], language)
    rows = "\n".join(
        f'<tr><td>{int(error.status)}</td><td><a href="/problems/{error.code}">'
        f"{escape(title_of(error).told(language))}</a></td>"
        f"<td>{escape(meaning_of(error).told(language))}</td></tr>"
        for error in errors
    )
    title = _ALL.told(language)
    body = (
        f"<h1>{title}</h1>\n<p>{escape(_INTRODUCTION.told(language))}</p>\n"
        f"<table>\n{rows}\n</table>"
    )
    return _page(request, Words.same(title), body)


@router.get("/problems/{code}")
async def show_problem(code: str, request: Request) -> Response:
    """One cause: in words, with a request that was refused for it, and what to do."""
    language = language_of(request.scope)
    error = next((each for each in ERRORS if each.code == code), None)
    if error is None:
        raise NotFoundError(
            Words(f"There is no problem {code[:100]!r}.", f"Không có lỗi {code[:100]!r}."),
            expected=any_of(each.code for each in ERRORS),
        )
    if prefers(request.headers.get("accept"), JSON, over=HTML):
        return _document(described(error), language)
    recorded = problem_recorded(code)
    example = recorded["json"] if language == "en" else recorded["vi"]
    shown = json.dumps(example, ensure_ascii=False, indent=2)
    title = title_of(error).told(language)
    body = (
        f"<h1>{escape(title)} ({int(error.status)})</h1>\n"
        f"<p><code>/problems/{error.code}</code></p>\n"
        f"<h2>{_MEANING.told(language)}</h2>\n<p>{_text(meaning_of(error).told(language))}</p>\n"
        f"<h2>{_MEND.told(language)}</h2>\n<p>{_text(mend_of(error).told(language))}</p>\n"
        f"<h2>{_EXAMPLE.told(language)}</h2>\n"
        f'<pre tabindex="0">{escape(recorded["request"])}\n\n{escape(shown)}</pre>'
    )
    return _page(request, Words.same(title), body)


def title_of(error: type[ApiError]) -> Words:
    return Words(error.title, error.title_vi)


def meaning_of(error: type[ApiError]) -> Words:
    found = EXPLAINED.get(error.code)
    return Words(error.__doc__ or "", None if found is None else found.meaning_vi)


def mend_of(error: type[ApiError]) -> Words:
    found = EXPLAINED.get(error.code)
    return Words("", "") if found is None else found.mend


def described(error: type[ApiError]) -> dict[str, Any]:
    """A problem type for programs, in both languages."""
    recorded = problem_recorded(error.code)
    texts = {"title": title_of(error), "meaning": meaning_of(error), "mend": mend_of(error)}
    return {
        "type": f"/problems/{error.code}",
        "status": int(error.status),
        **{
            name: {language: words.told(language) for language in LANGUAGES}
            for name, words in texts.items()
        },
        "example": {"request": recorded["request"], "problem": recorded["json"]},
    }


def _text(text: str) -> str:
    """With what stands between backticks as code."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )


def _page(request: Request, title: Words, body: str) -> Response:
    response = page(request, title, body=f'<main class="text">\n{body}\n</main>')
    response.headers.update(_headers(language_of(request.scope)))
    return response


def _document(content: object, language: Language) -> Response:
    return Response(msgspec.json.encode(content), media_type=JSON, headers=_headers(language))


def _headers(language: Language) -> dict[str, str]:
    return {
        "cache-control": UNPINNED,
        "content-language": language,
        "vary": "Accept, Accept-Language",
    }
