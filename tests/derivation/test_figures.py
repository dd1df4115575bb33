"""Bounds and readings of printed figures, and which of them is preferred (rules 1 and 3)."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.figures import DomainError, bounds_or_none, preference, reference_day
from app.values.bounds import Bounds
from app.values.printed import PrintedUnit
from app.values.statuses import Authority, Basis, ObservationStatus
from tests.derivation.kernel import CATALOG, between, cells, printed
from tests.derivation.truths import TRUTHS, true_figures

MEMBERS = CATALOG.by_code["members"]
SHARE = CATALOG.by_code["share"]


def bounds_of(text, indicator="members", **fields):
    found = CATALOG.by_code[indicator]
    return printed(text, indicator, **fields).bounds(found, counted=CATALOG.counted(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("53.767", Bounds.point(53767)),
        ("gần 74.000", Bounds(Fraction(0), Fraction(74000), lower_closed=True)),
        ("hơn 74.000", Bounds.above(74000)),
        ("ít nhất 7", Bounds.above(7, closed=True)),
        ("tối đa 7", between(0, 7)),
        ("dưới 7", Bounds(Fraction(0), Fraction(7), lower_closed=True)),
        ("từ 5 đến 7", between(5, 7)),
        ("khoảng 7", Bounds.above(0, closed=True)),
    ],
)
def test_bounds_are_what_the_print_allows_cut_to_the_domain(text, expected):
    assert bounds_of(text) == expected


def test_an_exact_count_in_units_is_a_point_and_in_thousands_half_a_step_around():
    assert bounds_of("720", printed_unit=PrintedUnit.UNITS) == Bounds.point(720)
    assert bounds_of("720,8", printed_unit=PrintedUnit.THOUSAND) == between(720750, 720850)


def test_an_exact_share_is_half_a_step_around_unless_its_resolution_is_zero():
    assert bounds_of("80,83%", "share") == between("80.825", "80.835")
    assert bounds_of("100%", "share", resolution=Fraction(0)) == Bounds.point(100)
    assert bounds_of("100%", "share") == between("99.5", 100)


def test_a_print_outside_the_domain_is_refused_by_name():
    with pytest.raises(DomainError, match="hơn 100% lies outside the domain of share"):
        bounds_of("hơn 100%", "share")


def test_for_sorting_alone_an_impossible_print_has_no_bounds():
    for impossible in (printed("hơn 100%", "share"), printed("từ 7 đến 5", "share")):
        assert bounds_or_none(impossible, SHARE, counted=False) is None
    assert bounds_or_none(printed("7"), MEMBERS, counted=True) == Bounds.point(7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gần 74.000", Bounds(Fraction(73500), Fraction(74000), lower_closed=True)),
        ("hơn 761.000", Bounds(Fraction(761000), Fraction(762000))),
        ("khoảng 7.500", between(7450, 7550)),
        ("dưới 7", Bounds(Fraction(0), Fraction(7), lower_closed=True)),
        ("7", Bounds.point(7)),
    ],
)
def test_a_reader_takes_a_qualified_print_for_a_number_near_it(text, expected):
    assert printed(text).reading(MEMBERS, counted=True) == expected


def test_a_reading_beyond_the_domain_falls_back_on_the_bounds():
    assert printed("gần 150%", "share").reading(SHARE, counted=False) == between(0, 100)


@given(TRUTHS.flatmap(lambda truth: st.tuples(st.just(truth), true_figures(truth, "share"))))
def test_bounds_hold_whatever_the_print_is_true_of(case):
    truth, figure = case
    bounds = figure.bounds(CATALOG.by_code["population_change"], counted=False)
    reading = figure.reading(CATALOG.by_code["population_change"], counted=False)
    assert bounds.contains(truth)
    assert reading.lies_within(bounds)


def test_a_suppressed_figure_tells_nothing_of_its_number():
    kept = printed("từ 3 đến 8", note="3, they say", status=ObservationStatus.ESTIMATED)
    suppressed = kept.suppressed()
    assert (suppressed.value, suppressed.upper_value, suppressed.as_reported) == (None,) * 3
    assert (suppressed.note, suppressed.published_value) == (None, None)
    assert suppressed.is_suppressed
    assert suppressed.key == kept.key
    assert suppressed.bounds(MEMBERS, counted=True) is None
    assert suppressed.reading(MEMBERS, counted=True) is None


def test_two_printed_numbers_are_no_published_value():
    assert printed("từ 5 đến 7").published_value is None
    assert printed("gần 7").published_value == 7


def test_the_reference_day_is_the_printed_one_or_the_last_of_the_period():
    assert str(reference_day(printed("7", period="2020-10"))) == "2020-10-31"
    dated = printed("7", period="2020-10", reference_date="2020-10-12")
    assert str(reference_day(dated)) == "2020-10-12"


# The preferred figure. Each pair differs in one step of rule 3, and the next steps speak against.

STEPS = {
    "an explicit mark": (
        printed("gần 9", preferred=True, period_basis=Basis.INFERRED, source="z"),
        printed("8", source="a"),
    ),
    "a stated period": (
        printed("gần 9", source="z"),
        printed("8", period_basis=Basis.INFERRED, source="a"),
    ),
    "a stated indicator": (
        printed("gần 9", source="z"),
        printed("8", indicator_basis=Basis.INFERRED, source="a"),
    ),
    "an exact print": (
        printed("8", source="z"),
        printed("gần 9", vintage=2, source="a"),
    ),
    "a later vintage": (
        printed("8", vintage=2, authority=Authority.AGGREGATOR, source="z"),
        printed("9", vintage=1, source="a"),
    ),
    "any vintage": (
        printed("8", vintage=1, authority=Authority.AGGREGATOR, source="z"),
        printed("9", source="a"),
    ),
    "higher authority": (
        printed("9", authority=Authority.OFFICIAL_COPY, printed_unit=PrintedUnit.MILLION),
        printed("8", authority=Authority.PARTY_PRESS, source="0"),
    ),
    "narrower bounds": (
        printed("8,25", printed_unit=PrintedUnit.THOUSAND, published="2020", source="z"),
        printed("9,2", printed_unit=PrintedUnit.THOUSAND, published="2021", source="a"),
    ),
    "bounds on both sides": (
        printed("gần 9", published="2020", source="z"),
        printed("hơn 8", published="2021", source="a"),
    ),
    "a higher floor": (
        printed("hơn 9", published="2020", source="z"),
        printed("hơn 8", published="2021", source="a"),
    ),
    "some bounds": (
        printed("hơn 9", published="2020", source="z"),
        printed("khoảng 8", published="2021", source="a"),
    ),
    "later publication, though the number is smaller": (
        printed("8", published="2021-02", source="z"),
        printed("9", published="2021", source="a"),
    ),
    "a later day": (
        printed("8", published="2021-02-10", source="z"),
        printed("9", published="2021-02-09", source="a"),
    ),
    "any date of publication": (
        printed("8", published="1999", source="z"),
        printed("9", source="a"),
    ),
    "source code": (printed("8", source="a"), printed("9", source="b")),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_preferred_figure_has(step):
    better, worse = STEPS[step]
    for order in permutations((better, worse)):
        assert cells(*order).figures("members", better.period) == (better, worse)


def test_a_suppressed_figure_stands_behind_one_with_bounds():
    kept, hidden = printed("gần 9", source="b"), printed("gần 3", source="a").suppressed()
    assert cells(hidden, kept).figures("members", kept.period) == (kept, hidden)


def test_without_a_floor_the_lower_ceiling_is_narrower():
    keys = [
        preference(printed(text), Bounds.below(ceiling)) for text, ceiling in (("7", 7), ("9", 9))
    ]
    assert keys == sorted(keys)
    assert keys[-1] < preference(printed("7"), Bounds())


@given(st.data())
def test_the_preferred_figure_does_not_depend_on_the_order_of_input(data):
    figures = [
        data.draw(
            st.builds(
                printed,
                st.sampled_from(["8", "9", "hơn 8", "gần 9", "khoảng 8", "từ 5 đến 7"]),
                source=st.just(f"s{place}"),
                vintage=st.integers(0, 2),
                authority=st.sampled_from(Authority),
                published=st.sampled_from([None, "2020", "2021-03", "2021-03-04"]),
                period_basis=st.sampled_from(Basis),
                preferred=st.booleans(),
            )
        )
        for place in range(data.draw(st.integers(1, 5)))
    ]
    period = figures[0].period
    ordered = cells(*figures).figures("members", period)
    assert cells(*data.draw(st.permutations(figures))).figures("members", period) == ordered
