"""Readers that ask without a pause while something happens."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from tests.api.test_publishing_while_reading import READ, assert_of_one_release


@contextmanager
def load_on(client: httpx.Client, *, count: int = 2) -> Iterator[list[int]]:
    """No request may fail meanwhile, and no answer mix two releases; which were seen, in order."""
    stop, seen, faults = threading.Event(), list[int](), list[tuple[str, str]]()

    def read_on() -> None:
        with httpx.Client(base_url=client.base_url, timeout=60) as reader:
            while not stop.is_set():
                for path in READ:
                    answer = reader.get(path)
                    if answer.status_code == 200:
                        seen.append(assert_of_one_release(path, answer.json()))
                    else:
                        faults.append((path, answer.text))

    threads = [threading.Thread(target=read_on) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []


def more(seen: list[int], count: int = 40) -> None:
    """Wait for so many more answers."""
    wanted = len(seen) + count
    wait_until(lambda: len(seen) >= wanted)


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what is to become true; however busy the machine is, it does so in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.02)
