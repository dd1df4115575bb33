"""What the image would hold is installed, started as its user, asked, and stopped."""

import json
import re
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.cli.commands import free_port
from tests.packaging.image import IS_ROOT, built
from tests.postgresql import postgresql_server

pytestmark = [pytest.mark.scaled, pytest.mark.xdist_group("image")]
MEMBERS = "/v1/observations/lao-cai.members.2022"
# Together more than the 4 MB and some that a kernel holds for a reader who does not read.
LARGE, ANSWERS = "/assets/swagger-ui-bundle.js", 8
PASSWORD = "p@ss/w:o%rd?#&"  # noqa: S105 - of a throw-away server


@pytest.fixture(scope="module")
def image():
    with built() as image:
        yield image


@contextmanager
def serving(image, **settings):
    """The image's CMD on a free port, once its HEALTHCHECK is content; the process, the address."""
    port = free_port()
    process = image.start(*image.command, "--port", str(port), **settings)
    try:
        deadline = time.monotonic() + 120
        while image.ask_health(port).returncode:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def ended(process):
    """Exit code and what was said as an error, after SIGTERM."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def assert_serves_the_seeds(address):
    assert httpx.get(f"{address}/readyz").json()["release"] == 1
    observation = httpx.get(f"{address}{MEMBERS}").json()["data"]
    assert observation["value"] == 53767
    assert observation["as_reported"] == "53.767"


def test_migrations_seeds_and_recipes_lie_inside_the_package_and_the_sources_are_gone(image):
    program = (
        "import json, app; from app.settings import Settings; s = Settings();"
        "print(json.dumps([app.__file__, str(s.seeds_dir), str(s.migrations_dir)]))"
    )
    answer = image.run("python", "-I", "-c", program)
    package, seeds, migrations = map(Path, json.loads(answer.stdout))
    site = image.root / "opt/partystats/lib"
    assert site in package.parents
    assert (seeds, migrations) == (package.parent / "_seeds", package.parent / "_migrations")
    assert (seeds / "founding" / "datapackage.json").is_file()
    assert (migrations / "registry" / "env.py").is_file()
    assert (package.parent / "_docs" / "recipes" / "python.md").is_file()
    assert {path.name for path in image.root.iterdir()} == {"opt", "var"}
    assert not list(image.root.rglob("*.pth")), "an editable install"
    assert list(package.parent.glob("__pycache__/main.*.pyc")), "bytecode is made while building"


def test_it_serves_the_seeds_and_writes_to_the_volume_alone(image):
    before = image.contents()
    with serving(image, TMPDIR=str(image.root / "opt")) as (process, address):
        assert_serves_the_seeds(address)
        assert httpx.get(f"{address}/docs").status_code == 200
        if IS_ROOT:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            assert "Uid:\t10001\t10001\t10001\t10001" in status
            assert "NoNewPrivs:\t1" in status
        assert ended(process) == (0, "")
    assert image.contents() == before
    kept = list(image.volume.rglob("*"))
    assert kept
    if IS_ROOT:
        assert {path.stat().st_uid for path in kept} == {10001}


def test_it_goes_on_with_what_the_volume_holds_and_a_package_is_loaded_beside_it(image):
    with serving(image) as (process, address):
        loaded = image.run("partystats", "withdraw", "provinces", "--allow-withdrawals")
        assert (loaded.returncode, loaded.stderr) == (0, "")
        until = time.monotonic() + 10  # It looks for a new release four times a second.
        while httpx.get(f"{address}/readyz").json()["release"] != 2:
            assert time.monotonic() < until
        assert httpx.get(f"{address}{MEMBERS}").json()["data"]["value"] == 53767
        assert ended(process) == (0, "")
    verified = image.run("partystats", "verify", "--json")
    assert (verified.returncode, len(json.loads(verified.stdout))) == (0, 2)


@pytest.mark.parametrize("place", ["opt/partystats/bin", "opt/partystats/lib", "opt", ""])
def test_its_user_may_not_write_elsewhere(image, place):
    program = "import sys; open(sys.argv[1], 'w')"
    target = image.root / place / "written"
    refused = image.run("python", "-I", "-c", program, str(target))
    assert "PermissionError" in refused.stderr
    assert not target.exists()


def test_without_a_service_it_is_not_healthy(image):
    asked = image.ask_health(free_port())
    assert asked.returncode == 1
    assert "ConnectionRefusedError" in asked.stderr


def test_told_to_stop_it_finishes_what_it_has_begun_and_takes_nothing_new(image):
    with serving(image) as (process, address), socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", int(address.rpartition(":")[2])))
        reader.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * ANSWERS)
        received = bytearray(reader.recv(4096))
        time.sleep(0.5)  # Until nothing more fits between the two.
        process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=2)
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{address}/healthz")
        while part := reader.recv(1 << 20):
            received += part
        assert process.wait(timeout=30) == 0
    answers = 0
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        length = int(re.search(rb"content-length: (\d+)", head)[1])
        assert len(rest) >= length, "cut off"
        received = rest[length:]
        answers += 1
    assert answers


def test_it_serves_from_postgresql_with_a_password_that_would_need_escapes(image):
    with postgresql_server() as server:
        database = server.database()
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE partystats LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
            (rules,) = connection.execute("SHOW hba_file").fetchone()
            rule = "host all all 127.0.0.1/32 scram-sha-256"
            connection.execute(f"COPY (SELECT '{rule}') TO '{rules}'")
            connection.execute("SELECT pg_reload_conf()")
        settings = {
            "PARTYSTATS_DATABASE_URL": database.replace("postgres@", "partystats@"),
            "PARTYSTATS_PUBLIC_URL": "",  # As the composition passes it when nobody has set it.
        }
        refused = image.run("partystats", "releases", **settings, PGPASSWORD="wrong")
        assert refused.returncode == 5
        with serving(image, **settings, PGPASSWORD=PASSWORD) as (process, address):
            assert_serves_the_seeds(address)
            assert PASSWORD not in httpx.get(f"{address}/v1/config").text
            assert ended(process) == (0, "")
    assert (image.volume / "postgresql" / "packages").is_dir()
