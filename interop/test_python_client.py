"""A Python client that openapi-python-client generates reads every answer, and loses nothing."""

import json
import re
from datetime import datetime

import pytest

from interop.running import PROGRAMS, PYTHON, run
from tests.web.document import READS

TAGS = {operation.name: operation.described["tags"][0] for operation in READS}


def as_python_writes(told):
    """The same with moments as Python's own type writes them: the model made them of ours."""
    if isinstance(told, dict):
        return {name: as_python_writes(value) for name, value in told.items()}
    if isinstance(told, list):
        return [as_python_writes(each) for each in told]
    if isinstance(told, str) and re.fullmatch(r"[0-9-]{10}T[0-9:.]+Z", told):
        return datetime.fromisoformat(told).isoformat()
    return told


@pytest.fixture(scope="module")
def generated(document, tmp_path_factory):
    """A folder with the client, and what the generator said."""
    folder = tmp_path_factory.mktemp("client")
    said = run(
        PYTHON.with_name("openapi-python-client"), "generate", "--path", document,
        "--output-path", folder / "generated", "--meta", "none",
        "--config", PROGRAMS / "client.yaml", "--fail-on-warning",
    )  # fmt: skip
    return folder, said


@pytest.fixture
def ask(generated, address):
    """What the client reads when it asks this, in one program for all."""

    def ask_all(*requests):
        return json.loads(
            run(
                PYTHON, PROGRAMS / "typed_client.py", generated[0], address,
                given=json.dumps(requests),
            )
        )  # fmt: skip

    return ask_all


def test_nothing_of_the_document_is_left_out(generated):
    assert "warning" not in generated[1].lower()


def test_every_read_has_a_function_whose_model_is_the_answer(client, ask):
    requests = [
        {
            "name": operation.name,
            "tag": TAGS[operation.name],
            "parameters": {
                each["name"]: each["schema"]["examples"][0]
                for each in operation.parameters
                if each["required"]
            },
        }
        for operation in READS
    ]
    for operation, read in zip(READS, ask(*requests), strict=True):
        answer = client.get(operation.address(), headers={"accept-language": "vi"})
        assert read["json"] == as_python_writes(answer.json()), operation.name
        assert read["unknown"] == [], operation.name


def test_a_refusal_is_a_model_too(ask):
    (read,) = ask(
        {"name": "list_observations", "tag": "observations", "parameters": {"organization": "lao"}}
    )
    assert read["type"] == "Problem"
    assert read["json"]["parameter"] == "organization"
    assert read["unknown"] == []
