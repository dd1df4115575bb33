"""What the peers are asked: every query answers, and with the numbers that we publish."""

import sqlite3
from random import Random

import pytest
import yaml

from app.publication.publish import Publisher
from app.settings import Settings
from benchmarks.contestants import DATASETTE
from benchmarks.nation.generating import PACKAGES, generate
from benchmarks.peers import tables
from benchmarks.peers.executemany import main as executemany
from benchmarks.questions import BY_NAME, QUESTIONS, Plan
from tests.serving import serving

QUERIES = yaml.safe_load(DATASETTE.read_text(encoding="utf-8"))["databases"]["peers"]["queries"]


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation") / "synthetic"
    generate(folder, figures=4_000, seed=3)
    return folder


@pytest.fixture(scope="module")
def peers(nation):
    target = nation / "peers.db"
    tables.make(nation / PACKAGES, target)
    connection = sqlite3.connect(target)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def service(nation):
    settings = Settings(data_dir=nation / "data", seeds_dir=nation / PACKAGES)
    Publisher(settings).ensure_published()
    with serving(settings) as client:
        yield client


def asked(peers, question, cell):
    """The rows of Datasette's query, with the parameters that its address carries."""
    path, _, written = question.datasette(cell).partition("?")
    given = dict(part.split("=") for part in written.split("&"))
    return peers.execute(QUERIES[path.split("/")[2].removesuffix(".json")]["sql"], given).fetchall()


@pytest.mark.parametrize(
    "question", [each for each in QUESTIONS if each.datasette], ids=lambda each: each.name
)
def test_every_query_of_datasette_answers(peers, nation, question):
    cell = question.cell(Plan.read(nation), Random(1))
    assert asked(peers, question, cell)


@pytest.mark.parametrize("name", ["one-observation", "province-roll-up", "nation-roll-up"])
def test_datasette_answers_with_the_number_that_we_publish(peers, nation, service, name):
    question, plan, draw = BY_NAME[name], Plan.read(nation), Random(2)
    for _ in range(20):
        cell = question.cell(plan, draw)
        path = question.ours(cell).replace("&labels=true", "")
        ours = service.get(path).json()["data"]
        assert [row["value"] for row in ours] == [asked(peers, question, cell)[0]["value"]]


def test_the_floor_of_a_build_inserts_every_annual_figure(nation, tmp_path):
    found = executemany(nation / PACKAGES, tmp_path / "floor.db")
    rows = [*tables.read_table(nation / PACKAGES, "figures.csv")]
    assert found["rows"] == sum("-S" not in row["period"] for row in rows)
