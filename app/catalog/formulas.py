"""Formulas of computed indicators: parsed into a tree, never evaluated as code.

Names, numbers, `+ - * /`, parentheses and `reported(x)`, which stands for what a source printed
for x instead of the published value. Each operand stands once, so that interval arithmetic over
the tree gives the narrowest bounds.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeVar, assert_type

from app.values.bounds import Bounds
from app.values.codes import indicator_code

FORMULA_LENGTH_MAX = 400


class FormulaError(ValueError):
    """The text is no formula; the message names the part that is not understood."""


class OperandBasis(StrEnum):
    """Which number of a cell an operand takes: the published one, or the preferred claim."""

    PUBLISHED = "published"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Operand:
    """An indicator as it stands in a formula."""

    indicator: str
    basis: OperandBasis = OperandBasis.PUBLISHED

    def __str__(self) -> str:
        return (
            f"reported({self.indicator})" if self.basis is OperandBasis.REPORTED else self.indicator
        )


@dataclass(frozen=True, slots=True)
class Constant:
    value: Fraction


class Operator(StrEnum):
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True)
class Operation:
    left: "Node"
    operator: Operator
    right: "Node"


Node = Operand | Constant | Operation
_Number = TypeVar("_Number", Fraction, Bounds)
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: Operator.ADD,
    ast.Sub: Operator.SUBTRACT,
    ast.Mult: Operator.MULTIPLY,
    ast.Div: Operator.DIVIDE,
}
# Plain decimals only: 1e999999999 would take all memory there is, and 0x10 reads as nothing.
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Formula:
    """A parsed formula; `text` is as written."""

    text: str
    tree: Node

    @classmethod
    def parse(cls, text: str) -> "Formula":
        """Read a formula. Raises FormulaError."""
        if len(text) > FORMULA_LENGTH_MAX:
            raise FormulaError(f"longer than {FORMULA_LENGTH_MAX} characters")
        try:
            parsed = ast.parse(text, mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise FormulaError(f"{text!r} is no formula") from error
        formula = cls(text, _node(parsed.body, text))
        operands = formula.operands
        if not operands or len(set(operands)) != len(operands):
            raise FormulaError(f"{text!r}: each operand must stand once, and one at least")
        return formula

    @cached_property
    def operands(self) -> tuple[Operand, ...]:
        """In the order they are written."""
        return tuple(_operands(self.tree))

    @cached_property
    def denominators(self) -> frozenset[Operand]:
        """Operands that something is divided by."""
        return frozenset(_denominators(self.tree))

    def evaluate(self, values: Mapping[Operand, Fraction]) -> Fraction | None:
        """The exact number; None when something is divided by 0."""
        return _reckon(self.tree, values, Fraction, _quotient)

    def enclose(self, bounds: Mapping[Operand, Bounds]) -> Bounds | None:
        """Every number the operands allow; None when a divisor is 0 or has 0 inside."""
        return _reckon(self.tree, bounds, Bounds.point, Bounds.over)


def _node(node: ast.expr, text: str) -> Node:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return Operation(_node(left, text), _OPERATORS[type(op)], _node(right, text))
        case ast.Name(id=name):
            return Operand(_code(name))
        case ast.Call(func=ast.Name(id="reported"), args=[ast.Name(id=name)], keywords=[]):
            return Operand(_code(name), OperandBasis.REPORTED)
        case ast.Constant() if _NUMBER.fullmatch(_source(node, text)):
            # The source text, so that 0.1 is one tenth and never the float nearest to it.
            return Constant(Fraction(_source(node, text)))
        case _:
            part = _source(node, text)
            raise FormulaError(
                f"{part!r} in {text!r}: only names, numbers, + - * / and reported(name)"
            )


def _source(node: ast.expr, text: str) -> str:
    return ast.get_source_segment(text, node) or ""


def _code(name: str) -> str:
    try:
        return indicator_code(name)
    except ValueError as error:
        raise FormulaError(str(error)) from error


def _operands(node: Node) -> Iterator[Operand]:
    if isinstance(node, Operand):
        yield node
    elif isinstance(node, Operation):
        yield from _operands(node.left)
        yield from _operands(node.right)


def _denominators(node: Node) -> Iterator[Operand]:
    if isinstance(node, Operation):
        yield from _denominators(node.left)
        if node.operator is Operator.DIVIDE:
            yield from _operands(node.right)
        else:
            yield from _denominators(node.right)


def _reckon(
    node: Node,
    operands: Mapping[Operand, _Number],
    constant: Callable[[Fraction], _Number],
    divide: Callable[[_Number, _Number], _Number | None],
) -> _Number | None:
    if isinstance(node, Operand):
        return operands[node]
    if isinstance(node, Constant):
        return constant(node.value)
    left = _reckon(node.left, operands, constant, divide)
    right = _reckon(node.right, operands, constant, divide)
    if left is None or right is None:
        return None
    if node.operator is Operator.DIVIDE:
        return divide(left, right)
    return _joined(left, node.operator, right)


def _joined(
    left: _Number,
    operator: Literal[Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY],
    right: _Number,
) -> _Number:
    match operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right
        case _:
            assert_type(operator, Literal[Operator.MULTIPLY])
            return left * right


def _quotient(dividend: Fraction, divisor: Fraction) -> Fraction | None:
    return dividend / divisor if divisor else None
