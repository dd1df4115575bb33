"""Which storage the settings choose."""

from app.releases.file_storage import FileStorage
from app.releases.files import DataFolder
from app.releases.storage import ReleaseStorage
from app.settings import Settings


class MissingDriverError(RuntimeError):
    """PostgreSQL is chosen, and what speaks with it is not installed."""


def storage_of(settings: Settings) -> ReleaseStorage:
    """Files in the data folder, or the PostgreSQL database where one is named.

    Raises MissingDriverError where the extra `postgresql` is not installed.
    """
    if settings.database_url is None:
        return FileStorage(DataFolder.of(settings))
    try:
        from app.releases.postgresql_storage import PostgresqlStorage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingDriverError(
            'PostgreSQL needs its driver: pip install "partystats[postgresql]"'
        ) from error
    address = settings.database_url.get_secret_value()
    return PostgresqlStorage(address, seconds=settings.query_seconds)
