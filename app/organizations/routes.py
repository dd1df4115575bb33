"""Reading organizations: lists, one, and its place in the tree."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.events.queries import fetch_events_of
from app.identifiers.queries import fetch_identifiers
from app.names.queries import bearer_code, named_in_path
from app.organizations.queries import (
    COLUMNS,
    ORGANIZATIONS,
    find_numbered,
    organization_place,
)
from app.organizations.relations import relations_of
from app.organizations.schemas import Organization, OrganizationWithEvents
from app.organizations.selection import OrganizationSelection, organization_filters
from app.parameters import Selection
from app.releases.reader import Reader
from app.releases.resource import Filters
from app.web.answer import AnsweringDep
from app.web.envelope import listed, single
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/organizations", tags=["organizations"], route_class=ReadRoute)
CodePath = Annotated[
    str,
    Path(
        max_length=200,
        description="Code of the organization; with a day, such as `lao-cai@2025-07-01`, whoever "
        "bears its name then.",
        examples=["lao-cai"],
    ),
]
ParentPath = Annotated[
    str,
    Path(
        max_length=200,
        description="Code of the organization above, with a day or without one.",
        examples=["vn"],
    ),
]


@router.get(
    "",
    operation_id="list_organizations",
    summary="Organizations",
    responses=answers(listed(Organization)),
)
async def list_organizations(
    selection: Annotated[OrganizationSelection, Query()], answer: AnsweringDep
) -> Response:
    """Party organizations in the order of their tree: each before those below it."""

    def find(reader: Reader) -> Found:
        filters = organization_filters(reader, selection)
        return find_page(
            reader, ORGANIZATIONS, selection, filters, key="code", place=organization_place
        )

    return await answer(selection, find)


@router.get(
    "/{code}",
    operation_id="get_organization",
    summary="One organization",
    responses=answers(single(OrganizationWithEvents)),
)
async def get_organization(
    code: CodePath, selection: Annotated[Selection, Query()], answer: AnsweringDep
) -> Response:
    """One organization with its identifiers, events, predecessors and successors.

    An organization that has ended answers like any other: its numbers stay.
    """

    def find(reader: Reader) -> Found:
        bearer = bearer_code(reader, code)
        number, row = find_numbered(reader, bearer)
        events = fetch_events_of(reader, number)
        document = {
            **row,
            **relations_of(bearer, events),
            "identifiers": fetch_identifiers(reader, number),
            "events": events,
        }
        return Found(COLUMNS, [row], document)

    return await answer(selection, find)


@router.get(
    "/{code}/ancestors",
    operation_id="list_ancestors",
    summary="Organizations above",
    responses=answers(listed(Organization)),
)
async def list_ancestors(
    code: CodePath, selection: Annotated[OrganizationSelection, Query()], answer: AnsweringDep
) -> Response:
    """From the root down to the organization directly above; none for a root."""

    def find(reader: Reader) -> Found:
        _, number, _ = named_in_path(reader, code)
        return _related(reader, selection, "above", {"above_id": number})

    return await answer(selection, find)


@router.get(
    "/{code}/children",
    operation_id="list_children",
    summary="Organizations directly below",
    responses=answers(listed(Organization)),
)
async def list_children(
    code: ParentPath, selection: Annotated[OrganizationSelection, Query()], answer: AnsweringDep
) -> Response:
    """Direct subordinates that the packages list, ended ones included."""

    def find(reader: Reader) -> Found:
        _, number, _ = named_in_path(reader, code)
        return _related(reader, selection, "child", {"child_of": number})

    return await answer(selection, find)


@router.get(
    "/{code}/descendants",
    operation_id="list_descendants",
    summary="All organizations below",
    responses=answers(listed(Organization)),
)
async def list_descendants(
    code: ParentPath, selection: Annotated[OrganizationSelection, Query()], answer: AnsweringDep
) -> Response:
    """Everything below, at any depth, each organization before those below it."""

    def find(reader: Reader) -> Found:
        _, number, last = named_in_path(reader, code)
        return _related(reader, selection, "below", {"below_first": number, "below_last": last})

    return await answer(selection, find)


def _related(
    reader: Reader, selection: OrganizationSelection, condition: str, values: dict[str, int]
) -> Found:
    chosen = organization_filters(reader, selection)
    # The place in the tree is no filter of the address: it stays when a filter is left out.
    filters = Filters(chosen.conditions, {**chosen.values, **values}, always=(condition,))
    return find_page(
        reader, ORGANIZATIONS, selection, filters, key="code", place=organization_place
    )
