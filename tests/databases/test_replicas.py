"""Reading from streaming replicas: in turn, one of them stopped, behind, damaged, or all alone."""

from pathlib import Path

import psycopg
import pytest

from app.publication.publish import Publisher
from app.releases.postgresql_lending import RELEASES_SCHEMA
from app.releases.postgresql_storage import PostgresqlStorage
from app.releases.reader import Reader
from tests.api.problems import assert_problem
from tests.api.test_publishing_while_reading import package
from tests.cli.commands import environment, partystats
from tests.databases.cluster import Cluster, running
from tests.databases.test_reading import PAGE
from tests.serving import serving
from tests.under_load import load_on, more, wait_until


@pytest.fixture(scope="module")
def servers():
    with running() as found:
        yield found


@pytest.fixture
def cluster(servers):
    """All of them up and in step, with a database of its own."""
    primary, replicas = servers
    for each in (primary, *replicas):
        if not each.is_running():
            each.start()
    cluster = Cluster(primary, replicas, primary.migrated().rpartition("/")[2])
    cluster.catch_up()
    yield cluster
    for each in replicas:
        if each.is_running():
            cluster.resume(each)


@pytest.fixture
def publish(cluster, tmp_path):
    """`publish(2)` publishes release 2, and waits until all replicas that run have it."""
    publisher = Publisher(cluster.settings(tmp_path))

    def publish_release(number, *, wait=True):
        publisher.load(package(tmp_path, number))
        if wait:
            cluster.catch_up()

    return publish_release


def number_of(client, **parameters):
    answer = client.get("/v1/observations", params={"limit": 1, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()["meta"]["release"]["number"]


# In turn


def test_replicas_are_read_in_turn_and_the_primary_is_left_to_who_writes(
    cluster, publish, tmp_path
):
    publish(1)
    chosen = cluster.settings(tmp_path, *cluster.replicas)
    chosen = chosen.model_copy(
        update={
            "database_url": type(chosen.database_url)(cluster.address(cluster.primary, "reader"))
        }
    )
    with serving(chosen, encoded_bytes=0) as client:
        for _ in range(4):
            assert client.get("/v1/observations").status_code == 200
        assert [cluster.is_read(each) for each in cluster.replicas] == [True, True]
        assert not cluster.is_known(cluster.primary)


def test_a_replica_is_stopped_under_load_without_a_failed_request_and_used_once_it_is_back(
    cluster, publish, tmp_path
):
    publish(1)
    one, two = cluster.replicas
    chosen = cluster.settings(tmp_path, one, two, is_writer=False)
    with (
        serving(chosen, encoded_bytes=0, refresh_seconds=0.05) as client,
        load_on(client) as seen,
    ):
        more(seen)
        for stopped, other in ((one, two), (two, one)):
            stopped.stop()
            more(seen)
            wait_until(lambda other=other: cluster.is_read(other))
            stopped.start()
            wait_until(lambda stopped=stopped: cluster.is_read(stopped))
            more(seen)


def test_the_primary_is_read_where_no_replica_can_be(cluster, publish, tmp_path):
    publish(1)
    with (
        serving(
            cluster.settings(tmp_path, *cluster.replicas), encoded_bytes=0, refresh_seconds=0.05
        ) as client,
        load_on(client) as seen,
    ):
        for each in cluster.replicas:
            more(seen)
            each.stop()
        more(seen)
        publish(2, wait=False)
        wait_until(lambda: seen[-1] == 2)
        for each in cluster.replicas:
            each.start()
        wait_until(lambda: all(map(cluster.is_read, cluster.replicas)))


def test_releases_are_published_and_pruned_under_load_and_no_answer_mixes_two(
    cluster, publish, tmp_path
):
    publish(1)
    keeping = cluster.settings(tmp_path).model_copy(update={"keep_releases": 1})
    chosen = cluster.settings(tmp_path, *cluster.replicas, is_writer=False)
    with (
        serving(chosen, encoded_bytes=0, refresh_seconds=0.05) as client,
        load_on(client) as seen,
    ):
        for number in range(2, 5):
            more(seen)
            Publisher(keeping).load(package(tmp_path, number))
        wait_until(lambda: seen[-1] == 4)


# Behind


def test_a_reader_that_is_behind_says_so_and_answers_once_it_has_caught_up(
    cluster, publish, tmp_path
):
    publish(1)
    _, late = cluster.replicas
    cluster.pause(late)
    publish(2, wait=False)
    with (
        serving(cluster.settings(tmp_path, late, is_writer=False)) as alone,
        serving(cluster.settings(tmp_path, *cluster.replicas, is_writer=False)) as both,
        serving(cluster.settings(tmp_path, late)) as with_primary,
    ):
        wait_until(lambda: number_of(both) == 2)
        for _ in range(3):  # Whichever replica's turn it is; and a refusal is never kept.
            assert number_of(alone) == number_of(alone, minRelease=1) == 1
            assert number_of(both) == number_of(both, minRelease=2) == 2
            assert number_of(both, release=1) == 1
            answer = alone.get("/v1/observations?limit=1&minRelease=2")
            problem = assert_problem(answer, 503)
            assert problem["type"] == "/problems/release-behind"
            assert problem["detail"] == (
                "Release 2 or a later one is asked for; the newest here so far is 1. "
                "Ask again shortly."
            )
            assert (answer.headers["retry-after"], answer.headers["cache-control"]) == (
                "1", "no-store",
            )  # fmt: skip
        assert number_of(with_primary) == 1
        assert number_of(with_primary, minRelease=2) == number_of(with_primary) == 2
        cluster.resume(late)
        wait_until(lambda: alone.get("/v1/config?minRelease=2").status_code == 200)
        wait_until(lambda: cluster.is_read(late))
        assert number_of(alone, minRelease=2) == 2


def test_a_pinned_release_that_only_the_primary_has_is_answered_from_there(
    cluster, publish, tmp_path
):
    publish(1)
    for each in cluster.replicas:
        cluster.pause(each)
    publish(2, wait=False)
    with serving(cluster.settings(tmp_path, *cluster.replicas)) as client:
        assert number_of(client) == 1
        assert client.get("/v1/releases/2/observations.csv").status_code == 200
        assert number_of(client, release=2) == 2
        assert_problem(client.get("/v1/observations?release=3"), 422)


def test_a_release_that_was_seen_is_out_of_reach_and_not_unknown_while_who_has_it_is_away(
    cluster, publish, tmp_path
):
    publish(1)
    ahead, late = cluster.replicas
    cluster.pause(late)
    publish(2, wait=False)
    chosen = cluster.settings(tmp_path, ahead, late, is_writer=False)
    with (
        serving(chosen, encoded_bytes=0, refresh_seconds=0.05) as client,
        load_on(client) as seen,
    ):
        wait_until(lambda: 2 in seen)
        ahead.stop()
        wait_until(lambda: seen[-1] == 1)  # Each answer still names the release it is from.
        for address in ("/v1/observations?release=2", "/v1/releases/2/content.jsonl"):
            problem = assert_problem(client.get(address), 503)
            assert problem["type"] == "/problems/storage-unavailable"
        problem = assert_problem(client.get("/v1/observations?minRelease=2"), 503)
        assert problem["type"] == "/problems/release-behind"
        assert_problem(client.get("/v1/observations?release=3"), 422)
        ahead.start()
        wait_until(lambda: seen[-1] == 2)
        assert number_of(client, release=2) == 2


# Damaged


def test_a_replica_whose_rows_are_not_what_was_published_is_not_asked_for_them(cluster, publish):
    publish(1)
    damaged, whole = cluster.replicas
    file = cluster.ask(
        damaged, f"SELECT pg_relation_filepath('{RELEASES_SCHEMA}.observation_1'::regclass)"
    )
    damaged.stop()
    path = Path(damaged.folder) / "data" / str(file)
    path.write_bytes(b"\0" * path.stat().st_size)
    damaged.start()
    addresses = [cluster.address(each, "reader") for each in (damaged, whole)]
    storage = PostgresqlStorage(None, addresses, seconds=5)
    [release] = storage.releases()
    for _ in addresses:
        storage.verify(release)
    reader = Reader(release, storage.open(release), storage.dialect, seconds=5)
    for _ in range(4):
        assert reader.fetch(PAGE, {"limit": 3})
    storage.close()


# Alone


def test_a_process_that_knows_replicas_alone_reads_and_publishes_nothing(
    cluster, publish, tmp_path
):
    chosen = cluster.settings(tmp_path, *cluster.replicas, is_writer=False)
    with serving(chosen) as client:
        problem = assert_problem(client.get("/v1/observations"), 503)
        assert problem["type"] == "/problems/nothing-published"
        assert client.get("/healthz").status_code == 200
        publish(1)
        assert number_of(client) == 1
        assert client.get("/readyz").json()["release"] == 1
    with psycopg.connect(cluster.address(cluster.primary)) as connection:
        assert connection.execute("SELECT count(*) FROM registry.release").fetchone() == (1,)


@pytest.mark.parametrize("command", [["load", "seeds/founding"], ["upgrade"], ["releases"]])
def test_who_can_only_read_is_told_what_publishing_needs(tmp_path, command):
    variables = {"PARTYSTATS_READ_DATABASE_URLS": "postgresql://u:hush@127.0.0.1:1/nothing"}
    told = partystats(*command, env=environment(tmp_path / "data", **variables))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == (
        "PARTYSTATS_READ_DATABASE_URLS names servers that are only read; publishing needs "
        "PARTYSTATS_DATABASE_URL, the primary they follow.\n"
    )
    assert not (tmp_path / "data").exists()
