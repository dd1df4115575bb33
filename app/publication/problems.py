"""What is wrong with a package: where, what was found, what was expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROBLEMS_MAX = 100
SHOWN_LENGTH_MAX = 200


def shown(found: object) -> str:
    """What was found, quoted; cut where it is long, so that a message stays one."""
    text = repr(found)
    return text if len(text) <= SHOWN_LENGTH_MAX else f"{text[:SHOWN_LENGTH_MAX]}…"


def message_of(fault: Mapping[str, Any]) -> str:
    """What a model expected instead."""
    if fault["type"] == "missing":
        return "a value"
    return str(fault["msg"]).removeprefix("Value error, ")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` counts from 1 with the heading as row 1, as a spreadsheet does."""

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: found {self.found}; expected {self.expected}"


class PublicationError(Exception):
    """A load that changed nothing; the message says why."""


class NowhereToWriteError(PublicationError):
    """The settings name servers to read from, and none to write to."""


class PackageError(PublicationError):
    """The package cannot be published; `problems` names up to 100 faults."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems[:PROBLEMS_MAX]
        super().__init__("\n".join(map(str, self.problems)))


class WithdrawalError(PublicationError):
    """The package leaves out rows that are published, and nobody allowed it to."""

    def __init__(self, rows: list[str], count: int | None = None) -> None:
        self.rows = rows
        count = len(rows) if count is None else count
        listed = ", ".join(rows[:20]) + (" …" if count > 20 else "")
        super().__init__(
            f"{count} published row{'s'[: count > 1]} would be withdrawn: {listed}. "
            "Use --allow-withdrawals to withdraw what is left out."
        )


class DamagedFileError(PublicationError):
    """A file of the data folder is missing, or is not what its name says."""


class LoaderBusyError(PublicationError):
    """Another load is under way."""
