"""A primary of PostgreSQL with two streaming replicas, on the loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.settings import Settings
from tests.postgresql import Server, postgresql_server
from tests.under_load import wait_until


@dataclass(frozen=True)
class Cluster:
    """The servers, and one database that all of them hold."""

    primary: Server
    replicas: tuple[Server, Server]
    database: str

    def settings(self, folder: Path, *replicas: Server, is_writer: bool = True) -> Settings:
        """Of a process that reads these replicas; the connections of each say which it is."""
        read = ", ".join(self.address(each, "reader") for each in replicas)
        return Settings.model_validate(
            {
                "data_dir": folder,
                "database_url": self.address(self.primary) if is_writer else None,
                "read_database_urls": read or None,
            }
        )

    def address(self, server: Server, name: str = "writer") -> str:
        return f"{server.address}/{self.database}?application_name={name}"

    def ask(self, server: Server, sql: str) -> object:
        """The first column of the first row."""
        return _asked(self.address(server, "test"), sql)

    def is_read(self, server: Server) -> bool:
        """Whether a reader reads releases there: it last asked whether one is kept."""
        return self._readers(server, "AND query LIKE '%kept_release WHERE%'") > 0

    def is_known(self, server: Server) -> bool:
        """Whether a reader has a connection to it."""
        return self._readers(server, "") > 0

    def _readers(self, server: Server, condition: str) -> int:
        found = self.ask(
            server,
            "SELECT count(*) FROM pg_stat_activity "
            f"WHERE application_name = 'reader' AND datname = current_database() {condition}",
        )
        assert isinstance(found, int)
        return found

    def pause(self, server: Server) -> None:
        """It answers on, and takes nothing new from the primary."""
        self.ask(server, "SELECT pg_wal_replay_pause()::text")
        wait_until(lambda: self.ask(server, "SELECT pg_get_wal_replay_pause_state()") == "paused")

    def resume(self, server: Server) -> None:
        _asked(f"{server.address}/postgres", "SELECT pg_wal_replay_resume()::text")

    def catch_up(self) -> None:
        """Wait until the replicas have all that the primary has written."""
        written = self.ask(self.primary, "SELECT pg_current_wal_lsn()::text")
        for each in self.replicas:
            wait_until(
                lambda each=each: _asked(
                    f"{each.address}/postgres",
                    f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn",
                )
            )


def _asked(address: str, sql: str) -> object:
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute(sql.encode()).fetchone()
    return None if row is None else row[0]


@contextmanager
def running() -> Iterator[tuple[Server, tuple[Server, Server]]]:
    """The servers, for as long as they are needed."""
    with (
        postgresql_server() as primary,
        postgresql_server(primary=primary) as one,
        postgresql_server(primary=primary) as two,
    ):
        yield primary, (one, two)
