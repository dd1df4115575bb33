"""Text of a package: from bytes in UTF-8 to characters that every store can hold, in NFC."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from app.publication.contents import Contents, chunks
from app.publication.problems import Problem

# PostgreSQL stores no NUL, UTF-8 no surrogates, XML (so a workbook) no other control characters
# and no U+FFFE; a line separator or a byte order mark within a cell is there by mistake.
_REFUSED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
REFUSED_IN_A_LINE = re.compile(f"[\t\n{_REFUSED}]")
_REFUSED_IN_A_TEXT = re.compile(f"[{_REFUSED}]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"PK\x03\x04", "a zip archive, as a workbook is one"),
)
_SAMPLE = 400

# A string reaches to its end or to that of the text, so that neither scan goes back.
_JSON_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_TOML_TOKENS = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[\[\]{}.,\n]",
    re.DOTALL,
)


def decoded(content: bytes, file: str, problems: list[Problem]) -> str | None:
    """The file as text, with or without a byte order mark; None where it is not in UTF-8."""
    other = _other_form(content)
    if other is not None:
        problems.append(Problem(file, 1, None, other, _expected(file)))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = len(_LINE_END.findall(content, 0, error.start)) + 1
        problems.append(Problem(file, row, None, _byte(content[error.start]), _expected(file)))
        return None


def fault_of_form(beginning: bytes, file: str) -> Problem | None:
    """Why a file is no text in UTF-8, as far as its beginning shows."""
    other = _other_form(beginning)
    return None if other is None else Problem(file, 1, None, other, _expected(file))


def fault_of_encoding(contents: Contents, skipped: int, file: str) -> Problem | None:
    """The first byte that UTF-8 has not there; rows are counted after the bytes skipped."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    row = 1
    after_return = False
    for part in _after(contents, skipped):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(part)
        except UnicodeDecodeError as error:
            place = error.start - pending
            row += _rows_ended(part[: max(place, 0)], after_return=after_return)
            return Problem(file, row, None, _byte(error.object[error.start]), _expected(file))
        row += _rows_ended(part, after_return=after_return)
        after_return = part.endswith(b"\r")
    left = decoder.getstate()[0]
    return Problem(file, row, None, _byte(left[0]), _expected(file)) if left else None


def _after(contents: Contents, skipped: int) -> Iterator[bytes]:
    for part in chunks(contents):
        if len(part) > skipped:
            yield part[skipped:]
        skipped = max(skipped - len(part), 0)


def _rows_ended(part: bytes, *, after_return: bool) -> int:
    """Line ends in the part; CR and LF are one, also where a part ends between them."""
    return len(_LINE_END.findall(part)) - (after_return and part.startswith(b"\n"))


def _expected(file: str) -> str:
    return "text in UTF-8" + (", as in a file saved as CSV UTF-8" if file.endswith(".csv") else "")


def _other_form(content: bytes) -> str | None:
    """What the file is instead of text in UTF-8, as far as its beginning shows."""
    for mark, form in _MARKS:
        if content.startswith(mark):
            return form
    sample = content[:_SAMPLE]
    if sample.count(0) * 4 > len(sample):
        return "NUL characters throughout, as in UTF-16"
    return None


def _byte(byte: int) -> str:
    """The byte that UTF-8 has not there, and what older programs mean by it."""
    names = {
        encoding: character
        for encoding in ("windows-1258", "windows-1252")
        if (character := bytes([byte]).decode(encoding, errors="ignore")).isprintable()
        and character
    }
    means = " or ".join(f"{character!r} in {name}" for name, character in names.items())
    return f"byte 0x{byte:02x}" + (f", which is {means}" if means else "")


def named(name: str) -> str:
    """A name from outside as a message can show it: on one line, without control characters."""
    return name if name.isprintable() else ascii(name)


def row_nested_in_json(text: str, nesting: int) -> int | None:
    """The first row with more brackets around it than that; None where there is none."""
    return _row_nested(text, _JSON_TOKENS, nesting)


def row_nested_in_toml(text: str, nesting: int) -> int | None:
    """As for JSON; each part of a dotted key counts as a bracket does."""
    return _row_nested(text, _TOML_TOKENS, nesting)


def _row_nested(text: str, tokens: re.Pattern[str], nesting: int) -> int | None:
    levels: list[int] = []
    dots = 0
    for token in tokens.finditer(text):
        match token[0]:
            case "[" | "{":
                levels.append(dots + 1)
                dots = 0
            case "]" | "}" if levels:
                levels.pop()
            case ".":
                dots += 1
            case "," | "\n":
                dots = 0
            case _:
                pass  # A string or a comment, whatever it holds.
        if sum(levels) + dots > nesting:
            return text.count("\n", 0, token.start()) + 1
    return None


def composed(document: Any) -> Any:  # noqa: ANN401 (whatever JSON and TOML can say)
    """The document with every text and key in NFC."""
    match document:
        case str():
            return unicodedata.normalize("NFC", document)
        case list():
            return [composed(part) for part in document]
        case dict():
            return {composed(key): composed(part) for key, part in document.items()}
        case _:
            return document


def faults(document: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """Texts and keys that cannot be kept: place, what was found there, what was expected.

    A text may have line ends and tabs, a key may not.
    """
    match document:
        case str() if found := _REFUSED_IN_A_TEXT.search(document):
            yield _dotted(place), ascii(found[0]), "text without control characters"
        case list():
            for number, part in enumerate(document):
                code = part.get("code") if isinstance(part, dict) else None
                yield from faults(part, (*place, code if isinstance(code, str) else number))
        case dict():
            keys: dict[str, str] = {}
            for key, part in document.items():
                if found := REFUSED_IN_A_LINE.search(key):
                    yield (
                        _dotted((*place, key)),
                        ascii(found[0]),
                        "a key without control characters",
                    )
                if keys.setdefault(composed(key), key) != key:
                    yield _dotted((*place, key)), "it in two spellings of Unicode", "each key once"
                yield from faults(part, (*place, key))
        case _:
            pass  # Numbers and dates are as they are.


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(named(str(part)) for part in place)
