"""What the seeds' numbers say of each other: parts and wholes, contradictions, revisions."""

import pytest


def checks(client, **selection):
    return client.get("/v1/checks", params=selection).json()["data"]


def test_parts_and_wholes_of_both_years_are_passed_checks(client):
    found = checks(client, rule="parts", organization="lao-cai")
    assert [(each["text"]["vi"], each["outcome"]) for each in found] == [
        ("273 + 365 = 638", "passed"),
        ("286 + 251 = 537", "passed"),
    ]


@pytest.mark.parametrize(
    ("cell", "sources"),
    [
        ("khanh-hoa-2025.members.2025-09", ["dan-tri-2025-khanh-hoa", "sggp-2025-khanh-hoa"]),
        ("quang-nam.members.2020-10", ["bao-quang-nam-2020-10", "tinh-doan-quang-nam-2020"]),
    ],
)
def test_two_sources_that_contradict_each_other_both_stand(client, cell, sources):
    organization, indicator, period = cell.split(".")
    selection = {"organization": organization, "indicator": indicator, "period": period}
    (check,) = checks(client, outcome="contradiction", **selection)
    assert (check["cell"], check["verdict"]) == (cell, "inconsistent")
    assert sorted(check["sources"]) == sources
    figures = client.get("/v1/figures", params=selection).json()["data"]
    assert sorted(figure["source"] for figure in figures) == sources


@pytest.mark.parametrize(
    ("period", "outcome", "verdict"),
    [("2023", "possible", "inconsistent"), ("2018", "revised", "revised")],
)
def test_a_disagreement_is_graded_by_what_it_rests_on(client, period, outcome, verdict):
    found = checks(
        client, rule="figures", organization="lao-cai", indicator="population", period=period
    )
    assert [(each["outcome"], each["verdict"]) for each in found] == [(outcome, verdict)]


def test_the_numbers_of_can_tho_contradict_nothing(client):
    assert [each for each in checks(client, organization="can-tho") if each["verdict"]] == []


def test_the_alternatives_of_a_number_carry_their_verdict(client):
    found = client.get("/v1/observations/lao-cai.population.2018").json()["data"]
    assert (found["value"], found["source"]) == (720800, "gso-1995-2020")
    assert [(each["value"], each["verdict"]) for each in found["alternatives"]] == [
        (705628, "revised")
    ]
