"""Every recipe of the documentation is run as it stands, against a service with the seeds."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.documented import holds
from tests.serving import serving

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "docs/recipes.md"
PAGES = {page.stem: page for page in sorted((ROOT / "docs/recipes").glob("*.md"))}
SHOWN_ADDRESS = "http://127.0.0.1:8000"
REFUSED = "When a question is refused"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_RUN = {
    "sh": ("bash", "-euo", "pipefail", "-c"),
    "python": (sys.executable, "-c"),
    "javascript": ("node", "--input-type=module", "--eval"),
    "r": ("Rscript", "--vanilla", "-e"),
}
# What a query of Excel asks for: an address in one piece, or its path and its parameters apart.
_WHOLE = re.compile(r'"(/v1/[^"]+)"')
_PARTS = re.compile(r'RelativePath = "([^"]+)"(?:,\s*Query = \[([^]]*)\])?')
_PARAMETER = re.compile(r'(\w+) = "([^"]*)"')
_FIELDS = re.compile(r'\{("[a-z_]+"(?:, "[a-z_]+")*)\}')


@dataclass(frozen=True)
class Recipe:
    """A snippet, its question, and what the page shows of its outcome."""

    page: str
    question: str
    language: str
    code: str
    shown_as: str
    shown: str


def sections(page: Path) -> dict[str, str]:
    """What stands below each heading."""
    parts = re.split(r"^#{2,3} ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {heading: text for heading, _, text in (part.partition("\n") for part in parts)}


def recipes() -> list[Recipe]:
    """Each snippet with the block behind it, which shows what it gives."""
    found = []
    for page in (FIRST, *PAGES.values()):
        for question, text in sections(page).items():
            blocks = [block for block in _BLOCK.findall(text) if block[0] != "powerquery"]
            for (language, code), (shown_as, shown) in zip(blocks[::2], blocks[1::2], strict=True):
                found.append(Recipe(page.stem, question, language, code, shown_as, shown))
    return found


RECIPES = recipes()
QUERIES = [
    pytest.param(question, code, id=question)
    for question, text in sections(PAGES["excel"]).items()
    for language, code in _BLOCK.findall(text)
    if language == "powerquery"
]


@pytest.fixture(scope="module")
def address(seeds_folder):
    with serving(seeds_folder) as client:
        yield str(client.base_url).rstrip("/")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe.page}: {recipe.question}")
def test_a_recipe_gives_what_it_shows(address, recipe, tmp_path):
    program, *options = _RUN[recipe.language]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if shutil.which(program, path=programs) is None:
        assert os.environ.get("CI") != "true", f"CI installs {program}: .ci/run"
        pytest.skip(
            f"{program} is not installed: apt-get install nodejs r-base-core r-cran-jsonlite"
        )
    ran = subprocess.run(
        [program, *options, recipe.code.replace(SHOWN_ADDRESS, address)],
        cwd=ROOT,
        env={
            **os.environ, "PATH": programs, "LC_ALL": "C.UTF-8",
            "PARTYSTATS_DATA_DIR": str(tmp_path),
        },
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    if recipe.shown_as == "json":
        assert holds(json.loads(ran.stdout), json.loads(recipe.shown))
    else:
        assert lines(ran.stdout) == lines(recipe.shown)


@pytest.mark.parametrize(("question", "code"), QUERIES)
def test_a_query_for_excel_asks_what_is_answered_with_the_fields_it_takes(address, question, code):
    addresses = _WHOLE.findall(code)
    for path, parameters in _PARTS.findall(code):
        addresses.append(f"/{path}?{httpx.QueryParams(_PARAMETER.findall(parameters))}")
    assert addresses
    for asked in addresses:
        answer = httpx.get(address + asked)
        assert answer.status_code == (422 if question == REFUSED else 200), answer.text
        for names in _FIELDS.findall(code):
            assert all(name in answer.text for name in re.findall(r'"(\w+)"', names))


def test_each_user_asks_five_questions_or_more():
    users = re.split(r"^## ", FIRST.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(users) == 4  # The last are those who keep a copy.
    assert all(len(re.findall(r"^### ", user, re.MULTILINE)) >= 5 for user in users[:3])


def test_every_language_answers_the_same_questions_and_names_the_others():
    asked = [list(sections(page)) for page in PAGES.values()]
    assert len(asked) >= 4
    assert REFUSED in asked[0]
    assert all(questions == asked[0] for questions in asked)
    for name, page in PAGES.items():
        linked = set(re.findall(r"\]\((\w+)\.md\)", page.read_text(encoding="utf-8")))
        assert linked == PAGES.keys() - {name}
        assert f"](recipes/{name}.md)" in FIRST.read_text(encoding="utf-8")


def lines(text: str) -> list[str]:
    """What is printed, without blanks at the ends of lines."""
    return [line.rstrip() for line in text.rstrip().splitlines()]
