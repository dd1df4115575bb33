"""Parameters of citations and sentences."""

import re
from typing import Annotated, Self

from pydantic import Field

from app import parameter_patterns as patterns
from app.errors import InvalidParameterError
from app.formats.citation_styles import STYLES, TEXT
from app.formats.registry import KNOWN
from app.parameter_parsing import one_of, parsed
from app.parameter_parsing import parameter as parameter_of
from app.parameters import Selection
from app.releases.registry import PublishedRelease
from app.values.periods import Period
from app.values.wording import UnfitError, Words

_STYLES = [each.name for each in STYLES]
# What no sentence can be is known, so that it can be said what there is.
_OF_TEXTS = [each.name for each in (*KNOWN, TEXT)]
_OF_CITATIONS = [each.name for each in (*KNOWN, *STYLES)]


def _day(text: object) -> str:
    """A day, such as 2026-11-23. Raises UnfitError and PeriodError."""
    if not re.fullmatch(patterns.DAY, str(text)):
        raise UnfitError("a day, such as 2026-11-23", "một ngày, ví dụ 2026-11-23")
    return str(Period.parse(str(text)))


DayParameter = Annotated[str, *parameter_of(_day, pattern=patterns.whole(patterns.DAY))]
Style = Annotated[str, parsed(one_of(_STYLES), enum=_STYLES)]
TextFormat = Annotated[str, parsed(one_of(_OF_TEXTS), enum=_OF_TEXTS)]
CitationFormat = Annotated[str, parsed(one_of(_OF_CITATIONS), enum=_OF_CITATIONS)]


class SentenceSelection(Selection):
    """How a number is told."""

    format: TextFormat | None = Field(
        None, description="Format of the answer; overrides `Accept`.", examples=["json", "text"]
    )


class CitationSelection(Selection):
    """How a number is cited."""

    format: CitationFormat | None = Field(
        None,
        description="Format of the answer; overrides `Accept`.",
        examples=["json", "csl-json", "bibtex", "text"],
    )
    style: Style | None = Field(
        None,
        description="The citation alone, in this style: the same as `format` of that name.",
        examples=["bibtex"],
    )
    accessed: DayParameter | None = Field(
        None,
        description="The day on which you looked, to be told in the citation; without it the day "
        "on which the release was published.",
        examples=[],
    )

    def chosen(self) -> Self:
        """The same with its style as its format. Raises InvalidParameterError if they differ."""
        if self.style is None:
            return self
        if self.format not in {None, self.style}:
            raise InvalidParameterError(
                Words(
                    f"style {self.style} and format {self.format} ask for two answers.",
                    f"style {self.style} và format {self.format} đòi hai câu trả lời khác nhau.",
                ),
                parameter="style",
                expected=Words("one of the two", "một trong hai"),
            )
        return self.model_copy(update={"format": self.style, "style": None})


def accessed_day(selection: CitationSelection, release: PublishedRelease) -> str:
    """The day to tell. Raises InvalidParameterError for one before the release was published."""
    published = release.published_at[:10]
    if selection.accessed is None:
        return published
    if selection.accessed < published:
        raise InvalidParameterError(
            Words(
                f"Release {release.number} was published after {selection.accessed}.",
                f"Bản công bố {release.number} ra đời sau ngày {selection.accessed}.",
            ),
            parameter="accessed",
            expected=Words(f"a day from {published} on", f"một ngày từ {published} trở đi"),
        )
    return selection.accessed
