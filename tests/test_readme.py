"""What the README says is run: addresses, the answer it shows, settings, commands."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer

from app.cli import main
from app.cli.output import ExitCode
from app.settings import Settings
from tests.documented import holds

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
SHOWN = re.search(r"curl '([^']+)'\n```\n\n```json\n(.+?)\n```", README, re.DOTALL)
ADDRESSES = sorted(set(re.findall(r"`(/v1/[^`\s]+)`", README)))


def test_the_answer_shown_is_the_answer_given(client):
    address = urlsplit(SHOWN[1])
    answer = client.get(f"{address.path}?{address.query}").json()
    assert holds(answer, json.loads(SHOWN[2]))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers_with_something(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    path = urlsplit(address).path
    if path.endswith(".gz"):
        assert gzip.decompress(answer.content).splitlines()[1:]
    elif path.endswith((".csv", ".atom")):
        assert answer.text.splitlines()[1:]
    else:
        assert answer.json()["data"]


def test_the_readme_shows_more_than_a_few_addresses():
    assert len(ADDRESSES) >= 8


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name):
    row = re.search(rf"\| `PARTYSTATS_{name.upper()}` \| `([^`]+)` \|", README)
    default = Settings.model_fields[name].default
    shown = (
        default.name
        if isinstance(default, Path)
        else f"{default:g}"
        if isinstance(default, float)
        else str(default)
    )
    assert row is not None
    assert row[1] == shown


@pytest.mark.parametrize("command", typer.main.get_command(main).list_commands(None))
def test_every_command_is_documented(command):
    assert f"partystats {command}" in README


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_documented(code):
    assert f"{code.value} " in README[README.index("Exit codes") :]


def test_the_shown_settings_are_settings():
    named = set(re.findall(r"PARTYSTATS_([A-Z_]+)", README))
    assert named == {name.upper() for name in Settings.model_fields}
