"""Sources: what is asked for, and how it is read."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from app.database import ALL_ROWS, RELEASE, in_list, json_list
from app.errors import UnknownCodeError, code_of, nearest_codes
from app.parameter_parsing import Several, choices
from app.parameters import OrganizationCodes, PageSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row
from app.sources.models import SourceRow
from app.values.statuses import Authority
from app.values.wording import Words

COLUMNS = (
    "code",
    "authority",
    "origin",
    "publisher",
    "title",
    "url",
    "published",
    "accessed",
    "language",
    "note",
)


class SourceSelection(PageSelection):
    """Which sources."""

    code: OrganizationCodes | None = Field(
        None, description="Codes, separated by commas.", examples=["bao-lao-cai-2023"]
    )
    authority: Annotated[Several[str], *choices(Authority)] | None = Field(
        None, description="Who speaks, separated by commas.", examples=["official,official-copy"]
    )


def source_row(row: tuple[Any, ...]) -> Row:
    """`origin` is who measured, where it is not the publisher; `published` as far as known."""
    return dict(zip(COLUMNS, row, strict=True))


SOURCES = ResourceQuery(
    select=select(*(col(getattr(SourceRow, name)) for name in COLUMNS)).where(
        col(SourceRow.release) == RELEASE
    ),
    filters={
        "code": in_list(col(SourceRow.code), "code"),
        "authority": in_list(col(SourceRow.authority), "authority"),
    },
    order=(col(SourceRow.code),),
    row=source_row,
    columns=COLUMNS,
)


def source_filters(reader: Reader, selection: SourceSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError for codes the release does not have."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    if selection.code is not None:
        known_sources(reader, selection.code, parameter="code")
    for name in ("code", "authority"):
        chosen = getattr(selection, name)
        if chosen is not None:
            conditions[name], values[name] = (name,), json_list(chosen)
    return Filters(conditions, values)


def known_sources(reader: Reader, codes: Iterable[str], *, parameter: str) -> None:
    """Raises UnknownCodeError, naming the nearest codes, for a source the release does not have."""
    known = sources_by_code(reader)
    for code in codes:
        if code not in known:
            raise UnknownCodeError(
                Words(
                    f"There is no source {code} in release {reader.release.number}.",
                    f"Bản công bố {reader.release.number} không có nguồn {code}.",
                ),
                parameter=parameter,
                expected=code_of("/v1/sources"),
                nearest=nearest_codes(code, [*known]),
            )


def fetch_sources(reader: Reader, codes: Iterable[str]) -> dict[str, Row]:
    """Sources by code, in its order; every code must exist."""
    known = sources_by_code(reader)
    return {code: known[code] for code in sorted(set(codes))}


def sources_by_code(reader: Reader) -> dict[str, Row]:
    """Every source of the release: a source stands for many figures, so they are few."""
    return reader.gathered("sources", _gather_sources)


def _gather_sources(reader: Reader) -> dict[str, Row]:
    rows = reader.fetch(SOURCES.page(frozenset(), after=False), {"limit": ALL_ROWS})
    return {row["code"]: row for row in map(source_row, rows)}
