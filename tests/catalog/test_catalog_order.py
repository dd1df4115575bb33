"""What is computed comes after what it needs; circles are refused, a printed claim breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.catalog.stanzas import catalog, indicator_stanza


def computed(code, formula):
    return indicator_stanza(code, formula=formula)


CHANGE = indicator_stanza("change", kind="growth", growth={"of": "whole", "measure": "percent"})
WHOLE = indicator_stanza("whole", partitions=["a", "b"])
A, B = indicator_stanza("a"), indicator_stanza("b")


def codes(indicators):
    return [indicator.code for indicator in indicators]


def test_computed_are_those_with_formula_parts_or_growth_each_after_all_it_needs():
    read = catalog(CHANGE, computed("ratio", "whole / a"), WHOLE, A, B)
    assert codes(read.computed) == ["whole", "change", "ratio"]


@given(st.permutations(range(7)))
def test_the_order_holds_however_the_stanzas_are_written(order):
    stanzas = [
        A, B, WHOLE, CHANGE, computed("c", "whole / a"), computed("d", "c * b"),
        computed("e", "d / reported(whole)"),
    ]  # fmt: skip
    read = catalog(*(stanzas[position] for position in order))
    place = {code: index for index, code in enumerate(codes(read.computed))}
    assert place.keys() == {"whole", "change", "c", "d", "e"}
    assert place["whole"] < place["change"]
    assert place["whole"] < place["c"] < place["d"] < place["e"]


def test_operands_are_the_published_indicators_it_is_computed_from_directly():
    read = catalog(A, B, WHOLE, CHANGE, computed("x", "a / reported(b) / whole"))
    operands = {code: read.operands_of(row) for code, row in read.by_code.items()}
    assert operands == {
        "a": (),
        "b": (),
        "whole": ("a", "b"),
        "change": ("whole",),
        "x": ("a", "whole"),
    }


def test_the_closure_is_the_indicator_and_all_it_rests_on_printed_shares_included():
    read = catalog(
        A, B, WHOLE, CHANGE, computed("x", "100 / reported(y)"), computed("y", "x * whole")
    )
    assert read.closure("a") == {"a"}
    assert read.closure("change") == {"change", "whole", "a", "b"}
    assert read.closure("x") == {"x", "y", "whole", "a", "b"}
    assert read.closure("y") == read.closure("x")


@pytest.mark.parametrize(
    ("stanzas", "circle"),
    [
        ([computed("x", "x / a")], "x → x"),
        ([computed("x", "y / a"), computed("y", "a / x")], "x → y → x"),
        ([computed("x", "a / y"), computed("y", "z"), computed("z", "x")], "x → y → z → x"),
        ([indicator_stanza("x", partitions=["a", "x"])], "x → x"),
        ([CHANGE, indicator_stanza("whole", formula="change * a")], "change → whole → change"),
        ([computed("w", "x"), computed("x", "y"), computed("y", "x")], "w → x → y → x"),
        ([computed("x", "reported(x) / y"), computed("y", "x")], "x → y → x"),
    ],
)
def test_formulas_that_run_in_a_circle_are_refused(stanzas, circle):
    with pytest.raises(ValidationError, match=rf"formulas run in a circle: {circle} \[type="):
        catalog(A, *stanzas)


def test_a_printed_claim_breaks_the_circle():
    read = catalog(
        A,
        computed("population", "100 * a / reported(share)"),
        computed("share", "100 * a / population"),
    )
    assert codes(read.computed) == ["population", "share"]


def test_an_indicator_may_rest_on_its_own_printed_claim():
    read = catalog(A, computed("x", "reported(x) * a"))
    assert codes(read.computed) == ["x"]
    assert read.closure("x") == {"x", "a"}


def test_what_two_need_stands_once():
    read = catalog(computed("x", "whole"), computed("y", "whole"), WHOLE, A, B)
    assert codes(read.computed) == ["whole", "x", "y"]
