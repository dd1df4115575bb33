"""Reading from PostgreSQL: one connection for many releases, out of reach, pruned, damaged."""

import asyncio
import threading
import time
from contextlib import contextmanager

import httpx
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.observations.queries import OBSERVATIONS
from app.publication.publish import Publisher
from app.releases.lending import Lending
from app.releases.postgresql_awaiting import AwaitedConnections
from app.releases.postgresql_lending import KEPT, RELEASES_SCHEMA
from app.releases.postgresql_storage import PostgresqlStorage
from app.releases.reader import Reader
from tests.api.problems import assert_problem
from tests.api.test_publishing_while_reading import READ, assert_of_one_release, package
from tests.conftest import on
from tests.postgresql import postgresql_server
from tests.publication.storages import address_of, assert_no_leftovers, assert_whole, is_in_files
from tests.serving import serving

# One connection for many releases


class OneConnection(Lending):
    """Lends its only connection to one thread after the other."""

    def __init__(self, opened):
        super().__init__(opened)
        self._turn = threading.Lock()
        self.backends = set()

    @contextmanager
    def lend(self):
        with self._turn, super().lend() as connection:
            self.backends.add(connection.info.backend_pid)
            yield connection


@pytest.fixture(scope="module")
def readers(seeded):
    """Readers of two releases over one connection, which is lent to one at a time."""
    storage = PostgresqlStorage(address_of(seeded[1]), seconds=60)
    [server] = storage._servers
    server.lent._lending = lending = OneConnection(server.lent._opened)
    found = {
        each.number: Reader(each, storage.open(each), storage.dialect, seconds=60)
        for each in storage.releases()
    }
    yield found
    storage.close()
    assert len(lending.backends) == 1


PAGE = OBSERVATIONS.page(frozenset(), after=False)


@pytest.fixture(scope="module")
def alone(seeded):
    """What each release answers when nothing else is read, in files."""
    storage = seeded[0].writing.reading
    found = {}
    for each in storage.releases():
        reader = Reader(each, storage.open(each), storage.dialect, seconds=60)
        found[each.number] = reader.fetch(PAGE, {"limit": 3000})
        reader.close()
    assert found[1] != found[2]
    return found


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(1, 3000)), max_size=8))
def test_two_releases_read_in_turn_over_one_connection_never_mix(readers, alone, turns):
    for number, limit in turns:
        assert readers[number].fetch(PAGE, {"limit": limit}) == alone[number][:limit]


@settings(max_examples=6)
@given(st.lists(st.sampled_from([1, 2]), min_size=2, max_size=6))
def test_two_releases_read_at_once_over_one_connection_never_mix(readers, alone, numbers):
    wrong = []

    def read(number):
        limits = (5, 3000, 700, 3000)
        found = [readers[number].fetch(PAGE, {"limit": limit}) for limit in limits]
        if found != [alone[number][:limit] for limit in limits]:
            wrong.append(number)

    threads = [threading.Thread(target=read, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_statement_is_parsed_once_for_a_connection(seeded):
    kept = {"release": 1}
    told = (
        "SELECT max(generic_plans + custom_plans) FROM pg_prepared_statements "
        "WHERE statement LIKE '%%kept_release%%'"
    )

    async def ask():
        connections = AwaitedConnections(address_of(seeded[1]))
        connection = await connections._opened()
        for _ in range(5):
            assert await connection.rows(KEPT, kept) == [(1,)]
        found = await connection.rows(told, {})
        await connection.connection.close()
        return found

    assert asyncio.run(ask()) == [(5,)]


# Out of reach, and too slow


def test_while_the_database_is_out_of_reach_it_is_told_and_all_is_well_when_it_is_back(
    tmp_path, request
):
    with postgresql_server() as server:
        chosen = on("postgresql", tmp_path / "data", request)
        address = type(chosen.database_url)(server.migrated())
        publisher = Publisher(chosen.model_copy(update={"database_url": address}))
        publisher.load(package(tmp_path, 1))
        with (
            serving(publisher.settings, encoded_bytes=0) as client,
            serving(publisher.settings, refresh_seconds=60) as keeping,
        ):
            before = {path: client.get(path).content for path in READ}
            assert {path: keeping.get(path).content for path in READ} == before
            for _ in range(2):
                server.stop()
                # What is kept needs no database.
                assert {path: keeping.get(path).content for path in READ} == before
                for path in READ[:3]:
                    problem = assert_problem(client.get(path), 503)
                    assert problem["type"] == "/problems/storage-unavailable"
                assert client.get("/healthz").status_code == 200
                server.start()
                assert {path: client.get(path).content for path in READ} == before
                assert client.get("/readyz").json()["quarantined"] == []
            publisher.load(package(tmp_path, 2))
            assert client.get("/v1/config").json()["meta"]["release"]["number"] == 2


@pytest.mark.server
def test_a_statement_that_waits_too_long_is_stopped_and_the_next_is_answered(
    publish, publisher, tmp_path
):
    publish(package(tmp_path, 1))
    with serving(publisher.settings, query_seconds=0.3) as client:
        assert client.get("/v1/observations").status_code == 200
        with psycopg.connect(address_of(publisher)) as connection:
            connection.execute(f"LOCK TABLE {RELEASES_SCHEMA}.observation IN ACCESS EXCLUSIVE MODE")
            problem = assert_problem(client.get("/v1/observations?limit=7"), 503)
            assert problem["type"] == "/problems/too-slow"
            assert problem["detail"] == "The answer took longer than 0.3 seconds."
            assert client.get("/healthz").status_code == 200
        assert client.get("/v1/observations?limit=7").status_code == 200
        # A registry that is locked keeps nobody from reading what is known.
        with psycopg.connect(address_of(publisher)) as connection:
            connection.execute("LOCK TABLE registry.release IN ACCESS EXCLUSIVE MODE")
            assert client.get("/v1/observations?limit=8").status_code == 200


# Pruned


def read_on(address, stop, seen, faults):
    with httpx.Client(base_url=address, timeout=60) as client:
        while not stop.is_set():
            for path in READ:
                answer = client.get(path)
                if answer.status_code != 200:
                    faults.append((path, answer.text))
                    continue
                release = assert_of_one_release(path, answer.json())
                pinned = client.get(f"{path}{'&' if '?' in path else '?'}release={release}")
                seen.append(pinned.status_code)
                if pinned.status_code == 200:
                    assert_of_one_release(path, pinned.json())
                elif pinned.status_code != 410:
                    faults.append((path, pinned.text))


def test_readers_of_pruned_releases_are_told_so_and_see_nothing_else(publisher, tmp_path):
    keeping = publisher.settings.model_copy(update={"keep_releases": 1})
    publisher = Publisher(keeping)
    publisher.load(package(tmp_path, 1))
    stop, seen, faults = threading.Event(), [], []
    with serving(keeping) as client:
        arguments = (str(client.base_url), stop, seen, faults)
        threads = [threading.Thread(target=read_on, args=arguments) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for number in range(2, 7):
                publisher.load(package(tmp_path, number))
                time.sleep(0.1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        # What is current is pruned only after another is: a reader may have begun just before.
        told = {text for _, text in faults if '"status":410' not in text}
        assert told == set()
        assert 200 in seen
        for number in range(1, 6):
            for path in READ[:3]:
                answer = client.get(path, params={"release": number})
                assert assert_problem(answer, 410)["type"] == "/problems/pruned-release"
        assert client.get("/readyz").json() == {"status": "ready", "release": 6, "quarantined": []}
    if not is_in_files(publisher):
        assert [each.is_kept for each in assert_whole(publisher)] == [False] * 5 + [True]
        assert_no_leftovers(publisher)


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_release_pruned_since_the_registry_was_looked_at_is_no_empty_one(
    publisher, tmp_path, asked_before
):
    """The service still believes that release 1 is kept: it must not answer that it has no rows.

    Once a read has found out, the registry is looked at, and what is current answers.
    """
    keeping = publisher.settings.model_copy(update={"keep_releases": 1})
    publisher = Publisher(keeping)
    publisher.load(package(tmp_path, 1))
    with serving(keeping, refresh_seconds=60, encoded_bytes=0) as client:
        assert client.get("/v1/config").status_code == 200  # The registry is looked at.
        before = [client.get(path).content if asked_before else None for path in READ[:4]]
        publisher.load(package(tmp_path, 2))
        for path, body in zip(READ[:4], before, strict=True):
            answer = client.get(path)
            number = answer.json()["meta"]["release"]["number"]
            # What is kept is what release 1 answered; a file that is open can be read to its end.
            assert number == 2 or (asked_before and answer.content == body)
            pinned = client.get(f"{path}{'&' if '?' in path else '?'}release=1&lang=en")
            if pinned.status_code == 200:
                assert is_in_files(publisher)
                assert pinned.json()["meta"]["count"] == answer.json()["meta"]["count"]
            else:
                assert assert_problem(pinned, 410)["type"] == "/problems/pruned-release"
        assert client.get("/readyz").json()["quarantined"] == []


# Damaged
