"""Whatever is true of the prints is true of what is computed from them (rule 2)."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalog.formulas import Operand
from app.derivation.figures import bounds_or_none
from app.derivation.observations import Observation
from app.derivation.publishing import PublishedBounds
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.scaled import SCALE
from tests.catalog.trees import formula_trees, leaves_of, value_of, written
from tests.derivation.kernel import between, catalog, cells, count, printed, share
from tests.derivation.truths import TRUTHS, true_figures

YEAR = Period.of_year(2022)
DOMAINS = st.sampled_from([{}, {"lower": 0}, {"lower": 0, "upper": 100}, {"upper": 5}])


@st.composite
def cases(draw):
    """A formula, a true number for each operand, and prints that are true of them."""
    tree = draw(formula_trees())
    operands = [leaf for leaf in leaves_of(tree) if isinstance(leaf, Operand)]
    truths = {operand: draw(TRUTHS) for operand in operands}
    figures = [draw(true_figures(truths[each], each.indicator)) for each in operands]
    known = catalog(
        *(count(each.indicator) for each in operands),
        share("y", formula=written(tree), domain=draw(DOMAINS)),
        share("z", formula="reported(y) * 2 + y", domain={}),
    )
    return cells(*figures, catalog=known), value_of(tree, truths)


def published(bounds):
    found = PublishedBounds.of(bounds)
    ends = [None if end is None else Fraction(end, SCALE) for end in (found.lower, found.upper)]
    return Bounds(*ends, lower_closed=found.lower_closed, upper_closed=found.upper_closed)


@given(cases())
def test_bounds_of_a_computed_number_hold_the_true_one(case):
    asked, truth = case
    found = asked.observe("y", YEAR)
    domain = asked.catalog.by_code["y"].domain.bounds
    if truth is None or not domain.contains(truth) or not isinstance(found, Observation):
        return
    assert found.bounds.contains(truth)
    assert published(found.bounds).contains(truth)


@given(cases())
def test_a_number_is_given_only_if_some_bound_is_tighter_than_the_domain(case):
    asked, _ = case
    found = asked.observe("y", YEAR)
    domain = asked.catalog.by_code["y"].domain.bounds
    if not isinstance(found, Observation):
        return
    assert found.bounds.lies_within(domain)
    assert (found.bounds.lower, found.bounds.upper) != (domain.lower, domain.upper)


@given(cases())
def test_a_value_lies_within_its_bounds_or_at_their_ends(case):
    asked, _ = case
    found = asked.observe("y", YEAR)
    if not isinstance(found, Observation) or found.value is None:
        return
    assert found.bounds.lower is None or found.bounds.lower <= found.value
    assert found.bounds.upper is None or found.value <= found.bounds.upper


@given(cases(), TRUTHS)
def test_a_number_is_the_same_whatever_was_asked_before(case, other):
    asked, _ = case
    printed_y = printed(str(int(other)), "y")
    share_of_y = asked.catalog.by_code["y"]
    assume(bounds_or_none(printed_y, share_of_y, counted=False))  # Others are refused when loaded.
    fresh = cells(*_figures(asked), printed_y, catalog=asked.catalog)
    again = cells(*_figures(asked), printed_y, catalog=asked.catalog)
    again.observe("z", YEAR)
    assert fresh.observe("y", YEAR) == again.observe("y", YEAR)
    assert fresh.observe("z", YEAR) == again.observe("z", YEAR)


def _figures(asked):
    return [figure for figures in asked.evidence.figures.values() for figure in figures]


def test_bounds_are_as_narrow_as_the_prints_allow():
    known = catalog(count("a"), count("b"), share("y", formula="(a - 1) / b * 100", domain={}))
    asked = cells(printed("từ 2 đến 4", "a"), printed("từ 1 đến 3", "b"), catalog=known)
    assert asked.observe("y", YEAR).bounds == between(Fraction(100, 3), 300)
