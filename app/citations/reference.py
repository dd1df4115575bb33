"""What a citation holds, whatever it is written as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.lineage.citation import UNOFFICIAL

PUBLISHER = "partystats"
_ACCESSED = {"vi": "truy cập", "en": "accessed"}
_RELEASE = {"vi": "bản công bố", "en": "release"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One number and the publications it rests on.

    `key` names it as answers do, an observation's id or a figure's key. `title`, `text` and what
    else is by language hold both. Days are written 2026-11-23; nothing here reads a clock.
    """

    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    release: int
    published: str
    accessed: str
    permalink: str
    sources: Sequence[Mapping[str, Any]]

    @property
    def code(self) -> str:
        """A name for reference lists, of this number in this release."""
        return f"{PUBLISHER}-{self.release}-{self.key.replace('@', ':')}"

    @property
    def edition(self) -> Mapping[str, str]:
        return {language: f"{word} {self.release}" for language, word in _RELEASE.items()}

    @property
    def note(self) -> Mapping[str, str]:
        return UNOFFICIAL


def accessed_text(text: Mapping[str, str], accessed: str) -> dict[str, str]:
    """A citation with the day on which the reader looked."""
    return {language: f"{text[language]}, {_ACCESSED[language]} {accessed}" for language in text}
