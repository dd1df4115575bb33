"""The README says the same in Vietnamese and in English."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, VIETNAMESE = (
    ROOT.joinpath(name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md")
)
# What is the same in every language, and how it is found.
SAME = {
    "levels of headings": r"^(#+) ",
    "addresses": r"`(…?/v1/[^`\s]+)`",
    "settings and their defaults": r"^\| `(PARTYSTATS_\w+` \| `[^`]+)` \|",
    "formats": r"^\| `([a-z-]+)` \|",
    "rooms": r"^\| (`app/[^|]+) \|",
    "links": r"\]\(((?!README)[^)]+)\)",
    "kinds of blocks": r"^```(\w+)$",
    "names in code": r"`([A-Za-z_./\[\]=-]+)`",
}


def commands(readme: str) -> list[str]:
    """What is typed, without what is said of it, and answers as they are shown."""
    blocks = re.findall(r"^```(?:sh|json)\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    return [re.sub(r" +# .*$", "", block, flags=re.MULTILINE) for block in blocks]


@pytest.mark.parametrize("pattern", SAME.values(), ids=SAME)
def test_both_languages_name_the_same(pattern):
    found = [re.findall(pattern, readme, re.MULTILINE) for readme in (ENGLISH, VIETNAMESE)]
    assert found[0]
    assert sorted(found[0]) == sorted(found[1])


def test_both_languages_show_the_same_commands_and_answers():
    assert commands(ENGLISH) == commands(VIETNAMESE)


def test_each_links_to_the_other_and_to_files_there_are():
    assert "](README.vi.md)" in ENGLISH
    assert "](README.md)" in VIETNAMESE
    for link in re.findall(r"\]\(([^):]+)\)", ENGLISH):
        assert ROOT.joinpath(link).exists(), link


def test_the_pictures_are_light():
    for name in re.findall(r"\]\((docs/images/[^)]+)\)", VIETNAMESE):
        assert ROOT.joinpath(name).stat().st_size <= 150_000, "python -m tests.explorer.picturing"
