"""What is known of one organization before anything is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.derivation.breaks import Break
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.values.periods import Period

Cell = tuple[str, Period]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures (after suppression), roll-ups of the organizations below, and breaks.

    `valid_from` and `valid_to` are inclusive; None is not known or still going on.
    """

    organization: str
    figures: Mapping[Cell, Sequence[Figure]]
    roll_ups: Mapping[Cell, Observation] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def exists_on(self, day: date) -> bool:
        return not (
            (self.valid_from is not None and day < self.valid_from)
            or (self.valid_to is not None and day > self.valid_to)
        )

    def exists_within(self, period: Period) -> bool:
        """Whether it exists on some day of the period."""
        return not (
            (self.valid_from is not None and period.end < self.valid_from)
            or (self.valid_to is not None and period.start > self.valid_to)
        )

    def exists_throughout(self, period: Period) -> bool:
        return self.exists_on(period.start) and self.exists_on(period.end)
