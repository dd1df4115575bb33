"""Whatever is written into any parameter: an answer or a refusal, never a fault."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.problems import INTERNAL, assert_problem

NAUGHTY = [
    "",
    " ",
    ",",
    ",,,",
    "null",
    "undefined",
    "NaN",
    "-0",
    "1/0",
    "1e309",
    "0x10",
    "9" * 30,
    "-" + "9" * 30,
    "1" * 290,
    "٠١٢٣",
    "½",
    "\uff11",
    "true",
    "'",
    '"',
    "';--",
    "' OR '1'='1",
    "1; DROP TABLE observation",
    "lao-cai' UNION ALL VALUES (1)--",
    "%",
    "_",
    "*",
    "%00",
    "%ED%A0%80",
    "{}",
    "[]",
    '{"$gt": ""}',
    "[" * 250,
    "{{7*7}}",
    "${7*7}",
    "{0.__class__}",
    "%s%n%x",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "http://169.254.169.254/",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\r\nSet-Cookie: a=b",
    "\u202etest\u202c",
    "\ufeff",
    "\ufffe",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "ﷺ",
    "👩‍👩‍👧‍👦",
    "\uff2c\uff41\uff4f",
    "đảng viên",
    "ĐẢNG",
    "ß",
    "İ",
    "lao-cai",
    "lao-cai,lao-cai",
    "members",
    "2022",
    "2022-12-31",
    "0000-00-00",
    "2022-02-30",
    "lt:42",
    "eq:-0",
    "gso-province:15",
    "gso-province:" + ",".join("9" * 100),
    "lao-cai.members.2022",
    "lao-cai.members.2022@bao-lao-cai-2023",
    "2026-01-01T00:00:00+99:99",
    "2026-01-01T00:00:00.0000000000Z",
]
NEEDED = {
    "numerator": "members", "denominator": "cells", "organization": "lao-cai",
    "indicator": "members", "level": "provincial", "period": "2022", "q": "lao+cai",
}  # fmt: skip


def operations(client):
    """Every GET of the document: path, operation, names of its parameters, and those required."""
    document = client.get("/openapi.json").json()
    for path, item in document["paths"].items():
        parameters = item["get"].get("parameters", ())
        names = {where: [each["name"] for each in parameters if each["in"] == where]
                 for where in ("path", "query")}  # fmt: skip
        required = [each["name"] for each in parameters
                    if each["in"] == "query" and each.get("required")]  # fmt: skip
        yield path, item["get"], names, required


def examples(path):
    """The path with a thing that is there."""
    known = {"{id}": "lao-cai.members.2022", "{number}": "1"}
    if "{code}" in path:
        area = path.split("/")[2]
        known["{code}"] = {"organizations": "lao-cai", "indicators": "members"}.get(
            area, "members_per_cell"
        )
    for name, text in known.items():
        path = path.replace(name, text)
    return path


def assert_answered(client, address, operation):
    answer = client.get(address)
    assert str(answer.status_code) in {*operation["responses"], "200", "400", "404"}, address
    if answer.status_code == 200:
        assert not INTERNAL.search(re.sub(r'"url":"[^"]*"', "", answer.text)), address
    else:
        assert answer.status_code < 500, address
        assert_problem(answer)


@pytest.fixture(scope="session")
def walked(client):
    found = list(operations(client))
    assert len(found) >= 20
    return found


@pytest.mark.scaled
@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text)[:40])
def test_no_text_in_any_parameter_makes_a_fault(client, walked, text, cases):
    step = cases(5, 1)  # Each text meets other operations.
    written = text if re.fullmatch(r"%[0-9A-F%]+", text) else quote(text, safe="")
    for path, operation, names, required in walked[NAUGHTY.index(text) % step :: step]:
        needed = "&".join(f"{name}={NEEDED[name]}" for name in required)
        for name in names["path"]:
            address = re.sub(r"\{[a-z]+\}", written, path) if name else path
            assert_answered(client, f"{address}?{needed}", operation)
        for name in names["query"]:
            rest = "&".join(f"{each}={NEEDED[each]}" for each in required if each != name)
            assert_answered(client, f"{examples(path)}?{rest}&{name}={written}", operation)


def test_no_text_as_name_of_a_parameter_makes_a_fault(client, walked):
    for text in NAUGHTY:
        written = text if re.fullmatch(r"%[0-9A-F%]+", text) else quote(text, safe="")
        for path, operation, names, _ in walked[:: 5 if len(text) > 20 else 2]:
            if names["query"]:
                assert_answered(client, f"{examples(path)}?{written}=1", operation)


@settings(max_examples=150)
@given(data=st.data(), text=st.text(max_size=40), raw=st.binary(max_size=12))
def test_no_bytes_in_any_place_make_a_fault(client, walked, data, text, raw):
    path, operation, names, _ = data.draw(st.sampled_from(walked))
    written = data.draw(st.sampled_from([
        quote(text.encode("utf-8", "surrogatepass"), safe=""),
        "".join(f"%{byte:02X}" for byte in raw),
    ]))  # fmt: skip
    if names["query"] and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(names["query"]))
        assert_answered(client, f"{examples(path)}?{name}={written}", operation)
    else:
        address = re.sub(r"\{[a-z]+\}", written, path)
        assert_answered(client, address, operation)


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "," * 5000},
        {"accept": "*/*;q=" + "9" * 4000},
        {"accept": "a/b;" * 1000},
        {"accept-language": "-" * 3000},
        {"accept-language": "vi;q=1e-400,en;q=inf"},
        {"if-none-match": 'W/"' * 1000},
        {"if-modified-since": "garbage"},
        {"range": "bytes=0-0,-1"},
        {"origin": "null"},
        {"x-forwarded-host": "evil.example", "x-forwarded-prefix": "//evil.example"},
        {"content-type": "multipart/form-data; boundary=", "content-length": "0"},
        {"host": ""},
    ],
    ids=lambda headers: ascii(headers)[:30],
)
def test_no_header_makes_a_fault(client, headers):
    answer = client.get("/v1/organizations?limit=1", headers=headers)
    assert answer.status_code in {200, 400, 406}
    assert "evil.example" not in answer.text
    if answer.status_code != 200:
        assert "Traceback" not in answer.text
