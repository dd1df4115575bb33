"""What a read found, before an envelope is put around it: a page, or why it is empty."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.formats.dataset import Naming, Row
from app.parameters import PageSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, Page, ResourceQuery
from app.releases.sorting import fetch_chosen

UNNAMED = Naming()


@dataclass(frozen=True, slots=True)
class Found:
    """What a read found, before the envelope is put around it.

    `after` is where the next page begins, None on the last. `labels` names the codes in the rows,
    `types` counts what was found by type, `summary` what all pages have together. `references` are
    more members of the header `Link`. `understood` are parameters with what they come to, where
    they were asked for in other words.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    document: Row | None = None
    after: str | None = None
    total: int | None = None
    notices: Sequence[Row] = ()
    labels: Row | None = None
    understood: Row = field(default_factory=dict)
    summary: Row | None = None
    references: Sequence[str] = ()
    types: Mapping[str, int] | None = None
    naming: Naming = UNNAMED


Find = Callable[[Reader], Found]


def find_page(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    *,
    key: str,
    place: Callable[[Reader, str], Sequence[Any]] | None = None,
    label: Callable[[Reader, list[dict[str, Any]]], Row] | None = None,
) -> Found:
    """A page of a list. `key` is the field that names a row, `place` finds its sort key by name.

    Without `place` the name is the sort key. `label` finds what the codes in rows stand for.
    """
    after: Sequence[Any] | None = None
    if selection.after is not None:
        after = (selection.after,) if place is None else place(reader, selection.after)
    page = fetch_chosen(reader, query, selection, filters, after)
    labels = None if label is None else label(reader, page.rows)
    found = found_page(page, reader, query.columns, key=key, labels=labels)
    return replace(found, understood=filters.understood)


def found_page(
    page: Page,
    reader: Reader,
    columns: Sequence[str],
    *,
    key: str,
    labels: Row | None = None,
) -> Found:
    """What the page holds; an empty one says why."""
    return Found(
        columns,
        page.rows,
        after=str(page.rows[-1][key]) if page.has_more else None,
        total=page.total,
        notices=() if page.rows else _why_empty(page, reader),
        labels=labels,
    )


def _why_empty(page: Page, reader: Reader) -> list[Row]:
    """Which filters keep rows away, for a page that has none."""
    helpful = {name: count for name, count in page.without.items() if count}
    vi = "; ".join(f"không có {name} thì có {count}" for name, count in helpful.items())
    en = "; ".join(f"without {name} there are {count}" for name, count in helpful.items())
    number = reader.release.number
    return [
        {
            "code": "empty",
            "vi": f"Bản công bố {number} không có gì phù hợp{': ' + vi if vi else ''}.",
            "en": f"Release {number} has nothing that matches{': ' + en if en else ''}.",
        }
    ]
