"""Servers that the benchmark starts: pinned to one core, on the loopback, ended with it."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring.accounting import cpu_seconds, memory_bytes, tree

SERVER_CORE, LOAD_CORE = 0, (os.cpu_count() or 1) - 1
HOST = "127.0.0.1"


class NotStartedError(Exception):
    """A server ended, or did not listen in time; the message ends with what it wrote."""


def mortal(command: Sequence[str | Path]) -> list[str]:
    """The command, told to end as soon as this process does, even where that is killed."""
    return ["setpriv", "--pdeathsig", "TERM", *map(str, command)]


def pinned(core: int, command: Sequence[str | Path]) -> list[str]:
    """The command on one core alone; mortal."""
    return mortal(["taskset", "-c", str(core), *command])


def end_group(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGKILL) -> None:
    """Signal a process that leads a session of its own, and all that it started there."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


@dataclass(slots=True)
class Server:
    """One server process and what it is asked under."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    # Other processes that work for it, such as those of a database.
    helpers: tuple[int, ...] = ()
    started: float = field(default_factory=time.monotonic)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Seconds of its process tree so far, without its helpers."""
        return cpu_seconds(tree(self.process.pid))

    def helpers_cpu(self) -> float:
        return cpu_seconds(tree(*self.helpers)) if self.helpers else 0.0

    def anonymous_bytes(self) -> int:
        return memory_bytes(tree(self.process.pid), "RssAnon")

    def wait_until_listening(self, seconds: float = 120) -> float:
        """Seconds from its start until it accepted a connection. Raises NotStartedError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), 1):
                return time.monotonic() - self.started
            time.sleep(0.002)
        written = self.log.read_text(encoding="utf-8", errors="replace")[-2_000:]
        raise NotStartedError(f"{self.name} does not listen: {written}")

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, *, timeout: float = 120
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, and body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, named, answer.read()
        finally:
            connection.close()

    def wait_until_ready(self, path: str, seconds: float = 600) -> float:
        """Seconds from its start until the address answered 200. Raises NotStartedError."""
        self.wait_until_listening()
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path, timeout=30)[0] == http.HTTPStatus.OK:
                    return time.monotonic() - self.started
            time.sleep(0.02)
        raise NotStartedError(f"{self.name} is not ready at {path}")

    def stop(self) -> None:
        """Ask it to end, then make it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            end_group(self.process, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
                return


class Servers:
    """Starts servers on the ports given, and ends them all when left, however that happens."""

    def __init__(self, folder: Path, first_port: int) -> None:
        self._folder = folder
        self._next_port = first_port
        self._running: list[Server] = []

    def __enter__(self) -> "Servers":
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._running:
            server.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        helpers: tuple[int, ...] = (),
    ) -> Server:
        """Start a command in which `{port}` stands for its port; it is not waited for."""
        port = self._free_port()
        log = self._folder / f"{name.replace(' ', '-').replace('/', '-')}.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                pinned(SERVER_CORE, [str(part).replace("{port}", str(port)) for part in command]),
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(name, port, process, log, helpers)
        self._running.append(server)
        return server

    def stop(self, server: Server) -> None:
        server.stop()
        self._running.remove(server)

    def _free_port(self) -> int:
        while True:
            self._next_port += 1
            with contextlib.suppress(OSError), socket.socket() as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((HOST, self._next_port))
                return self._next_port
