"""Every figure of the article about Lào Cai, and what follows from it, with exact numbers."""

import json
from decimal import Decimal

import pytest

ARTICLE = {
    "directly_subordinate_organizations": ("14", "14", "exact"),
    "delegated_grassroots_committees": ("1", "1", "exact"),
    "grassroots_organizations": ("537", "537", "exact"),
    "grassroots_committees": ("286", "286", "exact"),
    "grassroots_cells": ("251", "251", "exact"),
    "sectional_committees": ("12", "12", "exact"),
    "subordinate_cells": ("3041", "3.041", "exact"),
    "villages_with_own_cell_share": ("100", "100%", "exact"),
    "village_cells_with_committee_share": ("85", "hơn 85%", "over"),
    "members": ("53767", "53.767", "exact"),
    "members_share_of_population": ("7", "gần 7%", "nearly"),
    "ethnic_minority_share_of_members": ("42", "gần 42%", "nearly"),
}
# Value, lower and upper bound; a bracket is a closed end, a parenthesis an open one.
COMPUTED = {
    "members_share_of_population.2022": ("6.977381", "[6.97738, 6.977381]"),
    "members_share_of_population.2010": ("4.786735", "[4.786696, 4.786774]"),
    "population_implied.2022": ("768100", "(768100, None)"),
    "ethnic_minority_members.2022": ("22582.14", "[0, 22582.14)"),
    "ethnic_minority_share_of_members.2022": ("42", "[0, 42)"),
    "village_cells_with_committee_share.2022": ("85", "(85, 100]"),
    "villages_with_own_cell_share.2022": ("100", "[100, 100]"),
    "ethnic_minority_representation.2022": ("0.634345", "[0, 0.634394]"),
    "population_per_member.2022": ("14.332025", "[14.332025, 14.332026]"),
    "cells.2022": ("3292", "[3292, 3292]"),
    "members_per_cell.2022": ("16.332625", "[16.332624, 16.332625]"),
    "members_per_grassroots_organization.2022": ("100.124767", "[100.124767, 100.124768]"),
    "subordinate_cells_per_grassroots_committee.2022": ("10.632867", "[10.632867, 10.632868]"),
    "committee_share_of_grassroots_organizations.2022": ("53.258845", "[53.258845, 53.258846]"),
    "cell_share_of_grassroots_organizations.2022": ("46.741155", "[46.741154, 46.741155]"),
    "admission_rate.2010": ("5.941551", "[5.94155, 5.941551]"),
    "women_share_of_admitted.2010": ("41.222658", "[41.222658, 41.222659]"),
    "ethnic_minority_share_of_admitted.2010": ("32.080763", "[32.080762, 32.080763]"),
    "youth_union_share_of_admitted.2010": ("61.86203", "[61.86203, 61.862031]"),
    "members_growth_absolute.2022": ("23758", "[23758, 23758]"),
    # 23758 / 30009 is 79,1695824…: the 79,169583 is its upper bound.
    "members_growth_percent.2022": ("79.169582", "[79.169582, 79.169583]"),
    "members_growth_per_year.2022": ("4.979707", "[4.979707, 4.979708]"),
    "members_share_of_population_growth_points.2022": ("2.190646", "[2.190607, 2.190684]"),
    "grassroots_organizations_growth_absolute.2022": ("-101", "[-101, -101]"),
}


def data(client, path, **parameters):
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal)["data"]


def interval(row):
    left, right = "[" if row["lower_closed"] else "(", "]" if row["upper_closed"] else ")"
    return f"{left}{row['lower']}, {row['upper']}{right}"


@pytest.mark.parametrize("indicator", ARTICLE)
def test_a_figure_of_the_article_stands_as_it_was_printed(client, indicator):
    selection = {"organization": "lao-cai", "indicator": indicator, "source": "bao-lao-cai-2023"}
    (figure,) = data(client, "/v1/figures", **selection)
    assert (str(figure["value"]), figure["as_reported"], figure["qualifier"]) == ARTICLE[indicator]
    assert figure["key"] == f"lao-cai.{indicator}.2022@bao-lao-cai-2023"
    assert figure["reference_date"] == "2022-12-31"


def test_the_article_has_no_other_figures(client):
    assert len(data(client, "/v1/figures", source="bao-lao-cai-2023")) == len(ARTICLE)


@pytest.mark.parametrize("cell", COMPUTED)
def test_a_number_has_its_value_and_its_bounds_in_every_answer(client, cell):
    indicator, period = cell.split(".")
    selection = {"organization": "lao-cai", "indicator": indicator, "period": period}
    (listed,) = data(client, "/v1/observations", **selection)
    alone = data(client, f"/v1/observations/lao-cai.{cell}")
    profile = data(client, "/v1/organizations/lao-cai/profile", period=period)
    (told,) = [
        row
        for group in profile["groups"]
        for row in group["indicators"]
        if row["indicator"] == indicator
    ]
    for row in (listed, alone, told):
        assert (str(row["value"]), interval(row)) == COMPUTED[cell]


def test_the_claim_of_the_article_is_graded_and_shows_what_it_assumes(client):
    selection = {"organization": "lao-cai", "period": "2022"}
    (ratio,) = data(client, "/v1/ratios/members_share_of_population", **selection)
    (claim,) = ratio["claims"]
    assert (claim["as_reported"], claim["verdict"]) == ("gần 7%", "consistent")
    assert claim["assumes"] == [
        {
            "operand": "population",
            "id": "lao-cai.population.2022",
            "value": 770590,
            "source": "danso-info",
        }
    ]
    assert [
        (each["denominator"], str(each["value"]), each["verdict"]) for each in claim["sensitivity"]
    ] == [
        ("lao-cai.population.2021", "7.057055", "inconsistent"),
        ("lao-cai.population.2022", "6.977381", "consistent"),
        ("lao-cai.population.2023", "6.894089", "consistent"),
    ]


def test_a_ratio_shows_its_operands_their_sources_and_the_guards_it_passed(client):
    selection = {"organization": "lao-cai", "period": "2022"}
    (ratio,) = data(client, "/v1/ratios/members_share_of_population", **selection)
    assert ratio["formula"] == "members / population * 100"
    assert [(each["id"], each["value"], each["source"]) for each in ratio["operands"]] == [
        ("lao-cai.members.2022", 53767, "bao-lao-cai-2023"),
        ("lao-cai.population.2022", 770590, "danso-info"),
    ]
    assert {each["guard"] for each in ratio["guards"] if each["passed"]} == {
        "concept", "period", "operands", "boundary", "domain",
    }  # fmt: skip
    assert ratio["refusal"] is None


def test_the_lineage_alone_is_enough_to_compute_a_number_again(client):
    found = data(client, "/v1/observations/lao-cai.members_per_cell.2022")
    members, cells = found["lineage"]["operands"]
    assert (members["value"], cells["value"]) == (53767, 3292)
    assert [each["value"] for each in cells["lineage"]["operands"]] == [251, 3041]
    printed = [operand["lineage"]["figure"] for operand in (members, *cells["lineage"]["operands"])]
    assert [figure["as_reported"] for figure in printed] == ["53.767", "251", "3.041"]
    assert [source["code"] for source in found["sources"]] == ["bao-lao-cai-2023"]
    exact = round(Decimal(53767) / Decimal(3292), 6)
    assert found["value"] == exact


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "tổng hợp không chính thức từ nguồn công khai"),
        ("en", "an unofficial compilation from public sources"),
    ],
)
def test_a_citation_names_source_release_and_that_it_is_unofficial(client, language, words):
    found = data(client, "/v1/observations/lao-cai.members.2022")
    citation = found["citation"][language]
    assert words in citation
    assert "https://baolaocai.vn/" in citation
    assert citation.endswith("/v1/observations/lao-cai.members.2022?release=1")
    assert found["permalink"] in citation


@pytest.mark.parametrize(("comparison", "count"), [("eq:42", 0), ("lt:42", 1), ("le:42", 1)])
def test_a_number_that_is_nearly_42_is_below_it_and_not_equal_to_it(client, comparison, count):
    selection = {"organization": "lao-cai", "indicator": "ethnic_minority_share_of_members"}
    assert len(data(client, "/v1/observations", **selection, value=comparison)) == count


def test_a_free_ratio_gives_what_the_catalog_computes(client):
    selection = {"organization": "lao-cai", "period": "2022", "numerator": "members"}
    (share,) = data(client, "/v1/computations", **selection, denominator="population", scale="100")
    assert (str(share["value"]), interval(share)) == COMPUTED["members_share_of_population.2022"]
    (per_cell,) = data(client, "/v1/computations", **selection, denominator="cells")
    assert str(per_cell["value"]) == "16.332625"
