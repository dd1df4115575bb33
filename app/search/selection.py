"""The search: what is asked for, a page of it, and what must be said beside it."""

import unicodedata
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from app.errors import InvalidParameterError
from app.parameter_parsing import Several, choices, parameter
from app.parameters import Limit, PageSelection
from app.releases.reader import Reader
from app.releases.resource import Row, no_place
from app.search.entries import EntryType, entry_id
from app.search.finding import COMPARED_MAX, Found, find
from app.search.matching import MatchKind
from app.values.folding import words
from app.values.wording import UnfitError, Words

TEXT_MAX = 200
COLUMNS = (
    "entry",
    "type",
    "code",
    "label.vi",
    "label.en",
    "level",
    "kind",
    "parents",
    "breadcrumb.vi",
    "breadcrumb.en",
    "valid_from",
    "valid_to",
    "ended",
    "date",
    "matched.field",
    "matched.text",
    "matched.kind",
    "matched.folded",
    "link",
)


def _text(text: object) -> str:
    """In NFC, with single spaces: however it was typed, the answer is the same."""
    plain = " ".join(unicodedata.normalize("NFC", str(text)).split())
    # Either form may be the longer one; who counted in theirs is right.
    if not plain or min(len(plain), len(str(text))) > TEXT_MAX:
        raise UnfitError(
            f"1 to {TEXT_MAX} characters, not all of them spaces",
            f"từ 1 đến {TEXT_MAX} ký tự, không chỉ gồm khoảng trắng",
        )
    return plain


class SearchSelection(PageSelection):
    """What is looked for."""

    q: Annotated[
        str, *parameter(_text, minLength=1, maxLength=TEXT_MAX, pattern=r"^[^\x00]*\S[^\x00]*$")
    ] = Field(
        description="What is looked for: words of a name in Vietnamese, with or without marks, or "
        "in English; a code, an identifier of another scheme, the number of a document. The last "
        "word may be a beginning.",
        examples=["lao cai"],
    )
    type: Annotated[Several[str], *choices(EntryType)] | None = Field(
        None,
        description="What is wanted, separated by commas; everything when left out.",
        examples=["organization,indicator"],
    )
    limit: Limit = Field(20, description="Rows in one page.", examples=[10])


def search(reader: Reader, selection: SearchSelection) -> Found:
    """What is found. Raises InvalidParameterError for a text without a word."""
    if not words(selection.q):
        raise InvalidParameterError(
            Words("There is no letter or digit in q.", "q không có chữ cái hay chữ số nào."),
            parameter="q",
            expected=Words("a word, or part of one", "một từ, hoặc một phần của từ"),
        )
    types = [each.value for each in EntryType] if selection.type is None else [*selection.type]
    return find(reader, selection.q, types, language=selection.lang or "vi")


def begins_behind(found: Found, after: str | None) -> int:
    """The place of the page's first entry. Raises InvalidParameterError."""
    if after is None:
        return 0
    for place, hit in enumerate(found.hits, 1):
        if entry_id(hit.type, hit.code) == after:
            return place
    raise no_place(after)


def notices_of(reader: Reader, found: Found) -> Sequence[Row]:
    """Words nobody has, and how far the entries answer in spite of them."""
    notices = []
    if not found.hits:
        notices.append(_nothing(reader, found))
    elif found.hits[0].match.kind is MatchKind.PARTIAL:
        notices.append(
            {
                "code": "partial",
                "vi": "Không mục nào có đủ các từ đã nhập; đây là những mục khớp một phần.",
                "en": "Nothing has all the words; these have some of them.",
            }
        )
    if found.unknown:
        notices.append(_unknown(found))
    if found.is_cut:
        count = sum(found.types.values())
        notices.append(
            {
                "code": "broad",
                "vi": f"Có {count} mục khớp; chỉ so sánh {COMPARED_MAX} mục đầu của mỗi loại. "
                "Hãy nhập thêm từ.",
                "en": f"{count} entries match; of each type only the first {COMPARED_MAX} are "
                "compared. Add a word.",
            }
        )
    return notices


def _nothing(reader: Reader, found: Found) -> Row:
    number = reader.release.number
    others = ", ".join(f"{name}: {count}" for name, count in found.types.items() if count)
    vi, en = (f" Loại khác: {others}.", f" Of other types: {others}.") if others else ("", "")
    return {
        "code": "empty",
        "vi": f"Bản công bố {number} không có gì phù hợp.{vi}",
        "en": f"Release {number} has nothing that matches.{en}",
    }


def _unknown(found: Found) -> Row:
    """Words are folded, so that nothing but letters and digits is repeated."""
    vi, en = [], []
    for word, nearest in found.unknown.items():
        near = ", ".join(nearest)
        vi.append(f"{word} (ý bạn là: {near}?)" if near else word)
        en.append(f"{word} (did you mean: {near}?)" if near else word)
    return {
        "code": "unknown_words",
        "vi": f"Không có từ này trong dữ liệu: {'; '.join(vi)}.",
        "en": f"No entry has: {'; '.join(en)}.",
    }
