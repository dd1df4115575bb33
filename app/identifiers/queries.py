"""Codes of other schemes: whom they named on a day, and which an organization has."""

from typing import Any

from sqlalchemy import BindParameter, SQLColumnExpression, bindparam, or_, select
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.database import RELEASE, Statement, in_list, json_list
from app.errors import UnknownCodeError, nearest_codes
from app.organizations.models import Identifier
from app.parameter_filters import IdentifierFilter
from app.parameters import VIET_NAM
from app.releases.reader import Reader
from app.releases.resource import Row
from app.values.wording import Words, any_of


def holders_of_identifiers(organization_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Organizations that one of the codes named on the day."""
    day: BindParameter[str] = bindparam("identifier_day")
    return organization_id.in_(
        select(col(Identifier.organization_id)).where(
            col(Identifier.release) == RELEASE,
            col(Identifier.scheme) == bindparam("identifier_scheme"),
            in_list(col(Identifier.value), "identifier_values"),
            or_(col(Identifier.valid_from).is_(None), col(Identifier.valid_from) <= day),
            or_(col(Identifier.valid_to).is_(None), col(Identifier.valid_to) >= day),
        )
    )


_SCHEMES = Statement(
    select(col(Identifier.scheme)).where(col(Identifier.release) == RELEASE).distinct()
)


def identifier_values(reader: Reader, identifiers: IdentifierFilter) -> dict[str, Any]:
    """What the identifier condition binds. Raises UnknownCodeError for an unknown scheme."""
    known = sorted(scheme for (scheme,) in reader.fetch_once(_SCHEMES))
    if identifiers.scheme not in known:
        raise UnknownCodeError(
            Words(
                f"There is no scheme {identifiers.scheme!r}.",
                f"Không có hệ mã {identifiers.scheme!r}.",
            ),
            parameter="identifier",
            expected=any_of(known),
            nearest=nearest_codes(identifiers.scheme, known),
        )
    published = reader.release.published.astimezone(VIET_NAM).date().isoformat()
    return {
        "identifier_scheme": identifiers.scheme,
        "identifier_values": json_list(identifiers.values),
        "identifier_day": identifiers.day or published,
    }


_IDENTIFIERS = Statement(
    select(
        col(Identifier.scheme),
        col(Identifier.value),
        col(Identifier.valid_from),
        col(Identifier.valid_to),
        col(Identifier.source),
        col(Identifier.note),
    )
    .where(
        col(Identifier.release) == RELEASE,
        col(Identifier.organization_id) == bindparam("organization"),
    )
    .order_by(col(Identifier.scheme), col(Identifier.value))
)


def fetch_identifiers(reader: Reader, organization_id: int) -> list[Row]:
    """Codes of other schemes, with their validity."""
    names = ("scheme", "value", "valid_from", "valid_to", "source", "note")
    found = reader.fetch(_IDENTIFIERS, {"organization": organization_id})
    return [dict(zip(names, row, strict=True)) for row in found]
