"""Which organizations a list has."""

from typing import Any, Protocol

from pydantic import Field

from app.database import json_list
from app.identifiers.queries import identifier_values
from app.organizations.queries import known_choices
from app.parameter_parsing import Several
from app.parameter_selectors import OrganizationSelector
from app.parameters import (
    IdentifierParameter,
    Names,
    OrganizationSelectors,
    SortedSelection,
)
from app.releases.reader import Reader
from app.releases.resource import Filters, chosen
from app.selectors.queries import choose, numbers_of


class OrganizationSelection(SortedSelection):
    """Which organizations."""

    code: OrganizationSelectors | None = Field(
        None,
        description="Codes, separated by commas, and what chooses several: `*`, "
        "`level:provincial`, `children:vn`, `descendants:vn`, `ancestors:vn`, each of the three "
        "also with `-or-self`. "
        "A code with a day is whoever bears that organization's name then.",
        examples=["lao-cai,yen-bai", "children-or-self:vn", "lao-cai@2025-07-01"],
    )
    level: Names | None = Field(
        None,
        description="Levels of the tree, separated by commas.",
        examples=["provincial"],
    )
    kind: Names | None = Field(
        None,
        description="Kinds, separated by commas.",
        examples=["party_organization"],
    )
    parent: OrganizationSelectors | None = Field(
        None,
        description="Directly below these organizations, chosen as in `code`.",
        examples=["vn"],
    )
    identifier: IdentifierParameter | None = Field(
        None,
        description="Codes of another scheme, and the day they are meant on (by default the day "
        "the release was published): the same code may name another organization later.",
        examples=["gso-province:15@2025-07-01", "iso-3166-2:VN-02"],
    )


class ChoosesOrganizations(Protocol):
    """Parameters by which organizations are chosen, beside their names."""

    @property
    def parent(self) -> Several[OrganizationSelector] | None: ...
    @property
    def level(self) -> Names | None: ...
    @property
    def kind(self) -> Names | None: ...
    @property
    def identifier(self) -> IdentifierParameter | None: ...


def organization_filters(reader: Reader, selection: OrganizationSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError for codes the release does not have."""
    return filters_by_name(reader, selection, selection.code, parameter="code")


def filters_by_name(
    reader: Reader,
    selection: ChoosesOrganizations,
    named: Several[OrganizationSelector] | None,
    *,
    parameter: str,
) -> Filters:
    """Filters in use, where `parameter` names the organizations. Raises as `choose` does."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    understood: dict[str, str] = {}
    if named is not None:
        found = choose(reader, named, parameter=parameter)
        conditions[parameter] = found.conditions
        values |= found.values
        if found.understood is not None:
            understood[parameter] = found.understood
    if selection.parent is not None:
        condition, values["parent"] = parents(reader, selection.parent)
        conditions["parent"] = (condition,)
    if selection.level is not None:
        levels = known_choices(reader, "level", selection.level)
        condition, values["level"] = chosen("level", levels)
        conditions["level"] = (condition,)
    if selection.kind is not None:
        conditions["kind"] = ("kind",)
        values["kind"] = json_list(known_choices(reader, "kind", selection.kind))
    if selection.identifier is not None:
        conditions["identifier"] = ("identifier",)
        values |= identifier_values(reader, selection.identifier)
    return Filters(conditions, values, understood=understood)


def parents(reader: Reader, selectors: Several[OrganizationSelector]) -> tuple[str, Any]:
    """Condition on the organization above, and what it binds. Raises as `choose` does."""
    return chosen("parent", numbers_of(reader, selectors, parameter="parent"))
