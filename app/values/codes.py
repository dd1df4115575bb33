"""Codes and the keys made of them: what may name a thing, and how names join into ids."""

import re
from dataclasses import dataclass

from app.values.periods import Period
from app.values.wording import UnfitError

ORGANIZATION_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INDICATOR_CODE = re.compile(r"[a-z][a-z0-9_]*")
CODE_LENGTH_MAX = 64


class CodeError(UnfitError):
    """The text is no code, id or key; the message says what would be."""


def organization_code(text: str) -> str:
    """The text itself when it may name an organization, source, event or package.

    Lower-case letters and digits in groups joined by single hyphens, at most 64 characters.
    Raises CodeError.
    """
    if not is_organization_code(text):
        raise CodeError(
            f"{text[:80]!r} is no code: lower-case letters and digits joined by single hyphens, "
            f"at most {CODE_LENGTH_MAX} characters",
            f"{text[:80]!r} không phải là mã: cần chữ thường không dấu và chữ số, nối bằng dấu "
            f"gạch nối đơn, tối đa {CODE_LENGTH_MAX} ký tự",
        )
    return text


def is_organization_code(text: str) -> bool:
    return len(text) <= CODE_LENGTH_MAX and ORGANIZATION_CODE.fullmatch(text) is not None


def indicator_code(text: str) -> str:
    """The text itself when it may name an indicator: `[a-z][a-z0-9_]*`, at most 64 characters.

    Raises CodeError.
    """
    if len(text) > CODE_LENGTH_MAX or not INDICATOR_CODE.fullmatch(text):
        raise CodeError(
            f"{text[:80]!r} is no indicator code: a lower-case letter, then lower-case letters, "
            f"digits and underscores, at most {CODE_LENGTH_MAX} characters",
            f"{text[:80]!r} không phải là mã chỉ tiêu: cần chữ thường không dấu đứng đầu, rồi chữ "
            f"thường, chữ số và dấu gạch dưới, tối đa {CODE_LENGTH_MAX} ký tự",
        )
    return text


@dataclass(frozen=True, slots=True)
class CellKey:
    """One cell, organization × indicator × period; written `lao-cai.members.2022`."""

    organization: str
    indicator: str
    period: Period

    @classmethod
    def parse(cls, text: str) -> "CellKey":
        """Read the written form. Raises CodeError, naming the part that is wrong."""
        parts = text.split(".")
        if len(parts) != 3:
            raise CodeError(
                f"{text[:160]!r} is no id: expected organization.indicator.period",
                f"{text[:160]!r} không phải là mã định danh: cần organization.indicator.period",
            )
        organization, indicator, period = parts
        try:
            return cls(
                organization_code(organization), indicator_code(indicator), Period.parse(period)
            )
        except UnfitError as error:
            raise CodeError(error.words.en, error.words.vi) from error

    def __str__(self) -> str:
        return f"{self.organization}.{self.indicator}.{self.period}"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """One number in one source; written `lao-cai.members.2022@bao-lao-cai-2023`."""

    cell: CellKey
    source: str

    @classmethod
    def parse(cls, text: str) -> "FigureKey":
        """Read the written form. Raises CodeError."""
        cell, at, source = text.partition("@")
        if not at:
            raise CodeError(
                f"{text[:160]!r} is no key: expected organization.indicator.period@source",
                f"{text[:160]!r} không phải là khóa: cần organization.indicator.period@source",
            )
        return cls(CellKey.parse(cell), organization_code(source))

    def __str__(self) -> str:
        return f"{self.cell}@{self.source}"
