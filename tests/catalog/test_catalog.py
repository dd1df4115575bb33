"""The catalog is checked as a whole; each inconsistency is refused by naming its stanza."""

import pytest
from pydantic import ValidationError

from app.catalog.catalog import Catalog
from tests.catalog.stanzas import catalog, concept, indicator_stanza, label, unit

A, B = indicator_stanza("a"), indicator_stanza("b")
SHARE = indicator_stanza("share", kind="ratio", unit="percent", formula="100 * a / b")


def growth(code, of, measure):
    return indicator_stanza(code, kind="growth", growth={"of": of, "measure": measure})


def test_an_empty_catalog_agrees_with_itself():
    assert Catalog().computed == ()


def test_a_whole_catalog_is_asked_by_code():
    read = catalog(A, B, SHARE, level=[{"code": "nation", "ordinal": 1, "label": label()}])
    assert read.by_code["share"].unit == "percent"
    assert read.unit_by_code["percent"].symbol == "%"
    assert read.concept_by_code["register"].code == "register"
    assert [level.code for level in read.levels] == ["nation"]


def test_an_unknown_table_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        catalog(A, colour=[])


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        ({"level": [{"code": "nation", "ordinal": 1, "label": label()}] * 2}, "level nation"),
        ({"unit": [unit("person"), unit("person")]}, "unit person"),
        ({"concept": [concept("register"), concept("register")]}, "concept register"),
        ({"group": [{"code": "people", "label": label()}] * 2}, "group people"),
        ({"indicator": [A, B, A]}, "indicator a"),
    ],
)
def test_a_code_that_stands_twice_is_refused(tables, named):
    with pytest.raises(ValidationError, match=f"Value error, {named} stands more than once"):
        catalog(**tables)


def test_a_concept_compares_with_known_concepts_only():
    with pytest.raises(
        ValidationError, match="concept register, comparable_with: no concept census"
    ):
        catalog(concept=[concept("register", "census")])


def test_the_count_of_direct_subordinates_is_a_known_indicator():
    assert catalog(A, direct_subordinates="a").direct_subordinates == "a"
    with pytest.raises(ValidationError, match="direct_subordinates: no indicator gone"):
        catalog(A, direct_subordinates="gone")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"group": "gone"}, "indicator x, group: no such code as gone"),
        ({"unit": "gone"}, "indicator x, unit: no such code as gone"),
        ({"concept": "gone"}, "indicator x, concept: no such code as gone"),
        ({"partitions": ["a", "gone"]}, "indicator x, partitions: no such code as gone"),
        ({"subset_of": ["a", "gone"]}, "indicator x, subset_of: no such code as gone"),
        ({"overlaps": ["gone", "a"]}, "indicator x, overlaps: no such code as gone"),
        ({"formula": "a / lost / gone"}, "indicator x, formula: no such code as gone, lost"),
        ({"formula": "a / reported(gone)"}, "indicator x, formula: no such code as gone"),
        (
            {"kind": "growth", "growth": {"of": "gone", "measure": "percent"}},
            "indicator x, growth: no such code as gone",
        ),
    ],
)
def test_a_code_that_is_not_there_is_refused_by_stanza_and_field(fields, named):
    with pytest.raises(ValidationError, match=f"Value error, {named} "):
        catalog(A, indicator_stanza("x", **fields))


@pytest.mark.parametrize(
    "stanza",
    [
        indicator_stanza("x", formula="a / implied"),
        indicator_stanza("x", formula="a / reported(implied)"),
        indicator_stanza("x", partitions=["a", "implied"]),
        growth("x", "implied", "percent"),
    ],
)
def test_what_follows_from_a_printed_share_is_never_an_operand(stanza):
    implied = indicator_stanza("implied", implied=True)
    with pytest.raises(ValidationError, match="indicator x: implied is implied, and never an"):
        catalog(A, implied, stanza)


def test_parts_have_the_unit_of_their_whole():
    with pytest.raises(ValidationError, match="indicator x, partitions: share has another unit"):
        catalog(A, B, SHARE, indicator_stanza("x", partitions=["a", "share"]))


@pytest.mark.parametrize(
    ("of", "measure", "agrees"),
    [
        ("share", "points", True),
        ("a", "absolute", True),
        ("a", "percent", True),
        ("a", "compound_per_year", True),
        ("a", "points", False),
        ("share", "absolute", False),
        ("share", "percent", False),
    ],
)
def test_shares_grow_in_points_and_nothing_else_does(of, measure, agrees):
    stanzas = (A, B, SHARE, growth("x", of, measure))
    if agrees:
        assert catalog(*stanzas).by_code["x"].growth is not None
        return
    with pytest.raises(ValidationError, match="indicator x: points are for shares in percent"):
        catalog(*stanzas)


def test_a_unit_is_counted_when_its_stanza_says_so():
    read = catalog(A, B, SHARE)
    assert read.counted(read.by_code["a"])
    assert not read.counted(read.by_code["share"])


def test_concepts_compare_with_themselves_and_with_those_either_of_them_names():
    concepts = [concept("register", "census"), concept("census"), concept("average")]
    stanzas = [indicator_stanza(row["code"], concept=row["code"]) for row in concepts]
    read = catalog(*stanzas, concept=concepts)
    compared = {
        (first.code, second.code)
        for first in read.indicators
        for second in read.indicators
        if read.concepts_compare(first, second)
    }
    assert compared == {
        ("register", "register"),
        ("census", "census"),
        ("average", "average"),
        ("register", "census"),
        ("census", "register"),
    }
