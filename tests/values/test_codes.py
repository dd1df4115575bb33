"""Codes and keys: what may name a thing, and that names survive being written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.codes import CellKey, CodeError, FigureKey, indicator_code, organization_code
from app.values.periods import Period
from tests.strategies import cell_keys, figure_keys, indicator_codes, organization_codes


@given(organization_codes)
def test_groups_of_letters_and_digits_joined_by_hyphens_name_an_organization(code):
    assert organization_code(code) == code


@given(indicator_codes)
def test_letters_digits_and_underscores_after_a_letter_name_an_indicator(code):
    assert indicator_code(code) == code


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "lao--cai", "-lao", "cai-", "Lao-cai", "lao_cai", "lao.cai", "lào-cai", "lao cai",
        "lao-cai\n", "a@b", "a" * 65, "①",
    ],
)  # fmt: skip
def test_other_texts_name_no_organization(text):
    with pytest.raises(CodeError, match="joined by single hyphens, at most 64 characters"):
        organization_code(text)


@pytest.mark.parametrize(
    "text",
    ["", "_a", "1a", "Members", "a-b", "a.b", "đảng", "members ", "members\n", "m" * 65],
)
def test_other_texts_name_no_indicator(text):
    with pytest.raises(CodeError, match=r"a lower-case letter, then .* at most 64 characters"):
        indicator_code(text)


@pytest.mark.parametrize("name", [organization_code, indicator_code])
def test_a_code_has_at_most_64_characters(name):
    assert name("a" * 64) == "a" * 64
    with pytest.raises(CodeError):
        name("a" * 65)


@pytest.mark.parametrize("name", [organization_code, indicator_code])
def test_a_long_text_is_quoted_only_in_part(name):
    with pytest.raises(CodeError) as refusal:
        name("A" * 100_000)
    assert len(str(refusal.value)) < 300


@given(cell_keys)
def test_a_cell_key_survives_being_written_and_read(key):
    assert CellKey.parse(str(key)) == key


@given(figure_keys)
def test_a_figure_key_survives_being_written_and_read(key):
    assert FigureKey.parse(str(key)) == key


def test_keys_are_written_as_in_the_design():
    cell = CellKey("lao-cai", "members", Period.of_year(2022))
    assert str(cell) == "lao-cai.members.2022"
    assert str(FigureKey(cell, "bao-lao-cai-2023")) == "lao-cai.members.2022@bao-lao-cai-2023"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("lao-cai.members", "expected organization.indicator.period"),
        ("lao-cai.members.2022.x", "expected organization.indicator.period"),
        ("", "expected organization.indicator.period"),
        ("Lao.members.2022", "'Lao' is no code"),
        ("lao-cai.2members.2022", "'2members' is no indicator code"),
        ("lao-cai.members.22", "'22' is no period"),
        ("lao-cai.members.2022-13", "'2022-13' is no period"),
        ("lao-cai..2022", "'' is no indicator code"),
    ],
)
def test_a_broken_id_is_refused_by_its_wrong_part(text, named):
    with pytest.raises(CodeError, match=named):
        CellKey.parse(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("lao-cai.members.2022", "expected organization.indicator.period@source"),
        ("lao-cai.members.2022@", "'' is no code"),
        ("lao-cai.members.2022@a@b", "'a@b' is no code"),
        ("lao-cai.members@a", "expected organization.indicator.period"),
        ("@a", "expected organization.indicator.period"),
    ],
)
def test_a_broken_figure_key_is_refused_by_its_wrong_part(text, named):
    with pytest.raises(CodeError, match=named):
        FigureKey.parse(text)


@given(st.text(max_size=30))
def test_a_text_is_a_key_only_as_the_key_is_written(text):
    for key in (CellKey, FigureKey):
        try:
            parsed = key.parse(text)
        except CodeError:
            continue
        assert str(parsed) == text
