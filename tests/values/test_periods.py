"""Periods: written and read, numbered and shifted, one inside another."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.values.periods import Frequency, Period, PeriodError
from tests.strategies import days, period_around, periods

FINEST_FIRST = "DMQSA"


@given(periods)
def test_a_period_survives_being_written_and_read(period):
    assert Period.parse(str(period)) == period


@given(periods)
def test_a_period_survives_being_made_a_number(period):
    assert Period.from_ordinal(period.ordinal) == period


@pytest.mark.parametrize(
    ("text", "start", "end", "ordinal"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), 202212315),
        ("2022-S1", date(2022, 1, 1), date(2022, 6, 30), 202206304),
        ("2022-S2", date(2022, 7, 1), date(2022, 12, 31), 202212314),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31), 202203313),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31), 202212313),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 202402292),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28), 210002282),
        ("2022-06-30", date(2022, 6, 30), date(2022, 6, 30), 202206301),
        ("1900", date(1900, 1, 1), date(1900, 12, 31), 190012315),
        ("2199-12-31", date(2199, 12, 31), date(2199, 12, 31), 219912311),
    ],
)
def test_golden_periods(text, start, end, ordinal):
    period = Period.parse(text)
    assert (period.start, period.end, period.ordinal) == (start, end, ordinal)
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "22", "02022", "2022-", "2022-S0", "2022-S3", "2022-Q0", "2022-Q5", "2022-s1", "2022-6",
        "2022/06", "2022-06-3", "2022-06-30T00", " 2022", "2022\n", "2022-Q1-01", "x" * 99,
        "\N{FULLWIDTH DIGIT TWO}022",
    ],
)  # fmt: skip
def test_other_forms_are_refused_with_the_forms_there_are(text):
    with pytest.raises(PeriodError, match="expected 2022, 2022-S1, 2022-Q4") as refusal:
        Period.parse(text)
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-13", "month must be in"),
        ("2022-00", "month must be in"),
        ("2022-02-30", "day is out of range"),
        ("0000", "year 0 is out of range"),
        ("1899", "a year must lie between 1900 and 2199"),
        ("2200-Q1", "a year must lie between 1900 and 2199"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_the_reason(text, reason):
    with pytest.raises(PeriodError, match=f"'{text}' is no period: .*{reason}"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("frequency", "start"),
    [
        (Frequency.ANNUAL, date(2022, 1, 2)),
        (Frequency.ANNUAL, date(2022, 7, 1)),
        (Frequency.HALF_YEARLY, date(2022, 4, 1)),
        (Frequency.QUARTERLY, date(2022, 2, 1)),
        (Frequency.MONTHLY, date(2022, 2, 2)),
    ],
)
def test_a_period_begins_where_its_frequency_does(frequency, start):
    with pytest.raises(PeriodError, match=f"{start} does not begin a period of frequency"):
        Period(frequency, start)


@given(st.sampled_from(Frequency), days)
def test_a_period_has_every_day_from_its_start_to_its_end(frequency, day):
    period = period_around(frequency, day)
    assert period.start <= day <= period.end
    assert period_around(frequency, period.end) == period
    if day < date(2199, 12, 31):
        after = period_around(frequency, day + timedelta(days=1))
        assert (after == period) == (day < period.end)


@given(st.lists(periods, max_size=8))
def test_periods_sort_by_their_end_then_the_finer_first(some):
    def key(period):
        return period.end, FINEST_FIRST.index(period.frequency)

    assert sorted(some) == sorted(some, key=key)
    assert sorted(some) == sorted(some, key=lambda period: period.ordinal)


def test_everything_that_ends_with_the_year_sorts_from_the_day_to_the_year():
    texts = ["2022-12-31", "2022-12", "2022-Q4", "2022-S2", "2022"]
    assert [str(period) for period in sorted(map(Period.parse, reversed(texts)))] == texts


def test_a_period_is_not_before_itself():
    assert not Period.of_year(2022) < Period.of_year(2022)


def test_frequencies_rank_from_the_finest_and_know_their_months():
    assert [frequency.value for frequency in Frequency] == list(FINEST_FIRST)
    assert [frequency.rank for frequency in Frequency] == [1, 2, 3, 4, 5]
    assert [frequency.months for frequency in Frequency] == [0, 1, 3, 6, 12]


@given(periods, st.integers(-300, 300))
def test_shifting_back_undoes_shifting(period, steps):
    try:
        there = period.shifted(steps)
    except PeriodError:
        assume(False)
    assert there.frequency is period.frequency
    assert there.shifted(-steps) == period
    assert (period < there) == (steps > 0)


@given(periods)
def test_the_next_period_begins_the_day_after_this_one_ends(period):
    assume(period.end < date(2199, 12, 31))
    assert period.shifted(1).start == period.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "steps", "there"),
    [
        ("2022", -1, "2021"),
        ("2022-S1", -1, "2021-S2"),
        ("2022-Q4", 1, "2023-Q1"),
        ("2022-01", -13, "2020-12"),
        ("2024-03-01", -1, "2024-02-29"),
        ("2022", 0, "2022"),
    ],
)
def test_golden_shifts(text, steps, there):
    assert str(Period.parse(text).shifted(steps)) == there


@pytest.mark.parametrize(("text", "steps"), [("1900", -1), ("2199-12", 1), ("2199-12-31", 1)])
def test_shifting_beyond_the_years_we_keep_is_refused(text, steps):
    with pytest.raises(PeriodError, match="a year must lie between"):
        Period.parse(text).shifted(steps)


@pytest.mark.parametrize(
    ("text", "endings"),
    [
        ("2022", ["2022-S2", "2022-Q4", "2022-12", "2022-12-31"]),
        ("2022-S1", ["2022-Q2", "2022-06", "2022-06-30"]),
        ("2022-Q3", ["2022-09", "2022-09-30"]),
        ("2024-02", ["2024-02-29"]),
        ("2022-06-30", []),
    ],
)
def test_golden_periods_that_end_with_a_longer_one(text, endings):
    assert [str(period) for period in Period.parse(text).ending_periods()] == endings


@given(periods)
def test_a_period_covers_those_that_end_with_it_and_its_year_covers_it(period):
    endings = period.ending_periods()
    assert all(ending.end == period.end and period.covers(ending) for ending in endings)
    assert list(endings) == sorted(endings, reverse=True)
    assert len(endings) == FINEST_FIRST.index(period.frequency)
    assert period.covers(period)
    assert period.year.covers(period)
    assert period.year.is_annual
    assert period.is_annual == (period.year == period)


@given(periods, periods)
def test_one_period_covers_another_when_no_day_sticks_out(first, second):
    assert first.covers(second) == (first.start <= second.start and second.end <= first.end)


@pytest.mark.parametrize(
    ("text", "other", "covered"),
    [
        ("2022", "2022-Q2", True),
        ("2022-Q2", "2022", False),
        ("2022-S1", "2022-Q3", False),
        ("2022-Q1", "2022-03-31", True),
        ("2022-Q1", "2022-04-01", False),
        ("2022-Q2", "2022-03-31", False),
    ],
)
def test_golden_coverings(text, other, covered):
    assert Period.parse(text).covers(Period.parse(other)) is covered
