"""What SECURITY.md promises is what there is: its settings, commands, addresses and limits."""

import re

import typer

from app.cli import main
from app.publication.limits import DEFAULT_LIMITS
from app.settings import Settings
from tests.packaging.dockerfile import REPOSITORY
from tests.web.document import DOCUMENT

TEXT = REPOSITORY.joinpath("SECURITY.md").read_text(encoding="utf-8")
GIBIBYTE = 2**30


def test_settings_commands_and_addresses_exist():
    settings = set(re.findall(r"PARTYSTATS_([A-Z_]+)", TEXT))
    assert settings < {name.upper() for name in Settings.model_fields}
    commands = set(re.findall(r"partystats ([a-z]+)(?=[` ])", TEXT))
    assert commands == {"load", "verify"}
    assert commands < {*typer.main.get_command(main).list_commands(None)}
    addresses = set(re.findall(r"`(/[a-z0-9/]+)`", TEXT))
    assert addresses == {"/v1/config", "/v1/releases", "/metrics"}
    assert addresses < DOCUMENT["paths"].keys()


def test_the_limits_of_packages_are_those_that_hold():
    shown = re.search(r"At most (.+?) are read", TEXT)[1]
    packed, unpacked, ratio, files, rows, nesting = (
        int(number.replace(".", "")) for number in re.findall(r"([\d.]+)(?= [a-z G])", shown)
    )
    assert (packed * GIBIBYTE, unpacked * GIBIBYTE, ratio, files, rows, nesting) == (
        DEFAULT_LIMITS.archive_bytes,
        DEFAULT_LIMITS.expanded_bytes,
        DEFAULT_LIMITS.expansion_ratio,
        DEFAULT_LIMITS.entries,
        DEFAULT_LIMITS.rows,
        DEFAULT_LIMITS.nesting,
    )


def test_no_address_of_mail_or_web_is_invented():
    assert not re.search(r"\S@\S|https?://", TEXT.replace("python@sha256", ""))
