"""What sources print beside what we compute: verdict, assumption, sensitivity (rule 4)."""

from app.derivation.checks import Rule
from app.derivation.claims import claims_of
from app.derivation.rules import check_organization
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Basis
from tests.derivation.kernel import catalog, cells, count, printed, rolled, share

YEAR = Period.of_year(2022)
POPULATION = [
    printed(text, "population", year)
    for year, text in (("2021", "761.890"), ("2022", "770.590"), ("2023", "779.900"))
]
CLAIM = printed("gần 7%", "share", source="paper")


def claims(*figures, indicator="share", period=YEAR, **known):
    return list(claims_of(cells(*figures, **known), indicator, period))


def checks(*figures):
    return [each for each in check_organization(cells(*figures)) if each.rule is Rule.CLAIM]


def test_a_claim_shows_verdict_assumption_and_how_it_fares_with_the_neighbours():
    (claim,) = claims(printed("53.767"), *POPULATION, CLAIM)
    assert (claim.figure, claim.verdict) == (CLAIM, "consistent")
    assert claim.bounds.upper == 7
    (assumed,) = claim.assumes
    assert str(assumed.observation.key) == "p.population.2022"
    assert [
        (str(each.denominator.period), str(each.verdict), round(float(each.computed.value), 2))
        for each in claim.sensitivity
    ] == [
        ("2021", "inconsistent", 7.06),
        ("2022", "consistent", 6.98),
        ("2023", "consistent", 6.89),
    ]


def test_neighbours_without_a_number_are_left_out():
    (claim,) = claims(printed("53.767"), POPULATION[1], CLAIM)
    assert [str(each.denominator.period) for each in claim.sensitivity] == ["2022"]
    hidden = printed("3", "population", "2021").suppressed()
    (claim,) = claims(printed("53.767"), hidden, *POPULATION[1:], CLAIM)
    assert [str(each.denominator.period) for each in claim.sensitivity] == ["2022", "2023"]


def test_a_neighbour_that_gives_no_number_is_left_out():
    zero = printed("0", "population", "2021")
    (claim,) = claims(printed("53.767"), zero, *POPULATION[1:], CLAIM)
    assert [str(each.denominator.period) for each in claim.sensitivity] == ["2022", "2023"]


def test_a_neighbour_that_is_an_incomplete_sum_is_left_out():
    before = Period.of_year(2021)
    above = {("population", before): rolled(700_000, "population", "2021", known=2)}
    (claim,) = claims(printed("53.767"), *POPULATION[1:], CLAIM, roll_ups=above)
    assert [str(each.denominator.period) for each in claim.sensitivity] == ["2022", "2023"]


def test_where_the_known_years_end_there_is_no_neighbour():
    figures = [
        printed(text, indicator, "1900")
        for text, indicator in (("7", "members"), ("100", "population"), ("7%", "share"))
    ]
    (claim,) = claims(*figures, period=Period.of_year(1900))
    assert [str(each.denominator.period) for each in claim.sensitivity] == ["1900"]


def test_a_claim_out_of_its_ordinary_reading_is_compatible_and_one_out_of_bounds_is_not():
    for members, verdict in (("500", "compatible"), ("660", "consistent"), ("700", "inconsistent")):
        (claim,) = claims(printed(members), printed("10.000", "population"), CLAIM)
        assert claim.verdict == verdict


def test_every_print_is_a_claim_the_preferred_first():
    other = printed("6,9%", "share", source="other")
    found = claims(printed("69"), printed("1.000", "population"), CLAIM, other)
    assert [claim.figure for claim in found] == [other, CLAIM]


def test_without_a_print_or_without_a_number_of_ours_there_is_no_claim():
    assert claims(printed("69"), printed("1.000", "population")) == []
    assert claims(printed("69"), CLAIM) == []
    assert claims(printed("69"), indicator="members") == []
    whole = printed("10", "organizations"), printed("4", "committees"), printed("6", "cells")
    assert claims(*whole, indicator="organizations") == []


def test_a_printed_denominator_is_assumed_and_has_no_neighbours():
    known = catalog(
        count("members"), count("base"), share("r", formula="members / reported(base) * 100")
    )
    figures = [printed("7"), printed("7%", "r")]
    bases = [printed("100", "base", year) for year in ("2021", "2022")]
    (claim,) = claims(*figures, *bases, indicator="r", catalog=known)
    assert [str(use.operand) for use in claim.assumes] == ["reported(base)"]
    assert claim.sensitivity == ()


def test_a_printed_growth_is_a_claim_that_assumes_its_base():
    known = [printed("100", period="2010"), printed("121"), printed("hơn 20", "members_change")]
    (claim,) = claims(*known, indicator="members_change")
    assert (claim.verdict, claim.computed.bounds) == ("consistent", Bounds.point(21))
    assert [str(use.observation.key) for use in claim.assumes] == ["p.members.2010"]
    assert claim.sensitivity == ()


def test_a_claim_is_checked_with_both_sides_and_all_sources():
    figures = [
        printed("53.767", source="m"),
        printed("770.590", "population", source="n"),
        printed("gần 7%", "share", source="paper", reference_date="2022-12-31"),
    ]
    (check,) = checks(*figures)
    assert (check.outcome, check.code) == ("passed", "claim:p.share.2022:paper")
    assert check.left.keys == ("p.share.2022@paper",)
    assert (check.left.as_reported, check.left.bounds.upper) == ("gần 7%", 7)
    assert (check.right.keys, check.right.as_reported) == (("p.share.2022",), None)
    assert check.sources == ("m", "n", "paper")
    assert check.vi == "gần 7% (paper, 2022-12-31) ↔ 6,977381"
    assert check.en == "gần 7% (paper, 2022-12-31) ↔ 6.977381"


def test_a_claim_out_of_bounds_is_a_contradiction_or_on_inference_a_possible_one():
    def outcome(**basis):
        figures = [
            printed(text, indicator, period_basis=basis.get(indicator, Basis.STATED))
            for text, indicator in (("70", "members"), ("1.000", "population"), ("gần 7%", "share"))
        ]
        return checks(*figures)[0].outcome

    assert outcome() == "contradiction"
    assert outcome(population=Basis.INFERRED) == "possible"
    assert outcome(share=Basis.INFERRED) == "possible"
