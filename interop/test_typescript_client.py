"""Types that openapi-typescript makes compile strictly, and openapi-fetch asks with them."""

import shutil

import pytest

from interop.running import INTEROP, NODE_MODULES, PROGRAMS, node_tool, run, told


@pytest.fixture(scope="module")
def compiled(document, tmp_path_factory):
    """The program, compiled against the types of the document: a fault would end the compiler."""
    folder = tmp_path_factory.mktemp("typescript")
    for file in ("typed_client.ts", "tsconfig.json"):
        shutil.copy(PROGRAMS / file, folder)
    shutil.copy(INTEROP / "package.json", folder)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    run(node_tool("openapi-typescript"), document, "--output", folder / "document.d.ts")
    run(node_tool("tsc"), "--project", folder)
    return folder / "typed_client.js"


def bounds(row):
    """As the program writes them."""
    return "…".join("-" if row[end] is None else f"{row[end]}" for end in ("lower", "upper"))


def test_a_typed_client_reads_the_numbers_of_the_json(client, address, compiled):
    read = told("node", compiled, address)
    rows = client.get("/v1/observations?organization=lao-cai&limit=1000").json()["data"]
    assert read["observations"] == [
        [row["id"], row["value"], bounds(row), row["qualifier"]] for row in rows
    ]
    ratio = client.get("/v1/observations/lao-cai.members_share_of_population.2022").json()["data"]
    assert read["certain"] == ratio["value"] == 6.977381
    operands = [[each["id"], each["value"]] for each in ratio["lineage"]["operands"]]
    assert read["operands"] == operands != []
    assert read["verdicts"] == [["gần 7%", "consistent"]]
    assert read["asked"] == ["lao-cai.members.2010", "lao-cai.members.2022"]
    assert read["refusal"] == [422, "indcator", "/problems/invalid-parameter"]
