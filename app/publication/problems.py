"""What is wrong with a package: where, what was found, what was expected."""

from dataclasses import dataclass

PROBLEMS_MAX = 100


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


class PackageError(PublicationError):
    """The package cannot be published; `problems` names up to 100 faults."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems[:PROBLEMS_MAX]
        super().__init__("\n".join(map(str, self.problems)))


class WithdrawalError(PublicationError):
    """The package leaves out rows that are published, and nobody allowed it to."""

    def __init__(self, rows: list[str]) -> None:
        self.rows = rows
        shown = ", ".join(rows[:20]) + (" …" if len(rows) > 20 else "")
        super().__init__(
            f"{len(rows)} published rows are missing from the package: {shown}. "
            "Use --allow-withdrawals to withdraw them."
        )


class LoaderBusyError(PublicationError):
    """Another load is under way."""
