"""How often one address may ask: counted before anything is done, told with every answer.

The fields are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says what is
allowed, `RateLimit` what is left of it.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil

from limits import parse
from limits.storage import Storage
from starlette.types import Scope

from app.errors import TooManyRequestsError
from app.settings import OFF, Network, Settings
from app.web.clients import Clients

Address = IPv4Address | IPv6Address
UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})  # Whoever watches the service may.
WINDOWS_MAX = 100_000  # Some 30 MB.
NAMES_KEPT = 10_000
IPV6_PREFIX = 64  # What one client is given, and may choose its addresses from.


class Windows(Storage):
    """Counts of one process, for windows of one length; the library's own starts threads.

    The oldest window ends first, so what is over goes at the front, as does what is too much: an
    address whose window is forgotten may ask anew.
    """

    STORAGE_SCHEME = None

    def __init__(self, most: int = WINDOWS_MAX) -> None:
        super().__init__()
        self._most = most
        self._windows: OrderedDict[str, list[float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError  # Memory does not fail.

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        window = self._windows.get(key)
        if window is None or window[1] <= now:
            self._windows.pop(key, None)
            self._make_room(now)
            self._windows[key] = [amount, now + expiry]
            return amount
        window[0] += amount
        return int(window[0])

    def _make_room(self, now: float) -> None:
        while self._windows:
            key, window = next(iter(self._windows.items()))
            if window[1] > now and len(self._windows) < self._most:
                return
            del self._windows[key]

    def get(self, key: str) -> int:
        window = self._windows.get(key)
        return 0 if window is None or window[1] <= time.time() else int(window[0])

    def get_expiry(self, key: str) -> float:
        window = self._windows.get(key)
        return time.time() if window is None else window[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        count = len(self._windows)
        self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one address has left, in headers as answers tell it; below 0 for one too many."""

    remaining: int
    seconds: int
    policy: bytes

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        left = b'"default";r=%d;t=%d' % (max(0, self.remaining), self.seconds)
        return (b"ratelimit-policy", self.policy), (b"ratelimit", left)

    @property
    def lines(self) -> bytes:
        """The same as they are written."""
        return b'ratelimit-policy: %b\r\nratelimit: "default";r=%d;t=%d\r\n' % (
            self.policy, max(0, self.remaining), self.seconds,
        )  # fmt: skip


def refuse_spent(allowance: Allowance | None) -> None:
    """Raises TooManyRequestsError for a request that is one too many."""
    if allowance is not None and allowance.remaining < 0:
        raise TooManyRequestsError.after(allowance.seconds)


class RateLimit:
    """Counts the requests of each address in windows of fixed length.

    Each process counts for itself. Addresses are held while their window lasts, and told to no one.
    """

    def __init__(self, rate: str, trusted: Sequence[Network]) -> None:
        self._item = parse(rate)
        self._seconds = self._item.get_expiry()
        self._policy = b'"default";q=%d;w=%d' % (self._item.amount, self._seconds)
        self._clients = Clients(trusted)
        self._windows = Windows()
        self._names: dict[tuple[str, ...], str] = {}

    @classmethod
    def of(cls, settings: Settings) -> "RateLimit | None":
        if settings.rate_limit == OFF:
            return None
        return cls(settings.rate_limit, settings.trusted_networks)

    def count(self, scope: Scope) -> Allowance | None:
        """Count this request; None where it is not limited."""
        if scope["path"] in UNLIMITED or scope["method"] == "OPTIONS":
            return None
        name = self._name(scope)
        count = self._windows.incr(name, self._seconds)
        ends = self._windows.get_expiry(name)
        seconds = min(self._seconds, max(1, ceil(ends - time.time())))
        return Allowance(self._item.amount - count, seconds, self._policy)

    def _name(self, scope: Scope) -> str:
        """The key under which a client is counted; worked out once for all it asks."""
        sent = self._clients.sent(scope)
        name = self._names.get(sent)
        if name is None:
            if len(self._names) >= NAMES_KEPT:
                self._names.clear()
            name = self._names[sent] = self._item.key_for(named(self._clients.client(sent)))
        return name


def named(host: str) -> str:
    """One name for all addresses that one client may have: itself, or the first half of an IPv6."""
    try:
        address: Address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{int(address) >> (128 - IPV6_PREFIX):x}"
    return str(address)
