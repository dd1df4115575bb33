"""What lets clients keep answers: tags of all they depend on, and how long they hold."""

from hashlib import blake2b

PINNED = "public, max-age=31536000, immutable"
UNPINNED = "public, max-age=0, must-revalidate"


def etag_of(*identity: str) -> str:
    """Weak tag of everything the body depends on, so no body is needed to compute it."""
    return f'W/"{blake2b(chr(0).join(identity).encode(), digest_size=16).hexdigest()}"'


def is_held(etag: str, if_none_match: str | None) -> bool:
    """Whether the client says it holds this very answer (weak comparison, RFC 9110, 13.1.2).

    `*` never does: whether there is an answer at all is not known before it is read.
    """
    held = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag.removeprefix("W/") in held
