"""The kernel's way of whole numbers gives the rows that its general rules give (decision 0020)."""

from datetime import date
from types import SimpleNamespace

from hypothesis import example, given
from hypothesis import strategies as st

from app.derivation.checks import Check
from app.derivation.derive import PlainResult, derive, derive_plain
from app.derivation.disclosure import suppress
from app.derivation.organizations import Below
from app.derivation.passing import PassedCheck
from app.derivation.plain import PlainCatalog
from app.derivation.points import PlainNumber
from app.publication.plain_rows import ResultRows
from tests.catalog.stanzas import indicator_stanza
from tests.derivation.kernel import (
    INDICATORS,
    broken,
    catalog,
    count,
    growth,
    organization,
    printed,
    share,
)

UNBOUNDED = {"kind": "stock", "domain": {}}
CATALOG = catalog(
    *INDICATORS,
    count("others", formula="members - women", subset_of=["members"]),
    count("pairs", formula="members / 2"),
    count("thirds", formula="members / 3", roll_up="none"),
    count("thirds_of_pairs", formula="pairs / 3", roll_up="none"),
    count("everybody", formula="members + headcount", concept="register", roll_up="none"),
    count("squared", formula="members * women", roll_up="none"),
    indicator_stanza("balance", roll_up="sum"),
    indicator_stanza("always_one", domain={"lower": 1, "upper": 1}, formula="cells / committees"),
    share("per_women", formula="members / women * 100"),
    share("pairs_share", formula="pairs / members * 100"),
    growth("squared_growth", "squared", "percent", unit="percent", domain={}),
    growth("pairs_change", "pairs", "absolute"),
    growth("change_of_the_change", "members_change", "absolute"),
    direct_subordinates="subordinates",
)
COUNTS = [
    "members", "members", "members", "women", "men", "population", "population", "committees",
    "cells", "organizations", "admitted", "headcount", "balance", "pairs", "subordinates",
    "members_change", "minority_share",
]  # fmt: skip
PERIODS = ["2020", "2021", "2022", "2022", "2021-06", "2022-06", "2022-S1", "2022-S2"]
PRINTS = st.one_of(
    st.integers(0, 12).map(str), st.sampled_from(["hơn 5", "gần 12", "khoảng 6", "999999999"])
)
SHARES = st.sampled_from(["0", "7", "12,5"])


def either_way(*organizations):
    """The plain results by code, after comparing rows; organizations stand parents first."""
    plain = PlainCatalog(CATALOG)
    numbering = SimpleNamespace(
        organizations={each.code: number for number, each in enumerate(organizations, 1)},
        indicators=plain.numbers,
        levels=[0] * (len(organizations) + 1),
    )
    rows = ResultRows(1, numbering)
    found = list(derive_plain(plain, organizations))
    for one, other in zip(found, derive(CATALOG, organizations), strict=True):
        general = PlainResult(other.code, other.observations, other.checks)
        assert list(rows.observations(one)) == list(rows.observations(general))
        assert sorted(rows.checks(one)) == sorted(rows.checks(general))
    return {each.code: each for each in found}


def plainly(result, key):
    """Value in millionths of a number that went the way of whole numbers; None where it did not."""
    indicator, _, year = key.partition(".")
    number = PlainCatalog(CATALOG).numbers[indicator]
    values = [
        each.value
        for each in result.observations
        if isinstance(each, PlainNumber)
        and (each.indicator, each.period // 100_000) == (number, int(year))
    ]
    return values[0] if values else None


@st.composite
def figures(draw):
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from(COUNTS), st.sampled_from(PERIODS), st.sampled_from(["a", "a", "b"])
            ),
            max_size=25,
            unique=True,
        )
    )
    return [
        printed(
            draw(SHARES if indicator == "minority_share" else PRINTS),
            indicator,
            period,
            source=source,
        )
        for indicator, period, source in cells
    ]


@st.composite
def trees(draw):
    """A nation of a province with districts, and of a short-lived one."""
    listed = draw(st.booleans())
    breaks = draw(st.sampled_from([(), (), (), (broken("2021-07-01", "members"),)]))
    return [
        organization("vn", *draw(figures()), all_listed=listed),
        organization("old", *draw(figures()), parent="vn", valid_to=date(2021, 6, 30)),
        organization("p", *draw(figures()), parent="vn", all_listed=True, breaks=breaks),
        organization("p1", *draw(figures()), parent="p", breaks=breaks),
        organization("p2", *draw(figures()), parent="p", valid_from=date(2021, 1, 1)),
    ]


# Sums that are whole, of some, of none that is there; rivals, and what does not pass.
TREE = [
    organization(
        "vn", printed("30"), printed("3", "subordinates"), printed("2", "members", "2021")
    ),
    organization(
        "old", printed("5"), printed("2", "cells"), parent="vn", valid_to=date(2021, 6, 30)
    ),
    organization("p", printed("20"), printed("4", period="2021"), parent="vn", all_listed=True),
    organization(
        "p1",
        printed("0", period="2020"),
        printed("5", period="2021"),
        printed("12"),
        printed("13", source="b"),
        printed("14", "women"),
        printed("7", "members", "2022-06"),
        parent="p",
    ),
    organization(
        "p2",
        printed("8"),
        printed("3", "women"),
        printed("4", "women", "2020"),
        printed("0", "cells"),
        printed("hơn 5", "admitted"),
        parent="p",
    ),
]


@given(trees())
@example(TREE)
def test_random_organizations_give_the_same_rows_either_way(organizations):
    either_way(*organizations)


@given(trees())
@example(TREE)
def test_branches_that_are_derived_apart_give_the_same(organizations):
    nation, old, *province = organizations
    plain = PlainCatalog(CATALOG)
    below, of_the_province = Below(), Below()
    apart = [*derive_plain(plain, [old], above=below)]
    apart += derive_plain(plain, province, above=of_the_province)
    below.take(of_the_province)
    apart += derive_plain(plain, [nation], below=below)
    assert apart == [*derive_plain(plain, organizations)]


# Turns that random organizations seldom take


def one(*figures, **fields):
    return either_way(organization("p", *figures, **fields))["p"]


def below(*texts, indicator="members", **fields):
    """What P comes to, of districts a, b, c … with one number each."""
    children = [
        organization(code, printed(text, indicator), parent="p")
        for code, text in zip("abc", texts, strict=False)
    ]
    return either_way(organization("p", all_listed=True, **fields), *children)["p"]


def test_a_count_that_is_a_formula_of_whole_numbers_is_one_where_the_division_leaves_nothing():
    even = one(printed("12"), printed("5", "women"))
    assert plainly(even, "men.2022") == 7_000_000
    assert plainly(even, "thirds_of_pairs.2022") == 2_000_000
    odd = one(printed("7"))
    assert plainly(odd, "pairs.2022") == 3_500_000
    assert plainly(odd, "pairs_share.2022") is None


def test_what_is_computed_with_a_fraction_is_handed_up_by_the_general_rules():
    assert plainly(below("6", "8"), "pairs.2022") == 7_000_000
    assert plainly(below("7", "8"), "pairs.2022") is None


def test_a_count_that_is_printed_and_computed_is_held_against_what_is_computed():
    found = one(printed("12"), printed("5", "women"), printed("6", "men"))
    assert plainly(found, "men.2022") == 6_000_000
    assert [str(each.rule) for each in found.checks] == ["subset", "claim", "subset"]


def test_a_sum_from_a_thousand_million_on_is_refused_by_the_general_rules():
    assert plainly(below("999999998", "1"), "members.2022") == 999_999_999_000_000
    assert plainly(below("999999999", "1"), "members.2022") is None


def test_a_sum_of_what_may_be_below_zero_goes_to_the_general_rules():
    assert plainly(below("3", "4", indicator="balance"), "balance.2022") is None


def test_a_ratio_or_product_from_a_thousand_million_on_goes_to_the_general_rules():
    found = one(printed("900000"), printed("800000", "women"))
    assert plainly(found, "women_share.2022") == 88_888_889
    assert plainly(found, "squared.2022") is None


def test_an_average_needs_an_organization_that_exists_within_its_period():
    figures = printed("5"), printed("100", "population")
    assert plainly(one(*figures, valid_to=date(2022, 12, 31)), "share.2022") == 5_000_000
    assert plainly(one(*figures, valid_to=date(2021, 12, 31)), "share.2022") is None


def test_growth_that_is_printed_or_is_measured_of_growth_goes_to_the_general_rules():
    figures = [
        printed(text, period=period)
        for text, period in (("3", "2020"), ("5", "2021"), ("9", "2022"))
    ]
    grown = one(*figures)
    assert plainly(grown, "members_change.2022") == 4_000_000
    assert plainly(grown, "members_yearly.2022") is None
    assert plainly(grown, "change_of_the_change.2022") is None
    assert plainly(one(*figures, printed("4", "members_change")), "members_change.2022") is None


def test_a_quotient_whose_domain_is_one_number_says_nothing():
    assert (
        plainly(one(printed("5", "cells"), printed("5", "committees")), "always_one.2022") is None
    )


def test_a_whole_and_its_parts_pass_as_whole_numbers_where_they_add_up():
    (check,) = one(
        printed("5", "organizations"), printed("2", "cells"), printed("3", "committees")
    ).checks
    assert isinstance(check, PassedCheck)
    (check,) = one(
        printed("6", "organizations"), printed("2", "cells"), printed("3", "committees")
    ).checks
    assert isinstance(check, Check)


def test_a_whole_without_any_part_has_no_check():
    assert one(printed("5", "organizations")).checks == ()


def test_a_suppressed_cell_is_no_number_and_has_no_check():
    figures = suppress([printed("12"), printed("3", "women")], CATALOG, threshold=5)
    found = one(*figures)
    assert found.checks == ()
    assert plainly(found, "women_share.2022") is None


def test_sums_and_constants_are_formulas_of_whole_numbers():
    assert plainly(one(printed("5"), printed("6", "headcount")), "everybody.2022") is None
