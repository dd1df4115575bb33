"""Who bears a name on a day: `lao-cai@2025-07-01` is the organization lao-cai-2025."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import RELEASE, Statement
from app.errors import AmbiguousNameError, NotFoundError, UnknownCodeError
from app.events.models import Event, EventOrganization
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.parameter_selectors import OrganizationName
from app.releases.reader import Reader
from app.values.wording import Words

CANDIDATES_MAX = 10
GENERATIONS_MAX = 10
# Names of organizations that are gone may tell their years: "Đảng bộ tỉnh Lào Cai (1991–2025)".
_TOLD_APART = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An organization with its place in the tree and the days between which it exists."""

    code: str
    number: int
    last: int
    name: str
    valid_from: str | None
    valid_to: str | None

    def exists_on(self, day: str) -> bool:
        began = self.valid_from is None or self.valid_from <= day
        return began and (self.valid_to is None or self.valid_to >= day)

    @property
    def plain_name(self) -> str:
        return _TOLD_APART.sub("", self.name)

    def told(self) -> Mapping[str, str | None]:
        return {
            "code": self.code,
            "name": self.name,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


_COLUMNS = (
    col(Organization.code),
    col(Organization.id),
    col(Organization.last),
    col(Organization.name_vi),
    col(Organization.valid_from),
    col(Organization.valid_to),
)
_OF_CODE = Statement(
    select(*_COLUMNS).where(
        col(Organization.release) == RELEASE, col(Organization.code) == bindparam("code")
    )
)
_OF_NAME = Statement(
    select(*_COLUMNS)
    .where(
        col(Organization.release) == RELEASE,
        or_(
            col(Organization.name_vi) == bindparam("name"),
            func.substr(col(Organization.name_vi), 1, bindparam("length")) == bindparam("told"),
        ),
    )
    .order_by(col(Organization.id))
)


def named_organization(
    reader: Reader, name: OrganizationName, *, parameter: str
) -> tuple[str, int, int]:
    """Code, number and last number of the subtree. Raises UnknownCodeError, AmbiguousNameError."""
    first, last = find_places(reader, [name.code], parameter=parameter)[name.code]
    if name.day is None:
        return name.code, first, last
    [own] = _bearers(reader, _OF_CODE, {"code": name.code})
    bearer = own if own.exists_on(name.day) else _other_bearer(reader, own, name, parameter)
    return bearer.code, bearer.number, bearer.last


def named_in_path(reader: Reader, text: str) -> tuple[str, int, int]:
    """The same for a code or a name in the path. Raises NotFoundError, AmbiguousNameError."""
    try:
        return named_organization(reader, _name(text), parameter="code")
    except UnknownCodeError as error:
        raise NotFoundError.like(error) from error


def bearer_code(reader: Reader, text: str) -> str:
    """The code that stands in the path, or that a name with a day there comes to."""
    return named_in_path(reader, text)[0] if "@" in text else text


def _name(text: str) -> OrganizationName:
    """What is no name is looked up as the code that it is not."""
    try:
        return OrganizationName.parse(text)
    except ValueError:
        return OrganizationName(text)


def _other_bearer(reader: Reader, own: Bearer, name: OrganizationName, parameter: str) -> Bearer:
    day = str(name.day)
    told = own.plain_name + " ("
    bound: dict[str, str | int] = {"name": own.plain_name, "told": told, "length": len(told)}
    found = [
        each
        for each in _bearers(reader, _OF_NAME, bound)
        if each.plain_name == own.plain_name and each.exists_on(day)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        heirs = _heirs(reader, own, day)
        raise UnknownCodeError(
            Words(
                f"No organization bears the name of {name.code} on {day}.",
                f"Ngày {day} không có tổ chức nào mang tên của {name.code}.",
            ),
            parameter=parameter,
            expected=_day_or_heirs(own, heirs),
            nearest=heirs,
        )
    raise AmbiguousNameError(
        Words(
            f"{len(found)} organizations bear the name {own.plain_name!r} on {day}.",
            f"Vào {day} có {len(found)} tổ chức mang tên {own.plain_name!r}.",
        ),
        parameter=parameter,
        expected=Words("the code of one of them", "mã của một trong các tổ chức đó"),
        candidates=[each.told() for each in found[:CANDIDATES_MAX]],
    )


def _day_or_heirs(bearer: Bearer, heirs: Sequence[str]) -> Words:
    """What would be right where nobody bears the name on the day."""
    en, vi = ["a day on which it exists:"], ["một ngày mà tổ chức đó tồn tại:"]
    if bearer.valid_from is not None:
        en.append(f"from {bearer.valid_from}")
        vi.append(f"từ {bearer.valid_from}")
    if bearer.valid_to is not None:
        en.append(f"to {bearer.valid_to}")
        vi.append(f"đến {bearer.valid_to}")
    listed = ", ".join(heirs)
    return Words(
        " ".join(en) + (f"; or who stands in its place: {listed}" if heirs else ""),
        " ".join(vi) + (f"; hoặc tổ chức kế tục hay tiền thân: {listed}" if heirs else ""),
    )


def _bearers(reader: Reader, statement: Statement, bound: dict[str, str | int]) -> list[Bearer]:
    return [Bearer(*row) for row in reader.fetch(statement, bound)]


def _mergers(*, later: bool) -> Statement:
    """Who came of the organization `number` by merger, or who became it where not `later`."""
    known = aliased(EventOrganization, name="known")
    other = aliased(EventOrganization, name="other")
    roles = ("related", "subject") if later else ("subject", "related")
    return Statement(
        select(*_COLUMNS)
        .select_from(known)
        .join(Event, (col(Event.release) == RELEASE) & (col(Event.code) == col(known.event)))
        .join(other, (col(other.release) == RELEASE) & (col(other.event) == col(known.event)))
        .join(
            Organization,
            (col(Organization.release) == RELEASE)
            & (col(Organization.id) == col(other.organization_id)),
        )
        .where(
            col(known.release) == RELEASE,
            col(known.organization_id) == bindparam("number"),
            col(known.role) == roles[0],
            col(other.role) == roles[1],
            col(Event.kind) == "merger",
        )
        .order_by(col(Organization.id))
    )


_SUCCESSORS = _mergers(later=True)
_PREDECESSORS = _mergers(later=False)


def _heirs(reader: Reader, own: Bearer, day: str) -> list[str]:
    """Who stands in its place on the day: its successors, or what it came of."""
    later = own.valid_to is not None and own.valid_to < day
    statement = _SUCCESSORS if later else _PREDECESSORS
    return sorted({each.code for each in _following(reader, own, statement, day)})


def _following(reader: Reader, own: Bearer, statement: Statement, day: str) -> Iterator[Bearer]:
    """Along mergers until they exist on the day."""
    generation = [own]
    for _ in range(GENERATIONS_MAX):
        generation = [
            other
            for each in generation
            for other in _bearers(reader, statement, {"number": each.number})
        ]
        yield from (each for each in generation if each.exists_on(day))
        generation = [each for each in generation if not each.exists_on(day)]
