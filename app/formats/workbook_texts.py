"""What a workbook says beside its numbers: which sources, which release, and how to read it."""

from collections.abc import Iterator, Mapping

from app.formats.columns import COLUMNS
from app.formats.dataset import Dataset
from app.formats.words import (
    LICENCE,
    QUALIFIERS,
    QUALIFIERS_EXPLAINED,
    STATUSES,
    STATUSES_EXPLAINED,
    UNOFFICIAL,
    Meaning,
)
from app.values.wording import Language

_SHEETS = {
    "rows": {"vi": "Số liệu", "en": "Data"},
    "sources": {"vi": "Nguồn", "en": "Sources"},
    "notes": {"vi": "Ghi chú", "en": "Notes"},
}
_SOURCE_COLUMNS = (
    "code", "publisher", "title", "url", "published", "accessed", "origin", "authority", "note",
)  # fmt: skip
_WORDS: Mapping[str, Meaning] = {
    "item": {"vi": "Mục", "en": "Item"},
    "text": {"vi": "Nội dung", "en": "Text"},
    "what": {"vi": "Đây là gì", "en": "What this is"},
    "release": {"vi": "Bản công bố", "en": "Release"},
    "published": {"vi": "Thời điểm công bố", "en": "Published at"},
    "digest": {"vi": "Mã băm chuỗi", "en": "Chain digest"},
    "query": {"vi": "Truy vấn", "en": "Query"},
    "address": {"vi": "Địa chỉ cố định", "en": "Permalink"},
    "rows": {"vi": "Số dòng ở đây", "en": "Rows here"},
    "total": {"vi": "Số dòng tất cả", "en": "Rows in all"},
    "next": {"vi": "Trang sau", "en": "Next page"},
    "notice": {"vi": "Lưu ý", "en": "Notice"},
    "empty": {"vi": "Ô trống", "en": "Empty cell"},
    "qualifier": {"vi": "Từ hạn định", "en": "Qualifier"},
    "status": {"vi": "Trạng thái", "en": "Status"},
    "licence": {"vi": "Giấy phép", "en": "Licence"},
}
_EMPTY = {
    "vi": "Không có số liệu hoặc không áp dụng; không bao giờ có nghĩa là 0.",
    "en": "Nothing is known, or nothing applies; it never means 0.",
}


def sheet_name(sheet: str, language: Language) -> str:
    return _SHEETS[sheet][language]


def source_lines(dataset: Dataset) -> list[tuple[str, ...]]:
    """A heading and a line for each source of the rows; nothing where they have none."""
    sources = dataset.naming.sources
    if not sources:
        return []
    named = [COLUMNS[name] for name in _SOURCE_COLUMNS]
    heading = tuple(column.vi if dataset.language == "vi" else column.en for column in named)
    lines = [
        tuple("" if source[name] is None else str(source[name]) for name in _SOURCE_COLUMNS)
        for source in sources.values()
    ]
    return [heading, *lines]


def note_lines(dataset: Dataset) -> list[tuple[str, ...]]:
    """What is said, in two columns: of what, and the text."""
    language = dataset.language
    return [
        (_WORDS[item][language], text)
        for item, text in (
            ("item", _WORDS["text"][language]),
            *_about(dataset),
            *(("notice", notice[language]) for notice in dataset.meta.get("notices", ())),
            ("empty", _EMPTY[language]),
            *_meanings(dataset),
            ("licence", LICENCE[language]),
        )
    ]


def _about(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Which answer it is, and where it is found again."""
    meta, links = dataset.meta, dataset.links
    yield "what", f"partystats, {UNOFFICIAL[dataset.language]}"
    yield "release", str(meta["release"]["number"])
    yield "published", str(meta["release"]["published_at"])
    yield "digest", str(meta["release"]["chain_digest"])
    yield (
        "query",
        ", ".join(
            f"{name}={str(value).lower() if isinstance(value, bool) else value}"
            for name, value in meta["query"].items()
        ),
    )
    yield "address", dataset.public_url + links["self"]
    yield "rows", str(meta["count"])
    if "total" in meta:
        yield "total", str(meta["total"])
    if "next" in links:
        yield "next", dataset.public_url + links["next"]


def _meanings(dataset: Dataset) -> Iterator[tuple[str, str]]:
    if "qualifier" in dataset.columns:
        yield from _told("qualifier", QUALIFIERS, QUALIFIERS_EXPLAINED, dataset.language)
    if "status" in dataset.columns:
        yield from _told("status", STATUSES, STATUSES_EXPLAINED, dataset.language)


def _told(
    item: str,
    words: Mapping[str, Meaning],
    explained: Mapping[str, Meaning],
    language: Language,
) -> Iterator[tuple[str, str]]:
    for code, word in words.items():
        yield item, f"{word[language]} ({code}): {explained[code][language]}"
