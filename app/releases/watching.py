"""Looking for new releases behind the back of the requests."""

import logging
import threading

from app.refusal import ApiError
from app.releases.directory import ReleaseDirectory
from app.releases.guarding import STOP_SECONDS, stand_back

LOG = logging.getLogger("app")


class Watch:
    """Looks at the registry again and again, in a thread of its own.

    A new release is verified, opened and warmed in it while the one before goes on answering. With
    a period of 0 there is no thread: every request looks for itself.
    """

    def __init__(self, directory: ReleaseDirectory, *, period: float) -> None:
        self._directory = directory
        self._period = period
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        if self._period:
            self._directory.watch(watched=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._period:
            self._thread.join(STOP_SECONDS)
            self._directory.watch(watched=False)

    def _run(self) -> None:
        is_first = True
        while not self._stopped.is_set():
            try:
                self._directory.look()
            except ApiError as error:
                LOG.debug("Nothing to take up: %s", error)
            except Exception:
                LOG.exception("The registry could not be looked at; tried again after the period")
            if is_first:
                stand_back()  # The first release is waited for; the next ones are not.
                is_first = False
            self._stopped.wait(self._period)
