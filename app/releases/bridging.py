"""A bridge for code that reads step by step, over a driver that is awaited."""

from collections.abc import Awaitable, Callable
from contextvars import copy_context
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

Result = TypeVar("Result")


async def bridged(run: Callable[[], Result]) -> Result:
    """Run it on the event loop, which goes on with others wherever it calls `awaited`.

    SQLAlchemy does the same; a thread would take twice as long as the reading itself.
    """
    worker = greenlet(run)
    # A context of its own, as a thread has: what it sets there is nothing to who goes on meanwhile.
    worker.gr_context = copy_context()
    found: Any = worker.switch()
    while not worker.dead:
        try:
            answer = await found
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where it waits
            found = worker.throw(error)
        else:
            found = worker.switch(answer)
    result: Result = found
    return result


def awaited(waiting: Awaitable[Result]) -> Result:
    """What it gives, once it does; to be called below `bridged` alone."""
    around = getcurrent().parent
    assert around is not None
    result: Result = around.switch(waiting)
    return result
