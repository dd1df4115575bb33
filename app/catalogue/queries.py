"""What the catalogue reads of a release."""

from sqlalchemy import func, select
from sqlmodel import col

from app.catalogue.describing import Coverage
from app.database import RELEASE, Statement
from app.observations.models import ObservationRow
from app.releases.reader import Reader

_COVERAGE = Statement(
    select(
        func.min(col(ObservationRow.period_start)), func.max(col(ObservationRow.period_end))
    ).where(col(ObservationRow.release) == RELEASE)
)


def fetch_coverage(reader: Reader) -> Coverage | None:
    """The days between which its numbers lie; None where there is no number."""
    [(start, end)] = reader.fetch_once(_COVERAGE)
    return None if start is None else Coverage(start, end)
