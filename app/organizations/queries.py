"""Organizations: what is asked for, and how it is read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import RELEASE, Statement, in_list
from app.derivation.evidence import Evidence
from app.errors import NotFoundError, UnknownCodeError, code_of, nearest_codes
from app.identifiers.queries import holders_of_identifiers
from app.organizations.models import Organization
from app.releases.reader import Reader
from app.releases.resource import (
    ResourceQuery,
    Row,
    chosen,
    no_place,
    one_or_several,
)
from app.selectors.conditions import conditions_on
from app.values.codes import is_organization_code
from app.values.wording import Words, any_of

NEAREST_SAMPLE = 5000
Parent = aliased(Organization, name="parent")


COLUMNS = (
    "code",
    "level",
    "kind",
    "territorial",
    "parent",
    "name.vi",
    "name.en",
    "valid_from",
    "valid_to",
    "ended",
    "all_listed",
    "note",
)


def organization_row(row: Sequence[Any]) -> Row:
    """`ended` is true once the last day is known; a missing `valid_from` is not known."""
    (
        code, level, kind, territorial, parent, vi, en, valid_from, valid_to, all_listed, note,
    ) = row  # fmt: skip
    return {
        "code": code,
        "level": level,
        "kind": kind,
        "territorial": bool(territorial),
        "parent": parent,
        "name": {"vi": vi, "en": en},
        "valid_from": valid_from,
        "valid_to": valid_to,
        "ended": valid_to is not None,
        "all_listed": bool(all_listed),
        "note": note,
    }


SORTABLE = {
    "code": col(Organization.code),
    "level": col(Organization.level),
    "kind": col(Organization.kind),
    "territorial": col(Organization.territorial),
    "parent": col(Parent.code),
    "name.vi": col(Organization.name_vi),
    "name.en": col(Organization.name_en),
    "valid_from": col(Organization.valid_from),
    "valid_to": col(Organization.valid_to),
    "ended": case((col(Organization.valid_to).is_(None), 0), else_=1),
    "all_listed": col(Organization.all_listed),
    "note": col(Organization.note),
}
_SELECT = (
    select(
        col(Organization.code),
        col(Organization.level),
        col(Organization.kind),
        col(Organization.territorial),
        col(Parent.code),
        col(Organization.name_vi),
        col(Organization.name_en),
        col(Organization.valid_from),
        col(Organization.valid_to),
        col(Organization.all_listed),
        col(Organization.note),
    )
    .outerjoin(
        Parent, (col(Parent.release) == RELEASE) & (col(Parent.id) == col(Organization.parent_id))
    )
    .where(col(Organization.release) == RELEASE)
)
ORGANIZATIONS = ResourceQuery(
    select=_SELECT,
    filters={
        **conditions_on(col(Organization.id)),
        "code_is": col(Organization.code) == bindparam("code"),
        **one_or_several("level", col(Organization.level)),
        "kind": in_list(col(Organization.kind), "kind"),
        **one_or_several("parent", col(Organization.parent_id)),
        "identifier": holders_of_identifiers(col(Organization.id)),
        "child": col(Organization.parent_id) == bindparam("child_of"),
        "below": (col(Organization.id) > bindparam("below_first"))
        & (col(Organization.id) <= bindparam("below_last")),
        "above": (col(Organization.id) < bindparam("above_id"))
        & (col(Organization.last) >= bindparam("above_id")),
    },
    order=(col(Organization.id),),
    row=organization_row,
    columns=COLUMNS,
    sortable=SORTABLE,
)
_NUMBERED = Statement(
    _SELECT.add_columns(col(Organization.id)).where(col(Organization.code) == bindparam("code"))
)
_PLACES = {
    condition_name: Statement(
        select(col(Organization.code), col(Organization.id), col(Organization.last)).where(
            col(Organization.release) == RELEASE, condition
        )
    )
    for condition_name, condition in one_or_several("codes", col(Organization.code)).items()
}
_NAMES = {
    condition_name: Statement(
        select(col(Organization.code), col(Organization.name_vi), col(Organization.name_en)).where(
            col(Organization.release) == RELEASE, condition
        )
    )
    for condition_name, condition in one_or_several("codes", col(Organization.code)).items()
}
_CHILDREN = Statement(
    select(
        col(Organization.code),
        col(Organization.id),
        col(Organization.valid_from),
        col(Organization.valid_to),
    )
    .where(col(Organization.release) == RELEASE, col(Organization.parent_id) == bindparam("parent"))
    .order_by(col(Organization.id))
)
_SAMPLE = Statement(
    select(col(Organization.code))
    .where(col(Organization.release) == RELEASE)
    .order_by(col(Organization.code))
    .limit(NEAREST_SAMPLE)
)
_CHOICES = {
    "level": Statement(
        select(col(Organization.level)).where(col(Organization.release) == RELEASE).distinct()
    ),
    "kind": Statement(
        select(col(Organization.kind)).where(col(Organization.release) == RELEASE).distinct()
    ),
}


def find_places(
    reader: Reader, codes: Iterable[str], *, parameter: str
) -> dict[str, tuple[int, int]]:
    """First and last number of each subtree. Raises UnknownCodeError naming the nearest codes.

    Text that can be no code, as a path may hold it, never reaches the database.
    """
    wanted = list(codes)
    found = fetch_places(reader, wanted)
    for code in wanted:
        if code not in found:
            raise UnknownCodeError(
                Words(
                    f"There is no organization {code} in release {reader.release.number}.",
                    f"Bản công bố {reader.release.number} không có tổ chức {code}.",
                ),
                parameter=parameter,
                expected=code_of("/v1/organizations"),
                nearest=_nearest(reader, code),
            )
    return found


def fetch_places(reader: Reader, codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The same of those among the codes that there are."""
    condition, bound = chosen("codes", [code for code in codes if is_organization_code(code)])
    rows = reader.fetch(_PLACES[condition], {"codes": bound})
    return {code: (first, last) for code, first, last in rows}


def find_place(reader: Reader, code: str) -> tuple[int, int]:
    """The same for a code in the path. Raises NotFoundError."""
    try:
        return find_places(reader, [code], parameter="code")[code]
    except UnknownCodeError as error:
        raise NotFoundError.like(error) from error


def fetch_names(reader: Reader, codes: Iterable[str]) -> dict[str, Row]:
    """Names in both languages by code; every code must exist."""
    condition, bound = chosen("codes", codes)
    rows = reader.fetch(_NAMES[condition], {"codes": bound})
    return {code: {"vi": vi, "en": en} for code, vi, en in rows}


def fetch_children(reader: Reader, parent: int) -> list[tuple[str, int, Evidence]]:
    """Code, number and time of existence of each organization directly below, in order."""
    return [
        (
            code,
            number,
            Evidence(
                code,
                {},
                valid_from=None if first is None else date.fromisoformat(first),
                valid_to=None if last is None else date.fromisoformat(last),
            ),
        )
        for code, number, first, last in reader.fetch(_CHILDREN, {"parent": parent})
    ]


def organization_place(reader: Reader, text: str) -> tuple[int]:
    """The sort key of a page's last organization. Raises InvalidParameterError."""
    try:
        return (find_place(reader, text)[0],)
    except NotFoundError as error:
        raise no_place(text) from error


def _nearest(reader: Reader, code: str) -> list[str]:
    reader.leave_the_loop()  # Comparing thousands of codes takes longer than any read.
    return nearest_codes(code, [known for (known,) in reader.fetch(_SAMPLE)])


def known_choices(
    reader: Reader, name: str, names: str, *, parameter: str | None = None
) -> list[str]:
    """Values of a comma-separated list that the release has. Raises UnknownCodeError for others.

    `parameter` is where they were named, by default the one of that name.
    """
    wanted = sorted(set(names.split(",")))
    known = sorted(value for (value,) in reader.fetch_once(_CHOICES[name]))
    for value in wanted:
        if value not in known:
            raise UnknownCodeError(
                Words(f"There is no {name} {value!r}.", f"Không có {name} {value!r}."),
                parameter=parameter or name,
                expected=any_of(known),
                nearest=nearest_codes(value, known),
            )
    return wanted


def find_numbered(reader: Reader, code: str) -> tuple[int, Row]:
    """Its number, and the organization. Raises NotFoundError."""
    bound = {"code": code if is_organization_code(code) else ""}
    for *row, number in reader.fetch(_NUMBERED, bound):
        return number, organization_row(row)
    find_place(reader, code)
    raise AssertionError(code)  # It was found: then there was a row.
