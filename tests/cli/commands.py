"""Running `partystats` as its users do: a process, its streams, its exit code."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

COMMAND = Path(sys.executable).with_name("partystats")


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The variables of this process without anyone's settings, the data folder, and these."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PARTYSTATS_")
    }
    return inherited | {"PARTYSTATS_DATA_DIR": str(folder)} | settings


# What root may do beyond the rights of files is CAP_DAC_OVERRIDE; 24 is PR_CAPBSET_DROP.
OBEDIENT = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def partystats(
    *arguments: object, env: Mapping[str, str], encoding: str = "utf-8", obedient: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `obedient`: bound by the rights of files even as root."""
    before = [sys.executable, "-c", OBEDIENT] if obedient else []
    return subprocess.run(
        [*before, COMMAND, *map(str, arguments)],
        env=env, encoding=encoding, capture_output=True, check=False, timeout=120,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serve(*arguments: str, env: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service, once it is ready; its process and its address."""
    port = free_port()
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port), *arguments], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert process.poll() is None, process.communicate()
            try:
                if httpx.get(f"{address}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process, address
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
