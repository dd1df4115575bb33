"""Data of one size, made once and used again: the nation, our release of it, the peers' tables."""

import csv
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.measuring.accounting import Watch, folder_files
from benchmarks.measuring.processes import end_group, mortal
from benchmarks.nation.generating import PACKAGES, generate
from benchmarks.peers import tables
from benchmarks.questions import Plan

PROJECT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
SEED = 1
_JOINED = """
SELECT o.code AS organization, o.name_vi AS organization_vi, o.name_en AS organization_en,
       i.code AS indicator, i.name_vi AS indicator_vi, i.name_en AS indicator_en,
       c.period, c.value, c.lower, c.upper, c.qualifier, c.as_reported,
       s.code AS source, s.title, s.url
FROM observation c JOIN organization o ON o.id = c.organization_id
JOIN indicator i ON i.id = c.indicator_id JOIN source s ON s.id = c.source_id
"""


class BuildError(Exception):
    """`partystats load` did not publish; the message ends with what it wrote."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command took: seconds of processor and clock, peaks of its process tree in bytes."""

    cpu: float
    wall: float
    peak_resident: int
    peak_anonymous: int


def run_watched(command: list[str | Path], environment: Mapping[str, str], log: Path) -> Ran:
    """Run to the end, on every core. Raises BuildError."""
    before = os.times()
    began = time.monotonic()
    with log.open("wb") as written:
        process = subprocess.Popen(
            mortal(command), env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
            stdout=written, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            with Watch(process.pid) as watch:
                code = process.wait()
        finally:
            end_group(process)
    wall = time.monotonic() - began
    after = os.times()
    if code:
        end = log.read_text(encoding="utf-8", errors="replace")[-2_000:]
        raise BuildError(f"{command[0]} ended with {code}: {end}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Ran(cpu, wall, watch.peak_resident, watch.peak_anonymous)


def digest_of_sources() -> str:
    """Of all that a release is made by: what was built by other code is built anew."""
    digest = hashlib.sha256()
    for folder in ("app", "migrations", "benchmarks/nation", "benchmarks/peers"):
        for path in sorted(folder_files(PROJECT / folder)):
            if path.suffix in {".py", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass
class Prepared:
    """A folder for one size. What is missing there is made when it is asked for."""

    folder: Path
    figures: int

    @property
    def nation(self) -> Path:
        return self.folder / "nation"

    @property
    def packages(self) -> Path:
        return self.nation / PACKAGES

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @cached_property
    def plan(self) -> Plan:
        if not (self.nation / "plan.json").exists():
            shutil.rmtree(self.nation, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            generate(self.nation, figures=self.figures, seed=SEED)
        return Plan.read(self.nation)

    @cached_property
    def reported(self) -> int:
        """How many figures there really are."""
        return int(self.plan.known["figures"])

    @cached_property
    def build(self) -> dict[str, Any]:
        """What the build of the release took; it is built anew when the code has changed."""
        record = self.folder / "build.json"
        digest = digest_of_sources()
        if record.exists():
            found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
            if found["sources"] == digest and self.data.exists():
                return found
        assert self.plan.known
        shutil.rmtree(self.data, ignore_errors=True)
        ran = run_watched(
            [PROGRAMS / "partystats", "load", self.packages],
            {"PARTYSTATS_DATA_DIR": str(self.data)},
            self.folder / "build.log",
        )
        found = {
            "sources": digest,
            "figures": self.reported,
            "cpu": ran.cpu,
            "wall": ran.wall,
            "peak_resident": ran.peak_resident,
            "peak_anonymous": ran.peak_anonymous,
            "release_bytes": max(path.stat().st_size for path in folder_files(self.data)),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }
        record.write_text(json.dumps(found, indent=1), encoding="utf-8")
        return found

    @cached_property
    def peers_database(self) -> Path:
        target = self.folder / "peers.db"
        if not target.exists():
            assert self.plan.known
            tables.make(self.packages, target)
        return target

    @cached_property
    def joined_table(self) -> Path:
        """The peers' observations with their labels and sources, as one CSV for ROAPI."""
        target = self.folder / "observation.csv"
        if not target.exists():
            unfinished = target.with_suffix(".part")
            connection = sqlite3.connect(self.peers_database)
            rows = connection.execute(_JOINED)
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(column[0] for column in rows.description)
                writer.writerows(rows)
            connection.close()
            unfinished.replace(target)
        return target
