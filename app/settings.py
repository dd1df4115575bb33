"""Settings: one frozen class, read from the environment once."""

import os
import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, Secret, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _postgresql_address(address: Secret[str]) -> Secret[str]:
    if not re.fullmatch(r"postgres(ql)?://\S+", address.get_secret_value()):
        raise ValueError("postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
    return address


def _postgresql_addresses(addresses: Secret[str]) -> Secret[str]:
    for address in _listed(addresses):
        _postgresql_address(Secret(address))
    return addresses


def _listed(addresses: Secret[str]) -> list[str]:
    """Each of them; a comma within an address parts the hosts of one."""
    return re.split(r"[\s,]+(?=\w+://)", addresses.get_secret_value().strip())


# Never printed: an address may hold a password.
PostgresqlAddress = Annotated[Secret[str], AfterValidator(_postgresql_address)]
PostgresqlAddresses = Annotated[Secret[str], AfterValidator(_postgresql_addresses)]
OFF = "off"
NO_NETWORK = "none"
Network = IPv4Network | IPv6Network
PACKAGE = Path(__file__).resolve().parent


def beside_package(name: str) -> Path:
    """A top-level folder of the project: inside the package once installed from a wheel."""
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else PACKAGE.parent / name


def _networks_in(text: str) -> tuple[Network, ...]:
    if text == NO_NETWORK:
        return ()
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ValueError("networks such as 10.0.0.0/8, separated by commas") from error


class Settings(BaseSettings):
    """What whoever runs the service may choose; each is `PARTYSTATS_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="PARTYSTATS_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Path = Field(
        Path("data"), description="Folder of the registry, the packages and the release files."
    )
    database_url: PostgresqlAddress | None = Field(
        None,
        description="A PostgreSQL database (`postgresql://…`) for the registry and the releases; "
        "without it they are files in the data folder. Packages are kept there in any case.",
    )
    read_database_urls: PostgresqlAddresses | None = Field(
        None,
        description="Streaming replicas of that database, parted by commas or spaces: they are "
        "read in turn, and the database itself where none of them can be. Without the database "
        "this process reads, and publishes nothing.",
    )
    seeds_dir: Path = Field(
        beside_package("seeds"),
        description="Folder of the packages that the first release is built from.",
    )
    disclosure_threshold: int = Field(
        5,
        ge=0,
        le=1000,
        description="Personal counts above 0 and below this are suppressed; 0 suppresses nothing.",
    )
    page_size_max: int = Field(
        1000, ge=100, le=10_000, description="Largest `limit` a client may ask for."
    )
    url_length_max: int = Field(
        8000, ge=500, le=60_000, description="Longest path and query, in bytes; longer is 414."
    )
    query_seconds: float = Field(
        5.0, gt=0, le=600, description="A statement that runs longer is stopped, and answered 503."
    )
    refresh_seconds: float = Field(
        0.25,
        ge=0,
        le=60,
        description="How often, at most, a request looks for a newly published release.",
    )
    open_releases: int = Field(
        4, ge=1, le=64, description="Past releases kept open for reading, beside the current one."
    )
    keep_releases: int = Field(
        0,
        ge=0,
        le=1_000_000,
        description="Releases kept for reading, the newest; older ones are answered 410 and can be "
        "rebuilt from their packages, which are always kept. 0 keeps all.",
    )
    scrub_seconds: float = Field(
        3600.0,
        ge=0,
        le=31_536_000,
        description="How often every kept release is read again and its digest compared; 0: at the "
        "start alone.",
    )
    encoded_bytes: int = Field(
        67_108_864,
        ge=0,
        le=17_179_869_184,
        description="Memory for answers that are kept as they were sent; 0 keeps none.",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        pattern=r"^https?://[^\s/]+$",
        description="Where the service is reached; permalinks in citations begin with it.",
    )

    access_log: str = Field(
        "off",
        pattern=r"^[^\x00-\x1f\x7f]+$",
        max_length=1000,
        description="Where one JSON line for each request goes: `off`, `-` (stdout) or a file.",
    )

    rate_limit: str = Field(
        "6000/minute",
        pattern=r"^(off|[1-9][0-9]{0,8}/(second|minute|hour|day))$",
        description="Requests that one address may send to one process, in windows of that length; "
        "more is 429. `off`: any number. Health and metrics are not limited.",
    )
    trusted_proxies: str = Field(
        NO_NETWORK,
        max_length=4000,
        description="Networks of proxies, separated by commas (`10.0.0.0/8,fd00::/8`), whose "
        "`X-Forwarded-For` or `Forwarded` says who asks; they have to set one and drop the other. "
        "`none`: who asks is who connects.",
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, text: str) -> str:
        _networks_in(text)
        return text

    @property
    def trusted_networks(self) -> tuple[Network, ...]:
        return _networks_in(self.trusted_proxies)

    @property
    def read_addresses(self) -> list[str]:
        return [] if self.read_database_urls is None else _listed(self.read_database_urls)

    @property
    def is_on_servers(self) -> bool:
        """Whether releases are in PostgreSQL, not in files."""
        return self.database_url is not None or self.read_database_urls is not None

    @property
    def only_reads(self) -> bool:
        """Whether it knows replicas alone, which nothing can be written to."""
        return self.database_url is None and self.read_database_urls is not None

    @property
    def migrations_dir(self) -> Path:
        return beside_package("migrations")


@lru_cache
def get_settings() -> Settings:
    """The settings of this process; tests override this function."""
    return Settings()


def assume_public_url(host: str, port: int) -> str:
    """Where this process and its workers listen; citations link there unless a setting differs."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    os.environ.setdefault("PARTYSTATS_PUBLIC_URL", address)
    get_settings.cache_clear()
    return address
