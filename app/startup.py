"""What happens around the requests: something is published first, and memory settles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from app.releases.directory import ReleaseDirectory
from app.releases.opening import storage_of
from app.settings import Settings

# New containers before the collector looks at the young, the middle, the old.
THRESHOLDS = (50_000, 20, 100)


def is_published(settings: Settings) -> bool:
    """Whether there is a release to serve, as far as can be told without the writer."""
    storage = storage_of(settings)
    try:
        return storage.state() is not None and bool(storage.releases())
    except Exception:  # noqa: BLE001 - whatever it is: the writer tells it, or mends it
        return False
    finally:
        storage.close()


def ensure_published(settings: Settings) -> None:
    """Publish the seeds when nothing is published yet; of several workers one does.

    Who only reads publishes nothing.
    """
    if not settings.only_reads and not is_published(settings):
        # The writer takes longer to import than all the rest; who has a release does not need it.
        from app.publication.publish import Publisher  # noqa: PLC0415 - see above

        Publisher(settings).ensure_published()


@contextmanager
def rare_collections(directory: ReleaseDirectory) -> Iterator[None]:
    """Collect garbage seldom, and never look at what stays for as long as the process or a release.

    A collection of everything holds up all answers for some fifty milliseconds. There is none
    before either: it would take longer than what it frees is worth. Undone at the end.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    directory.taken_up = gc.freeze
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
