"""Filling the index of the search: entries in the order of their rank, and words with entries.

What is held meanwhile are the numbers of entries by word: some hundred bytes for an organization.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from sqlmodel import SQLModel

from app.publication.content import Content
from app.publication.lines import EventLine, IdentifierLine, OrganizationLine
from app.publication.workplace import Workplace, batches
from app.search.entries import (
    EntryType,
    Texts,
    WordKind,
    keys_of,
    postings_as_json,
    texts_as_json,
)
from app.search.models import SearchEntry, SearchWord
from app.values.folding import Word, words

BATCH = 2000
KEY_LENGTH_MAX = 200  # Nobody can ask for more.
WordRow = tuple[int, str, str, str, int, str]


class Entry(NamedTuple):
    """What is to be found, with its codes of other schemes and documents."""

    type: EntryType
    code: str
    texts: Texts


def fill_search(workplace: Workplace, content: Content) -> None:
    """Fill the tables of the index, which are empty."""
    index = _Index(workplace.number)
    _insert(workplace, SearchEntry, index.taken(_entries(content)))
    _insert(workplace, SearchWord, index.rows())


def _insert(
    workplace: Workplace, model: type[SQLModel], rows: Iterable[tuple[int | str, ...]]
) -> None:
    table = model.metadata.tables[str(model.__tablename__)]
    for batch in batches(rows, BATCH):
        workplace.insert(table, batch)


class _Index:
    """Numbers of entries by word and by key, while they grow."""

    def __init__(self, release: int) -> None:
        self._release = release
        self._types: Counter[EntryType] = Counter()
        self._words: dict[str, array[int]] = {}
        self._keys: dict[str, array[int]] = {}
        self._written: dict[str, Word] = {}

    def taken(self, entries: Iterable[Entry]) -> Iterator[tuple[int | str, ...]]:
        """Rows of the entries, whose words are noted as they pass."""
        for number, entry in enumerate(entries, 1):
            self._types[entry.type] += 1
            for word in _words(entry):
                postings = self._words.get(word.folded)
                if postings is None:
                    postings = self._words[word.folded] = array("l")
                    self._written[word.folded] = word
                postings.append(number)
            for key in _keys(entry):
                self._keys.setdefault(key, array("l")).append(number)
            texts = texts_as_json(entry.texts)
            yield (self._release, number, entry.type.value, entry.code, texts)

    def rows(self) -> Iterator[WordRow]:
        """Rows of the words, in the order of their key."""
        for key in sorted(self._keys):
            yield self._row(WordKind.KEY, key, key, self._keys[key])
        by_kind: dict[WordKind, list[str]] = {WordKind.NUMBER: [], WordKind.WORD: []}
        for text in sorted(self._words):
            kind = WordKind.WORD if self._written[text].is_lettered else WordKind.NUMBER
            by_kind[kind].append(text)
        for text in by_kind[WordKind.NUMBER]:
            yield self._word_row(WordKind.NUMBER, text)
        for each in EntryType:
            yield (self._release, WordKind.TYPE.value, each.value, each.value, self._types[each],
                   "[]")  # fmt: skip
        for text in by_kind[WordKind.WORD]:
            yield self._word_row(WordKind.WORD, text)

    def _word_row(self, kind: WordKind, text: str) -> WordRow:
        return self._row(kind, text, self._written[text].written, self._words[text])

    def _row(self, kind: WordKind, text: str, written: str, numbers: "array[int]") -> WordRow:
        return (
            self._release, kind.value, text, written, len(numbers), postings_as_json(numbers),
        )  # fmt: skip


def _words(entry: Entry) -> Iterable[Word]:
    """Each folded word once, as it is written first.

    Codes of organizations say what their names say, or nothing: they are keys alone.
    """
    found: dict[str, Word] = {}
    texts = [text for field, text in entry.texts if field != "url"]
    if entry.type is not EntryType.ORGANIZATION:
        texts.append(entry.code)
    for text in texts:
        for word in words(text):
            found.setdefault(word.folded, word)
    return found.values()


def _keys(entry: Entry) -> Iterator[str]:
    found = {entry.code}.union(*(keys_of(field, text) for field, text in entry.texts))
    return (key for key in sorted(found) if len(key) <= KEY_LENGTH_MAX)


def _entries(content: Content) -> Iterator[Entry]:
    """All entries, by type, the more important first."""
    yield from _organizations(content)
    for stanza in content.stanzas.get("indicator", []):
        texts = [
            (f"{name}_{language}", stanza[name][language])
            for name in ("label", "definition")
            for language in ("vi", "en")
        ]
        yield Entry(EntryType.INDICATOR, stanza["code"], texts)
    for event in sorted(content.events, key=lambda event: (event.effective or "", event.code)):
        yield Entry(EntryType.EVENT, event.code, _texts_of_event(event))
    for source in content.sources:
        found = {name: getattr(source, name) for name in ("title", "publisher", "origin", "url")}
        texts = [(name, text) for name, text in found.items() if text is not None]
        yield Entry(EntryType.SOURCE, source.code, texts)


def _organizations(content: Content) -> Iterator[Entry]:
    """By level from the top, those that exist before those that ended, short names first."""
    levels = {level.code: number for number, level in enumerate(content.catalog.levels)}
    ranks = [_rank(line, levels) for line in content.organizations]
    of_organization = {
        code: [*found]
        for code, found in groupby(
            sorted(content.identifiers, key=lambda line: line.organization),
            key=lambda line: line.organization,
        )
    }
    for place in sorted(range(len(ranks)), key=ranks.__getitem__):
        line = content.organizations[place]
        texts = [("name_vi", line.name_vi), ("name_en", line.name_en)]
        if line.code in of_organization:
            texts.extend(_texts_of_identifiers(of_organization[line.code]))
        yield Entry(EntryType.ORGANIZATION, line.code, texts)


def _rank(line: OrganizationLine, levels: dict[str, int]) -> int:
    """One whole number for what is compared, since there may be hundreds of thousands."""
    ended = line.valid_to is not None
    return (levels[line.level] * 2 + ended) * 4096 + min(line.name_vi.count(" "), 4095)


def _texts_of_identifiers(identifiers: Iterable[IdentifierLine]) -> Iterator[tuple[str, str]]:
    for line in identifiers:
        yield "identifier", f"{line.scheme}:{line.value}"


def _texts_of_event(event: EventLine) -> list[tuple[str, str]]:
    found = {
        name: getattr(event, name) for name in ("title_vi", "title_en", "legal_basis", "refers_to")
    }
    return [(name, text) for name, text in found.items() if text is not None]
