"""What was changed by hand in a database is found, and not served."""

import time

import psycopg
import pytest

from app.releases.postgresql_lending import RELEASES_SCHEMA
from app.releases.storage import DamagedReleaseError
from tests.api.problems import assert_problem
from tests.api.test_publishing_while_reading import package
from tests.publication.storages import address_of
from tests.serving import serving

CHANGES = (
    "UPDATE {schema}.observation SET value = value + 1 WHERE release = 1 AND value IS NOT NULL",
    "UPDATE {schema}.figure_1 SET note = 'by hand'",
    "DELETE FROM {schema}.source WHERE release = 1",
    "INSERT INTO {schema}.event_break VALUES (1, 'x', 'members')",
    "DROP TABLE {schema}.observation_1",
    "UPDATE {schema}.organization_1 SET name_en = name_vi",
)


@pytest.mark.server
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_by_hand_is_found_and_not_served(publisher, tmp_path, change):
    publisher.load(package(tmp_path, 1))
    publisher.load(package(tmp_path, 2))
    first, second = publisher.releases()
    storage = publisher.writing.reading
    storage.verify(first)
    with psycopg.connect(address_of(publisher)) as connection:
        connection.execute(change.format(schema=RELEASES_SCHEMA))
    with pytest.raises(DamagedReleaseError):
        storage.verify(first)
    storage.verify(second)
    with serving(publisher.settings) as client:
        assert client.get("/v1/observations").status_code == 200
        problem = assert_problem(client.get("/v1/observations?release=1"), 503)
        assert problem["type"] == "/problems/quarantined-release"
        assert client.get("/readyz").json()["quarantined"] == [1]


@pytest.mark.server
def test_the_scrub_finds_what_changes_while_it_is_served(publisher, tmp_path):
    publisher.load(package(tmp_path, 1))
    with serving(publisher.settings, scrub_seconds=0.1) as client:
        assert client.get("/v1/observations").status_code == 200
        with psycopg.connect(address_of(publisher)) as connection:
            connection.execute(CHANGES[0].format(schema=RELEASES_SCHEMA))
        deadline = time.monotonic() + 20
        while client.get("/v1/observations").status_code == 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert assert_problem(client.get("/v1/sources"), 503)["type"] == (
            "/problems/quarantined-release"
        )
