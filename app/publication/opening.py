"""Which storage the settings choose to write to."""

from app.publication.file_writing import FileWriting
from app.publication.problems import NowhereToWriteError
from app.publication.writing import ReleaseWriting
from app.releases.files import DataFolder
from app.releases.opening import MissingDriverError
from app.settings import Settings


def writing_of(settings: Settings) -> ReleaseWriting:
    """Files in the data folder, or the PostgreSQL database where one is named.

    Raises MissingDriverError where the extra `postgresql` is not installed, NowhereToWriteError
    where only replicas are named.
    """
    if settings.only_reads:
        raise NowhereToWriteError(
            "PARTYSTATS_READ_DATABASE_URLS names servers that are only read; publishing needs "
            "PARTYSTATS_DATABASE_URL, the primary they follow."
        )
    if settings.database_url is None:
        return FileWriting(DataFolder.of(settings), settings.migrations_dir)
    try:
        from app.publication.postgresql_writing import PostgresqlWriting  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingDriverError(str(error)) from error
    return PostgresqlWriting(
        settings.database_url.get_secret_value(),
        DataFolder.of(settings),
        settings.migrations_dir,
        seconds=settings.query_seconds,
    )
