"""Random queries over all operations: both databases give the same status and the same bytes."""

from collections import Counter
from itertools import count
from urllib.parse import urlsplit

import pytest

from tests.databases.asking import Asking, known_codes
from tests.databases.comparing import ask_both
from tests.web.document import READS

PARTS = 10  # So that several processes share them.
PAGES_MAX = 6


def ask_on(pair, asking):
    """Ask, and follow some links to next pages; what came of each request."""
    address, headers = asking.request()
    answer = ask_both(pair, address, headers)
    yield address, answer
    for _ in range(PAGES_MAX):
        link = answer.links.get("next", {}).get("url")
        if link is None or not asking.goes_on():
            return
        answer = ask_both(pair, link, headers)
        assert answer.status_code == 200, link
        yield link, answer


@pytest.mark.scaled
@pytest.mark.parametrize("part", range(PARTS))
def test_random_queries_are_answered_alike(pair, cases, part):
    asking = Asking(known_codes(pair[0]), seed=part)
    wanted, statuses = cases(300, 10_000) // PARTS, Counter()
    for _ in count():
        for _address, answer in ask_on(pair, asking):
            statuses[answer.status_code] += 1
        if statuses.total() >= wanted:
            break
    # Agreeing on refusals alone would prove little.
    assert statuses[200] > wanted / 3, statuses
    assert statuses[500] == statuses[503] == 0


def test_the_queries_reach_every_operation_with_and_without_success(pair):
    asking = Asking(known_codes(pair[0]), seed=4711)
    asked = {urlsplit(asking.request()[0]).path.split("/")[2] for _ in range(2000)}
    assert asked == {operation.path.split("/")[2] for operation in READS}
