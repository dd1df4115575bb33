"""Packages of another instance: fetched over HTTPS, and proven by what that instance publishes."""

import ipaddress
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from app.publication.limits import DEFAULT_LIMITS, ReadingLimits
from app.publication.package import Package
from app.publication.problems import PublicationError
from app.publication.publish import Publisher
from app.publication.reading import read_source
from app.publication.store import written_whole
from app.version import VERSION

DOCUMENT_BYTES_MAX = 64 << 20
TIMEOUT = httpx.Timeout(30, connect=10)
_RELEASE = re.compile(r"(?P<root>.*?)/v1/releases/(?P<number>[0-9]{1,9})(/package\.zip)?")


class FetchError(PublicationError):
    """Another instance that cannot be reached, or whose packages are not what it publishes."""


class PackageThere(BaseModel):
    """What the other instance says of a package."""

    name: str
    digest: str


class ReleaseThere(BaseModel):
    """What the other instance says of a release."""

    number: int
    current: bool
    packages: list[PackageThere]

    @property
    def digests(self) -> dict[str, str]:
        return {package.name: package.digest for package in self.packages}


class ReleasesThere(BaseModel):
    """The answer of `/v1/releases`."""

    data: list[ReleaseThere]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched from an address the last time: its tag, and digests by package."""

    etag: str
    packages: dict[str, str]


def is_address(source: str) -> bool:
    """Whether it names another instance rather than a folder or a file."""
    return re.match(r"https?://", source) is not None


def fetch_packages(
    publisher: Publisher,
    address: str,
    *,
    conditional: bool,
    limits: ReadingLimits = DEFAULT_LIMITS,
) -> Sequence[Package] | None:
    """Packages of the current release there, or of the one the address names.

    None where `conditional` and nothing changed there since the last time, and all of it is loaded
    here. Raises FetchError, and PackageError for what cannot be read.
    """
    root, number = _parted(address)
    memory = publisher.folder.root / "fetched.json"
    before = _remembered(memory).get(address) if conditional else None
    if before is not None and not before.packages.items() <= _loaded(publisher).items():
        before = None  # What was fetched was refused, or is loaded no more.
    with httpx.Client(
        timeout=TIMEOUT,
        headers={"user-agent": f"partystats/{VERSION}", "accept": "application/json"},
    ) as client:
        found = _releases(client, root, None if before is None else before.etag)
        if found is None:
            return None
        releases, etag = found
        release = _chosen(releases, number)
        with tempfile.TemporaryDirectory(prefix="partystats-") as folder:
            archive = Path(folder) / "package.zip"
            _download(client, f"{root}/v1/releases/{release.number}/package.zip", archive, limits)
            packages = read_source(archive, limits)
    digests = {package.name: package.digest for package in packages}
    if digests != release.digests:
        raise FetchError(
            f"The packages of release {release.number} at {root} are not those it publishes: "
            f"found {digests}, published {release.digests}."
        )
    if conditional and etag is not None:
        _remember(memory, address, Fetched(etag, digests))
    return packages


def _loaded(publisher: Publisher) -> dict[str, str]:
    current = publisher.current()
    return {} if current is None else {each.name: each.digest for each in current.packages}


def _parted(address: str) -> tuple[str, int | None]:
    """Root of the instance, and the release if one is named. Raises FetchError."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise FetchError(f"{address[:200]} is no address: {error}") from error
    if url.userinfo or url.query or url.fragment or not url.host:
        raise FetchError("The address is https://HOST, with a path if it has one, and no more.")
    if url.scheme != "https" and not _is_loopback(url.host):
        raise FetchError("Only https proves who answers; http is for this machine alone.")
    found = _RELEASE.fullmatch(address.rstrip("/"))
    return (found["root"], int(found["number"])) if found else (address.rstrip("/"), None)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _releases(
    client: httpx.Client, root: str, etag: str | None
) -> tuple[list[ReleaseThere], str | None] | None:
    """Releases there and the tag of the answer; None where the tag still holds."""
    headers = {} if etag is None else {"if-none-match": etag}
    with _answer(client, f"{root}/v1/releases", headers) as answer:
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return None
        body = b"".join(_limited(answer, DOCUMENT_BYTES_MAX))
        tag = answer.headers.get("etag")
    try:
        return ReleasesThere.model_validate_json(body).data, tag
    except ValidationError as error:
        raise FetchError(f"{root} does not answer as an instance of this service does.") from error


def _chosen(releases: Sequence[ReleaseThere], number: int | None) -> ReleaseThere:
    for release in releases:
        if release.current if number is None else release.number == number:
            return release
    raise FetchError("There is no such release there.")


def _download(client: httpx.Client, address: str, place: Path, limits: ReadingLimits) -> None:
    with _answer(client, address, {"accept": "application/zip"}) as answer:
        written_whole(place, _limited(answer, limits.archive_bytes))


@contextmanager
def _answer(
    client: httpx.Client, address: str, headers: dict[str, str]
) -> Iterator[httpx.Response]:
    """An answer of 200 or 304, its body not yet read. Raises FetchError; follows no redirect."""
    try:
        with client.stream("GET", address, headers=headers) as answer:
            if answer.status_code not in {httpx.codes.OK, httpx.codes.NOT_MODIFIED}:
                raise FetchError(f"{address} answered {answer.status_code}.")
            yield answer
    except httpx.HTTPError as error:
        raise FetchError(f"{address} cannot be fetched: {type(error).__name__} {error}") from error


def _limited(answer: httpx.Response, most: int) -> Iterator[bytes]:
    """The body as it comes. Raises FetchError once it is longer."""
    length = 0
    for part in answer.iter_bytes():
        length += len(part)
        if length > most:
            raise FetchError(f"{answer.url} sends more than {most} bytes.")
        yield part


def _remembered(memory: Path) -> dict[str, Fetched]:
    """What was fetched, by address; nothing where the file is missing or is none."""
    try:
        document: dict[str, Any] = json.loads(memory.read_text(encoding="utf-8"))
        return {address: Fetched(**found) for address, found in document.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _remember(memory: Path, address: str, fetched: Fetched) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    known = {**_remembered(memory), address: fetched}
    document = {
        each: {"etag": found.etag, "packages": found.packages} for each, found in known.items()
    }
    written_whole(memory, [json.dumps(document, indent=2).encode()])
