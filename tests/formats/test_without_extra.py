"""Where the extra for Parquet is not installed, the format is not offered, and it is said why."""

import json
import subprocess
import sys

import pytest

# What is None among the modules cannot be imported: as if it were not installed.
SCRIPT = """
import json, sys
sys.modules["pyarrow"] = None
from pathlib import Path
from tests.serving import serving
from app.main import create_api
from app.settings import Settings
with serving(Path(sys.argv[1])) as client:
    named = client.get("/v1/observations?format=parquet")
    accepted = client.get("/v1/observations", headers={"accept": "application/vnd.apache.parquet"})
    told = client.get("/v1/config").json()["data"]["formats"]
document = create_api(Settings()).openapi()
print(json.dumps({
    "named": named.json(),
    "accepted": accepted.status_code,
    "told": [each["name"] for each in told],
    "documented": [
        parameter["schema"]["enum"]
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "format"
    ],
}))
"""


@pytest.mark.files
def test_it_is_not_listed_and_a_request_says_which_extra_it_needs(seeds):
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, seeds.data_dir], capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout)
    assert found["named"]["status"] == found["accepted"] == 406
    assert found["named"]["parameter"] == "format"
    assert "extra `parquet`" in found["named"]["detail"]
    assert found["told"] == ["json", "csv", "ndjson", "json-stat", "xlsx", "csv-excel", "csvw"]
    assert found["documented"]
    assert not any("parquet" in names for names in found["documented"])
