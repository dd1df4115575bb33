"""How the index is read, and what is told of the entries it leads to."""

from typing import Any

from sqlalchemy import SQLColumnExpression, bindparam, or_, select
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.database import RELEASE, Statement, in_list
from app.events.models import Event
from app.organizations.models import Organization
from app.search.entries import WordKind
from app.search.models import SearchEntry, SearchWord
from app.sources.models import SourceRow

VOCABULARY_MAX = 100_000


def _is_of(kind: WordKind) -> ColumnElement[bool]:
    return col(SearchWord.kind) == kind.value  # psycopg would take a member for an enumerated type.


_OF_WORDS = or_(*(_is_of(kind) for kind in (WordKind.NUMBER, WordKind.WORD)))

COUNTS = Statement(
    select(col(SearchWord.word), col(SearchWord.count)).where(
        col(SearchWord.release) == RELEASE, _OF_WORDS, in_list(col(SearchWord.word), "words")
    )
)
"""How many entries have each of the words."""
POSTINGS = Statement(
    select(col(SearchWord.word), col(SearchWord.entries)).where(
        col(SearchWord.release) == RELEASE, _OF_WORDS, in_list(col(SearchWord.word), "words")
    )
)
TYPES = Statement(
    select(col(SearchWord.word), col(SearchWord.count)).where(
        col(SearchWord.release) == RELEASE, _is_of(WordKind.TYPE)
    )
)
VOCABULARY = Statement(
    select(col(SearchWord.word), col(SearchWord.count))
    .where(col(SearchWord.release) == RELEASE, _is_of(WordKind.WORD))
    .order_by(col(SearchWord.count).desc(), col(SearchWord.word))
    .limit(VOCABULARY_MAX)
)
"""The commonest words that slips are looked for among."""
WRITTEN = Statement(
    select(col(SearchWord.word), col(SearchWord.written)).where(
        col(SearchWord.release) == RELEASE,
        _is_of(WordKind.WORD),
        in_list(col(SearchWord.word), "words"),
    )
)


def _beginning(kind: WordKind) -> Statement:
    """Words or keys longer than `first` and below `last`, so that they begin with it; in order."""
    return Statement(
        select(col(SearchWord.word), col(SearchWord.count))
        .where(
            col(SearchWord.release) == RELEASE,
            _is_of(kind),
            col(SearchWord.word) > bindparam("first"),
            col(SearchWord.word) < bindparam("last"),
        )
        .order_by(col(SearchWord.word))
        .limit(bindparam("limit"))
    )


BEGINNING = {kind: _beginning(kind) for kind in (WordKind.KEY, WordKind.NUMBER, WordKind.WORD)}
KEYED = Statement(
    select(col(SearchWord.word), col(SearchWord.entries)).where(
        col(SearchWord.release) == RELEASE,
        _is_of(WordKind.KEY),
        in_list(col(SearchWord.word), "words"),
    )
)
"""Entries of whole codes."""
ENTRIES = Statement(
    select(
        col(SearchEntry.number),
        col(SearchEntry.type),
        col(SearchEntry.code),
        col(SearchEntry.texts),
    ).where(col(SearchEntry.release) == RELEASE, in_list(col(SearchEntry.number), "numbers"))
)


def _organizations(column: SQLColumnExpression[Any], name: str) -> Statement:
    return Statement(
        select(
            col(Organization.id),
            col(Organization.code),
            col(Organization.parent_id),
            col(Organization.name_vi),
            col(Organization.name_en),
            col(Organization.level),
            col(Organization.kind),
            col(Organization.valid_from),
            col(Organization.valid_to),
        ).where(col(Organization.release) == RELEASE, in_list(column, name))
    )


ORGANIZATIONS_BY_CODE = _organizations(col(Organization.code), "codes")
ORGANIZATIONS_BY_NUMBER = _organizations(col(Organization.id), "numbers")
EVENTS = Statement(
    select(
        col(Event.code),
        col(Event.kind),
        col(Event.title_vi),
        col(Event.title_en),
        col(Event.decided),
        col(Event.effective),
        col(Event.organization_id),
    ).where(col(Event.release) == RELEASE, in_list(col(Event.code), "codes"))
)
SOURCES = Statement(
    select(
        col(SourceRow.code),
        col(SourceRow.authority),
        col(SourceRow.title),
        col(SourceRow.publisher),
        col(SourceRow.published),
    ).where(col(SourceRow.release) == RELEASE, in_list(col(SourceRow.code), "codes"))
)
