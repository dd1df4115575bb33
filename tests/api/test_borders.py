"""Mergers, boundary changes and concepts: what may be compared, and what is refused and why."""

import pytest


def data(client, path, **selection):
    answer = client.get(path, params=selection)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_an_organization_that_ended_answers_with_its_successor(client):
    found = data(client, "/v1/organizations/yen-bai")
    assert (found["ended"], found["valid_to"]) == (True, "2025-06-30")
    assert found["successors"] == ["lao-cai-2025"]
    assert data(client, "/v1/organizations/lao-cai-2025")["predecessors"] == ["lao-cai", "yen-bai"]
    assert data(client, "/v1/observations/yen-bai.members.2024")["value"] == 62739


@pytest.mark.parametrize(
    ("identifier", "codes"),
    [
        ("gso-province:15@2025-06-30", ["yen-bai"]),
        ("gso-province:15@2025-07-01", ["lao-cai-2025"]),
        ("gso-province:15", ["lao-cai-2025"]),
        ("gso-province:10,15@2022-12-31", ["lao-cai", "yen-bai"]),
        ("gso-province:10@2025-07-01", []),
        ("iso-3166-2:VN-06@2022-12-31", ["yen-bai"]),
    ],
)
def test_an_identifier_names_who_held_it_on_the_day(client, identifier, codes):
    found = data(client, "/v1/organizations", identifier=identifier)
    assert [each["code"] for each in found] == codes
    observed = data(client, "/v1/observations", identifier=identifier, indicator="members")
    assert {each["organization"] for each in observed} <= set(codes)


def test_members_over_an_administrative_population_are_refused_by_concept(client):
    answer = client.get(
        "/v1/computations",
        params={
            "organization": "lao-cai-2025",
            "numerator": "members",
            "denominator": "population_administrative",
        },
    )
    refusal = answer.json()
    assert (answer.status_code, refusal["type"]) == (422, "/problems/refused-computation")
    assert refusal["parameter"] == "denominator"
    assert "concept guard" in refusal["detail"]
    assert "What would do: population." in refusal["detail"]


def test_the_population_of_another_organization_is_refused_by_boundary(client):
    selection = {"organization": "lao-cai", "numerator": "members", "denominator": "population"}
    other = {**selection, "denominatorOrganization": "lao-cai-2025"}
    answer = client.get("/v1/computations", params=other)
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "denominatorOrganization"
    assert "boundary guard" in answer.json()["detail"]
    same = {**selection, "denominatorOrganization": "lao-cai", "period": "2022"}
    assert data(client, "/v1/computations", **same)[0]["value"] == 0.069774


def test_a_number_implied_by_a_share_is_no_operand(client):
    answer = client.get(
        "/v1/computations",
        params={
            "organization": "lao-cai",
            "numerator": "members",
            "denominator": "population_implied",
        },
    )
    assert (answer.status_code, answer.json()["parameter"]) == (422, "denominator")
    assert "implied" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("code", "organization", "period", "event"),
    [
        ("population_growth_percent", "lao-cai", "2004", "than-uyen-2004"),
        ("members_growth_percent", "lao-cai-2025", "2025-09", "merger-2025"),
    ],
)
def test_growth_over_a_break_is_refused_and_names_the_break(
    client, code, organization, period, event
):
    (refused,) = data(client, f"/v1/ratios/{code}", organization=organization, period=period)
    assert (refused["value"], refused["status"]) == (None, "M")
    assert (refused["refusal"]["guard"], refused["refusal"]["code"]) == ("break", "broken_series")
    assert event in refused["refusal"]["vi"]
    assert event in refused["refusal"]["en"]
    assert client.get(f"/v1/observations/{refused['id']}").status_code == 404


def test_growth_over_a_break_is_given_when_asked_for_and_marked(client):
    (crossed,) = data(
        client,
        "/v1/ratios/population_growth_percent",
        organization="lao-cai",
        period="2004",
        acrossBreaks="true",
    )
    assert (crossed["value"], crossed["lower"], crossed["upper"]) == (
        -9.508042, -9.523059, -9.493022,
    )  # fmt: skip
    assert (crossed["status"], crossed["direction"]) == ("B", "decrease")
    assert "across_break" in [notice["code"] for notice in crossed["notices"]]


def test_growth_over_a_merger_starts_from_the_predecessors_together(client):
    selection = {"organization": "dong-thap-2025", "acrossBreaks": "true"}
    path = "/v1/ratios/members_growth_absolute"
    (grown,) = data(client, path, **selection)
    assert (grown["id"], grown["value"], grown["status"]) == (
        "dong-thap-2025.members_growth_absolute.2025-10", 11376, "B",
    )  # fmt: skip
    notices = {notice["code"]: notice["en"] for notice in grown["notices"]}
    assert "merger-2025-dong-thap" in notices["across_break"]
    assert "from_predecessors" in notices
    (unasked,) = data(client, path, organization="dong-thap-2025", period="2025-10")
    assert (unasked["value"], unasked["refusal"]["guard"]) == (None, "break")


def test_the_first_number_after_a_break_is_marked(client):
    found = data(client, "/v1/observations", organization="lao-cai", indicator="population",
                 startPeriod="2003", endPeriod="2005")  # fmt: skip
    assert [(each["period"], each["status"]) for each in found] == [
        ("2003", "A"), ("2004", "B"), ("2005", "A"),
    ]  # fmt: skip


def test_a_refused_cell_names_the_nearest_that_has_a_number(client):
    (refused,) = data(
        client, "/v1/ratios/members_share_of_population", organization="lao-cai", period="2021"
    )
    assert refused["refusal"]["guard"] == "operands"
    assert refused["refusal"]["nearest"] == "lao-cai.members_share_of_population.2022"
