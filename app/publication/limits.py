"""How much of a package is read: what is more is refused before it can do harm."""

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """The largest of each that is read; one more is refused with a problem that says so.

    `archive_bytes`: a zip as it lies there. `file_bytes`: one file, unpacked. `expanded_bytes`: all
    files read of one source. `expansion_ratio`: bytes of a file for each packed byte of it, asked
    of files beyond 1 MiB. `entries`: files and folders of an archive, or of a folder of packages.
    `rows`: of one table, without its heading. `row_characters`: of one row, line ends within cells
    included. `nesting`: brackets and dotted keys within each other, in JSON and TOML.
    """

    archive_bytes: int = 4096 * MEBIBYTE
    file_bytes: int = 8192 * MEBIBYTE
    expanded_bytes: int = 16384 * MEBIBYTE
    expansion_ratio: int = 500
    entries: int = 1_000
    rows: int = 50_000_000
    row_characters: int = 131_072
    nesting: int = 32

    def __post_init__(self) -> None:
        """Raises ValueError for limits that would refuse everything or guard against nothing."""
        for name in self.__slots__:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is at least 1")
        if self.nesting > NESTING_MAX:
            raise ValueError(f"nesting is at most {NESTING_MAX}: the parsers call themselves")


# tomllib takes about three calls for each bracket, and Python allows a thousand.
NESTING_MAX = 100
DEFAULT_LIMITS = ReadingLimits()
# A package that was published once is read again, whatever the limits have become since.
LIMITS_OF_KEPT_PACKAGES = ReadingLimits(rows=2**62, row_characters=2**62, nesting=NESTING_MAX)
