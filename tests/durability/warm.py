"""Forks for each load, so that a load takes a moment: what it needs has been imported before.

Reads a task a line, as JSON: the data folder, the package, `before`: system calls by name and how
often they are made, to no effect, before the load; and `seconds` after which it is killed, or null.
strace counts the calls of each process by name and does its harm at one fixed number of each,
`HARM_AT`, so these idle calls choose which call of the load is harmed, and no process needs a
strace of its own. Answers with what the load said, if it came to its end, and how it ended.
"""

import fcntl
import io
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from app.cli import main
from app.settings import get_settings

# More calls of one name than a load makes; and more than importing does, which opens many files.
HARM_AT = {"openat": 6000, "write": 500, "pwrite64": 500, "ftruncate": 500, "fsync": 500,
    "fdatasync": 500, "rename": 500, "unlink": 500, "mkdir": 500, "flock": 500,
}  # fmt: skip
NOWHERE, CLOSED = "/nowhere/at/all", 999
IDLE: dict[str, Callable[[], object]] = {
    "openat": lambda: os.open(NOWHERE, os.O_RDONLY),
    "write": lambda: os.write(CLOSED, b""),
    "pwrite64": lambda: os.pwrite(CLOSED, b"", 0),
    "ftruncate": lambda: os.ftruncate(CLOSED, 0),
    "fsync": lambda: os.fsync(CLOSED),
    "fdatasync": lambda: os.fdatasync(CLOSED),
    "rename": lambda: os.rename(NOWHERE, NOWHERE),  # noqa: PTH104 - as plain as the call
    "unlink": lambda: os.unlink(NOWHERE),  # noqa: PTH108 - as plain as the call
    "mkdir": lambda: os.mkdir("/"),  # noqa: PTH102 - as plain as the call
    "flock": lambda: fcntl.flock(CLOSED, fcntl.LOCK_SH),
}


def answer(**content: object) -> None:
    # Not write: that is one of the calls that may be harmed.
    os.writev(1, [json.dumps(content).encode() + b"\n"])


def load(task: dict[str, Any]) -> None:
    """Load as the command does, in this process; tell what it said and end with its code."""
    os.environ["PARTYSTATS_DATA_DIR"] = task["folder"]
    get_settings.cache_clear()
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    for name, times in task["before"].items():
        for _ in range(times):
            try:
                IDLE[name]()
            except OSError:
                continue
    code = 1
    try:
        main(["load", task["package"]])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - whatever a harmed call raises is told to the test
        traceback.print_exc()
    finally:
        answer(out=sys.stdout.getvalue(), err=sys.stderr.getvalue())
        os._exit(code)


def run(task: dict[str, Any]) -> None:
    child = os.fork()
    if child == 0:
        load(task)
    if task["seconds"] is not None:
        time.sleep(task["seconds"])
        os.kill(child, signal.SIGKILL)
    answer(process=child, code=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    for line in sys.stdin:
        run(json.loads(line))
