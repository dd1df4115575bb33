"""Parameters about time: periods or what lies in them, frequencies, how many of a series."""

import re
from dataclasses import dataclass
from typing import Annotated

from app import parameter_patterns as patterns
from app.parameter_parsing import Several, choices, parameter, parsed, several
from app.values.periods import EXPECTED_VI, Frequency, Period, PeriodError
from app.values.wording import UnfitError

COUNT_MAX = 1_000
_INSIDE = "in:"


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """One period, `2022`; or with `in:2022` all that lie in it, whatever their frequency.

    A period lies in itself.
    """

    period: Period
    inside: bool

    @classmethod
    def parse(cls, text: object) -> "PeriodChoice":
        """Raises UnfitError."""
        written = str(text)
        try:
            period = Period.parse(written.removeprefix(_INSIDE))
        except PeriodError as error:
            raise UnfitError(
                f"{error}; or in:2022 for what lies in it",
                f"{EXPECTED_VI}; hoặc in:2022 để lấy các kỳ nằm trong đó",
            ) from error
        return cls(period, written.startswith(_INSIDE))

    def __str__(self) -> str:
        return f"{_INSIDE if self.inside else ''}{self.period}"


def _count(text: object) -> int:
    written = str(text)
    if not re.fullmatch(r"[1-9][0-9]{0,3}", written) or int(written) > COUNT_MAX:
        raise UnfitError(f"a whole number from 1 to {COUNT_MAX}", f"số nguyên từ 1 đến {COUNT_MAX}")
    return int(written)


PeriodChoices = Annotated[
    Several[PeriodChoice],
    *parameter(
        several(PeriodChoice.parse), pattern=patterns.listed(f"({_INSIDE})?{patterns.PERIOD}")
    ),
]
# As a calendar has them, not as they rank.
Frequencies = Annotated[Several[str], *choices(reversed(Frequency))]
CountOfSeries = Annotated[int, parsed(_count, type="integer", minimum=1, maximum=COUNT_MAX)]
