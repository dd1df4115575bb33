"""From a text to entries in order: words looked up, postings intersected, the rest compared."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from app.database import json_list
from app.releases.reader import Reader
from app.search import queries
from app.search.entries import EntryType, WordKind, postings_of, texts_of
from app.search.matching import (
    BEGINNING_MIN,
    Match,
    MatchKind,
    Question,
    Term,
    match_of,
    may_begin_a_code,
)
from app.search.typing_slips import alternatives, nearest
from app.values.folding import Word, composed, words

TERMS_MAX = 40
BEGINNINGS_MAX = 300
KEYS_MAX = 50
COMPARED_MAX = 1000
"""Entries of one type that are compared; of more only the first, as they are numbered."""
FEW = 100
"""So many entries are compared, or postings read, on the event loop."""
WEIGHED_MAX = 100_000
"""Postings of words that entries with some of the words are looked for by."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers."""

    number: int
    type: str
    code: str
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """Entries in order, and how many there are of each type whether or not they are asked for.

    `unknown` are words that no entry has, each with words that are near. `is_cut`: there were more
    entries than could be compared.
    """

    hits: Sequence[Hit]
    types: Mapping[str, int]
    unknown: Mapping[str, Sequence[str]]
    is_cut: bool = False


class Vocabulary:
    """The lettered words of a release, with how many entries have each."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        self.counts = dict(rows)
        self.words = [*self.counts]


def _gather_vocabulary(reader: Reader) -> Vocabulary:
    return Vocabulary(reader.fetch(queries.VOCABULARY))


def find(reader: Reader, text: str, types: Collection[str], *, language: str) -> Found:
    """What answers the text, of these types."""
    return _Search(reader, text, types, language).found()


class _Search:
    """One text and the index of one release."""

    def __init__(self, reader: Reader, text: str, types: Collection[str], language: str) -> None:
        self._reader = reader
        self._types = types
        self._wanted = words(text)[:TERMS_MAX]
        self._key = composed(text)
        self._language = language
        counts: dict[str, int] = dict(reader.fetch_once(queries.TYPES))
        ends = accumulate((counts.get(each.value, 0) for each in EntryType), initial=0)
        self._ranges = {
            each.value: (first + 1, last + 1)
            for each, (first, last) in zip(EntryType, pairwise(ends), strict=True)
        }
        self._entries = sum(counts.values())
        self._last = self._wanted[-1].folded
        self._counts: dict[str, int] = {}
        self._beginnings: list[str] = []
        self._cut = Counter[str]()

    def found(self) -> Found:
        """Entries with all words; else with words that may be meant; else with some of them."""
        self._look_up()
        unknown = {
            word.folded: word
            for word in self._wanted
            if word.folded not in self._counts and not self._begins(word)
        }
        question = self._question(self._with_slips(unknown))
        hits = self._compared(question, self._with_all(question.terms), self._keyed())
        if not hits:
            question = self._question(self._with_slips({w.folded: w for w in self._wanted}))
            hits = self._compared(question, self._with_all(question.terms))
        if not hits:
            hits = self._compared(question, self._with_some(question.terms), partial=True)
        types = Counter(hit.type for hit in hits) | self._cut
        return Found(
            [hit for hit in hits if hit.type in self._types],
            {each.value: types[each.value] for each in EntryType},
            self._nearest(unknown.values()),
            not self._cut.keys().isdisjoint(self._types),
        )

    def _look_up(self) -> None:
        """How many entries have each word, and the words that the last one begins."""
        bound = {"words": json_list({word.folded for word in self._wanted})}
        self._counts = dict(self._reader.fetch(queries.COUNTS, bound))
        if len(self._last) < BEGINNING_MIN:
            return
        for kind in (WordKind.WORD, WordKind.NUMBER):
            rows = self._beginning(kind, self._last, limit=BEGINNINGS_MAX)
            self._beginnings.extend(word for word, _ in rows)
            self._counts |= dict(rows)

    def _beginning(self, kind: WordKind, first: str, *, limit: int) -> list[tuple[str, int]]:
        bound = {"first": first, "last": f"{first}\U0010ffff", "limit": limit}
        return [(word, count) for word, count in self._reader.fetch(queries.BEGINNING[kind], bound)]

    def _begins(self, word: Word) -> bool:
        return word.folded == self._last and bool(self._beginnings)

    def _question(self, slips: Mapping[str, Mapping[str, int]]) -> Question:
        terms = tuple(
            Term(
                word,
                self._weight(word.folded),
                may_begin=place == len(self._wanted) and len(word.folded) >= BEGINNING_MIN,
                slips=slips.get(word.folded, {}),
            )
            for place, word in enumerate(self._wanted, 1)
        )
        has_marks = any(word.written != word.folded for word in self._wanted)
        return Question(terms, self._key, has_marks, self._language)

    def _weight(self, word: str) -> int:
        """The greater the fewer entries have the word: a logarithm in whole numbers."""
        return max(1, (4 * self._entries // max(1, self._counts.get(word, 0))).bit_length())

    def _with_slips(self, wanted: Mapping[str, Word]) -> dict[str, dict[str, int]]:
        if not wanted:
            return {}
        vocabulary = self._vocabulary()
        found = {}
        for text in wanted:
            found[text] = alternatives(text, vocabulary.words, vocabulary.counts)
            self._counts |= {each: vocabulary.counts[each] for each in found[text]}
        return found

    def _vocabulary(self) -> Vocabulary:
        vocabulary = self._reader.gathered("search vocabulary", _gather_vocabulary)
        if len(vocabulary.words) > FEW * FEW:
            self._reader.leave_the_loop()
        return vocabulary

    def _nearest(self, unknown: Iterable[Word]) -> dict[str, list[str]]:
        """Words that look like those no entry has, as they are written."""
        found: dict[str, list[str]] = {}
        for word in unknown:
            vocabulary = self._vocabulary()
            told = nearest(word.folded, vocabulary.words, vocabulary.counts)
            rows = self._reader.fetch(queries.WRITTEN, {"words": json_list(told)})
            written: dict[str, str] = dict(rows)
            found[word.folded] = [written[each] for each in told]
        return found

    def _keyed(self) -> set[int]:
        """Entries whose code is the whole text, or begins with it."""
        if not self._key.isprintable():
            return set()
        keys = [self._key]
        if may_begin_a_code(self._key):
            begun = self._beginning(WordKind.KEY, self._key, limit=KEYS_MAX)
            keys.extend(key for key, _ in begun)
        rows = self._reader.fetch(queries.KEYED, {"words": json_list(keys)})
        return {number for _, entries in rows for number in postings_of(entries)}

    def _compared(
        self,
        question: Question,
        numbers: Collection[int],
        keyed: Collection[int] = (),
        *,
        partial: bool = False,
    ) -> list[Hit]:
        """Those of the entries that match, in order. Of each type the first are compared."""
        chosen = set(keyed)
        self._cut = Counter[str]()
        ordered = sorted(numbers)
        for name, (first, last) in self._ranges.items():
            of_type = ordered[bisect_left(ordered, first) : bisect_left(ordered, last)]
            if len(of_type) > COMPARED_MAX:
                self._cut[name] = len(of_type)
            chosen.update(of_type[:COMPARED_MAX])
        if len(chosen) > FEW:
            self._reader.leave_the_loop()
        rows = self._reader.fetch(queries.ENTRIES, {"numbers": json_list(sorted(chosen))})
        hits = []
        for number, kind, code, texts in rows:
            match = match_of(question, kind, code, texts_of(texts))
            if match is not None and (match.kind is not MatchKind.PARTIAL or partial):
                hits.append(Hit(number, kind, code, match))
        hits.sort(key=lambda hit: (hit.match.rank, hit.number))
        return hits

    def _alternatives(self, term: Term) -> list[str]:
        """Every word that meets the term."""
        found = {term.word.folded, *term.slips}
        if term.may_begin:
            found.update(self._beginnings)
        return sorted(found & self._counts.keys())

    def _with_all(self, terms: Sequence[Term]) -> set[int]:
        """Numbers of the entries that may have every term.

        Intersected from the rarest word on, until there are few enough to look at.
        """
        groups = {tuple(self._alternatives(term)) for term in terms}
        if () in groups:
            return set()
        ordered = sorted(groups, key=lambda group: (self._total(group), group))
        found = self._postings(ordered[0])
        for group in ordered[1:]:
            if len(found) <= FEW:
                break
            found &= self._postings(group)
        return found

    def _total(self, group: Iterable[str]) -> int:
        return sum(self._counts[word] for word in group)

    def _postings(self, group: Sequence[str]) -> set[int]:
        if self._total(group) > FEW * FEW:
            self._reader.leave_the_loop()
        rows = self._reader.fetch(queries.POSTINGS, {"words": json_list(group)})
        return {number for _, entries in rows for number in postings_of(entries)}

    def _with_some(self, terms: Sequence[Term]) -> set[int]:
        """Numbers of the entries that have the most of the terms, by their weight.

        Where some entries have all terms that any has, those are meant.
        """
        needed = sum(term.weight for term in terms)
        known = [term for term in terms if self._alternatives(term)]
        if 3 * sum(term.weight for term in known) < needed:
            return set()
        if len(known) < len(terms) and (found := self._with_all(known)):
            return found
        weights: Counter[int] = Counter()
        read = 0
        for term in sorted(terms, key=lambda term: (-term.weight, term.word.folded)):
            group = self._alternatives(term)
            read += self._total(group)
            if weights and read > WEIGHED_MAX:
                break
            for number in self._postings(group):
                weights[number] += term.weight
        best = [number for number, weight in weights.items() if 3 * weight >= needed]
        best.sort(key=lambda number: (-weights[number], number))
        return set(best[:COMPARED_MAX])
