"""Sentences from templates: one number with its time, its origin, and what is to know of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.indicators import GrowthMeasure, Indicator, IndicatorKind
from app.derivation.growth import Direction, direction_of
from app.sentences.moments import time_words
from app.sentences.origins import caveat_words, origin_words
from app.sentences.quantities import published_bounds, quantity_of
from app.values.periods import Period
from app.values.statuses import ConfidentialityStatus
from app.values.wording import LANGUAGES, Language

Document = Mapping[str, Any]
# Labels that name a measure already; "số" (the number of) goes before those of things counted.
_MEASURES = ("số ", "tổng số ", "tỷ lệ ", "tỷ số ", "dân số", "mức ", "tốc độ ", "bình quân ")
_NUMBER = {
    "vi": "{organization}: {subject} {time} {verb} {quantity}{origin}.",
    "en": "{organization}: {subject} {time} was {quantity}{origin}.",
}
_SUPPRESSED = {
    "vi": "{organization}: {subject} {time} được giữ kín, không công bố, vì số quá nhỏ.",
    "en": "{organization}: {subject} {time} is suppressed and not published, because it is very "
    "small.",
}
_MISSING = {
    "vi": "{organization}: {subject} {time} chưa có số liệu; thiếu số liệu không có nghĩa là bằng "
    "không.",
    "en": "{organization}: {subject} {time} is not known; missing does not mean zero.",
}
_CHANGE = {
    "vi": "{organization}: từ {earlier} đến {later}, {subject} {change}{origin}.",
    "en": "{organization}: from {earlier} to {later}, {subject} {change}{origin}.",
}
_ROSE = {"vi": "tăng {}", "en": "rose by {}"}
_FELL = {"vi": "giảm {}", "en": "fell by {}"}
_ROSE_YEARLY = {"vi": "tăng bình quân mỗi năm {}", "en": "rose on average each year by {}"}
_FELL_YEARLY = {"vi": "giảm bình quân mỗi năm {}", "en": "fell on average each year by {}"}
_UNCHANGED = {"vi": "không thay đổi", "en": "did not change"}
_EITHER = {
    "vi": "thay đổi {}, chưa rõ là tăng hay giảm",
    "en": "changed by {}, a rise or a fall",
}


def sentence_of(document: Document, catalog: Catalog) -> dict[str, str]:
    """One number in words, in both languages, from the document of an observation with lineage.

    What has to be known beside the number follows as sentences of its own.
    """
    indicator = catalog.by_code[document["indicator"]]
    written: dict[str, str] = {}
    for language in LANGUAGES:
        if indicator.growth is not None and document["lineage"]["operands"]:
            first = _change(document, indicator, catalog, language)
        else:
            first = _number(document, indicator, catalog, language)
        written[language] = " ".join([first, *caveat_words(document, language)])
    return written


def _number(document: Document, indicator: Indicator, catalog: Catalog, language: Language) -> str:
    quantity = quantity_of(document, indicator, catalog)
    kind = _moment_kind(indicator, catalog)
    told = {
        "organization": document["organization_name"][language],
        "subject": _subject(indicator, catalog, language),
        "time": time_words(kind, Period.parse(document["period"]), language, day=_day(document)),
    }
    if document["confidentiality"] == ConfidentialityStatus.CONFIDENTIAL:
        return _SUPPRESSED[language].format(**told)
    if quantity is None:
        return _MISSING[language].format(**told)
    return _NUMBER[language].format(
        **told,
        verb="nằm trong khoảng" if quantity.is_between else "là",
        quantity=quantity.words[language],
        origin=origin_words(document, language),
    )


def _change(document: Document, indicator: Indicator, catalog: Catalog, language: Language) -> str:
    """The change between two numbers, told as rise or fall where the bounds allow it."""
    assert indicator.growth is not None
    change = _change_words(document, indicator, catalog, language)
    if change is None:
        return _number(document, indicator, catalog, language)
    of = catalog.by_code[indicator.growth.of]
    kind = _moment_kind(of, catalog)
    operands = document["lineage"]["operands"]
    later, earlier = (
        time_words(kind, Period.parse(end["period"]), language, day=_day(end))
        for end in (operands[0], operands[-1])
    )
    return _CHANGE[language].format(
        organization=document["organization_name"][language],
        earlier=_noun(earlier),
        later=_noun(later),
        subject=_subject(of, catalog, language),
        change=change,
        origin=origin_words(document, language),
    )


def _noun(time: str) -> str:
    """A time after `from` and `to`: in English without its preposition."""
    for preposition in ("at ", "in ", "on "):
        if time.startswith(preposition):
            return time.removeprefix(preposition)
    return time


def _change_words(
    document: Document, indicator: Indicator, catalog: Catalog, language: Language
) -> str | None:
    """Rise or fall by how much; None where the bounds say nothing."""
    assert indicator.growth is not None
    yearly = indicator.growth.measure is GrowthMeasure.COMPOUND_PER_YEAR
    direction = direction_of(published_bounds(document))
    if direction is Direction.UNCHANGED:
        return _UNCHANGED[language]
    template, is_fall = _EITHER, False
    if direction is Direction.INCREASE:
        template = _ROSE_YEARLY if yearly else _ROSE
    elif direction is Direction.DECREASE:
        template, is_fall = _FELL_YEARLY if yearly else _FELL, True
    quantity = quantity_of(document, indicator, catalog, negated=is_fall)
    return None if quantity is None else template[language].format(quantity.words[language])


def _moment_kind(indicator: Indicator, catalog: Catalog) -> IndicatorKind:
    """How the time of a number is told; of a ratio as that of what it is computed from."""
    if indicator.kind is IndicatorKind.AVERAGE and "average" in indicator.label.en.lower():
        return IndicatorKind.RATIO  # The label says it already.
    if indicator.kind is not IndicatorKind.RATIO or indicator.formula is None:
        return indicator.kind
    kinds = {catalog.by_code[each.indicator].kind for each in indicator.formula.operands}
    order = (IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.AVERAGE)
    return next((kind for kind in order if kind in kinds), indicator.kind)


def _subject(indicator: Indicator, catalog: Catalog, language: Language) -> str:
    """The label as what a sentence is about."""
    label: str = getattr(indicator.label, language)
    if language == "en":
        return f"the figure for “{label}”"
    lowered = label[:1].lower() + label[1:]
    if lowered.startswith(_MEASURES):
        return lowered
    return f"số {lowered}" if catalog.counted(indicator) else f"chỉ tiêu “{label}”"


def _day(row: Document) -> date | None:
    """The day that the source names, where it names a whole one."""
    written = row["reference_date"]
    if not isinstance(written, str) or len(written) != len("2022-12-31"):
        return None
    return Period.parse(written).start
