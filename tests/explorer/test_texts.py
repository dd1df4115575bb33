"""All texts in one place per language, with the same keys, and every key that is used."""

import re
from pathlib import Path

from app.explorer.files import STATIC

KEY = re.compile(r"^(\s*)([a-zA-Z_]+): (\{|\")", re.MULTILINE)
USED = re.compile(r"\btell\(\s*[\"`]([a-zA-Z_.]+)[\"`]")


def keys(file: Path) -> list[str]:
    """Keys with the keys around them, as indentation has them."""
    found, path = [], []
    for indent, key, opens in KEY.findall(file.read_text(encoding="utf-8")):
        depth = len(indent) // 2 - 1
        path[depth:] = [key]
        if opens == '"':
            found.append(".".join(path))
    one_line = re.compile(r"^  (\w+): \{ (.*) \},$", re.MULTILINE)
    for outer, inside in one_line.findall(file.read_text(encoding="utf-8")):
        found += [f"{outer}.{key}" for key in re.findall(r"(\w+): \"", inside)]
    return found


def test_both_languages_have_the_same_texts():
    vietnamese, english = keys(STATIC / "texts/vi.js"), keys(STATIC / "texts/en.js")
    assert len(vietnamese) > 40
    assert sorted(vietnamese) == sorted(english)
    assert len(set(vietnamese)) == len(vietnamese)


def test_every_text_that_is_asked_for_is_there():
    known = set(keys(STATIC / "texts/en.js"))
    for file in STATIC.rglob("*.js"):
        if "vendored" not in file.parts:
            used = set(USED.findall(file.read_text(encoding="utf-8")))
            assert used <= known, (file.name, used - known)
