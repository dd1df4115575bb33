"""What can be found: kinds of entries, their texts, and how postings are written."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate

import msgspec

from app.values.folding import composed, folded


class EntryType(StrEnum):
    """What an entry is; entries are numbered in this order."""

    ORGANIZATION = "organization"
    INDICATOR = "indicator"
    EVENT = "event"
    SOURCE = "source"


class WordKind(StrEnum):
    """What a row of the index is about. Slips are looked for among lettered words alone."""

    TYPE = "type"  # How many entries are of a type.
    KEY = "key"  # A whole code or identifier.
    NUMBER = "number"  # A word with a digit in it.
    WORD = "word"


# What is found as a whole by who knows it; a part of it finds it like any other words.
CODE_FIELDS = frozenset({"code", "identifier", "legal_basis", "refers_to", "url"})
# What an entry is called. Others only speak of it.
NAME_FIELDS = frozenset(
    {"name_vi", "name_en", "label_vi", "label_en", "title_vi", "title_en", "title"}
)
Texts = Sequence[tuple[str, str]]
"""Fields of an entry with what they say, the first first."""

_LISTED = re.compile(r"[;,]\s*")
_texts = msgspec.json.Decoder(list[tuple[str, str]])
_differences = msgspec.json.Decoder(list[int])


def texts_as_json(texts: Texts) -> str:
    return msgspec.json.encode(texts).decode()


def texts_of(text: str) -> list[tuple[str, str]]:
    return _texts.decode(text)


def postings_as_json(numbers: Sequence[int]) -> str:
    """Ascending numbers as the differences from one to the next: short, and read fast."""
    differences = [number - before for before, number in zip((0, *numbers), numbers, strict=False)]
    return msgspec.json.encode(differences).decode()


def postings_of(text: str) -> Iterable[int]:
    """The numbers, ascending."""
    return accumulate(_differences.decode(text))


def keys_of(field: str, text: str) -> set[str]:
    """How the code in a field may be asked for, in small letters; none of a field without codes.

    Several documents are several codes; marks may be left out; a scheme need not be named.
    """
    if field not in CODE_FIELDS:
        return set()
    parts = {text, *_LISTED.split(text)}
    if field == "identifier":
        parts.add(text.partition(":")[2])
    return {key for part in parts for key in (composed(part), folded(part)) if key}


def entry_id(kind: str, code: str) -> str:
    """What names an entry among those of all types; also the cursor of a page."""
    return f"{kind}:{code}"
