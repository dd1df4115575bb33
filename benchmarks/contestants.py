"""Starting each contestant as a careful user would run it in production."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.environments import Environments
from benchmarks.measuring.processes import HOST, Server, Servers
from benchmarks.prepared import PROGRAMS, PROJECT, Prepared

# Answered at each time anew; the server makes them itself.
_OWN_HEADERS = frozenset({"date", "server", "connection", "transfer-encoding"})
UNCACHED = {"PARTYSTATS_ENCODED_BYTES": "0"}
UNREACHED = {"PARTYSTATS_RATE_LIMIT": "999999999/minute"}
BARE = "benchmarks.peers.bare:application"
DATASETTE = Path(__file__).parent / "peers" / "datasette.yaml"


def start_ours(
    servers: Servers,
    name: str,
    prepared: Prepared,
    settings: Mapping[str, str] | None = None,
    *,
    helpers: tuple[int, ...] = (),
) -> Server:
    """`partystats serve` on a built release, settings as shipped but for those given.

    And but for the rate: one address asks all there is. What comes is counted as ever.
    """
    assert prepared.build
    server = servers.start(
        name,
        [PROGRAMS / "partystats", "serve", "--port", "{port}"],
        {**UNREACHED, "PARTYSTATS_DATA_DIR": str(prepared.data), **(settings or {})},
        helpers=helpers,
    )
    server.wait_until_ready("/readyz")
    return server


def uvicorn_command(application: str) -> list[str | Path]:
    return [
        *(sys.executable, "-m", "uvicorn", application, "--port", "{port}"),
        *("--loop", "uvloop", "--http", "httptools", "--ws", "none"),
        *("--no-access-log", "--log-level", "warning", "--no-server-header"),
    ]


def start_bare(servers: Servers, name: str, answer: Path, like: tuple[Server, str]) -> Server:
    """A bare ASGI application that sends what the other server answers there, byte by byte."""
    server, path = like
    _, headers, body = server.get(path)
    own = {each: value for each, value in headers.items() if each not in _OWN_HEADERS}
    answer.write_bytes(json.dumps(own).encode() + b"\n" + body)
    return _started(
        servers,
        name,
        [*uvicorn_command(BARE), "--lifespan", "off"],
        {"BARE_ANSWER": str(answer), "PYTHONPATH": str(PROJECT)},
    )


def start_textbook(servers: Servers, prepared: Prepared) -> Server:
    return _started(
        servers,
        "textbook",
        uvicorn_command("benchmarks.peers.textbook:app"),
        {"TEXTBOOK_DATABASE": str(prepared.peers_database), "PYTHONPATH": str(PROJECT)},
    )


def start_datasette(
    servers: Servers, environments: Environments, prepared: Prepared
) -> Server | None:
    """Immutable, so that it neither counts nor looks for changes; None if not installed."""
    program = environments.program("datasette")
    if program is None:
        return None
    return _started(
        servers,
        "datasette",
        [
            *(program, "serve", "-i", prepared.peers_database, "-m", DATASETTE, "-p", "{port}"),
            *("--setting", "sql_time_limit_ms", "60000", "--setting", "max_csv_mb", "0"),
            *("--setting", "max_returned_rows", "10000", "--setting", "num_sql_threads", "3"),
        ],
        {},
    )


def start_roapi(servers: Servers, environments: Environments, prepared: Prepared) -> Server | None:
    """The joined table in its memory; None if not installed."""
    program = environments.program("roapi")
    if program is None:
        return None
    table = f"observation={prepared.joined_table}"
    # It listens for two more protocols, on ports that others may have: these go to any free ones.
    unused = ["-p", f"{HOST}:0", "--addr-flight-sql", f"{HOST}:0"]
    command: list[str | Path] = [program, "-a", f"{HOST}:{{port}}", *unused, "-t", table]
    return _started(servers, "roapi", command, {})


def _started(
    servers: Servers, name: str, command: list[str | Path], environment: Mapping[str, str]
) -> Server:
    server = servers.start(name, command, environment)
    server.wait_until_listening(300)
    return server
