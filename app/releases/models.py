"""Tables of the registry: which releases there are, of which packages, and which is current."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

from app.database import RegistryTable, optional_text, registry_options, text, whole


class Release(RegistryTable, table=True):
    """One publication. Digests are lower-case SHA-256; `published_at` is UTC to the microsecond."""

    __tablename__ = "release"
    __table_args__ = registry_options(CheckConstraint("number >= 1", name="number"))

    number: int = whole(key=True)
    published_at: str = text()
    content_digest: str = text()
    chain_digest: str = text()
    recipe: str = text()
    application_version: str = text()
    counts: str = text()
    changes: str = text()


class ReleasePackage(RegistryTable, table=True):
    """A package a release was built from; `digest` names its file in the store."""

    __tablename__ = "release_package"
    __table_args__ = registry_options(ForeignKeyConstraint(["release"], ["release.number"]))

    release: int = whole(key=True)
    name: str = text(key=True)
    ordinal: int = whole()
    digest: str = text()
    version: str | None = optional_text()
    title: str | None = optional_text()


class KeptRelease(RegistryTable, table=True):
    """A release that can be read; one without a row here is known by its digests and packages.

    `schema_revision` is that of `migrations/release` its tables have. `file_digest` is the SHA-256
    of its file and names it; missing where it lies in PostgreSQL. `placement` is another one each
    time the release is built, so that readers of what was there before are known.
    """

    __tablename__ = "kept_release"
    __table_args__ = registry_options(ForeignKeyConstraint(["release"], ["release.number"]))

    release: int = whole(key=True)
    schema_revision: str = text()
    file_digest: str | None = optional_text()
    placement: str = text()


class CurrentRelease(RegistryTable, table=True):
    """The one row that says which release is served."""

    __tablename__ = "current_release"
    __table_args__ = registry_options(
        CheckConstraint("id = 1", name="one_row"),
        ForeignKeyConstraint(["number"], ["release.number"]),
    )

    id: int = whole(key=True)
    number: int = whole()
