"""A province of three districts, with stated answers (issue 2, section 6)."""

import pytest

from app.publication.problems import WithdrawalError
from tests.packages import figure, organization, write_package

NATION = (organization("vn", children_complete="yes"),)
PROVINCE = (
    *NATION,
    organization("p", "vn", children_complete="yes"),
    organization("d1", "p"),
    organization("d2", "p"),
    organization("d3", "p"),
)
TWO = (figure("d1.members.2022", "10"), figure("d2.members.2022", "hơn 20"))
THREE = (*TWO, figure("d3.members.2022", "5"))


def number(client, key):
    found = client.get(f"/v1/observations/{key}").json()["data"]
    names = (
        "value",
        "lower",
        "lower_closed",
        "upper",
        "upper_closed",
        "parts_known",
        "parts_total",
    )
    return tuple(found[name] for name in names)


def test_with_a_district_missing_there_is_only_a_lower_bound(publish, tmp_path):
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=TWO))
    assert number(client, "p.members.2022") == (None, 30, False, None, False, 2, 3)
    found = client.get("/v1/observations/p.members.2022").json()["data"]
    assert (found["derivation"], found["status"]) == ("rolled_up", "M")
    assert [notice["code"] for notice in found["notices"]] == ["incomplete_roll_up"]


def test_with_all_districts_there_is_a_value(publish, tmp_path):
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=THREE))
    assert number(client, "p.members.2022") == (35, 35, False, None, False, 3, 3)
    found = client.get("/v1/observations/p.members.2022").json()["data"]
    assert (found["derivation"], found["qualifier"]) == ("rolled_up", "over")
    assert [part["id"] for part in found["lineage"]["parts"]] == [
        "d1.members.2022", "d2.members.2022", "d3.members.2022",
    ]  # fmt: skip


def test_only_organizations_that_exist_in_the_period_are_parts(publish, tmp_path):
    tree = (
        *PROVINCE[:2],
        organization("d1", "p"),
        organization("d2", "p", valid_to="2022-06-30"),
        organization("d3", "p", valid_from="2022-07-01"),
    )
    figures = [figure(f"{code}.{indicator}.2022", "10")
               for code in ("d1", "d2", "d3") for indicator in ("members", "admitted")]  # fmt: skip
    client = publish(write_package(tmp_path, organizations=tree, figures=figures))

    def parts(indicator):
        found = client.get(f"/v1/observations/p.{indicator}.2022").json()["data"]
        return found["value"], [part["organization"] for part in found["lineage"]["parts"]]

    # A stock counts who is there at the end, a flow who was there throughout.
    assert parts("members") == (20, ["d1", "d3"])
    assert parts("admitted") == (10, ["d1"])


def test_what_the_province_reports_stands_first_and_counts_for_the_nation(publish, tmp_path):
    figures = (*THREE, figure("p.members.2022", "36"))
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=figures))
    assert number(client, "p.members.2022")[:5] == (36, 36, True, 36, True)
    assert number(client, "vn.members.2022") == (36, 36, True, 36, True, 1, 1)
    checks = client.get("/v1/checks", params={"rule": "roll_up", "organization": "p"}).json()
    assert [(check["verdict"], check["outcome"]) for check in checks["data"]] == [
        ("consistent", "passed")
    ]


def test_a_missing_part_does_not_fire(publish, tmp_path):
    figures = (figure("p.bodies.2022", "10"), figure("p.committees.2022", "4"))
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=figures))
    checks = client.get("/v1/checks", params={"rule": "parts"}).json()["data"]
    assert [check["outcome"] for check in checks if check["outcome"] != "passed"] == []
    assert client.get("/v1/observations/p.cells.2022").status_code == 404
    assert client.get("/v1/observations/p.bodies.2022").json()["data"]["value"] == 10


def test_a_missing_whole_is_the_sum_of_all_its_parts(publish, tmp_path):
    figures = (figure("p.committees.2022", "4"), figure("p.cells.2022", "6"))
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=figures))
    found = client.get("/v1/observations/p.bodies.2022").json()["data"]
    assert (found["value"], found["derivation"]) == (10, "computed")


def test_a_small_personal_count_is_nowhere_to_be_read(publish, tmp_path):
    figures = (figure("d1.members.2022", "4"), figure("d1.population.2022", "100"))
    client = publish(write_package(tmp_path, organizations=PROVINCE, figures=figures))
    row = client.get("/v1/observations/d1.members.2022").json()["data"]
    assert [row[name] for name in ("value", "lower", "upper", "as_reported")] == [None] * 4
    assert (row["status"], row["confidentiality"]) == ("Q", "C")
    printed = client.get("/v1/figures", params={"indicator": "members"}).json()["data"][0]
    assert [printed[name] for name in ("value", "lower", "upper", "as_reported")] == [None] * 4
    assert client.get("/v1/observations/d1.share.2022").status_code == 404


def test_a_package_without_a_former_row_is_refused_unless_allowed(publish, publisher, tmp_path):
    first = write_package(tmp_path / "1", organizations=PROVINCE, figures=THREE)
    second = write_package(tmp_path / "2", organizations=PROVINCE, figures=TWO)
    client = publish(first)
    with pytest.raises(WithdrawalError, match=r"d3\.members\.2022@report"):
        publisher.load(second)
    assert client.get("/v1/releases").json()["meta"]["count"] == 1
    publisher.load(second, allow_withdrawals=True)
    assert client.get("/v1/releases/2").json()["data"]["changes"] == {
        "new": 0, "revised": 1, "withdrawn": 2,
    }  # fmt: skip
    gone = client.get("/v1/observations/d3.members.2022")
    assert (gone.status_code, gone.json()["expected"]) == (404, "release=1")
    assert "withdrawn in release 2" in gone.json()["detail"]
    before = client.get("/v1/observations/d3.members.2022", params={"release": 1}).json()["data"]
    assert before["value"] == 5
    history = client.get("/v1/observations/p.members.2022").json()["data"]["history"]
    assert [(each["release"], each["change"]) for each in history] == [(2, "revised")]
    assert history[0]["before"]["value"] == 35
