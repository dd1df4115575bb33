"""What is told of the entries of a page: names, places in the tree, validity, addresses."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.database import json_list
from app.releases.reader import Reader
from app.releases.resource import Row
from app.search import queries
from app.search.entries import EntryType, entry_id
from app.search.finding import Hit

PATHS = {
    EntryType.ORGANIZATION: "/v1/organizations/{code}?release={release}",
    EntryType.INDICATOR: "/v1/indicators/{code}?release={release}",
    EntryType.EVENT: "/v1/events?release={release}&code={code}",
    EntryType.SOURCE: "/v1/sources?release={release}&code={code}",
}
NOTHING_MORE: Row = {
    "level": None,
    "valid_from": None,
    "valid_to": None,
    "ended": None,
    "date": None,
}


class _Tree:
    """Organizations at hand, by number, with all that are above them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[int, tuple[Any, ...]] = {}

    def take(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Also fetch those above, a level at a time."""
        found = list(rows)
        while found:
            self._known |= {row[0]: row for row in found}
            above = {row[2] for row in found if row[2] is not None} - self._known.keys()
            found = self.fetch(above) if above else []

    def fetch(self, numbers: Iterable[int]) -> list[tuple[Any, ...]]:
        bound = {"numbers": json_list(sorted(numbers))}
        return self._reader.fetch(queries.ORGANIZATIONS_BY_NUMBER, bound)

    def above(self, number: int | None) -> Row:
        """Codes and names from the root down to that one."""
        chain = []
        while number is not None:
            row = self._known[number]
            chain.append(row)
            number = row[2]
        chain.reverse()
        return {
            "parents": [row[1] for row in chain],
            "breadcrumb": {
                "vi": " / ".join(row[3] for row in chain),
                "en": " / ".join(row[4] for row in chain),
            },
        }


def described(reader: Reader, hits: Sequence[Hit]) -> list[Row]:
    """The entries in their order."""
    codes: dict[str, list[str]] = {each.value: [] for each in EntryType}
    for hit in hits:
        codes[hit.type].append(hit.code)
    tree = _Tree(reader)
    told = {
        EntryType.ORGANIZATION: _organizations(reader, codes["organization"], tree),
        EntryType.INDICATOR: _indicators(reader, codes["indicator"], tree),
        EntryType.EVENT: _events(reader, codes["event"], tree),
        EntryType.SOURCE: _sources(reader, codes["source"], tree),
    }
    return [_row(reader, hit, told[EntryType(hit.type)][hit.code]) for hit in hits]


def _row(reader: Reader, hit: Hit, told: Row) -> Row:
    path = PATHS[EntryType(hit.type)]
    return {
        "entry": entry_id(hit.type, hit.code),
        "type": hit.type,
        "code": hit.code,
        **NOTHING_MORE,
        **told,
        "matched": {
            "field": hit.match.field,
            "text": hit.match.text,
            "kind": hit.match.kind.value,
            "folded": hit.match.folded,
        },
        "link": path.format(code=hit.code, release=reader.release.number),
    }


def _organizations(reader: Reader, codes: Sequence[str], tree: _Tree) -> dict[str, Row]:
    if not codes:
        return {}
    rows = reader.fetch(queries.ORGANIZATIONS_BY_CODE, {"codes": json_list(codes)})
    tree.take(rows)
    return {
        code: {
            "label": {"vi": vi, "en": en},
            "level": level,
            "kind": kind,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "ended": valid_to is not None,
            **tree.above(parent),
        }
        for _, code, parent, vi, en, level, kind, valid_from, valid_to in rows
    }


def _indicators(reader: Reader, codes: Sequence[str], tree: _Tree) -> dict[str, Row]:
    known = reader.catalog.by_code
    return {
        code: {
            "label": known[code].label.model_dump(),
            "kind": known[code].kind.value,
            **tree.above(None),
        }
        for code in codes
    }


def _events(reader: Reader, codes: Sequence[str], tree: _Tree) -> dict[str, Row]:
    if not codes:
        return {}
    rows = reader.fetch(queries.EVENTS, {"codes": json_list(codes)})
    tree.take(tree.fetch({row[-1] for row in rows}))
    return {
        code: {
            "label": {"vi": vi, "en": en},
            "kind": kind,
            "date": effective or decided,
            **tree.above(organization),
        }
        for code, kind, vi, en, decided, effective, organization in rows
    }


def _sources(reader: Reader, codes: Sequence[str], tree: _Tree) -> dict[str, Row]:
    if not codes:
        return {}
    rows = reader.fetch(queries.SOURCES, {"codes": json_list(codes)})
    return {
        code: {
            "label": {"vi": title or publisher, "en": title or publisher},
            "kind": authority,
            "date": published,
            **tree.above(None),
        }
        for code, authority, title, publisher, published in rows
    }
