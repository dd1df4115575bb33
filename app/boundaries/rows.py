"""Published rows as the kernel's numbers, and the kernel's numbers as rows of the list."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.boundaries.territory import Cell, published_parts
from app.catalog.catalog import Catalog
from app.derivation.notices import Notice, Refusal
from app.derivation.observations import Beneath, Coverage, Observation
from app.lineage.documents import notice_document, number_document
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.statuses import Derivation, ObservationStatus

Row = Mapping[str, Any]
PART_FIELDS = (
    "id",
    "organization",
    "reference_date",
    "value",
    "lower",
    "lower_closed",
    "upper",
    "upper_closed",
    "qualifier",
    "as_reported",
    "derivation",
    "status",
    "source",
    "vintage",
)


def observed(row: Row) -> Observation:
    """A published row as a number of the kernel: rounded as it was published, and exact as that."""
    status = ObservationStatus(row["status"])
    suppressed = status is ObservationStatus.SUPPRESSED
    source, known = row["source"], row["parts_known"]
    return Observation(
        row["organization"],
        row["indicator"],
        Period.parse(row["period"]),
        Derivation(row["derivation"]),
        value=_exact(row["value"]),
        bounds=None if suppressed else bounds_of(row),
        qualifier=None if row["qualifier"] is None else Qualifier(row["qualifier"]),
        status=status,
        coverage=(
            None if known is None else Coverage(known, row["parts_total"], row["parts_complete"])
        ),
        implied=row["implied"],
        told=Beneath(
            frozenset(() if source is None else (source,)),
            frozenset(() if source is None else (row["vintage"],)),
            inferred=False,
        ),
    )


def bounds_of(row: Row) -> Bounds:
    return Bounds(
        _exact(row["lower"]),
        _exact(row["upper"]),
        lower_closed=row["lower_closed"],
        upper_closed=row["upper_closed"],
    )


def _exact(number: int | Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def cell_of(row: Row) -> Cell:
    return row["indicator"], Period.parse(row["period"])


def told_row(number: Observation, rows: Mapping[str, Row], catalog: Catalog) -> dict[str, Any]:
    """A number of this map, with the published ones that it follows from; `rows` are by id."""
    parts = [rows[str(part.key)] for part in published_parts(number)]
    return {
        **number_document(number, catalog),
        "parts": [{name: part[name] for name in PART_FIELDS} for part in parts],
        "notices": [notice_document(notice) for notice in number.notices],
    }


def refused_row(
    organization: str, cell: Cell, why: Sequence[Notice | Refusal], catalog: Catalog
) -> dict[str, Any]:
    """A cell that predecessors have a number for, and that cannot be told on this map."""
    indicator, period = cell
    summed = catalog.by_code[indicator].formula is None
    nothing = Observation(
        organization,
        indicator,
        period,
        Derivation.BOUNDARY_SUM if summed else Derivation.COMPUTED,
        value=None,
        bounds=None,
        qualifier=None,
        status=ObservationStatus.MISSING,
    )
    return {
        **number_document(nothing, catalog),
        "parts": [],
        "notices": [notice_document(each) for each in why],
    }


def published_row(row: Row, status: ObservationStatus, notices: Sequence[Notice]) -> dict[str, Any]:
    """A published number, as the list has it."""
    told = [notice_document(each) for each in notices]
    return {**row, "status": status.value, "parts": [], "notices": told}
