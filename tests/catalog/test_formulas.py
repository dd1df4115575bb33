"""Formulas: what is read, what is refused, and the exact number they give."""

from fractions import Fraction

import pytest
from hypothesis import given

from app.catalog.formulas import Formula, FormulaError, Operand, OperandBasis
from tests.catalog.trees import formula_trees, leaves_of, value_of, written

A, B, C, D = map(Operand, "abcd")
REPORTED_A = Operand("a", OperandBasis.REPORTED)


def evaluate(text, **values):
    return Formula.parse(text).evaluate(
        {Operand(name): Fraction(value) for name, value in values.items()}
    )


@pytest.mark.parametrize(
    "text",
    [
        "f(a)", "abs(a)", "reported(a, b)", "reported()", "reported(x=a)", "reported(a, x=b)",
        "reported(1)", "reported(a + b)", "reported(reported(a))", "x.reported(a)", "reported(*a)",
        "a.b", "a[0]", "a ** 2", "a ** b", "a // b", "a % b", "a @ b", "a << b", "a | b", "-a",
        "+a", "not a", "a if b else c", "a < b", "a and b", "lambda: a", "(a, b)", "[a]", "{a}",
        "{a: b}", "f'{a}'", "'a'", "b'a'", "...", "None", "a := b", "(a := b)", "*a",
        "[a for a in b]", "__import__('os')",
    ],
)  # fmt: skip
def test_everything_but_names_numbers_and_four_operations_is_refused(text):
    with pytest.raises(FormulaError):
        Formula.parse(text)


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "a +", "(a", "a)", "a\nb", " a", "a = b", "import os", "a;", "a\x00"]
)
def test_broken_text_is_no_formula(text):
    with pytest.raises(FormulaError, match="is no formula"):
        Formula.parse(text)


@pytest.mark.parametrize(
    "constant",
    [
        "0x10", "0b1", "0o7", "1_000", "1e3", "1e400", "1e999999999", "1.5e-3", "1j", "1.", ".5",
        "True", "False", "-1",
    ],
)  # fmt: skip
def test_constants_are_plain_decimals_only(constant):
    with pytest.raises(FormulaError, match="only names, numbers"):
        Formula.parse(f"a * {constant}")


@pytest.mark.parametrize(
    "text", ["a + a", "a / (b - a)", "reported(a) * reported(a)", "1", "1 + 2"]
)
def test_each_operand_stands_once_and_one_at_least(text):
    with pytest.raises(FormulaError, match="each operand must stand once, and one at least"):
        Formula.parse(text)


@pytest.mark.parametrize("text", ["A + b", "đ + b", "_a / b", "reported(A)"])
def test_a_name_that_can_be_no_indicator_is_refused(text):
    with pytest.raises(FormulaError, match="is no indicator code"):
        Formula.parse(text)


def test_a_formula_has_at_most_400_characters():
    text = f"a{' ' * 398}"
    assert Formula.parse(f"{text} ").operands == (A,)
    with pytest.raises(FormulaError, match="longer than 400 characters"):
        Formula.parse(f"{text}  ")


def test_parentheses_nested_as_deep_as_the_length_allows_are_refused():
    with pytest.raises(FormulaError, match="is no formula"):
        Formula.parse("(" * 199 + "a" + ")" * 200)
    with pytest.raises(FormulaError, match="is no formula"):
        Formula.parse("(" * 400)


def test_signs_and_calls_nested_as_deep_as_the_length_allows_are_refused():
    for text in ("-" * 399 + "a", "f(" * 130 + "a" + ")" * 130):
        with pytest.raises(FormulaError):
            Formula.parse(text)


def test_a_hundred_nested_operations_are_read():
    assert evaluate("(1+" * 99 + "a" + ")" * 99, a=1) == 100


def test_a_long_chain_of_constants_is_read():
    assert evaluate("1+" * 199 + "a", a=1) == 200


@pytest.mark.parametrize(
    ("text", "operands", "denominators"),
    [
        ("a", (A,), set()),
        ("b + a", (B, A), set()),
        ("a / b", (A, B), {B}),
        ("100 * reported(a) / (a - b)", (REPORTED_A, A, B), {A, B}),
        ("a / (b / (c * d))", (A, B, C, D), {B, C, D}),
        ("(a / b) * (c / d)", (A, B, C, D), {B, D}),
        ("a / b / c", (A, B, C), {B, C}),
        ("a / 100 - b", (A, B), set()),
    ],
)
def test_operands_stand_in_written_order_and_denominators_are_what_is_divided_by(
    text, operands, denominators
):
    formula = Formula.parse(text)
    assert formula.text == text
    assert formula.operands == operands
    assert formula.denominators == denominators


def test_an_operand_is_written_as_in_a_formula():
    assert str(A) == "a"
    assert str(REPORTED_A) == "reported(a)"
    assert A.basis is OperandBasis.PUBLISHED
    assert Formula.parse(str(REPORTED_A)).tree == REPORTED_A


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a - b - c", 1),
        ("a - (b - c)", 5),
        ("a + b * c", 12),
        ("(a + b) * c", 18),
        ("a / b / c", 1),
        ("a / (b / c)", 4),
        ("a * 0.1", Fraction(6, 10)),
        ("a * 007.50 + b", 48),
        ("100 * a / c", 300),
    ],
)
def test_golden_numbers(text, number):
    assert evaluate(text, a=6, b=3, c=2) == number


@pytest.mark.parametrize(
    "text", ["a / b", "1 / b + a", "a * (1 / b)", "a - 1 / (b * c)", "(a / b) / c", "c / (a / b)"]
)
def test_dividing_by_zero_anywhere_gives_no_number(text):
    assert evaluate(text, a=6, b=0, c=2) is None


def test_a_number_is_exact_where_float_would_not_be():
    assert evaluate("a + 0.2", a=Fraction(1, 10)) == Fraction(3, 10)
    assert evaluate("a / 3 * b", a=1, b=3) == 1
    assert isinstance(evaluate("a / 3", a=1), Fraction)


def test_published_and_reported_are_two_numbers():
    formula = Formula.parse("a - reported(a)")
    assert formula.evaluate({A: Fraction(5), REPORTED_A: Fraction(3)}) == 2


@given(formula_trees())
def test_a_written_formula_is_read_back_with_its_operands_and_its_number(tree):
    formula = Formula.parse(written(tree))
    operands = [leaf for leaf in leaves_of(tree) if isinstance(leaf, Operand)]
    assert list(formula.operands) == operands
    values = {operand: Fraction(index - 2) for index, operand in enumerate(operands)}
    assert formula.evaluate(values) == value_of(tree, values)
