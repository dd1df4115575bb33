"""JSON-stat 2.0 (https://json-stat.org/full/): a cube of organization, indicator and period.

Nothing is lost: what JSON-stat has no place for stands in `extension.rows`, in the order of the
rows, each with its position in the cube. A position without a row is no cell of the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import mul
from typing import Any

from app.formats.columns import COLUMNS
from app.formats.dataset import Dataset, OutputFormat, Row
from app.formats.plain_json import ENCODER
from app.formats.words import STATUSES, UNOFFICIAL
from app.values.periods import Period
from app.values.wording import LANGUAGES

DIMENSIONS = ("organization", "indicator", "period")
ROLES = {"time": ["period"], "metric": ["indicator"]}
DENSE_SHARE_MIN = 0.5  # Below it, an object of the values there are is the shorter form.
_INCOMPLETE = {
    "vi": "Đây là một trang của lựa chọn; trang sau: link.next.",
    "en": "This is one page of the selection; the next: link.next.",
}
_TITLE = {"vi": "Số liệu về tổ chức đảng", "en": "Numbers of Party organizations"}


def write(dataset: Dataset) -> Iterator[bytes]:
    """Values are exact: numbers as they are written in JSON."""
    yield ENCODER.encode(_document(dataset))


def _document(dataset: Dataset) -> dict[str, Any]:
    language, rows = dataset.language, dataset.rows
    names = dimensions_of(dataset.columns)
    categories = {name: _categories(name, rows) for name in names}
    sizes = [len(categories[name]) for name in names]
    positions = _positions(rows, names, categories, sizes)
    notices = dataset.meta.get("notices", [])
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": _TITLE[language],
        "source": f"partystats, {UNOFFICIAL[language]}",
        "updated": dataset.meta["release"]["published_at"],
        "href": dataset.public_url + dataset.links["self"],
        "note": [notice[language] for notice in notices],
        "id": list(names),
        "size": sizes,
        "role": ROLES,
        "dimension": {name: _dimension(name, categories[name], dataset) for name in names},
        "value": _values(rows, positions, sizes),
        "status": {
            str(position): row["status"]
            for position, row in zip(positions, rows, strict=True)
            if "status" in row  # A withdrawn cell has none.
        },
        "extension": _extension(dataset, names, positions),
    }
    if "next" in dataset.links:
        document["note"].append(_INCOMPLETE[language])
        address = dataset.public_url + dataset.links["next"]
        document["link"] = {"next": [{"type": JSON_STAT.media_type, "href": address}]}
    return document


def dimensions_of(columns: Sequence[str]) -> tuple[str, ...]:
    """Several sources may print a figure of one cell; elsewhere a cell has one row."""
    return (*DIMENSIONS, "source") if "key" in columns else DIMENSIONS


def _categories(name: str, rows: Sequence[Row]) -> dict[str, int]:
    """Codes with their place: periods in the order of time, others as the rows have them."""
    codes: Sequence[str] = list(dict.fromkeys(row[name] for row in rows))
    if name == "period":
        codes = sorted(codes, key=lambda text: Period.parse(text).ordinal)
    return {code: place for place, code in enumerate(codes)}


def _positions(
    rows: Sequence[Row],
    names: Sequence[str],
    categories: Mapping[str, Mapping[str, int]],
    sizes: Sequence[int],
) -> list[int]:
    """Where each row stands in the cube: row-major, as `id` orders the dimensions."""
    strides = [*accumulate(reversed(sizes[1:]), mul, initial=1)][::-1]
    return [
        sum(
            categories[name][row[name]] * stride
            for name, stride in zip(names, strides, strict=True)
        )
        for row in rows
    ]


def _values(
    rows: Sequence[Row], positions: Sequence[int], sizes: Sequence[int]
) -> list[Any] | dict[str, Any]:
    *_, cube = accumulate(sizes, mul)
    known = {
        position: row["value"]
        for position, row in zip(positions, rows, strict=True)
        if row.get("value") is not None
    }
    if len(known) < cube * DENSE_SHARE_MIN:
        return {str(position): value for position, value in sorted(known.items())}
    return [known.get(position) for position in range(cube)]


def _dimension(name: str, categories: Mapping[str, int], dataset: Dataset) -> dict[str, Any]:
    """Labels in the language of the answer, and in both as an extension."""
    codes = [*categories]
    named = {code: _names(name, code, dataset) for code in codes}
    category: dict[str, Any] = {
        "index": codes,
        "label": {code: label[dataset.language] for code, label in named.items()},
    }
    column = COLUMNS[name]
    extension: dict[str, Any] = {"label": {"vi": column.vi, "en": column.en}}
    if column.refers is not None:
        extension["category"] = {"label": named}
    if name == "organization" and (children := _children(codes, dataset)):
        category["child"] = children
    if name == "indicator":
        category |= _measures(codes, dataset)
    label = column.vi if dataset.language == "vi" else column.en
    return {"label": label, "category": category, "extension": extension}


def _names(name: str, code: str, dataset: Dataset) -> Mapping[str, str]:
    """In both languages; a code that nothing is known of, such as a free ratio's, is its name."""
    naming = dataset.naming
    found: Row | None = None
    match name:
        case "organization":
            found = naming.organizations.get(code)
        case "indicator" if code in naming.indicators:
            found = naming.indicators[code]["label"]
        case "source" if code in naming.sources:
            source = naming.sources[code]
            found = dict.fromkeys(LANGUAGES, source["title"] or source["publisher"])
    return {language: code if found is None else found[language] for language in LANGUAGES}


def _children(codes: Sequence[str], dataset: Dataset) -> dict[str, list[str]]:
    """Organizations whose parent has rows here too, by that parent."""
    children: dict[str, list[str]] = {}
    for code in codes:
        parent = dataset.naming.organizations.get(code, {}).get("parent")
        if parent is not None and parent in codes:
            children.setdefault(parent, []).append(code)
    return children


def _measures(codes: Sequence[str], dataset: Dataset) -> dict[str, Any]:
    """Units and definitions of indicators."""
    known = dataset.naming.indicators
    language = dataset.language
    units, notes = {}, {}
    for code in codes:
        if code in known:
            unit = dataset.naming.units[known[code]["unit"]]
            units[code] = {"decimals": known[code]["decimals"], "label": unit[language]}
            if unit["symbol"] is not None:
                units[code] |= {"symbol": unit["symbol"], "position": "end"}
            notes[code] = [known[code]["definition"][language]]
    return {"unit": units, "note": notes}


def _extension(dataset: Dataset, names: Sequence[str], positions: Sequence[int]) -> dict[str, Any]:
    placed = {*names, "value", "status"}
    return {
        "rows": [
            {"position": position}
            | {name: value for name, value in row.items() if name not in placed}
            for position, row in zip(positions, dataset.rows, strict=True)
        ],
        "status": {"label": {str(code): words for code, words in STATUSES.items()}},
        "meta": dataset.meta,
        "links": dataset.links,
        "sources": dict(dataset.naming.sources),
    }


JSON_STAT = OutputFormat(
    "json-stat",
    "application/json-stat+json",
    write,
    labelled=True,
    cells_only=True,
    needs=(*DIMENSIONS, "key", "source", "value", "status"),
)
