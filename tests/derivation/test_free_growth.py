"""Growth between any two periods: the kernel's growth, and how two of them compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.indicators import GrowthMeasure
from app.derivation.free_growth import FreeGrowth, Pace, growth_between, measures_of, pace_of
from app.derivation.notices import Refusal
from app.derivation.observations import Observation
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Derivation, ObservationStatus
from tests.derivation.kernel import CATALOG, broken, catalog, cells, count, number, printed, rolled
from tests.derivation.truths import TRUTHS, true_figures

CHANGES = {"absolute": "members_change", "percent": "members_growth"}


def between(asked, measure="absolute", start="2010", end="2022", indicator="members", **options):
    free = FreeGrowth.of(CATALOG.by_code[indicator], GrowthMeasure(measure))
    return growth_between(
        asked, free, Period.parse(start), Period.parse(end),
        breaks=asked.breaks(indicator), **options,
    )  # fmt: skip


def refused(*arguments, **options):
    found = between(*arguments, **options)
    assert isinstance(found, Refusal)
    return found.code


@pytest.mark.parametrize("measure", CHANGES)
@given(earlier=TRUTHS, later=TRUTHS)
def test_since_the_previous_number_it_is_the_growth_of_the_catalog(measure, earlier, later):
    first, second = (f"{each * 10 // 10},{each * 10 % 10}" for each in (earlier, later))
    asked = cells(printed(f"hơn {first}", period="2010"), printed(second, period="2022"))
    known = asked.observe(CHANGES[measure], Period.of_year(2022))
    found = between(asked, measure)
    if isinstance(known, Refusal):
        assert found == known
    else:
        assert isinstance(found, Observation)
        assert (found.value, found.bounds) == (known.value, known.bounds)
        assert found.qualifier is known.qualifier


def test_numbers_between_the_ends_do_not_count():
    asked = cells(
        *(printed(text, period=p) for p, text in (("2010", "5"), ("2015", "9"), ("2022", "7")))
    )
    assert between(asked).value == 2
    assert number(asked, "members_change").value == -2


@pytest.mark.parametrize(
    ("figures", "options", "code"),
    [
        ([("2010", "5")], {}, "missing_operand"),
        ([("2010", "5"), ("2022", "7")], {"start": "2022-06"}, "other_frequency"),
        ([("2010", "0"), ("2022", "7")], {"measure": "percent"}, "zero_base"),
    ],
)
def test_what_is_missing_or_unlike_is_refused(figures, options, code):
    asked = cells(*(printed(text, period=period) for period, text in figures))
    assert refused(asked, **options) == code


def test_a_suppressed_end_is_told_as_such():
    asked = cells(printed("3", period="2010").suppressed(), printed("7"))
    assert refused(asked) == "suppressed_operand"


def test_an_incomplete_sum_is_no_end():
    period = Period.of_year(2022)
    asked = cells(printed("5", period="2010"), roll_ups={("members", period): rolled(7, known=2)})
    assert refused(asked) == "missing_operand"


def test_a_break_between_is_refused_or_marked():
    asked = cells(
        printed("5", period="2010"), printed("7"), breaks=[broken("2015-01-01", "members")]
    )
    assert refused(asked) == "broken_series"
    assert between(asked, across_breaks=True).status is ObservationStatus.BREAK


def test_a_relative_loss_is_no_more_than_all():
    found = between(cells(printed("5", period="2010"), printed("dưới 7")), "percent")
    assert found.bounds.lower == -100


def test_shares_change_in_points_and_all_else_in_units_and_percent():
    assert measures_of(CATALOG.by_code["share"]) == (GrowthMeasure.POINTS,)
    assert GrowthMeasure.POINTS not in measures_of(CATALOG.by_code["members"])
    units = {each: FreeGrowth.of(CATALOG.by_code["members"], each).unit for each in GrowthMeasure}
    assert units == {
        "absolute": CATALOG.by_code["members"].unit, "percent": "percent",
        "points": "percentage_points", "compound_per_year": "percent",
    }  # fmt: skip


def grown(bounds):
    return Observation(
        "p", "x", Period.of_year(2022), Derivation.COMPUTED,
        None, bounds, None, ObservationStatus.NORMAL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "pace"),
    [
        (Bounds.point(2), Bounds.point(1), Pace.FASTER),
        (Bounds.point(1), Bounds.point(2), Pace.SLOWER),
        (Bounds.point(1), Bounds.point(1), Pace.EQUAL),
        (Bounds.above(1), Bounds.point(1), Pace.FASTER),
        (Bounds.above(1, closed=True), Bounds.point(1), Pace.UNDETERMINED),
        (Bounds.above(1), Bounds.point(2), Pace.UNDETERMINED),
        (None, Bounds.point(1), Pace.UNDETERMINED),
    ],
)
def test_one_is_faster_only_where_no_number_within_the_bounds_says_otherwise(one, other, pace):
    assert pace_of(grown(one), grown(other)) is pace


PAIR = catalog(count("x"), count("y"))


@given(st.data(), st.tuples(TRUTHS, TRUTHS, TRUTHS, TRUTHS))
def test_no_truth_belies_the_pace(data, truths):
    keys = [(series, period) for series in "xy" for period in ("2010", "2022")]
    figures = [
        data.draw(true_figures(truth, *key)) for truth, key in zip(truths, keys, strict=True)
    ]
    asked = cells(*figures, catalog=PAIR)
    found = [
        growth_between(
            asked,
            FreeGrowth.of(PAIR.by_code[series], GrowthMeasure.PERCENT),
            Period.of_year(2010),
            Period.of_year(2022),
            breaks=(),
        )
        for series in "xy"
    ]
    if not all(isinstance(each, Observation) for each in found):
        return
    x, y = truths[1] / truths[0], truths[3] / truths[2]
    told = pace_of(*found)
    assert pace_of(found[1], found[0]) is OPPOSITE[told]
    assert {
        Pace.FASTER: x > y, Pace.SLOWER: x < y, Pace.EQUAL: x == y, Pace.UNDETERMINED: True
    }[told]  # fmt: skip


OPPOSITE = {
    Pace.FASTER: Pace.SLOWER,
    Pace.SLOWER: Pace.FASTER,
    Pace.EQUAL: Pace.EQUAL,
    Pace.UNDETERMINED: Pace.UNDETERMINED,
}
