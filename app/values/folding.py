"""Words of a text in the form they are compared in: without marks, case or width."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A letter or digit, with marks that have no letter of their own composed with it.
_TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_NOT_OF_A_WORD = re.compile(r"[\W_]+")
_STROKES = str.maketrans({"đ": "d", "Đ": "D"})  # Unicode takes its stroke for no mark.
_TOKENS_KEPT = 1 << 16


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONES_KEPT = str.maketrans(dict.fromkeys(_TONES))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and as it was written but for case.

    `letters` have their hooks, strokes and circumflexes; its `tone` is told apart, since it stands
    over one letter or the next by taste: *Hòa*, *Hoà*.
    """

    folded: str
    written: str
    letters: str
    tone: str

    def is_marked_like(self, other: "Word") -> bool:
        """Whether the other has the same marks; for words that are folded alike."""
        return self.letters == other.letters and self.tone == other.tone

    def begins_like(self, other: "Word") -> bool:
        """The same of the letters that this one has, whose tone may not be typed yet."""
        return other.letters.startswith(self.letters) and self.tone in {"", other.tone}

    @property
    def is_lettered(self) -> bool:
        """Whether it has no digit: only such words are typed with slips worth mending."""
        return not any(character.isdigit() for character in self.folded)


def composed(text: str) -> str:
    """The text in small letters of one width, with its marks, whether it came in NFC or NFD."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def folded(text: str) -> str:
    """The text without marks, case or width, whether it came in NFC or NFD; đ is d."""
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES))
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    if bare.isascii():
        return bare.lower()
    # Folding the case of some letters makes others, with marks or of another width again.
    again = unicodedata.normalize("NFKD", bare.casefold()).translate(_STROKES)
    return "".join(character for character in again if not unicodedata.combining(character))


def words(text: str) -> tuple[Word, ...]:
    """Words in order: runs of letters and digits."""
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text))
    return tuple(map(_word, tokens))


@lru_cache(_TOKENS_KEPT)
def _word(token: str) -> Word:
    # Never empty: a token begins with a letter or a digit, and no such is folded away.
    bare = _NOT_OF_A_WORD.sub("", folded(token))
    if token.isascii():
        return Word(bare, bare, bare, "")
    written = composed(token)
    apart = unicodedata.normalize("NFD", written)
    letters = unicodedata.normalize("NFC", apart.translate(_TONES_KEPT))
    return Word(bare, written, letters, "".join(mark for mark in apart if mark in _TONES))
