"""The version of the application; part of every ETag."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("partystats")
    except PackageNotFoundError:
        return "0.0.0"


VERSION = _installed()
