"""Choosing format and language by parameter, then by header (RFC 9110, section 12)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from starlette.types import Scope

from app.errors import NotAcceptableError
from app.formats.dataset import OutputFormat
from app.formats.registry import KNOWN
from app.values.wording import LANGUAGES, Language, Words, any_of

_LANGUAGE = re.compile(rb"(?:^|&)lang=(vi|en)(?:&|$)")
PARTS_MAX = 50
HEADERS_KEPT = 500  # Clients of one kind all send the same.


@lru_cache(maxsize=HEADERS_KEPT)
def format_for(
    name: str | None, accept: str | None, formats: tuple[OutputFormat, ...]
) -> OutputFormat:
    """The named one of these formats, else the best the header accepts, else the first.

    Raises NotAcceptableError when the named one is not among them, or the header accepts none.
    """
    if name is not None:
        return _named(name, formats)
    if not accept:
        return formats[0]
    ranges = weighted(accept)
    offered = [each for each in formats if not each.by_name_only]
    fitting = [(_quality(each.media_type, ranges), -place) for place, each in enumerate(offered)]
    quality, place = max(fitting)
    if quality <= 0:
        raise NotAcceptableError(
            Words(
                "None of the formats there are is accepted.",
                "Không có định dạng nào được chấp nhận.",
            ),
            parameter="Accept",
            expected=Words.same(", ".join(each.media_type for each in offered)),
        )
    return offered[-place]


def _named(name: str, formats: Sequence[OutputFormat]) -> OutputFormat:
    for each in formats:
        if each.name == name:
            return each
    known = next(each for each in KNOWN if each.name == name)
    raise NotAcceptableError(
        Words(
            f"{name} carries numbers of cells, which this answer is not.",
            f"{name} chỉ chứa số liệu theo ô, mà câu trả lời này thì không.",
        )
        if known.is_installed
        else Words(
            f"{name} is not installed here; it needs the extra `{name}` of partystats.",
            f"{name} chưa được cài đặt ở đây; cần phần bổ sung `{name}` của partystats.",
        ),
        parameter="format",
        expected=any_of(each.name for each in formats),
    )


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that fits; 0 when none does."""
    main = media_type.partition("/")[0]
    for fitting in (media_type, f"{main}/*", "*/*"):
        for written, quality in ranges:
            if written == fitting:
                return quality
    return 0.0


def prefers(accept: str | None, media_type: str, *, over: str) -> bool:
    """Whether the header weighs this media type more than the other."""
    ranges = weighted(accept or "*/*")
    return _quality(media_type, ranges) > _quality(over, ranges)


def weighted(header: str) -> list[tuple[str, float]]:
    """Values with their q; one that cannot be read weighs nothing."""
    ranges = []
    for part in header.split(",")[:PARTS_MAX]:
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [parameter[2:] for parameter in parameters if parameter.startswith("q=")]
        ranges.append((value, _weight(weights[0]) if weights else 1.0))
    return ranges


def _weight(text: str) -> float:
    """A qvalue: 0 to 1 with at most three decimals (RFC 9110, 12.4.2); anything else is 0."""
    return float(text) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", text) else 0.0


def language_of(scope: Scope) -> Language:
    """The language in which a request is answered that may not have been understood."""
    named = _LANGUAGE.search(scope["query_string"])
    lines = [value for name, value in scope["headers"] if name == b"accept-language"]
    return language_for(named and named[1].decode(), b", ".join(lines).decode("latin-1"))


@lru_cache(maxsize=HEADERS_KEPT)
def language_for(name: str | None, accept: str | None) -> Language:
    """The named language, else the best the header accepts, else Vietnamese."""
    for language in LANGUAGES:
        if name == language:
            return language
    best: tuple[float, Language] = (0.0, "vi")
    for written, quality in weighted(accept or ""):
        for language in LANGUAGES:
            if written.partition("-")[0] == language and quality > best[0]:
                best = (quality, language)
    return best[1]
