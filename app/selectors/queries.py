"""Organizations as selectors choose them: numbers in the tree, found by seeks alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import RELEASE, Statement, in_list, json_list
from app.errors import InvalidParameterError
from app.names.queries import named_organization
from app.organizations.models import Organization
from app.organizations.queries import find_places, known_choices
from app.parameter_parsing import Several
from app.parameter_selectors import AtLevel, Axis, Everyone, OrganizationSelector, Related
from app.releases.reader import Reader
from app.releases.resource import chosen
from app.values.wording import Words

APART_MAX = 10_000
LISTED_MAX = 1_000
UNDERSTOOD_MAX = 20
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Conditions of `conditions_on`, what they bind, and codes, where they are not those asked."""

    conditions: tuple[str, ...]
    values: dict[str, int | str]
    understood: str | None = None


def choose(reader: Reader, selectors: Several[OrganizationSelector], *, parameter: str) -> Chosen:
    """What the selectors come to; nothing where all are chosen.

    Raises UnknownCodeError, AmbiguousNameError, and InvalidParameterError where too many lie apart.
    """
    if len(selectors.items) == 1:
        [only] = selectors
        alone = _alone(reader, only, parameter=parameter)
        if alone is not None:
            return alone
    ranges = joined(_ranges(reader, selectors, parameter=parameter))
    if any(isinstance(each, Everyone) for each in selectors):
        return Chosen((), {})
    understood = None
    if not all(isinstance(each, Related) and each.is_code for each in selectors):
        understood = _codes(reader, ranges)
    if len(ranges) == 1 and ranges[0][0] < ranges[0][1]:
        first, last = ranges[0]
        bound: dict[str, int | str] = {"organization_first": first, "organization_last": last}
        return Chosen(("organizationWithin",), bound, understood)
    if _size(ranges) > LISTED_MAX:
        return Chosen(
            ("organizationRanges",), {"organizationRanges": json_list(ranges)}, understood
        )
    condition, value = chosen("organization", _numbers(ranges))
    return Chosen((condition,), {"organization": value}, understood)


def _alone(reader: Reader, selector: OrganizationSelector, *, parameter: str) -> Chosen | None:
    """What is asked for most, and what the database has an index for: no ranges are needed."""
    if isinstance(selector, AtLevel):
        [level] = known_choices(reader, "level", selector.level, parameter=parameter)
        return Chosen(("organizationLevel_is",), {"organizationLevel": level})
    if isinstance(selector, Related) and selector.is_code:
        places = find_places(reader, [selector.name.code], parameter=parameter)
        return Chosen(("organization_is",), {"organization": places[selector.name.code][0]})
    if isinstance(selector, Related) and selector.axis is Axis.CHILDREN:
        _, number, _ = named_organization(reader, selector.name, parameter=parameter)
        return Chosen(("organizationParent_is",), {"organizationParent": number})
    return None


def numbers_of(
    reader: Reader, selectors: Several[OrganizationSelector], *, parameter: str
) -> list[int]:
    """The number of each organization, in order; at most APART_MAX. Raises as `choose` does."""
    ranges = joined(_ranges(reader, selectors, parameter=parameter))
    if _size(ranges) > APART_MAX:
        raise InvalidParameterError(
            Words(
                f"{_size(ranges)} organizations are chosen, where at most {APART_MAX} may be.",
                f"Đã chọn {_size(ranges)} tổ chức, trong khi chỉ được chọn tối đa {APART_MAX}.",
            ),
            parameter=parameter,
            expected=Words(f"at most {APART_MAX} organizations", f"tối đa {APART_MAX} tổ chức"),
        )
    return _numbers(ranges)


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The same numbers in ranges that neither overlap nor touch, in order."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _size(ranges: Sequence[Range]) -> int:
    return sum(last - first + 1 for first, last in ranges)


def _numbers(ranges: Sequence[Range]) -> list[int]:
    return [number for first, last in ranges for number in range(first, last + 1)]


def _ranges(
    reader: Reader, selectors: Several[OrganizationSelector], *, parameter: str
) -> list[Range]:
    """Ranges of numbers, in no order; codes without a day are looked up together."""
    related = [each for each in selectors if isinstance(each, Related)]
    codes = [each.name.code for each in related if each.name.day is None]
    places = find_places(reader, codes, parameter=parameter) if codes else {}
    found: list[Range] = []
    for each in selectors:
        if isinstance(each, Everyone):
            found.append((1, reader.release.counts["organization"]))
        elif isinstance(each, AtLevel):
            [level] = known_choices(reader, "level", each.level, parameter=parameter)
            found += _apart(reader, _OF_LEVEL, {"level": level}, str(each), parameter)
        else:
            place = places.get(each.name.code) if each.name.day is None else None
            if place is None:
                _, *numbers = named_organization(reader, each.name, parameter=parameter)
                place = numbers[0], numbers[1]
            found += _along(reader, each, place, parameter)
    return found


def _along(reader: Reader, selector: Related, place: Range, parameter: str) -> list[Range]:
    number, last = place
    match selector.axis:
        case Axis.SELF:
            return [(number, number)]
        case Axis.DESCENDANTS:
            return [(number + 1, last)] if number < last else []
        case Axis.DESCENDANTS_OR_SELF:
            return [(number, last)]
        case Axis.CHILDREN | Axis.CHILDREN_OR_SELF:
            bound: dict[str, int | str] = {"parent": number}
            below = _apart(reader, _CHILDREN, bound, str(selector), parameter)
            return [*below, (number, number)] if "self" in selector.axis else below
        case Axis.ANCESTORS | Axis.ANCESTORS_OR_SELF:
            above = [each for (each,) in reader.fetch(_ANCESTORS, {"number": number})]
            return [(each, each) for each in above if each != number or "self" in selector.axis]


def _apart(
    reader: Reader,
    statement: Statement,
    bound: dict[str, int | str],
    selector: str,
    parameter: str,
) -> list[Range]:
    """Numbers that lie apart. Raises InvalidParameterError beyond APART_MAX of them."""
    rows = reader.fetch(statement, {**bound, "limit": APART_MAX + 1})
    if len(rows) > APART_MAX:
        raise InvalidParameterError(
            Words(
                f"{selector} has more than {APART_MAX} organizations, which is too many beside "
                "others.",
                f"{selector} có hơn {APART_MAX} tổ chức, quá nhiều để chọn cùng với bộ chọn khác.",
            ),
            parameter=parameter,
            expected=Words(
                f"{selector} alone, or at most {APART_MAX} organizations",
                f"chỉ {selector}, hoặc tối đa {APART_MAX} tổ chức",
            ),
        )
    return [(number, number) for (number,) in rows]


_OF_LEVEL = Statement(
    select(col(Organization.id))
    .where(col(Organization.release) == RELEASE, col(Organization.level) == bindparam("level"))
    .order_by(col(Organization.id))
    .limit(bindparam("limit"))
)
_CHILDREN = Statement(
    select(col(Organization.id))
    .where(col(Organization.release) == RELEASE, col(Organization.parent_id) == bindparam("parent"))
    .order_by(col(Organization.id))
    .limit(bindparam("limit"))
)


def _ancestors() -> Statement:
    """The organization and those above it, one seek for each."""
    own = (
        select(col(Organization.id), col(Organization.parent_id))
        .where(col(Organization.release) == RELEASE, col(Organization.id) == bindparam("number"))
        .cte("above", recursive=True)
    )
    upper = aliased(Organization, name="upper")
    own = own.union_all(
        select(col(upper.id), col(upper.parent_id)).where(
            col(upper.release) == RELEASE, col(upper.id) == own.c.parent_id
        )
    )
    return Statement(select(own.c.id))


_ANCESTORS = _ancestors()
_CODES = Statement(
    select(col(Organization.code))
    .where(
        col(Organization.release) == RELEASE,
        in_list(col(Organization.id), "numbers"),
    )
    .order_by(col(Organization.code))
)


def _codes(reader: Reader, ranges: Sequence[Range]) -> str | None:
    """The codes of a few organizations; None where they are none or many."""
    if not 0 < _size(ranges) <= UNDERSTOOD_MAX:
        return None
    rows = reader.fetch(_CODES, {"numbers": json_list(_numbers(ranges))})
    return ",".join(code for (code,) in rows)
