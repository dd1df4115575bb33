"""Stanzas are strict and frozen, and an indicator agrees with itself."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.catalog.formulas import Formula
from app.catalog.indicators import (
    Bilingual,
    Concept,
    Domain,
    Growth,
    Indicator,
    IndicatorGroup,
    IndicatorKind,
    Level,
    RollUp,
    Unit,
)
from app.values.bounds import UNLIMITED, Bounds
from tests.catalog.stanzas import concept, indicator, indicator_stanza, label, unit

GROWTH = {"of": "members", "measure": "percent"}
STANZAS = {
    Bilingual: label(),
    Growth: GROWTH,
    Domain: {"lower": 0, "upper": 100},
    Level: {"code": "province", "ordinal": 2, "label": label()},
    Concept: concept("register"),
    Unit: unit("person"),
    IndicatorGroup: {"code": "people", "label": label()},
    Indicator: indicator_stanza("members"),
}


@pytest.mark.parametrize(("model", "stanza"), STANZAS.items(), ids=lambda it: str(it)[:30])
def test_a_stanza_with_an_unknown_field_is_refused(model, stanza):
    assert model.model_validate(stanza)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate(stanza | {"colour": "red"})


@pytest.mark.parametrize(("model", "stanza"), STANZAS.items(), ids=lambda it: str(it)[:30])
def test_a_stanza_never_changes_after_reading(model, stanza):
    read = model.model_validate(stanza)
    with pytest.raises(ValidationError, match="Instance is frozen"):
        setattr(read, next(iter(stanza)), "other")


@pytest.mark.parametrize("text", [{"vi": "", "en": "x"}, {"vi": "x", "en": ""}, {"vi": "x"}])
def test_a_text_is_needed_in_both_languages(text):
    with pytest.raises(ValidationError, match=r"at least 1 character|Field required"):
        Bilingual.model_validate(text)


@pytest.mark.parametrize("field", ["code", "group", "unit", "measure", "concept"])
def test_every_code_of_an_indicator_is_an_indicator_code(field):
    with pytest.raises(ValidationError, match="is no indicator code"):
        Indicator.model_validate(indicator_stanza("members") | {field: "Not-A-Code"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "level"),
        ("roll_up", "mean"),
        ("display_decimals", 7),
        ("display_decimals", -1),
        ("form_column", 1),
        ("form_column", 8),
    ],
)
def test_a_value_outside_its_list_or_range_is_refused(field, value):
    with pytest.raises(ValidationError, match=field):
        indicator(**{field: value})


def test_levels_are_counted_from_one():
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Level.model_validate({"code": "nation", "ordinal": 0, "label": label()})


@pytest.mark.parametrize(
    ("domain", "bounds"),
    [
        ({}, UNLIMITED),
        ({"lower": 0}, Bounds.above(0, closed=True)),
        ({"upper": 100}, Bounds.below(100, closed=True)),
        ({"lower": "0", "upper": "100"}, Bounds.closed(0, 100)),
        ({"lower": 5, "upper": 5}, Bounds.point(5)),
    ],
)
def test_the_ends_of_a_domain_belong_to_it(domain, bounds):
    assert Domain.model_validate(domain).bounds == bounds


def test_a_domain_without_a_number_is_refused_when_read():
    with pytest.raises(ValidationError, match="no number lies between 100 and 0"):
        Domain(lower=Decimal(100), upper=Decimal(0))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "growth"}, "growth goes with the kind growth"),
        ({"growth": GROWTH}, "growth goes with the kind growth"),
        ({"kind": "growth", "growth": GROWTH, "formula": "a / b"}, "no formula and no parts"),
        ({"kind": "growth", "growth": GROWTH, "partitions": ["a"]}, "no formula and no parts"),
        ({"partitions": ["a", "b"], "formula": "a + b"}, "no formula beside partitions"),
        ({"formula": "a / b", "latest": ["c"]}, "latest names operands of the formula"),
        ({"latest": ["a"]}, "latest names operands of the formula"),
        ({"partitions": ["a"], "latest": ["b"]}, "latest names operands of the formula"),
        ({"formula": "a ** b"}, r"'a \*\* b' in 'a \*\* b': only names"),
        ({"partitions": ["a", "a"]}, "each operand must stand once"),
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused_with_the_reason(fields, reason):
    with pytest.raises(ValidationError, match=reason):
        indicator(**fields)


def test_a_formula_is_parsed_and_a_whole_is_the_sum_of_its_parts():
    assert indicator().formula is None
    assert indicator(formula="100 * a / b").formula == Formula.parse("100 * a / b")
    assert indicator(partitions=["a", "b", "c"]).formula == Formula.parse("a + b + c")


def test_latest_may_name_any_operand_reported_ones_and_parts_too():
    assert indicator(formula="a / reported(b)", latest=["a", "b"]).latest == ("a", "b")
    assert indicator(partitions=["a", "b"], latest=["b"]).latest == ("b",)


@pytest.mark.parametrize(
    ("kind", "fields", "is_count"),
    [
        (IndicatorKind.STOCK, {}, True),
        (IndicatorKind.FLOW, {}, True),
        (IndicatorKind.AVERAGE, {}, True),
        (IndicatorKind.RATIO, {}, False),
        (IndicatorKind.GROWTH, {"growth": GROWTH}, False),
    ],
)
def test_counts_prefer_the_report_unless_they_are_implied(kind, fields, is_count):
    plain = indicator(kind=kind, **fields)
    implied = indicator(kind=kind, implied=True, **fields)
    assert (plain.is_count, plain.prefers_report) == (is_count, is_count)
    assert (implied.is_count, implied.prefers_report) == (is_count, False)


def test_what_a_stanza_does_not_say_is_the_modest_answer():
    plain = indicator()
    assert plain.roll_up is RollUp.NONE
    assert plain.domain.bounds == UNLIMITED
    assert plain.display_decimals == 0
    said = (plain.personal, plain.headline, plain.dated_by_source, plain.full_year_only)
    assert not any(said)
    assert (plain.breakdown, plain.notes, plain.form_column) == ({}, (), None)
