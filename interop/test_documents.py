"""Those who check OpenAPI documents find nothing in ours that is not defended in `lint/`."""

import json
import shutil

import pytest

from interop.running import INTEROP, PROGRAMS, node_tool, run, told


@pytest.fixture
def linted(document, tmp_path):
    """A folder with the document and what the linters are told."""
    shutil.copytree(INTEROP / "lint", tmp_path, dirs_exist_ok=True)
    shutil.copy(document, tmp_path)
    return tmp_path


def test_redocly_finds_nothing(linted):
    said = run(
        node_tool("redocly"), "lint", "--config", "redocly.yaml", "--format", "json",
        "openapi.json", cwd=linted, fine=(0, 1),
    )  # fmt: skip
    found = json.loads(said[said.index("{") :])
    left = [each for each in found["problems"] if not each.get("ignored")]
    assert [
        (each["ruleId"], each["message"], each["location"][0]["pointer"]) for each in left
    ] == []


def test_spectral_finds_nothing(linted):
    said = run(
        node_tool("spectral"), "lint", "--quiet", "--ruleset", "spectral.yaml", "--format", "json",
        "--fail-severity", "hint", "openapi.json", cwd=linted, fine=(0, 1),
    )  # fmt: skip
    found = json.loads(said)
    assert [(each["code"], each["message"], each["path"]) for each in found] == []


def test_every_pattern_is_a_regular_expression_of_javascript_too(document):
    """JSON Schema advises its Unicode mode, which is stricter than Python."""
    found = told("node", PROGRAMS / "patterns.mjs", document)
    assert found["patterns"] > 30
    assert found["refused"] == []


def test_linters_still_find_what_is_wrong(document, linted):
    """What is switched off does not silence them."""
    broken = json.loads(document.read_bytes())
    broken["paths"] = {"/healthz": broken["paths"]["/healthz"]}  # Little to go through.
    del broken["paths"]["/healthz"]["get"]["operationId"]
    (linted / "openapi.json").write_text(json.dumps(broken), encoding="utf-8")
    redocly = run(
        node_tool("redocly"), "lint", "--config", "redocly.yaml", "--format", "json",
        "openapi.json", cwd=linted, fine=(1,),
    )  # fmt: skip
    spectral = run(
        node_tool("spectral"), "lint", "--quiet", "--ruleset", "spectral.yaml", "--format", "json",
        "openapi.json", cwd=linted, fine=(0, 1),
    )  # fmt: skip
    assert "operation-operationId" in redocly
    assert "operation-operationId" in spectral
