"""Every recipe of the documentation is run as it stands, against a service with the seeds."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.documented import holds
from tests.serving import serving

ROOT = Path(__file__).parent.parent
PAGE = ROOT.joinpath("docs", "recipes.md").read_text(encoding="utf-8")
SHOWN_ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_RUN = {"sh": ("bash", "-euo", "pipefail", "-c"), "python": (sys.executable, "-c")}


@dataclass(frozen=True)
class Recipe:
    """A snippet, its question, and what the page shows of its outcome."""

    question: str
    language: str
    code: str
    shown_as: str
    shown: str


def recipes() -> list[Recipe]:
    """Each snippet with the block behind it, which shows what it gives."""
    found = []
    for section in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)[1:]:
        question = section.partition("\n")[0]
        blocks = _BLOCK.findall(section)
        for (language, code), (shown_as, shown) in zip(blocks[::2], blocks[1::2], strict=True):
            found.append(Recipe(question, language, code, shown_as, shown))
    return found


RECIPES = recipes()


@pytest.fixture(scope="module")
def address(seeds_folder):
    with serving(seeds_folder) as client:
        yield str(client.base_url).rstrip("/")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.question)
def test_a_recipe_gives_what_it_shows(address, recipe, tmp_path):
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [*_RUN[recipe.language], recipe.code.replace(SHOWN_ADDRESS, address)],
        cwd=ROOT, env={**os.environ, "PATH": programs, "PARTYSTATS_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    if recipe.shown_as == "json":
        assert holds(json.loads(ran.stdout), json.loads(recipe.shown))
    else:
        assert ran.stdout.rstrip() == recipe.shown.rstrip()


def test_each_user_asks_five_questions():
    users = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    assert [len(re.findall(r"^### ", user, re.MULTILINE)) for user in users[:3]] == [5, 5, 5]
