"""The map that numbers are told on, as a parameter."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from app import parameter_patterns as patterns
from app.parameter_parsing import parsed
from app.values.periods import Period
from app.values.wording import UnfitError

EXPECTED = "as-reported, current, or at: and a day, such as at:2025-07-01"
EXPECTED_VI = "as-reported, current, hoặc at: kèm một ngày, ví dụ at:2025-07-01"


class Map(StrEnum):
    """Whose borders: those of each number's own time, the newest known, those of a day."""

    AS_REPORTED = "as-reported"
    CURRENT = "current"
    AT = "at"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Which map; with a day for `at` alone. Written `at:2025-07-01`."""

    map: Map
    day: date | None = None

    @classmethod
    def parse(cls, text: object) -> "Boundaries":
        """Raises UnfitError."""
        name, colon, day = str(text).partition(":")
        if not colon and name in {Map.AS_REPORTED, Map.CURRENT}:
            return cls(Map(name))
        if name != Map.AT or not re.fullmatch(patterns.DAY, day):
            raise UnfitError(EXPECTED, EXPECTED_VI)
        try:
            return cls(Map.AT, Period.parse(day).start)
        except ValueError as error:
            raise UnfitError(EXPECTED, EXPECTED_VI) from error

    def __str__(self) -> str:
        return str(self.map) if self.day is None else f"{self.map}:{self.day.isoformat()}"


def _map_named(text: object) -> str:
    return str(Boundaries.parse(text))


# As text, for the document shows a default as it is.
BoundariesName = Annotated[
    str, parsed(_map_named, pattern=patterns.whole(f"as-reported|current|at:{patterns.DAY}"))
]
