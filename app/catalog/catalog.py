"""The catalog as a whole: read once, checked as a whole, asked by code."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from app.catalog.formulas import OperandBasis
from app.catalog.indicators import (
    Concept,
    GrowthMeasure,
    Indicator,
    IndicatorGroup,
    Level,
    Stanza,
    Unit,
)


class CatalogError(ValueError):
    """The catalog contradicts itself; the message names stanza and field."""


class Catalog(Stanza):
    """Levels, units, concepts and indicators; every code named in a stanza exists."""

    levels: tuple[Level, ...] = Field(alias="level", default=())
    units: tuple[Unit, ...] = Field(alias="unit", default=())
    concepts: tuple[Concept, ...] = Field(alias="concept", default=())
    groups: tuple[IndicatorGroup, ...] = Field(alias="group", default=())
    indicators: tuple[Indicator, ...] = Field(alias="indicator", default=())

    direct_subordinates: str | None = Field(
        None, description="The indicator that counts the organizations directly below."
    )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        for problem in self._problems():
            raise CatalogError(problem)
        return self

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def concept_by_code(self) -> dict[str, Concept]:
        return {concept.code: concept for concept in self.concepts}

    @cached_property
    def computed(self) -> tuple[Indicator, ...]:
        """Indicators with a formula or a growth, each after all it needs."""
        return tuple(
            self.by_code[code]
            for code in self._in_order()
            if self.by_code[code].formula is not None or self.by_code[code].growth is not None
        )

    def counted(self, indicator: Indicator) -> bool:
        """Whether one of the indicator's unit is a whole thing, such as a person."""
        return self.unit_by_code[indicator.unit].counted

    def concepts_compare(self, first: Indicator, second: Indicator) -> bool:
        """Whether numbers of the two may stand in one ratio (design, rule 6)."""
        return (
            first.concept == second.concept
            or second.concept in self.concept_by_code[first.concept].comparable_with
            or first.concept in self.concept_by_code[second.concept].comparable_with
        )

    def operands_of(self, indicator: Indicator) -> tuple[str, ...]:
        """Published indicators that this one is computed from, directly."""
        if indicator.growth is not None:
            return (indicator.growth.of,)
        if indicator.formula is None:
            return ()
        return tuple(
            operand.indicator
            for operand in indicator.formula.operands
            if operand.basis is OperandBasis.PUBLISHED
        )

    def closure(self, code: str) -> frozenset[str]:
        """The indicator and all it rests on, printed shares included."""
        if code not in self.closures:
            self.closures[code] = self._closure(code)
        return self.closures[code]

    @cached_property
    def closures(self) -> dict[str, frozenset[str]]:
        """What `closure` has found so far."""
        return {}

    def _closure(self, code: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [code]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            indicator = self.by_code[current]
            waiting.extend(self.operands_of(indicator))
            if indicator.formula is not None:
                waiting.extend(operand.indicator for operand in indicator.formula.operands)
        return frozenset(seen)

    def grown(self, codes: Iterable[str]) -> frozenset[str]:
        """What the growths among these indicators measure the growth of."""
        growths = (self.by_code[code].growth for code in codes)
        return frozenset(growth.of for growth in growths if growth is not None)

    def _in_order(self) -> list[str]:
        """Codes with operands before what is computed from them. Raises CatalogError on a cycle."""
        order: list[str] = []
        entered: set[str] = set()

        def visit(code: str, trail: tuple[str, ...]) -> None:
            if code in trail:
                raise CatalogError(f"formulas run in a circle: {' → '.join((*trail, code))}")
            if code in entered:
                return
            for operand in self.operands_of(self.by_code[code]):
                visit(operand, (*trail, code))
            entered.add(code)
            order.append(code)

        for indicator in self.indicators:
            visit(indicator.code, ())
        return order

    def _problems(self) -> Iterator[str]:
        """Each check relies on those before it: ask for the first problem only."""
        for name, rows in (
            ("level", self.levels),
            ("unit", self.units),
            ("concept", self.concepts),
            ("group", self.groups),
            ("indicator", self.indicators),
        ):
            codes = [row.code for row in rows]
            for code in sorted({code for code in codes if codes.count(code) > 1}):
                yield f"{name} {code} stands more than once"
        if self.direct_subordinates is not None and self.direct_subordinates not in self.by_code:
            yield f"direct_subordinates: no indicator {self.direct_subordinates}"
        for concept in self.concepts:
            for code in concept.comparable_with:
                if code not in self.concept_by_code:
                    yield f"concept {concept.code}, comparable_with: no concept {code}"
        for indicator in self.indicators:
            yield from self._unknown_codes(indicator)
            yield from self._misfits(indicator)
        self._in_order()

    def _unknown_codes(self, indicator: Indicator) -> Iterator[str]:
        groups = {group.code for group in self.groups}
        for field, codes, known in (
            ("group", {indicator.group}, groups),
            ("unit", {indicator.unit}, self.unit_by_code.keys()),
            ("concept", {indicator.concept}, self.concept_by_code.keys()),
            ("partitions", set(indicator.partitions), self.by_code.keys()),
            ("subset_of", set(indicator.subset_of), self.by_code.keys()),
            ("overlaps", set(indicator.overlaps), self.by_code.keys()),
            ("formula", self._in_formula(indicator), self.by_code.keys()),
            ("growth", {indicator.growth.of} if indicator.growth else set(), self.by_code.keys()),
        ):
            unknown = sorted(codes - known)
            if unknown:
                yield f"indicator {indicator.code}, {field}: no such code as {', '.join(unknown)}"

    def _misfits(self, indicator: Indicator) -> Iterator[str]:
        for code in sorted({*self.operands_of(indicator), *self._in_formula(indicator)}):
            if self.by_code[code].implied:
                yield f"indicator {indicator.code}: {code} is implied, and never an operand"
        for code in indicator.partitions:
            if self.by_code[code].unit != indicator.unit:
                yield f"indicator {indicator.code}, partitions: {code} has another unit"
        if indicator.growth is not None:
            points = indicator.growth.measure is GrowthMeasure.POINTS
            if points != (self.by_code[indicator.growth.of].unit == "percent"):
                yield (
                    f"indicator {indicator.code}: points are for shares in percent, "
                    "and shares grow in points"
                )

    @staticmethod
    def _in_formula(indicator: Indicator) -> set[str]:
        formula = indicator.formula
        return set() if formula is None else {operand.indicator for operand in formula.operands}
