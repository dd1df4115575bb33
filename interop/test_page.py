"""docs/interoperability.md names the programs that read our answers, in the versions they have."""

import json
import re

from interop.running import INTEROP, ROOT

PAGE = (ROOT / "docs" / "interoperability.md").read_text(encoding="utf-8")
LOCKS = (ROOT / "requirements.lock", INTEROP / "requirements.lock")


def test_the_versions_are_those_installed():
    named = dict(re.findall(r"^\| (\S+) \| ([0-9.]+) \|", PAGE, re.MULTILINE))
    locked = json.loads((INTEROP / "package.json").read_bytes())["devDependencies"]
    for lock in LOCKS:
        locked |= dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))
    assert len(named) > 20
    assert named == {program: locked.get(program) for program in named}


def test_no_lock_names_an_address_of_a_registry():
    files = [*LOCKS, INTEROP / "package-lock.json"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert '"resolved"' not in text
    assert '"integrity"' in text
    assert "--hash=sha256" in text
