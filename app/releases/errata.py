"""Errata: what a release told wrongly, as a later one says."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Erratum:
    """`subjects` are ids of observations or keys of figures; none means the whole release.

    `mended_in` is the first release that tells it right, None while there is none.
    """

    code: str
    vi: str
    en: str
    releases: tuple[int, ...]
    subjects: tuple[str, ...]
    found: str
    mended_in: int | None

    @classmethod
    def of(cls, code: str, vi: str, en: str, details: str) -> "Erratum":
        told = json.loads(details)
        return cls(
            code,
            vi,
            en,
            tuple(told["releases"]),
            tuple(told["subjects"]),
            told["found"],
            told["mended_in"],
        )
