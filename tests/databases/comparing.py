"""Whether two services answer the same bytes."""

import re
from collections.abc import Mapping

import httpx

# Of the connection and of what was asked before, not of the answer.
PASSING = {"date", "ratelimit"}


def told(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; what names the service's own port is left out."""
    headers = {name: value for name, value in answer.headers.items() if name not in PASSING}
    return answer.status_code, headers, re.sub(rb"127\.0\.0\.1:\d+", b"", answer.content)


def ask_both(
    pair: tuple[httpx.Client, httpx.Client], address: str, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """The answer of both, which must be the same; the message of a failure shows what was asked."""
    one, other = (client.get(address, headers=headers) for client in pair)
    assert told(one) == told(other), f"GET {address} {headers or ''}"
    return one
