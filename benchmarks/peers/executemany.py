"""The floor of a build: bare `sqlite3` executemany of the same figures into the same table.

27 columns, STRICT and WITHOUT ROWID, in the order of the key, with its one index. Reading the
package and making the tuples is not counted. `python -m benchmarks.peers.executemany PACKAGES FILE`
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path

from benchmarks.peers.tables import Values, batches, indicator_ids, organization_ids, read_table

WHOLE = "INTEGER NOT NULL"
TEXT = "TEXT NOT NULL"
SCHEMA = f"""
PRAGMA journal_mode = DELETE;
CREATE TABLE figure (
    release {WHOLE}, organization_id {WHOLE}, indicator_id {WHOLE}, period {WHOLE}, source {TEXT},
    period_start {TEXT}, period_end {TEXT}, as_reported TEXT, printed_unit {TEXT},
    decimal_mark {TEXT}, qualifier {TEXT}, value INTEGER, upper_value INTEGER, resolution {WHOLE},
    lower INTEGER, upper INTEGER, lower_closed {WHOLE}, upper_closed {WHOLE}, reference_date TEXT,
    vintage TEXT, period_basis {TEXT}, indicator_basis {TEXT}, status {TEXT},
    confidentiality {TEXT}, preferred {WHOLE}, note TEXT, package {TEXT},
    PRIMARY KEY (release, organization_id, indicator_id, period, source)
) STRICT, WITHOUT ROWID;
"""
INDEX = (
    "CREATE INDEX figure_source ON figure (release, source, organization_id, indicator_id, period)"
)
MILLION = 1_000_000


def _figures(packages: Path) -> Iterator[Values]:
    organizations, indicators = organization_ids(packages), indicator_ids(packages)
    rows = read_table(packages, "figures.csv")
    for organization, own in groupby(rows, key=lambda row: organizations[row["organization"]]):
        made = [
            (
                *(1, organization, indicators[row["indicator"]], int(row["period"][:4]) * 10_000),
                *(row["source"], f"{row['period'][:4]}-01-01", f"{row['period'][:4]}-12-31"),
                *(row["as_reported"], row["printed_unit"], row["decimal_mark"], row["qualifier"]),
                *(int(row["value"]) * MILLION, None, int(row["resolution"]) * MILLION),
                *(int(row["value"]) * MILLION, int(row["value"]) * MILLION, 1, 1),
                *(None, row["vintage"] or None, row["period_basis"], row["indicator_basis"]),
                *("A", "F", 0, None, "synthetic-nation"),
            )
            for row in own
            if "-S" not in row["period"]  # A half-year would share the year's ordinal here.
        ]
        yield from sorted(made, key=lambda values: values[:5])


def main(packages: Path, target: Path) -> dict[str, float]:
    """Seconds of processor and of the clock in SQLite alone, and rows."""
    connection = sqlite3.connect(target)
    connection.executescript(SCHEMA)
    cpu = wall = 0.0
    rows = 0
    insert = f"INSERT INTO figure VALUES ({', '.join('?' * 27)})"
    for batch in chain(batches(_figures(packages)), (None,)):
        began = time.process_time(), time.perf_counter()
        if batch is None:
            connection.execute(INDEX)
            connection.commit()
        else:
            connection.executemany(insert, batch)
            rows += len(batch)
        cpu += time.process_time() - began[0]
        wall += time.perf_counter() - began[1]
    connection.close()
    return {"rows": rows, "cpu": cpu, "wall": wall}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
