"""Schemathesis against the service: every operation, every check, every phase, and ours."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.api.schemathesis_checks import OURS

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("schemathesis")
CASES_MIN = 5_000


@pytest.mark.scaled
def test_schemathesis_finds_nothing(client, cases, tmp_path):
    """Few cases; in `make thorough` 5,000, the same each time."""
    report = tmp_path / "report.json"
    found = subprocess.run(
        [
            COMMAND, "--config-file", "tests/api/schemathesis.toml",
            "run", f"{client.base_url}/openapi.json",
            "--checks", "all",
            "--phases", "examples,coverage,fuzzing,stateful",
            "--max-examples", str(cases(1, 60)),
            "--seed", "1",
            "--continue-on-failure", "--no-color",
            "--report", "json", "--report-json-path", report,
        ],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout[-20_000:] + found.stderr[-2_000:]
    told = json.loads(report.read_bytes())
    assert all(phase["status"] == "success" for phase in told["phases"].values())
    assert told["operations"]["tested"] == told["operations"]["total"] >= 24
    assert told["operations"]["skipped"] == told["operations"]["errored"] == 0
    assert told["test_cases"]["with_failures"] == told["test_cases"]["without_checks"] == 0
    assert told["test_cases"]["generated"] >= cases(1_000, CASES_MIN)


def test_the_configuration_leaves_out_nothing():
    configured = tomllib.loads((ROOT / "tests/api/schemathesis.toml").read_text(encoding="utf-8"))
    assert set(configured) == {"hooks", "checks"}
    assert set(configured["checks"]) == {
        "positive_data_acceptance",
        "negative_data_rejection",
        "not_a_server_error",
    }
    for each in configured["checks"].values():
        assert set(each) == {"expected-statuses"}


@pytest.mark.parametrize("check", OURS, ids=lambda check: check.__name__)
def test_our_own_checks_are_known_to_it(check):
    shown = subprocess.run(
        [COMMAND, "--config-file", "tests/api/schemathesis.toml", "run", "--help"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "300"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert check.__name__ in shown.stdout
