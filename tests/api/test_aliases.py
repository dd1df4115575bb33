"""A parameter has one name, is given once, and is no number larger than any table holds."""

import pytest

from app.web.door import PARAMETERS_MAX
from tests.api.problems import assert_problem
from tests.web.document import OPERATIONS, READS, by_name


def camel_to_snake(name):
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)


@pytest.mark.scaled
@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_a_parameter_answers_to_its_own_name_only(client, operation, cases):
    step = cases(3, 1)
    for place, parameter in enumerate(operation.parameters):
        if parameter["in"] == "query":
            name, example = parameter["name"], parameter["schema"]["examples"][0]
            aliases = (name.upper(), name.title(), camel_to_snake(name), f"{name}[]",
                       f"{name}[0]", f"{name}.", f" {name}", f"{name}%20", f"{name}%C2%AD",
                       f"{name};", f"%EF%BC%A1{name}")  # fmt: skip
            for alias in aliases[place % step :: step]:
                if alias != name:
                    address = f"{operation.address()}&{alias}={example}"
                    problem = assert_problem(client.get(address), 422)
                    assert problem["detail"].startswith("There is no parameter"), address


@pytest.mark.parametrize(
    "query",
    ["limit=1&limit=2", "limit=1&limit=1", "limit=1&%6cimit=2", "%6Cimit=1&l%69mit=1",
     "limit=1&limit=", "limit&limit", "limit=1&total=true&limit=1", "lang=vi&lang=vi"],
)  # fmt: skip
def test_a_parameter_is_given_once_however_it_is_escaped(client, query):
    problem = assert_problem(client.get(f"/v1/organizations?{query}"), 422)
    assert problem["detail"].endswith(("is given 2 times.", "được nêu 2 lần."))


@pytest.mark.parametrize("query", ["%6cimit=1", "limit=%31", "&&limit=1&&", "limit=1&"])
def test_escapes_and_empty_parts_mean_what_they_mean_everywhere(client, query):
    assert client.get(f"/v1/organizations?{query}").json()["meta"]["count"] == 1


@pytest.mark.parametrize(
    "query",
    ["limit=1;limit=2", "limit=1,2", "limit=+1", "limit=1+", "limit=%2B1", "limit=1_0",
     "limit=%EF%BC%91", "limit=%D9%A1", "limit=%C2%B9", "limit=%E2%91%A0", "limit=0x1",
     "limit=1e0", "limit=%201", "limit=1%0a", "release=%D9%A1", "release=1%0a", "limit", "=1", "="],
)  # fmt: skip
def test_a_number_is_written_in_plain_digits(client, query):
    assert_problem(client.get(f"/v1/organizations?{query}"), 422)


@pytest.mark.scaled
@pytest.mark.parametrize("digits", ["9" * 10, str(2**31), str(2**63), str(2**64), "9" * 4000])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_no_table_holds_is_refused_everywhere(client, digits, sign, cases):
    number = sign + digits
    step = cases(5, 1)  # Each number meets other operations.
    for operation in OPERATIONS[len(number) % step :: step]:
        if "{" in operation.path:
            start, _, rest = operation.path.partition("{")
            assert_problem(client.get(f"{start}{number}{rest.partition('}')[2]}"), 404)
        for parameter in operation.parameters:
            # A code may be nothing but digits: then it is one that there is not.
            # Any text may be searched for.
            if parameter["in"] == "query" and parameter["name"] != "q":
                for value in (number, f"lt:{number}", f"{number}-01-01", f"a.b.{number}"):
                    answer = client.get(operation.address(**{parameter["name"]: value}))
                    may_hold = parameter["name"] in {"value", "lower", "upper"}
                    may_hold &= len(number.strip("-")) <= 12
                    if not (may_hold and value.startswith("lt:")):
                        # A kind of event that there is not gives an empty list.
                        assert answer.status_code in {422, 200}, answer.url
                        assert answer.status_code == 422 or answer.json()["data"] == []


def test_many_parameters_are_refused_before_each_is_looked_at(client):
    many = "&".join(f"p{number}=1" for number in range(PARAMETERS_MAX + 1))
    problem = assert_problem(client.get(f"/v1/organizations?{many}"), 422)
    assert "errors" not in problem
    assert problem["expected"] == f"at most {PARAMETERS_MAX}"


@pytest.mark.parametrize("wrong", [
    "2022-02-30", "2026-11-23T08:00", "2026-11-23T08:00:00", "2026-11-23 08:00:00Z",
    "2026-11-23T08:00:00+07", "2026-11-23T25:00:00Z", "2026-11-23T08:00:60Z", "2026-W01-1",
    "20261123", "20261123T080000Z", "2026-327", "%EF%BC%92026-11-23", "2026-11-23T08:00:00Z%00",
    "1899-12-31", "2200-01-01", "2026-11-23T08:00:00.1234567Z", "now",
])  # fmt: skip
def test_a_moment_has_one_form(client, wrong):
    problem = assert_problem(client.get(f"/v1/config?asOf={wrong}"))
    assert problem["status"] == (400 if "%00" in wrong else 422)


@pytest.mark.parametrize("wrong", ["", "a b", "%00", "đ", "a" * 601, "lao-cai,", "%ED%A0%80", "😀"])
def test_a_place_to_continue_from_is_bounded(client, wrong):
    for path in ("organizations", "sources", "events", "checks", "figures", "observations",
                 "indicators", "ratios", "ratios/members_per_cell"):  # fmt: skip
        assert_problem(client.get(f"/v1/{path}?after={wrong}"))
