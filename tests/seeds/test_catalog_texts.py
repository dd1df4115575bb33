"""The catalog of the seeds: its texts, and what tells its indicators apart."""

import unicodedata
from collections import Counter

from app.catalog.indicators import Bilingual
from tests.seeds.tables import catalog

# Where a source or its words leave something open, the indicator says so.
AMBIGUOUS = {
    "cells_with_committee_share",
    "delegated_grassroots_committees",
    "directly_subordinate_organizations",
    "ethnic_minority_representation",
    "grassroots_committees",
    "members_admitted_ethnic_minority",
    "members_admitted_women",
    "members_admitted_youth_union",
    "members_per_cell",
    "members_share_of_population",
    "population",
    "population_administrative",
    "population_census",
    "population_implied",
    "subordinate_cells",
    "village_cells_with_committee_share",
}


def bilingual() -> list[tuple[str, Bilingual]]:
    texts: list[tuple[str, Bilingual]] = []
    for stanzas in (catalog().levels, catalog().units, catalog().concepts, catalog().groups):
        texts += [(stanza.code, stanza.label) for stanza in stanzas]
    texts += [(concept.code, concept.definition) for concept in catalog().concepts]
    for indicator in catalog().indicators:
        own = (indicator.label, indicator.definition, *indicator.notes)
        texts += [(indicator.code, text) for text in own]
    return texts


def test_texts_are_trimmed_composed_and_translated():
    for code, text in bilingual():
        assert text.vi != text.en, code
        for words in (text.vi, text.en):
            assert unicodedata.is_normalized("NFC", words), code
            assert words == " ".join(words.split()), code


def test_labels_tell_indicators_apart():
    for language in ("vi", "en"):
        labels = Counter(getattr(each.label, language) for each in catalog().indicators)
        assert labels.most_common(1)[0][1] == 1


def test_definitions_and_notes_are_sentences():
    for indicator in catalog().indicators:
        for text in (indicator.definition, *indicator.notes):
            assert text.vi.endswith("."), indicator.code
            assert text.en.endswith("."), indicator.code


def test_what_sources_leave_open_is_noted():
    noted = {indicator.code for indicator in catalog().indicators if indicator.notes}
    assert noted >= AMBIGUOUS


def test_measure_breakdown_and_concept_tell_indicators_apart():
    keys = Counter(
        (each.measure, tuple(sorted(each.breakdown.items())), each.concept)
        for each in catalog().indicators
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_form_has_one_indicator_for_each_column():
    columns = {each.form_column: each.code for each in catalog().indicators if each.form_column}
    assert columns == {
        2: "grassroots_organizations",
        3: "grassroots_committees",
        4: "grassroots_cells",
        5: "sectional_committees",
        6: "subordinate_cells",
        7: "members",
    }


def test_shares_lie_between_0_and_100_and_counts_are_not_negative():
    for indicator in catalog().indicators:
        in_percent = indicator.unit == "percent"
        if indicator.growth is not None:
            expected = (-100 if in_percent else None, None)
        else:
            expected = (0, 100 if in_percent else None)
        bounds = indicator.domain.bounds
        assert (bounds.lower, bounds.upper) == expected, indicator.code


def test_counts_of_members_are_personal_and_offices_are_not():
    personal = {each.code for each in catalog().indicators if each.personal}
    assert personal == {
        each.code
        for each in catalog().indicators
        if each.is_count and each.measure in {"members", "members_admitted"}
    }


def test_members_compare_with_the_average_population_alone():
    members = catalog().by_code["members"]
    populations = [each for each in catalog().indicators if each.measure == "population"]
    assert len(populations) == 4
    compared = {each.code for each in populations if catalog().concepts_compare(members, each)}
    assert compared == {"population"}


def test_overlaps_are_mutual_and_parts_of_one_whole():
    by_code = catalog().by_code
    for indicator in catalog().indicators:
        for other in indicator.overlaps:
            assert indicator.code in by_code[other].overlaps
            assert indicator.subset_of == by_code[other].subset_of


def test_what_is_summed_is_a_count_that_is_not_implied():
    for indicator in catalog().indicators:
        if indicator.roll_up == "sum":
            assert indicator.is_count, indicator.code
            assert not indicator.implied, indicator.code
