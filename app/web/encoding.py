"""Content codings: which one a client is sent (RFC 9110, 12.5.3), and bodies put into it."""

import sys
import zlib
from collections.abc import Callable

import brotli

from app.web.negotiation import weighted

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = "identity"
# Below this the headers outweigh what is saved.
COMPRESSED_LENGTH_MIN = 1000
# Levels that cost less than sending what they would not save; zlib writes no time into a gzip.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstd.compress(body, 3),
    "br": lambda body: bytes(brotli.compress(body, quality=4)),
    "gzip": lambda body: zlib.compress(body, 6, wbits=31),
}
"""By preference: among those that a client likes equally, the first is sent."""
ALIASES = {"x-gzip": "gzip"}  # RFC 9110, 8.4.1.3.


def coding_for(accept_encoding: str | None, length: int) -> str:
    """The coding for a body of this length; a client that says nothing is sent it as it is.

    Small bodies stay as they are unless the client refuses that. One that refuses every coding
    there is, and none too, is sent the plain body: a refusal would serve it less.
    """
    if accept_encoding is None:
        return IDENTITY
    weights = {ALIASES.get(name, name): weight for name, weight in weighted(accept_encoding)}
    otherwise = weights.get("*", 0.0)
    plain = weights.get(IDENTITY, weights.get("*", 1.0))
    wanted = [(weights.get(name, otherwise), -place) for place, name in enumerate(CODINGS)]
    weight, place = max(wanted)
    if weight <= 0 or (plain > 0 and length < COMPRESSED_LENGTH_MIN):
        return IDENTITY
    if weights.get(IDENTITY, 0.0) > weight:
        return IDENTITY  # Named, and liked better than any of ours.
    return list(CODINGS)[-place]


def encoded(body: bytes, coding: str) -> bytes:
    """The body in this coding."""
    return body if coding == IDENTITY else CODINGS[coding](body)
