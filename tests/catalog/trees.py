"""Formulas as nested tuples, with a second, independent way of reckoning them."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from operator import add, mul, sub, truediv

from hypothesis import strategies as st

from app.catalog.formulas import Operand, OperandBasis

Tree = Operand | Fraction | tuple["Tree", str, "Tree"]
OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}

_constants = st.integers(0, 3).map(Fraction) | st.integers(1, 999).map(lambda n: Fraction(n, 100))
_shapes = st.recursive(
    st.sampled_from(OperandBasis) | _constants,
    lambda parts: st.tuples(parts, st.sampled_from(sorted(OPERATIONS)), parts),
    max_leaves=7,
)


def formula_trees() -> st.SearchStrategy[Tree]:
    """Trees with at least one operand, each of another name."""
    return _shapes.map(lambda shape: _named(shape, count())).filter(
        lambda tree: any(isinstance(leaf, Operand) for leaf in leaves_of(tree))
    )


def _named(shape: object, numbers: Iterator[int]) -> Tree:
    match shape:
        case OperandBasis():
            return Operand(f"x{next(numbers)}", shape)
        case (left, str(symbol), right):
            return _named(left, numbers), symbol, _named(right, numbers)
        case _:
            assert isinstance(shape, Fraction)
            return shape


def leaves_of(tree: Tree) -> list[Operand | Fraction]:
    """From left to right."""
    if isinstance(tree, tuple):
        return leaves_of(tree[0]) + leaves_of(tree[2])
    return [tree]


def written(tree: Tree) -> str:
    """With parentheses everywhere, constants as plain decimals."""
    match tree:
        case (left, symbol, right):
            return f"({written(left)} {symbol} {written(right)})"
        case Fraction():
            hundredths = int(tree * 100)
            return f"{hundredths // 100}.{hundredths % 100:02d}"
        case _:
            return str(tree)


def value_of(tree: Tree, values: Mapping[Operand, Fraction]) -> Fraction | None:
    """The number, or None when something is divided by 0, found with Python's own operators."""
    try:
        return _value(tree, values)
    except ZeroDivisionError:
        return None


def _value(tree: Tree, values: Mapping[Operand, Fraction]) -> Fraction:
    if isinstance(tree, tuple):
        return OPERATIONS[tree[1]](_value(tree[0], values), _value(tree[2], values))
    return values[tree] if isinstance(tree, Operand) else tree
