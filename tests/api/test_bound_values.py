"""What reaches a database, whatever is asked: text and numbers that every database takes."""

import json
import re
from urllib.parse import quote

import pytest

from app.releases.reader import Reader
from tests.api.test_hostile_input import NAUGHTY as HOSTILE
from tests.api.test_naughty_strings import NAUGHTY
from tests.web.document import OPERATIONS, by_name

WORST = ("9" * 4000, "-" + "9" * 19, str(2**63), "\ud800", "a\0b", "\uff11\uff12", "a" * 7000)


@pytest.fixture
def bound(monkeypatch):
    """Everything that statements are given from here on."""
    given = []
    fetch = Reader.fetch

    def noting(reader, statement, values=None):
        given.extend((values or {}).values())
        return fetch(reader, statement, values)

    monkeypatch.setattr(Reader, "fetch", noting)
    return given


def parts(value):
    """The value, and what a list of them holds."""
    yield value
    if isinstance(value, str) and value.startswith("["):
        for part in json.loads(value):
            yield from part if isinstance(part, list) else [part]


UNTAKEN = re.compile("[\\0-\\x1f\\x7f\\ud800-\\udfff]")


def is_taken_everywhere(value):
    """PostgreSQL has no NUL in text, no surrogates, and no whole number beyond 64 bits."""
    if isinstance(value, str):
        return not UNTAKEN.search(value) and len(value) <= 15_000
    return isinstance(value, int) and -(2**63) <= value < 2**63


@pytest.mark.scaled
@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
def test_no_statement_is_given_what_some_database_does_not_take(client, bound, operation, cases):
    for text in (*WORST, *HOSTILE[:: cases(50, 4)], *NAUGHTY[:: cases(500, 24)]):
        written = quote(text.encode("utf-8", "surrogatepass"), safe="")
        for place in operation.parameters:
            if place["in"] == "query":
                client.get(operation.address(**{place["name"]: written}))
                client.get(operation.address(**{place["name"]: f"lt:{written}"}))
            else:
                start, _, rest = operation.path.partition("{")
                client.get(f"{start}{written}{rest.partition('}')[2]}")
    wrong = [each for value in bound for each in parts(value) if not is_taken_everywhere(each)]
    assert wrong == []
