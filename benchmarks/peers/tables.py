"""The database of the peers: the figures of a package as a careful user would lay them out.

One row a cell (of two figures the first, which is the preferred one), whole numbers, a clustered
key, and an index for every question asked. `python -m benchmarks.peers.tables PACKAGES FILE`.
"""

import csv
import sqlite3
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

SCHEMA = """
CREATE TABLE organization (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, level TEXT NOT NULL,
    parent_id INTEGER REFERENCES organization, name_vi TEXT NOT NULL, name_en TEXT NOT NULL,
    valid_from TEXT, valid_to TEXT, note TEXT
) STRICT;
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name_vi TEXT NOT NULL, name_en TEXT NOT NULL
) STRICT;
CREATE TABLE source (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, publisher TEXT NOT NULL,
    title TEXT NOT NULL, url TEXT NOT NULL, published TEXT, accessed TEXT
) STRICT;
CREATE TABLE observation (
    organization_id INTEGER NOT NULL REFERENCES organization,
    indicator_id INTEGER NOT NULL REFERENCES indicator,
    period TEXT NOT NULL, value INTEGER NOT NULL, lower INTEGER, upper INTEGER,
    qualifier TEXT NOT NULL, as_reported TEXT NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source,
    PRIMARY KEY (organization_id, indicator_id, period)
) STRICT, WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX organization_parent ON organization (parent_id, code);
CREATE INDEX organization_level ON organization (level);
CREATE INDEX observation_ranking ON observation (indicator_id, period, organization_id, value);
ANALYZE;
"""
# Lower and upper end, by qualifier, as a share of what is printed.
_ENDS = {
    "exact": (True, True),
    "nearly": (False, True),
    "below": (False, True),
    "over": (True, False),
    "at_least": (True, False),
    "about": (False, False),
}
BATCH = 50_000
Row = dict[str, str]
Values = tuple[object, ...]


def read_table(packages: Path, table: str) -> Iterator[Row]:
    """Rows of the table in every package, in order."""
    for package in sorted(packages.iterdir(), key=lambda path: (len(path.name), path.name)):
        if (package / table).exists():
            with (package / table).open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)


def organization_ids(packages: Path) -> dict[str, int]:
    return {row["code"]: at for at, row in enumerate(read_table(packages, "organizations.csv"), 1)}


def indicator_ids(packages: Path) -> dict[str, int]:
    """In the order in which figures name them."""
    found: dict[str, int] = {}
    for row in read_table(packages, "figures.csv"):
        found.setdefault(row["indicator"], len(found) + 1)
        if len(found) == 20:  # All counts: the first organization names each.
            break
    return found


def batches(values: Iterator[Values]) -> Iterator[list[Values]]:
    batch: list[Values] = []
    for each in values:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def make(packages: Path, target: Path) -> int:
    """Write the database; how many cells it has."""
    organizations = organization_ids(packages)
    indicators = indicator_ids(packages)
    rows = [*read_table(packages, "sources.csv")]
    sources = {row["code"]: at for at, row in enumerate(rows, 1)}
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    connection.executemany(
        f"INSERT INTO organization VALUES ({', '.join('?' * 9)})",
        _organizations(packages, organizations),
    )
    connection.executemany(
        "INSERT INTO indicator VALUES (?, ?, ?, ?)",
        ((at, code, f"Giả lập: {code}", f"Synthetic: {code}") for code, at in indicators.items()),
    )
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (at, row["code"], row["publisher"], row["title"], row["url"], row["published"],
             row["accessed"])
            for at, row in enumerate(rows, 1)
        ),
    )  # fmt: skip
    cells = _cells(packages, organizations, indicators, sources)
    count = 0
    for batch in batches(cells):
        connection.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", batch)
        count += len(batch)
    connection.commit()
    connection.executescript(INDEXES)
    connection.close()
    unfinished.replace(target)
    return count


def _organizations(packages: Path, ids: dict[str, int]) -> Iterator[Values]:
    for row in read_table(packages, "organizations.csv"):
        yield (
            *(ids[row["code"]], row["code"], row["level"], ids.get(row["parent"])),
            *(row["name_vi"], row["name_en"]),
            *(row["valid_from"] or None, row["valid_to"] or None, row["note"]),
        )


def _cells(
    packages: Path,
    organizations: dict[str, int],
    indicators: dict[str, int],
    sources: dict[str, int],
) -> Iterator[Values]:
    """One row a cell, in order of the key within each organization."""
    rows = read_table(packages, "figures.csv")
    for organization, own in groupby(rows, key=lambda row: organizations[row["organization"]]):
        cells: dict[tuple[int, str], Values] = {}
        for row in own:
            value = int(row["value"])
            below, above = _ENDS[row["qualifier"]]
            cells.setdefault(
                (indicators[row["indicator"]], row["period"]),
                (value, value if below else None, value if above else None, row["qualifier"],
                 row["as_reported"], sources[row["source"]]),
            )  # fmt: skip
        for key in sorted(cells):
            yield (organization, *key, *cells[key])


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]), Path(sys.argv[2]))} cells\n")
