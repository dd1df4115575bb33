"""The tables of a package, a model per line: what each column may hold."""

import re
from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from app.publication.columns import (
    Code,
    CodeList,
    Day,
    Number,
    Ordinal,
    PartialDate,
    PeriodText,
    Text,
    YesNo,
)
from app.values.codes import CellKey, CodeError, FigureKey
from app.values.printed import (
    DecimalMark,
    PrintedNumber,
    PrintedNumberError,
    PrintedUnit,
    parse_printed,
)
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, SCALE, VALUE_LIMIT
from app.values.statuses import Authority, Basis

_RELEASE = re.compile(r"[1-9][0-9]{0,5}")


class ContradictionError(ValueError):
    """A column that disagrees with the others of its row; the message says what would agree."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column


def _refuse_backwards(valid_from: str | None, valid_to: str | None) -> None:
    if valid_from and valid_to and valid_from > valid_to:
        raise ContradictionError("valid_to", f"{valid_from} or later, as it begins then")


class Line(BaseModel, ABC):
    """A row of a table. Empty cells are missing, unknown columns are refused.

    `key_columns`: those that the key is made of. `numbers`: those with a decimal mark of the file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    file: ClassVar[str]
    key_columns: ClassVar[tuple[str, ...]] = ("code",)
    numbers: ClassVar[frozenset[str]] = frozenset()

    @property
    @abstractmethod
    def key(self) -> str:
        """What no second row of the table may share."""


class OrganizationLine(Line):
    file: ClassVar[str] = "organizations.csv"
    code: Code
    level: Text
    kind: Text
    territorial: YesNo
    parent: Code | None = None
    name_vi: Text
    name_en: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    children_complete: YesNo = False
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _refuse_backwards(self.valid_from, self.valid_to)
        return self


class IdentifierLine(Line):
    file: ClassVar[str] = "identifiers.csv"
    key_columns: ClassVar[tuple[str, ...]] = ("scheme", "value", "organization")
    organization: Code
    scheme: Code
    value: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Code
    note: Text | None = None

    @property
    def key(self) -> str:
        return f"{self.scheme}:{self.value} {self.organization}"

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _refuse_backwards(self.valid_from, self.valid_to)
        return self


class EventLine(Line):
    file: ClassVar[str] = "events.csv"
    code: Code
    kind: Code
    ordinal: Ordinal | None = None
    decided: PartialDate | None = None
    effective: PartialDate | None = None
    organization: Code
    related: CodeList = ()
    breaks: CodeList = ()
    scope: Literal["organization", "subtree"] = "organization"
    title_vi: Text
    title_en: Text
    legal_basis: Text | None = None
    refers_to: Text | None = None
    source: Code

    @property
    def key(self) -> str:
        return self.code

    @model_validator(mode="after")
    def _breaks_at_a_date(self) -> Self:
        if self.breaks and self.effective is None:
            raise ContradictionError("effective", "a date, since the event breaks a series")
        return self


class SourceLine(Line):
    file: ClassVar[str] = "sources.csv"
    code: Code
    authority: Authority
    origin: Text | None = None
    publisher: Text
    title: Text | None = None
    url: Text
    published: PartialDate | None = None
    accessed: Day
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code


class VintageLine(Line):
    file: ClassVar[str] = "vintages.csv"
    code: Code
    ordinal: Ordinal
    title_vi: Text
    title_en: Text

    @property
    def key(self) -> str:
        return self.code


class TermLine(Line):
    file: ClassVar[str] = "terms.csv"
    vi: Text
    en: Text
    code: Text
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code


class ErratumLine(Line):
    """Something wrong that releases of this service told; of cells, figures, or as a whole.

    The numbers of releases are this service's: `mended_in` is the first that tells it right.
    """

    file: ClassVar[str] = "errata.csv"
    code: Code
    releases: CodeList
    subjects: CodeList = ()
    found: Day
    mended_in: Ordinal | None = None
    text_vi: Text
    text_en: Text

    @property
    def key(self) -> str:
        return self.code

    @property
    def numbers_of_releases(self) -> list[int]:
        return sorted(int(number) for number in self.releases)

    @model_validator(mode="after")
    def _names_what_there_may_be(self) -> Self:
        if not self.releases or not all(_RELEASE.fullmatch(each) for each in self.releases):
            raise ContradictionError("releases", "numbers of releases, separated by semicolons")
        if self.mended_in is not None and self.mended_in <= self.numbers_of_releases[-1]:
            raise ContradictionError("mended_in", "a later release than those it concerns")
        for subject in self.subjects:
            try:
                FigureKey.parse(subject) if "@" in subject else CellKey.parse(subject)
            except CodeError as error:
                raise ContradictionError("subjects", f"ids or keys: {error}") from error
        return self


class FigureLine(Line):
    """One printed number; the print must say what the other columns say."""

    file: ClassVar[str] = "figures.csv"
    key_columns: ClassVar[tuple[str, ...]] = ("organization", "indicator", "period", "source")
    numbers: ClassVar[frozenset[str]] = frozenset({"value", "resolution"})
    organization: Code
    indicator: Text
    period: PeriodText
    reference_date: PartialDate | None = None
    as_reported: Text | None = None
    printed_unit: PrintedUnit
    decimal_mark: DecimalMark
    qualifier: Qualifier
    value: Number | None = None
    resolution: Number
    source: Code
    vintage: Code | None = None
    period_basis: Basis
    indicator_basis: Basis
    preferred: YesNo = False
    suppressed: YesNo = False
    note: Text | None = None

    @property
    def key(self) -> str:
        return f"{self.organization}.{self.indicator}.{self.period}@{self.source}"

    @property
    def printed(self) -> PrintedNumber | None:
        """The print as read; None where it is suppressed."""
        if self.as_reported is None:
            return None
        return parse_printed(self.as_reported, self.decimal_mark)

    @model_validator(mode="after")
    def _agrees_with_its_print(self) -> Self:
        for column, cell in (("as_reported", self.as_reported), ("value", self.value)):
            if self.suppressed and cell is not None:
                raise ContradictionError(column, "nothing, since the row is suppressed")
            if not self.suppressed and cell is None:
                raise ContradictionError(column, "a number, since the row is not suppressed")
        if self.value is not None and self.as_reported is not None:
            self._compare_print(self.value, self.as_reported)
        return self

    def _compare_print(self, value: Decimal, as_reported: str) -> None:
        try:
            printed = parse_printed(as_reported, self.decimal_mark)
        except PrintedNumberError as error:
            raise ContradictionError("as_reported", f"a print that can be read: {error}") from error
        if printed.qualifier is not self.qualifier:
            raise ContradictionError(
                "qualifier", f"{printed.qualifier}, as {as_reported!r} prints it"
            )
        if printed.unit not in {None, self.printed_unit}:
            raise ContradictionError(
                "printed_unit", f"{printed.unit}, as {as_reported!r} prints it"
            )
        found = printed.base_value(self.printed_unit)
        if found != value:
            raise ContradictionError("value", f"{found}, as {as_reported!r} prints it")
        upper = printed.base_upper(self.printed_unit)
        if upper is not None and (upper >= VALUE_LIMIT or (upper * SCALE).denominator != 1):
            raise ContradictionError(
                "as_reported", f"numbers below {VALUE_LIMIT} with at most {PLACES} decimals"
            )
        if self.resolution and value % self.resolution:
            raise ContradictionError("resolution", f"a step that {value} is a multiple of")


LINES: tuple[type[Line], ...] = (
    SourceLine,
    VintageLine,
    TermLine,
    ErratumLine,
    OrganizationLine,
    IdentifierLine,
    EventLine,
    FigureLine,
)
