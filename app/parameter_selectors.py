"""Parameters that choose codes by what they have in common: a place in the tree, a group, a name.

Axes are named as those of XPath.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from app import parameter_patterns as patterns
from app.values.codes import indicator_code, organization_code
from app.values.periods import Period
from app.values.wording import UnfitError, Words

ORGANIZATION_EXPECTED = Words(
    "a code, *, level:LEVEL, or children:, descendants: or ancestors: and a code, with -or-self "
    "for the organization itself too; a code may be followed by a day, such as lao-cai@2022-12-31",
    "một mã, *, level:CẤP, hoặc children:, descendants:, ancestors: rồi đến mã, thêm -or-self để "
    "lấy cả chính tổ chức đó; sau mã có thể ghi ngày, ví dụ lao-cai@2022-12-31",
)
INDICATOR_EXPECTED = Words(
    "a code, *, group:CODE or measure:CODE", "một mã, *, group:MÃ hoặc measure:MÃ"
)


class Axis(StrEnum):
    """Which organizations, seen from the one that is named."""

    SELF = "self"
    CHILDREN = "children"
    DESCENDANTS = "descendants"
    ANCESTORS = "ancestors"
    CHILDREN_OR_SELF = "children-or-self"
    DESCENDANTS_OR_SELF = "descendants-or-self"
    ANCESTORS_OR_SELF = "ancestors-or-self"


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A code; with a day, whoever bears that organization's name then. Written `hue@2025-07-01`."""

    code: str
    day: str | None = None

    @classmethod
    def parse(cls, text: object) -> "OrganizationName":
        """Raises ValueError."""
        code, at, day = str(text).partition("@")
        return cls(organization_code(code), _day(day) if at else None)

    def __str__(self) -> str:
        return self.code if self.day is None else f"{self.code}@{self.day}"


def _day(text: str) -> str:
    if not re.fullmatch(patterns.DAY, text):
        raise UnfitError(
            f"{text[:20]!r} is no day, such as 2022-12-31",
            f"{text[:20]!r} không phải là ngày, ví dụ 2022-12-31",
        )
    return str(Period.parse(text))


@dataclass(frozen=True, slots=True)
class Everyone:
    """All organizations, written `*`."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class AtLevel:
    """All organizations of a level; written `level:provincial`."""

    level: str

    def __str__(self) -> str:
        return f"level:{self.level}"


@dataclass(frozen=True, slots=True)
class Related:
    """Organizations along an axis; written `children:vn`, or as the name alone."""

    axis: Axis
    name: OrganizationName

    def __str__(self) -> str:
        return str(self.name) if self.axis is Axis.SELF else f"{self.axis}:{self.name}"

    @property
    def is_code(self) -> bool:
        """Whether it is a code and nothing else."""
        return self.axis is Axis.SELF and self.name.day is None


OrganizationSelector = Everyone | AtLevel | Related


def organization_selector(text: str) -> OrganizationSelector:
    """Reads what `str` writes. Raises ValueError."""
    if text == "*":
        return Everyone()
    prefix, colon, rest = text.partition(":")
    if not colon:
        return Related(Axis.SELF, OrganizationName.parse(text))
    if prefix == "level":
        return AtLevel(indicator_code(rest))
    if prefix == Axis.SELF or prefix not in set(Axis):
        raise UnfitError(ORGANIZATION_EXPECTED.en, ORGANIZATION_EXPECTED.vi)
    return Related(Axis(prefix), OrganizationName.parse(rest))


class Trait(StrEnum):
    """What indicators may have in common."""

    GROUP = "group"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class IndicatorSelector:
    """An indicator by its code, all that share a trait (`group:members`), or all (`*`)."""

    code: str
    trait: Trait | None = None

    @classmethod
    def parse(cls, text: str) -> "IndicatorSelector":
        """Raises ValueError."""
        prefix, colon, rest = text.partition(":")
        if text == "*":
            return cls(text)
        if not colon:
            return cls(indicator_code(text))
        if prefix not in set(Trait):
            raise UnfitError(INDICATOR_EXPECTED.en, INDICATOR_EXPECTED.vi)
        return cls(indicator_code(rest), Trait(prefix))

    def __str__(self) -> str:
        return self.code if self.trait is None else f"{self.trait}:{self.code}"

    @property
    def is_all(self) -> bool:
        return self.code == "*"

    @property
    def is_code(self) -> bool:
        """Whether it is a code and nothing else."""
        return self.trait is None and not self.is_all
