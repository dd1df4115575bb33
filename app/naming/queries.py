"""Reading the names of what rows speak of, whatever rows they are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.catalog.catalog import Catalog
from app.database import RELEASE, Statement
from app.formats.columns import References, columns_of
from app.formats.dataset import Naming, Row, field_of
from app.organizations.models import Organization
from app.releases.reader import Reader
from app.releases.resource import chosen, one_or_several
from app.sources.queries import sources_by_code

_ABOVE = aliased(Organization)
_ORGANIZATIONS = {
    condition_name: Statement(
        select(
            col(Organization.code),
            col(Organization.name_vi),
            col(Organization.name_en),
            col(_ABOVE.code),
        )
        .select_from(Organization)
        .outerjoin(
            _ABOVE,
            (col(_ABOVE.release) == col(Organization.release))
            & (col(_ABOVE.id) == col(Organization.parent_id)),
        )
        .where(col(Organization.release) == RELEASE, condition)
        .order_by(col(Organization.id))
    )
    for condition_name, condition in one_or_several("codes", col(Organization.code)).items()
}


def fetch_naming(reader: Reader, columns: Sequence[str], rows: Sequence[Row]) -> Naming:
    """What the codes in the rows stand for; codes that nothing is known of are left out."""
    mentioned: dict[References, dict[str, None]] = {
        "organizations": {}, "indicators": {}, "sources": {}, "units": {}
    }  # fmt: skip
    for column in columns_of(columns):
        if column.refers is not None:
            found = (field_of(row, column.name) for row in rows)
            mentioned[column.refers].update(dict.fromkeys(_codes(found)))
    indicators = _indicators(reader.catalog, mentioned["indicators"])
    units = {**mentioned["units"], **dict.fromkeys(each["unit"] for each in indicators.values())}
    known = sources_by_code(reader) if mentioned["sources"] else {}
    return Naming(
        _fetch_organizations(reader, mentioned["organizations"]),
        indicators,
        _units(reader.catalog, units),
        {code: known[code] for code in sorted(mentioned["sources"]) if code in known},
    )


def _codes(found: Iterable[Any]) -> Iterator[str]:
    """Those of single codes and of lists of them."""
    for value in found:
        if isinstance(value, str):
            yield value
        elif value is not None:
            yield from value


def _fetch_organizations(reader: Reader, codes: Iterable[str]) -> dict[str, Row]:
    wanted = list(codes)
    if not wanted:
        return {}
    condition, bound = chosen("codes", wanted)
    rows = reader.fetch(_ORGANIZATIONS[condition], {"codes": bound})
    return {code: {"vi": vi, "en": en, "parent": parent} for code, vi, en, parent in rows}


def _indicators(catalog: Catalog, codes: Iterable[str]) -> dict[str, Row]:
    named: dict[str, Row] = {}
    for code in codes:
        indicator = catalog.by_code.get(code)
        if indicator is not None:
            named[code] = {
                "label": indicator.label.model_dump(),
                "definition": indicator.definition.model_dump(),
                "unit": indicator.unit,
                "decimals": indicator.display_decimals,
            }
    return named


def _units(catalog: Catalog, codes: Iterable[str]) -> dict[str, Row]:
    units = catalog.unit_by_code
    return {
        code: {"vi": units[code].label.vi, "en": units[code].label.en, "symbol": units[code].symbol}
        for code in codes
        if code in units
    }
