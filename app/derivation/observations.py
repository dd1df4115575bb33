"""The published answer for one cell, with all it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
class Beneath:
    """What matters of the printed numbers that a number follows from, when they are many.

    `inferred`: whether any has an inferred period or indicator.
    """

    sources: frozenset[str]
    vintages: frozenset[str | None]
    inferred: bool


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
    earlier end of a growth. `told` stands for what is beneath a number that was handed up.
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
    told: Beneath | None = None

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
        return any(each.inferred for each in self.beneath())

    @property
    def sources(self) -> frozenset[str]:
        """Codes of the sources of all figures beneath."""
        return frozenset[str]().union(*(each.sources for each in self.beneath()))

    @property
    def vintages(self) -> frozenset[str | None]:
        """Vintages of all figures beneath; None for a figure without one."""
        return frozenset[str | None]().union(*(each.vintages for each in self.beneath()))

    def handed_up(self) -> "Observation":
        """The number without what it follows from: all that a sum above needs of it."""
        told = Beneath(self.sources, self.vintages, self.rests_on_inference)
        return replace(self, figure=None, operands=(), parts=(), notices=(), told=told)

    def beneath(self) -> Iterator[Beneath]:
        """What matters of each figure, and of each number that was handed up."""
        if self.told is not None:
            yield self.told
        if self.figure is not None:
            figure = self.figure
            yield Beneath(
                frozenset((figure.source.code,)), frozenset((figure.vintage,)), figure.is_inferred
            )
        for use in self.operands:
            yield from use.observation.beneath()
        for part in self.parts:
            yield from part.beneath()

    def figures(self) -> Iterator[Figure]:
        """Every printed number it follows from, down to those that were handed up."""
        if self.figure is not None:
            yield self.figure
        for use in self.operands:
            yield from use.observation.figures()
        for part in self.parts:
            yield from part.figures()
