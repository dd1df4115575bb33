"""Conditions that selectors of organizations come to, on any table of theirs."""

from sqlalchemy import SQLColumnExpression, bindparam
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.database import in_ranges
from app.organizations.models import Organization
from app.releases.resource import one_or_several

# Conditions that lead to organizations which may be few: a database should begin with them.
LEADING = frozenset({"organizationLevel_is", "organizationParent_is"})


def conditions_on(number: SQLColumnExpression[int]) -> dict[str, ColumnElement[bool]]:
    """What selectors come to, as conditions on the number of an organization, joined with it."""
    return {
        **one_or_several("organization", number),
        "organizationWithin": number.between(
            bindparam("organization_first"), bindparam("organization_last")
        ),
        "organizationRanges": in_ranges(number, "organizationRanges"),
        "organizationLevel_is": col(Organization.level) == bindparam("organizationLevel"),
        "organizationParent_is": col(Organization.parent_id) == bindparam("organizationParent"),
    }
