"""A profile: an organization, its numbers in a period by group, what is said of them."""

from collections.abc import Mapping

from pydantic import Field
from sqlalchemy import bindparam, func, select
from sqlmodel import col

from app.checks.queries import CHECKS, check_row
from app.database import ALL_ROWS, RELEASE, Statement, in_list, json_list
from app.events.queries import fetch_events_of
from app.identifiers.queries import fetch_identifiers
from app.lineage.documents import (
    Document,
)
from app.names.queries import named_in_path
from app.observations.models import ObservationRow
from app.observations.queries import fetch_observations
from app.organizations.queries import find_organization
from app.organizations.relations import relations_of
from app.parameters import OnePeriod, Selection
from app.profiles.description import describe
from app.releases.reader import Reader
from app.sources.queries import fetch_sources
from app.values.periods import Period, period_text
from app.values.statuses import Derivation


class ProfileSelection(Selection):
    """Which period."""

    period: OnePeriod | None = Field(
        None,
        description="The period; by default the latest for which a headline number was reported.",
        examples=["2022"],
    )


_PERIODS = Statement(
    select(col(ObservationRow.period))
    .where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
    )
    .distinct()
    .order_by(col(ObservationRow.period))
)
_LATEST = Statement(
    select(func.max(col(ObservationRow.period))).where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
        in_list(col(ObservationRow.indicator_id), "headlines"),
        col(ObservationRow.derivation) == Derivation.REPORTED.value,
    )
)


def fetch_profile(
    reader: Reader, code: str, chosen: Period | None
) -> tuple[Document, list[Document]]:
    """The profile, and its observations as rows. Raises NotFoundError."""
    code, number, _ = named_in_path(reader, code)
    ordinals = [ordinal for (ordinal,) in reader.fetch(_PERIODS, {"organization": number})]
    period = chosen or _default_period(reader, number, ordinals)
    rows: list[Document] = []
    if period is not None:
        rows = fetch_observations(reader, organization=[number], period=[period.ordinal])
    events = fetch_events_of(reader, number)
    described, named = describe(reader, code, number, rows)
    document = {
        "organization": {
            **find_organization(reader, code),
            **relations_of(code, events),
            "identifiers": fetch_identifiers(reader, number),
        },
        "period": None if period is None else str(period),
        "periods": [period_text(ordinal) for ordinal in ordinals],
        "groups": _groups(reader, described),
        "events": events,
        "checks": [] if period is None else _checks(reader, number, period),
        "sources": list(fetch_sources(reader, named).values()),
    }
    return document, rows


def explain_absence(document: Document) -> list[Document]:
    """Why a profile has no numbers: which periods have some, the nearest first."""
    if document["groups"]:
        return []
    wanted = None if document["period"] is None else Period.parse(document["period"]).end
    near = sorted(
        map(Period.parse, document["periods"]),
        key=lambda period: (0 if wanted is None else abs((period.end - wanted).days), period),
    )
    named = ", ".join(map(str, near[:5]))
    vi = f" Kỳ gần nhất có số liệu: {named}." if named else ""
    en = f" Nearest periods with numbers: {named}." if named else ""
    return [
        {
            "code": "empty",
            "vi": f"Không có số liệu nào cho kỳ này.{vi}",
            "en": f"There is no number for this period.{en}",
        }
    ]


def _default_period(reader: Reader, number: int, ordinals: list[int]) -> Period | None:
    """The latest with a reported headline number, else the latest of all."""
    numbers = reader.indicator_numbers
    headlines = [numbers[each.code] for each in reader.catalog.indicators if each.headline]
    bound = {"organization": number, "headlines": json_list(headlines)}
    latest = reader.fetch(_LATEST, bound)[0][0] or max(ordinals, default=None)
    return None if latest is None else Period.from_ordinal(latest)


def _groups(reader: Reader, described: Mapping[str, Document]) -> list[Document]:
    groups = []
    for group in reader.catalog.groups:
        members = [
            described[indicator.code]
            for indicator in reader.catalog.indicators
            if indicator.group == group.code and indicator.code in described
        ]
        if members:
            groups.append(
                {"code": group.code, "label": group.label.model_dump(), "indicators": members}
            )
    return groups


def _checks(reader: Reader, number: int, period: Period) -> list[Document]:
    statement = CHECKS.page(frozenset({"organization_is", "period_is"}), after=False)
    bound = {"organization": number, "period": period.ordinal, "limit": ALL_ROWS}
    rows = reader.fetch(statement, bound)
    return [check_row(row) for row in rows]
