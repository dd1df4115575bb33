"""Which storage the settings choose."""

from app.releases.file_storage import FileStorage
from app.releases.files import DataFolder
from app.releases.storage import ReleaseStorage
from app.settings import Settings


class MissingDriverError(RuntimeError):
    """PostgreSQL is chosen, and what speaks with it is not installed."""


def storage_of(settings: Settings) -> ReleaseStorage:
    """Files in the data folder, or PostgreSQL servers where some are named.

    Raises MissingDriverError where the extra `postgresql` is not installed.
    """
    if not settings.is_on_servers:
        return FileStorage(DataFolder.of(settings))
    try:
        from app.releases.postgresql_storage import PostgresqlStorage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingDriverError(
            'PostgreSQL needs its driver: pip install "partystats[postgresql]"'
        ) from error
    primary = settings.database_url
    return PostgresqlStorage(
        None if primary is None else primary.get_secret_value(),
        settings.read_addresses,
        seconds=settings.query_seconds,
    )
