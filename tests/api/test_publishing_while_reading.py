"""Readers while a loader publishes: every answer belongs to one release, whole."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.packages import figure, organization, source, write_package

ROOT = Path(__file__).resolve().parents[2]
TREE = (organization("vn"), *(organization(f"p{number}", "vn") for number in range(4)))
# Members of release n are n hundred everywhere, so that every answer tells where it is from.
READ = (
    "/v1/observations?indicator=members&parent=vn",
    "/v1/observations/p1.share.2022",
    "/v1/organizations/p2/profile?period=2022",
    "/v1/ratios/share",
    "/v1/computations?organization=p0,p3&numerator=members&denominator=population",
    "/v1/figures?indicator=members&limit=2",
    "/v1/releases",
    "/v1/releases/1",
)


def package(folder, number):
    members = f"{number}00"
    codes = [line["code"] for line in TREE[1:]]
    figures = [
        *(figure(f"{code}.members.2022", members) for code in codes),
        *(figure(f"{code}.population.2022", "10.000") for code in codes),
    ]
    return write_package(folder / str(number), organizations=TREE, figures=figures)


def members_told(document):
    """Every number of members anywhere in an answer."""
    found = []
    if isinstance(document, dict):
        if document.get("indicator") == "members" or ".members." in str(document.get("key")):
            found.append(document["value"])
        for value in document.values():
            found.extend(members_told(value))
    elif isinstance(document, list):
        for each in document:
            found.extend(members_told(each))
    return found


def assert_of_one_release(path, document):
    release = document["meta"]["release"]
    number = release["number"]
    if path == "/v1/releases":
        assert [row["number"] for row in document["data"]] == list(range(1, number + 1))
        assert [row["number"] for row in document["data"] if row["current"]] == [number]
        assert document["data"][-1]["chain_digest"] == release["chain_digest"]
    elif path == "/v1/releases/1":
        assert document["data"]["current"] == (number == 1)
    else:
        told = members_told(document["data"])
        assert set(told) == {number * 100}, (number, path, told)
    return number


def read_on(address, stop, seen, faults):
    with httpx.Client(base_url=address, timeout=60) as client:
        while not stop.is_set():
            for path in READ:
                answer = client.get(path)
                if answer.status_code != 200:
                    faults.append((path, answer.text))
                    continue
                try:
                    seen.append(assert_of_one_release(path, answer.json()))
                except AssertionError as fault:
                    faults.append((path, str(fault)))


def test_no_answer_mixes_two_releases_while_new_ones_are_published(publish, publisher, tmp_path):
    client = publish(package(tmp_path, 1))
    stop, seen, faults = threading.Event(), [], []
    arguments = (str(client.base_url), stop, seen, faults)
    readers = [threading.Thread(target=read_on, args=arguments) for _ in range(4)]
    for reader in readers:
        reader.start()
    wait_until(lambda: seen or faults, 10)
    for number in range(2, 7):
        publisher.load(package(tmp_path, number))
    deadline = time.monotonic() + 10
    while 6 not in seen[-50:] and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert {1, 6} < set(seen)
    assert client.get("/v1/releases").json()["meta"]["count"] == 6


# Several processes


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def workers(tmp_path):
    """Two workers of uvicorn started on an empty data folder: its address and the folder."""
    folder, port = tmp_path / "data", free_port()
    environment = {**os.environ, "PARTYSTATS_DATA_DIR": str(folder)}
    command = [
        sys.executable, "-m", "uvicorn", "app.main:app", "--workers", "2", "--port", str(port),
        "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: is_ready(address), 60)
        yield address, folder
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
        assert "Traceback" not in told, told


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.05)


def is_ready(address):
    try:
        return httpx.get(f"{address}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def current(address):
    """The release of a worker: each request opens a connection, and either may take it."""
    return httpx.get(f"{address}/v1/config").json()["meta"]["release"]["number"]


def test_several_workers_start_on_an_empty_folder_and_take_up_a_release(workers, tmp_path):
    address, folder = workers
    assert {current(address) for _ in range(20)} == {1}
    assert sorted(path.name for path in folder.iterdir()) == [
        "building", "loader.lock", "packages", "registry.sqlite", "releases",
    ]  # fmt: skip
    line = figure("extra.population.2022", "1.000", source="extra")
    added = write_package(
        tmp_path,
        name="extra",
        organizations=[organization("extra", "vn", level="provincial")],
        figures=[line],
        sources=[source("extra")],
        catalog="",
        requires=["founding"],
    )
    Publisher(Settings(data_dir=folder)).load(added)
    published = time.monotonic()
    while time.monotonic() - published < 1:
        assert current(address) in {1, 2}
    assert {current(address) for _ in range(30)} == {2}
    found = httpx.get(f"{address}/v1/observations/extra.population.2022").json()["data"]
    assert found["value"] == 1000
