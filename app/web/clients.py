"""Which address asks, where proxies that we trust stand between."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address

from starlette.types import Scope

from app.settings import Network
from app.web.door import lines_of

HOPS_MAX = 20  # Proxies in a row; further back nothing is believed.
HOSTS_KEPT = 10_000

Sent = tuple[str, str, str]
"""The peer of the connection, `X-Forwarded-For` and `Forwarded`; these of trusted peers alone."""


class Clients:
    """Finds clients behind the proxies of these networks. Without any the peer is the client."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = tuple(trusted)
        self._is_trusted = lru_cache(maxsize=HOSTS_KEPT)(self._lies_in_trusted)

    def sent(self, scope: Scope) -> Sent:
        """All that decides whose request it is."""
        client = scope.get("client")
        peer = "" if client is None else client[0]
        if not self._trusted or not self._is_trusted(peer):
            return peer, "", ""
        forwarded_for = lines_of(scope, b"x-forwarded-for") or ""
        return peer, forwarded_for, lines_of(scope, b"forwarded") or ""

    def client(self, sent: Sent) -> str:
        """The nearest address that is no trusted proxy; the furthest trusted one without any.

        What a client itself wrote into these headers stands further left, and is never reached.
        Where both headers are there and disagree, one of them is the client's own: then the proxy
        is taken for it.
        """
        peer, forwarded_for, forwarded = sent
        hops = [[_host(each) for each in forwarded_for.split(",")] if forwarded_for else []]
        hops.append([_host_of_element(each) for each in forwarded.split(",")] if forwarded else [])
        found = {self._nearest(peer, each) for each in hops if each}
        return found.pop() if len(found) == 1 else peer

    def _nearest(self, peer: str, hops: list[str | None]) -> str:
        nearest = peer
        for host in hops[: -HOPS_MAX - 1 : -1]:
            if host is None:
                break
            nearest = host
            if not self._is_trusted(host):
                break
        return nearest

    def _lies_in_trusted(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self._trusted)


def _host(text: str) -> str | None:
    """The address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`; else None."""
    written = text.strip().strip('"')
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        return str(ip_address(written))
    except ValueError:
        return None


def _host_of_element(element: str) -> str | None:
    """That of one `for=` (RFC 7239); None for what is hidden or unknown."""
    for pair in element.split(";"):
        name, _, value = pair.strip().partition("=")
        if name.strip().lower() == "for":
            return _host(value)
    return None
