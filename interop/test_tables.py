"""Frictionless and R read our tables by what we say of them, and validate our packages."""

import io
import json
import re
import zipfile
from decimal import Decimal

import frictionless
import pytest

from app.formats.columns import COLUMNS, Kind
from app.formats.dataset import field_of
from interop.running import PROGRAMS, told
from interop.table_schemas import resource
from tests.formats.asking import asked
from tests.web.document import READS

EXPORT = "/v1/releases/1/observations.csv"


def described(client, table):
    """The metadata that the answer names in its header `Link`."""
    address = re.search(r'<([^>]+)>; rel="describedby"', table.headers["link"])[1]
    return client.get(address).raise_for_status().json()


def read(client, table, folder):
    """The rows as Frictionless reads them by the metadata; it refuses to go on after a fault."""
    (folder / "table.csv").write_bytes(table.content)
    descriptor = resource(described(client, table), "table.csv")
    found = frictionless.Resource.from_descriptor(descriptor, basepath=str(folder))
    report = found.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    return [row.to_dict() for row in found.read_rows()]


def test_frictionless_finds_every_table_valid_and_its_numbers_those_of_the_json(client, tmp_path):
    numbers = 0
    for operation in READS:
        path = operation.address()
        rows = read(client, asked(client, path, "csv"), tmp_path)
        lines = asked(client, path, "ndjson").text.split("\n")[:-1]
        expected = [json.loads(line, parse_float=Decimal) for line in lines]
        assert len(rows) == len(expected), operation.name
        for row, line in zip(rows, expected, strict=True):
            for name, value in row.items():
                if COLUMNS[name].kind in {Kind.NUMBER, Kind.INTEGER, Kind.FLAG}:
                    assert value == field_of(line, name), f"{operation.name}: {name}"
                    numbers += value is not None
    assert numbers > 1000


def test_frictionless_finds_what_is_wrong_in_a_table(client, tmp_path):
    """The types are told apart: else the test above would say little."""
    table = asked(client, "/v1/observations?organization=lao-cai&indicator=members", "csv")
    (tmp_path / "table.csv").write_bytes(table.content.replace(b"53767", b"many"))
    descriptor = resource(described(client, table), "table.csv")
    report = frictionless.Resource.from_descriptor(descriptor, basepath=str(tmp_path)).validate()
    assert [fault[0] for fault in report.flatten(["type"])] == ["type-error"] * 3


def test_frictionless_reads_the_whole_release_by_its_description(client, tmp_path):
    rows = read(client, client.get(EXPORT), tmp_path)
    total = client.get("/v1/observations?total=true&limit=1").json()["meta"]["total"]
    assert len(rows) == len({row["id"] for row in rows}) == total


def test_frictionless_finds_every_package_of_a_release_valid(client, tmp_path):
    archive = client.get("/v1/releases/1/package.zip").raise_for_status().content
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    packages = sorted(tmp_path.glob("**/datapackage.json"))
    assert [package.parent.name for package in packages] == ["founding", "provinces"]
    for package in packages:
        report = frictionless.validate(package)
        assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
        assert "figures" in {task.name for task in report.tasks}


@pytest.fixture(scope="module")
def by_r(address):
    """What R found in the table of a release, and in an answer in JSON."""
    return told("Rscript", "--vanilla", PROGRAMS / "tables.R", address)


def test_r_reads_the_table_of_a_release(client, by_r):
    lines = client.get(EXPORT.replace(".csv", ".ndjson")).text.split("\n")[:-1]
    rows = [json.loads(line) for line in lines]
    values = [row["value"] for row in rows if row["value"] is not None]
    assert by_r["rows"] == len(rows)
    assert by_r["numbers"] == len(values)
    assert by_r["missing"] == len(rows) - len(values)
    assert by_r["total"] == pytest.approx(sum(values), rel=1e-12)
    assert by_r["qualifiers"] == sorted({row["qualifier"] for row in rows if row["qualifier"]})


def test_r_reads_names_and_prints_with_their_marks(by_r):
    assert by_r["label"] == "Đảng bộ tỉnh Lào Cai (1991–2025)"
    assert by_r["print"] == "gần 42%"
    assert by_r["members"] == {"2010": 30009, "2022": 53767}
