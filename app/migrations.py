"""Bringing a database to the schema this version speaks, in one transaction or not at all."""

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from app.database import SchemaError

Tree = Literal["registry", "release"]


def postgresql_engine(address: str, *schemas: str) -> Engine:
    """An engine on a PostgreSQL database, which looks for tables in these schemas alone.

    A commit is on disk before it returns, whatever the server's own setting is.
    """
    options = f"-c search_path={','.join(schemas)} -c synchronous_commit=on"
    return create_engine(
        make_url(address).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"options": options, "connect_timeout": 5},
    )


def engine_for(path: Path) -> Engine:
    """An engine on a file of SQLite, whose transactions hold schema changes too.

    The driver would otherwise commit before each of them, and a migration that fails midway would
    stay half applied. A rollback journal, since a release file must be one file; synchronous
    EXTRA, so that a commit is on disk, its directory entry included.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def configuration(migrations: Path, tree: Tree, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations / tree).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(migrations: Path, tree: Tree, connection: Connection) -> None:
    """Bring the database to the newest schema. Raises SchemaError for one that is newer still."""
    config = configuration(migrations, tree, connection)
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaError(f"the {tree} has schema {found}, which this version does not know")
    command.upgrade(config, "head")
