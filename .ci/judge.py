"""Fail test runs that skipped a test or left too much of `app/` unmeasured.

`judge.py COVERAGE JUNIT…`: the report of the measured run, and what became of the tests of each.
"""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

# Prefixes, and the least share in percent of their statements and, apart, of their branches.
THRESHOLDS = (
    (("app/",), 95),
    (("app/values/", "app/catalog/", "app/derivation/"), 100),
)


def skipped_tests(junit: Path) -> list[str]:
    """Names and reasons of the tests that did not run; an expected failure is one of them."""
    cases = ElementTree.parse(junit).iter("testcase")
    return [
        f"skipped: {case.get('classname')}::{case.get('name')}: {skipped.get('message')}"
        for case in cases
        for skipped in case.iter("skipped")
    ]


def shortfalls(coverage: Path) -> list[str]:
    """What stays below its threshold; a prefix with no file at all does too."""
    files = json.loads(coverage.read_text(encoding="utf-8"))["files"]
    found = []
    for prefixes, least in THRESHOLDS:
        summaries = [file["summary"] for name, file in files.items() if name.startswith(prefixes)]
        for kind, covered_key, all_key in (
            ("statements", "covered_lines", "num_statements"),
            ("branches", "covered_branches", "num_branches"),
        ):
            covered = sum(summary[covered_key] for summary in summaries)
            there_are = sum(summary[all_key] for summary in summaries)
            share = f"{covered} of {there_are} {kind} of {' '.join(prefixes)} covered"
            print(f"{share}, at least {least} % wanted")
            if not summaries or covered * 100 < there_are * least:
                found.append(f"coverage: {share}, below {least} %")
    return found


def main() -> int:
    coverage, *junits = map(Path, sys.argv[1:])
    faults = [fault for junit in junits for fault in skipped_tests(junit)] + shortfalls(coverage)
    for fault in faults:
        print(f"FAILED {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
