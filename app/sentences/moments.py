"""Periods and days in words, as people say when a number holds."""

from datetime import date

from app.catalog.indicators import IndicatorKind
from app.values.periods import Frequency, Period
from app.values.wording import Language

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_QUARTERS = {"vi": ("I", "II", "III", "IV"), "en": ("first", "second", "third", "fourth")}


def time_words(
    kind: IndicatorKind, period: Period, language: Language, *, day: date | None = None
) -> str:
    """When a number of this kind holds: a stock at the end of its period, a flow during it.

    `day` is what the source names; it is told where it is not the period's end. Kinds that are
    neither stock nor flow name their period and no more.
    """
    if day is not None and day != period.end:
        return day_words(day, language)
    match kind:
        case IndicatorKind.STOCK:
            return _at_end(period, language)
        case IndicatorKind.FLOW:
            return _during(period, language)
        case IndicatorKind.AVERAGE:
            mean = {"vi": "(số trung bình của kỳ)", "en": "(average over the period)"}
            return f"{_named(period, language)} {mean[language]}"
        case _:
            return _named(period, language)


def day_words(day: date, language: Language) -> str:
    if language == "vi":
        return f"ngày {day.day} tháng {day.month} năm {day.year}"
    return f"on {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _at_end(period: Period, language: Language) -> str:
    end = period.end
    if period.frequency is Frequency.DAILY:
        return day_words(end, language)
    if period.is_annual:
        return f"cuối năm {end.year}" if language == "vi" else f"at the end of {end.year}"
    if language == "vi":
        return f"cuối tháng {end.month} năm {end.year}"
    return f"at the end of {_MONTHS[end.month - 1]} {end.year}"


def _during(period: Period, language: Language) -> str:
    named = _named(period, language)
    return f"trong {named}" if language == "vi" else named


def _named(period: Period, language: Language) -> str:
    year = period.start.year
    quarter = _QUARTERS[language][(period.start.month - 1) // 3]
    is_first = period.start.month == 1
    match period.frequency:
        case Frequency.ANNUAL:
            words = f"năm {year}", f"in {year}"
        case Frequency.HALF_YEARLY:
            words = (
                f"6 tháng {'đầu' if is_first else 'cuối'} năm {year}",
                f"in the {'first' if is_first else 'second'} half of {year}",
            )
        case Frequency.QUARTERLY:
            words = f"quý {quarter} năm {year}", f"in the {quarter} quarter of {year}"
        case Frequency.MONTHLY:
            month = period.start.month
            words = f"tháng {month} năm {year}", f"in {_MONTHS[month - 1]} {year}"
        case Frequency.DAILY:
            words = day_words(period.end, "vi"), day_words(period.end, "en")
    return words[language == "en"]
