"""The published answer for one cell, with all it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.catalog.formulas import Operand
from app.derivation.figures import Figure
from app.derivation.notices import Notice
from app.values.bounds import Bounds
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.statuses import ConfidentialityStatus, Derivation, ObservationStatus


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the organizations directly below have a number.

    `all_listed`: the `total` are known to be all there are, by the package's word or by count.
    """

    known: int
    total: int
    all_listed: bool

    @property
    def is_complete(self) -> bool:
        return self.all_listed and self.known == self.total


@dataclass(frozen=True, slots=True)
class OperandUse:
    """A number put into a formula, and what must be said about its period."""

    operand: Operand
    observation: "Observation"
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """Value, bounds and lineage of one cell; exact, not yet rounded.

    `bounds` is None only when suppressed. `figure` is the preferred print of a reported number,
    `operands` the numbers a computed one follows from, `parts` those a roll-up sums. `base` is the
    earlier end of a growth.
    """

    organization: str
    indicator: str
    period: Period
    derivation: Derivation
    value: Fraction | None
    bounds: Bounds | None
    qualifier: Qualifier | None
    status: ObservationStatus
    figure: Figure | None = None
    operands: tuple[OperandUse, ...] = ()
    parts: tuple["Observation", ...] = ()
    coverage: Coverage | None = None
    implied: bool = False
    notices: tuple[Notice, ...] = ()

    @property
    def key(self) -> CellKey:
        return CellKey(self.organization, self.indicator, self.period)

    @property
    def confidentiality(self) -> ConfidentialityStatus:
        if self.status is ObservationStatus.SUPPRESSED:
            return ConfidentialityStatus.CONFIDENTIAL
        return ConfidentialityStatus.FREE

    @property
    def is_operand(self) -> bool:
        """Whether other numbers may be computed from it."""
        complete = self.coverage is None or self.coverage.is_complete
        return self.bounds is not None and complete and not self.implied

    @property
    def rests_on_inference(self) -> bool:
        """Whether any figure beneath has an inferred period or indicator."""
        return any(figure.is_inferred for figure in self.figures())

    def figures(self) -> Iterator[Figure]:
        """Every printed number it follows from."""
        if self.figure is not None:
            yield self.figure
        for use in self.operands:
            yield from use.observation.figures()
        for part in self.parts:
            yield from part.figures()

    @property
    def vintages(self) -> tuple[str | None, ...]:
        """Vintages beneath, one for each printed number, in the order of the formula."""
        return tuple(figure.vintage for figure in self.figures())
