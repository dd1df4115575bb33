"""How well an entry answers a question: which field, how it matches, and what comes first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.search.entries import NAME_FIELDS, EntryType, Texts, keys_of
from app.values.folding import Word, words

BEGINNING_MIN = 2  # Letters of what is taken for a beginning too.


_JOINTS = frozenset("-_")


class MatchKind(StrEnum):
    """How a field matches, from the best to the least."""

    CODE = "code"
    EXACT = "exact"
    PHRASE = "phrase"
    WORDS = "words"
    PREFIX = "prefix"
    SLIP = "slip"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """How a word answers a term; the least is the best."""

    distance: int = 0
    folded: int = 0
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is looked for; `slips` are words that may be meant, with their distances.

    `weight` is the greater the fewer entries have it. The last word may be a beginning.
    """

    word: Word
    weight: int
    may_begin: bool = False
    slips: Mapping[str, int] = field(default_factory=dict)

    def met_by(self, other: Word) -> Meeting | None:
        """How the other word answers this one; None where it does not."""
        wanted = self.word
        if other.folded == wanted.folded:
            return Meeting(0, int(not wanted.is_marked_like(other)))
        if self.may_begin and other.folded.startswith(wanted.folded):
            return Meeting(0, int(not wanted.begins_like(other)), 1)
        distance = self.slips.get(other.folded)
        return None if distance is None else Meeting(distance)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: the terms in order, and the whole as a code may be written.

    `has_marks`: somebody took the trouble to type them, so what has them comes first.
    """

    terms: tuple[Term, ...]
    key: str
    has_marks: bool
    language: str

    def counted(self, unlike: int) -> int:
        """Words with other marks, as far as they are held against an entry."""
        return unlike if self.has_marks else 0


@dataclass(frozen=True, slots=True)
class Match:
    """The field that matches best; `rank` sorts entries, the least first."""

    kind: MatchKind
    field: str
    text: str
    folded: bool
    rank: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """How the terms are met in one field; None for those that are not."""

    field: str
    text: str
    meetings: Sequence[Meeting | None]
    in_order: bool = False
    is_whole: bool = False

    def weight(self, question: Question) -> int:
        pairs = zip(question.terms, self.meetings, strict=True)
        return sum(term.weight for term, meeting in pairs if meeting is not None)


def match_of(question: Question, kind: str, code: str, texts: Texts) -> Match | None:
    """How well the entry of these texts answers; None where it has none of the words."""
    fields = [*texts, ("code", code)]
    for name, text in fields:
        if question.key in keys_of(name, text):
            return Match(MatchKind.CODE, name, text, folded=False, rank=(0,))
    met = [each for name, text in fields if (each := _met(question, name, text)) is not None]
    matches = [_complete(question, each) for each in met if None not in each.meetings]
    if may_begin_a_code(question.key) and code.startswith(question.key):
        # No word has what joins the parts of codes: who types it means one.
        rank = (0, 1) if _JOINTS.intersection(question.key) else (1, 0, 0, 0, 3)
        matches.append(Match(MatchKind.PREFIX, "code", code, folded=False, rank=rank))
    if not matches and not met:
        return None
    if not matches:
        matches = [_spread(question, kind, met)]
    # Of two that match alike, the one in the language asked for.
    suffix = f"_{question.language}"
    return min(matches, key=lambda match: (match.rank, not match.field.endswith(suffix)))


def may_begin_a_code(key: str) -> bool:
    return len(key) >= BEGINNING_MIN and " " not in key


def _met(question: Question, name: str, text: str) -> _Met | None:
    found = words(text)
    terms = question.terms
    meetings = [_best(term.met_by(word) for word in found) for term in terms]
    if None in meetings:
        return _Met(name, text, meetings) if any(meetings) else None
    runs = [
        run
        for start in range(len(found) - len(terms) + 1)
        if None not in (run := [term.met_by(found[start + n]) for n, term in enumerate(terms)])
    ]
    if not runs:
        return _Met(name, text, meetings)
    best = min(runs, key=_sums)
    return _Met(name, text, best, in_order=True, is_whole=len(found) == len(terms))


def _best(meetings: Iterable[Meeting | None]) -> Meeting | None:
    return min((meeting for meeting in meetings if meeting is not None), default=None)


def _sums(meetings: Iterable[Meeting | None]) -> tuple[int, int, int]:
    """Distances, words without the marks that were typed, and beginnings, all together."""
    known = [meeting for meeting in meetings if meeting is not None]
    return (
        sum(meeting.distance for meeting in known),
        sum(meeting.folded for meeting in known),
        sum(meeting.begins for meeting in known),
    )


def _complete(question: Question, met: _Met) -> Match:
    """All words in one field."""
    distance, unlike, begins = _sums(met.meetings)
    is_code = met.field == "code"  # Which has no marks, and is not called by its words.
    shape = 2 if not met.in_order else 0 if met.is_whole and not is_code else 1
    is_name = met.field in NAME_FIELDS
    stage = 1 if is_name else 2
    if distance:
        kind, stage, grade = MatchKind.SLIP, 3, shape + 3 * int(not is_name)
    elif begins:
        kind, grade = MatchKind.PREFIX, (2, 3, 5)[shape]
    else:
        kind = (MatchKind.EXACT, MatchKind.PHRASE, MatchKind.WORDS)[shape]
        grade = (0, 1, 4)[shape]
    counted = question.counted(len(met.meetings) if is_code else unlike)
    rank = (stage, 0, counted, distance, grade)
    return Match(kind, met.field, met.text, unlike > 0, rank)


def _spread(question: Question, kind: str, met: Sequence[_Met]) -> Match:
    """Words in several fields, or some of them alone."""
    columns = zip(*(each.meetings for each in met), strict=True)
    together = [_best(column) for column in columns]
    if None in together:
        return _some(question, kind, met)
    best = max(met, key=lambda each: each.weight(question))
    distance, unlike, begins = _sums(together)
    folded = _sums(best.meetings)[1] > 0
    counted = question.counted(unlike)
    if distance:
        return Match(MatchKind.SLIP, best.field, best.text, folded, (3, 0, counted, distance, 6))
    found = MatchKind.PREFIX if begins else MatchKind.WORDS
    rank = (2, 0, counted, 0, 6 if begins else 4)
    return Match(found, best.field, best.text, folded, rank)


def _some(question: Question, kind: str, met: Sequence[_Met]) -> Match:
    """The name with the most of the words, by their weight, or another field where no name has any.

    Who asks with words of several things means the things, not what was written of them.
    """
    names = [each for each in met if each.field in NAME_FIELDS]
    best = max(names or met, key=lambda each: each.weight(question))
    stage = 4 + int(kind == EntryType.SOURCE) + 2 * int(not names)
    distance, unlike, _ = _sums(best.meetings)
    rank = (stage, -best.weight(question), question.counted(unlike), distance)
    return Match(MatchKind.PARTIAL, best.field, best.text, unlike > 0, rank)
