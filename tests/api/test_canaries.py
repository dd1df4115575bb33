"""What lies inside stays inside: no answer to anything holds paths, settings, tables or code."""

import re
import shutil
from urllib.parse import urlsplit

import httpx
import pytest

from app.database import RegistryTable, ReleaseTable
from tests.api.malformed import REQUESTS
from tests.api.test_malformed_http import exchange
from tests.cli.commands import environment, serve
from tests.web.document import DOWNLOADS, OPERATIONS

CANARY = "canary-7f3a"
# Columns and tables are named like fields of the answers here and there: those are public.
PUBLIC = {"value", "lower", "upper"}
TABLES = {
    name
    for base in (ReleaseTable, RegistryTable)
    for table in base.metadata.tables.values()
    for name in (table.name, *table.columns.keys())
    if "_" in name
}
MARKS = re.compile(
    CANARY + r"|Traceback|\bFile \"|/tmp/|/home/|/root/|/usr/|site-packages|\.py\b|\.sqlite\b"
    r"|\bapp\.[a-z]|uvicorn|starlette|fastapi|pydantic|sqlalchemy|httptools"
    r"|sqlite|json_each|alembic|psycopg|0x[0-9a-f]{6,}|<[a-z_.]+ object at",
    re.IGNORECASE,
)
STATEMENTS = re.compile(r"\b(SELECT|WHERE|FROM|JOIN|INSERT|UPDATE|DELETE|PRAGMA|LIMIT)\b")

# Files that are taken away are packages, and the canonical form of the tables with their names.
TELLING = [operation for operation in OPERATIONS if operation not in DOWNLOADS]


@pytest.fixture(scope="module")
def served(seeds_folder, tmp_path_factory):
    """The command with canaries in every path and in the environment, and one broken release."""
    home = tmp_path_factory.mktemp(CANARY)
    folder, seeds = home / f"data-{CANARY}", home / f"seeds-{CANARY}"
    shutil.copytree(seeds_folder, folder)
    seeds.mkdir()
    told = environment(
        folder, PARTYSTATS_SEEDS_DIR=str(seeds), PARTYSTATS_ACCESS_LOG=str(home / "log"),
        DATABASE_PASSWORD=CANARY, HOME=str(home), USER=CANARY,
    )  # fmt: skip
    with serve(env=told) as (_, address):
        yield address, folder


def inside(answer, *, also=frozenset()):
    """What of the inside the answer tells."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = headers + "\n" + re.sub(r'"url": ?"[^"]*"', "", answer.text)
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
    words = set(re.findall(r"[a-z_]+", text))
    found = [each[0] for marks in (MARKS, STATEMENTS) for each in marks.finditer(text)]
    return found + sorted(words & also)


def public_words(client):
    """Names that the documentation itself speaks of."""
    return set(re.findall(r"[a-z_]+", client.get("/openapi.json").text))


def test_the_document_names_no_column_that_is_no_field(client):
    named = public_words(client) & TABLES
    assert not named & {"organization_id", "indicator_id", "parent_id", "release_id", "group_code"}


def test_no_answer_to_anything_tells_of_the_inside(served, client):
    address, _ = served
    private = TABLES - public_words(client) - PUBLIC
    assert {"organization_id", "indicator_id", "text_vi"} <= private
    for sent, expected in REQUESTS.values():
        for answer in exchange(urlsplit(address), sent, len(expected)):
            assert inside(answer, also=private) == [], sent[:100]


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc", "/metrics", "/healthz",
                                  "/readyz", "/v1/config", "/v1/releases", "/v1/codelists",
                                  "/problems/internal-error", "/problems/none", "/favicon.ico",
                                  "/assets/docs.js", "/assets/none.js", "/assets/"])  # fmt: skip
def test_no_page_tells_of_the_inside(served, path):
    address, _ = served
    assert inside(httpx.get(f"{address}{path}")) == []


def test_no_operation_tells_of_the_inside_whether_it_answers_refuses_or_fails(served, client):
    address, folder = served
    private = TABLES - public_words(client) - PUBLIC
    with httpx.Client(base_url=address) as asked:
        for operation in TELLING:
            for query in ({}, {"limit": "0"}, {"after": "nothing"}, {"format": "csv"},
                          {"organization": "none"}, {"release": "99"}, {"asOf": "2000-01-01"},
                          {"value": "lt:x'"}, {"lang": "%00"}):  # fmt: skip
                answer = asked.get(operation.address(**query))
                assert inside(answer, also=private) == [], answer.url
        (release,) = (folder / "releases").iterdir()
        release.unlink()
        release.write_bytes(b"no database")
        statuses = set()
        for operation in TELLING:
            answer = asked.get(operation.address(), params=None)
            statuses.add(answer.status_code)
            assert inside(answer, also=private) == [], answer.url
        assert 200 in statuses
