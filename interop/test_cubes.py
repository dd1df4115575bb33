"""jsonstat-toolkit, by the author of JSON-stat, finds in our cubes the numbers of the JSON."""

import json

import pytest

from app.formats.json_stat import JSON_STAT
from interop.running import PROGRAMS, run
from tests.web.document import READS


def names_of(operation):
    return {parameter["name"] for parameter in operation.parameters}


CUBES = [
    operation.address(limit="1000", lang="vi", **choice)
    for operation in READS
    if JSON_STAT.media_type in operation.described["responses"]["200"]["content"]
    and names_of(operation) >= {"limit"}
    for choice in ({}, {"organization": "lao-cai"})
    if names_of(operation) >= {*choice}
]


@pytest.fixture(scope="module")
def rows(client):
    """The rows of the JSON, by the address of the answer."""
    return {path: client.get(path).raise_for_status().json()["data"] for path in CUBES}


@pytest.fixture(scope="module")
def cubes(client, address, rows):
    """What the program read of every cube, by the address of the answer."""
    asked = []
    for path in CUBES:
        cube = f"{path}&format=json-stat"
        names = client.get(cube).json()["id"]
        places = [{name: row[name] for name in names} for row in rows[path]]
        asked.append({"path": cube, "places": places})
    said = run("node", PROGRAMS / "cubes.mjs", address, given=json.dumps(asked))
    return dict(zip(CUBES, json.loads(said), strict=True))


def test_every_number_and_status_is_where_its_row_says(cubes, rows):
    assert len(cubes) > 2
    for path, cube in cubes.items():
        told = [{"value": row["value"], "status": row["status"]} for row in rows[path]]
        assert cube["found"] == told != [], path


def test_a_table_of_a_cube_has_the_rows_of_the_json_and_no_other(cubes, rows):
    tables = {path: cube for path, cube in cubes.items() if cube["cells"] is not None}
    assert len(tables) >= len(cubes) / 2
    for path, cube in tables.items():
        names = [*(dimension["id"] for dimension in cube["dimensions"]), "value", "status"]
        found = {tuple(cell[name] for name in names) for cell in cube["cells"]}
        assert found == {tuple(row[name] for name in names) for row in rows[path]}, path


def test_time_labels_and_units_are_understood(client, cubes):
    indicators = client.get("/v1/indicators?limit=1000").json()["data"]
    labels = {each["code"]: each["label"]["vi"] for each in indicators}
    for path, cube in cubes.items():
        assert cube["kind"] == "dataset", path
        assert cube["time"] == ["period"], path
        roles = {dimension["id"]: dimension["role"] for dimension in cube["dimensions"]}
        assert (roles["period"], roles["indicator"]) == ("time", "metric"), path
        assert all("decimals" in unit and unit["label"] for unit in cube["units"]), path
        [dimension] = [each for each in cube["dimensions"] if each["id"] == "indicator"]
        for code, label in dimension["categories"]:
            assert labels[code] == label, path


def test_an_empty_cube_is_read_as_empty(address):
    path = "/v1/observations?organization=can-tho&indicator=cells&format=json-stat"
    asked = json.dumps([{"path": path, "places": []}])
    [cube] = json.loads(run("node", PROGRAMS / "cubes.mjs", address, given=asked))
    assert (cube["kind"], cube["size"], cube["cells"]) == ("dataset", 0, [])
