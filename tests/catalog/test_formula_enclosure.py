"""The enclosure of a formula holds its exact number wherever the operands lie."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.formulas import Formula, Operand
from app.values.bounds import Bounds
from tests.catalog.trees import formula_trees, written
from tests.strategies import bounds, bounds_with_a_point, fractions
from tests.values.images import holds

NEARLY_SEVEN = Bounds(Fraction(0), Fraction(7), lower_closed=True)


def enclose(text, **bounds_by_name):
    return Formula.parse(text).enclose(
        {Operand(name): interval for name, interval in bounds_by_name.items()}
    )


@given(formula_trees(), st.data())
def test_on_points_the_enclosure_is_the_number(tree, data):
    formula = Formula.parse(written(tree))
    values = {operand: data.draw(fractions) for operand in formula.operands}
    number = formula.evaluate(values)
    enclosure = formula.enclose({key: Bounds.point(value) for key, value in values.items()})
    assert enclosure == (None if number is None else Bounds.point(number))


@given(formula_trees(), st.data())
def test_the_enclosure_holds_the_number_for_any_operands_inside(tree, data):
    formula = Formula.parse(written(tree))
    drawn = {operand: data.draw(bounds_with_a_point()) for operand in formula.operands}
    enclosure = formula.enclose({key: interval for key, (interval, _) in drawn.items()})
    number = formula.evaluate({key: value for key, (_, value) in drawn.items()})
    if enclosure is not None and number is not None:
        assert holds(enclosure, number)


@given(bounds(), bounds())
def test_each_operation_encloses_as_bounds_reckon(first, second):
    assert enclose("a + b", a=first, b=second) == first + second
    assert enclose("a - b", a=first, b=second) == first - second
    assert enclose("a * b", a=first, b=second) == first * second
    assert enclose("a / b", a=first, b=second) == first.over(second)


@pytest.mark.parametrize("text", ["1 / b + a", "a - 1 / b", "a * (1 / b)", "(1 / b) / a"])
def test_a_divisor_with_zero_inside_leaves_nothing_to_say(text):
    assert enclose(text, a=Bounds.point(6), b=Bounds.closed(-1, 1)) is None


def test_the_article_allows_a_population_above_768100():
    population = enclose("100 * members / share", members=Bounds.point(53_767), share=NEARLY_SEVEN)
    assert population == Bounds.above(768_100)


def test_the_article_allows_fewer_than_22582_14_members_in_nearly_42_percent():
    nearly_42 = Bounds(Fraction(0), Fraction(42), lower_closed=True)
    women = enclose("members * share / 100", members=Bounds.point(53_767), share=nearly_42)
    assert women == Bounds(Fraction(0), Fraction("22582.14"), lower_closed=True)
