"""A profile: an organization, its numbers in a period by group, what is said of them."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlalchemy import bindparam, select
from sqlmodel import col

from app.checks.queries import CHECKS, check_row
from app.database import ALL_ROWS, RELEASE, Statement
from app.derivation.cells import OrganizationCells
from app.derivation.observations import Observation
from app.events.queries import fetch_events_of
from app.evidence.queries import fetch_cells
from app.identifiers.queries import fetch_identifiers
from app.indicators.models import IndicatorRow
from app.lineage.citation import quantity_text
from app.lineage.documents import (
    Document,
    alternative_documents,
    claim_documents,
    notice_document,
    sources_beneath,
    use_document,
)
from app.observations.models import ObservationRow
from app.observations.queries import fetch_observations
from app.organizations.queries import find_organization, find_place
from app.organizations.relations import relations_of
from app.parameters import OnePeriod, Selection
from app.releases.reader import Reader
from app.sources.queries import fetch_sources
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.statuses import Derivation
from app.values.wording import LANGUAGES


class ProfileSelection(Selection):
    """Which period."""

    period: OnePeriod | None = Field(
        None,
        description="The period; by default the latest for which a headline number was reported.",
        examples=["2022"],
    )


_PERIODS = Statement(
    select(col(ObservationRow.period), col(IndicatorRow.code), col(ObservationRow.derivation))
    .join(
        IndicatorRow,
        (col(IndicatorRow.release) == col(ObservationRow.release))
        & (col(IndicatorRow.id) == col(ObservationRow.indicator_id)),
    )
    .where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
    )
    .distinct()
    .order_by(col(ObservationRow.period))
)


def fetch_profile(
    reader: Reader, code: str, chosen: Period | None
) -> tuple[Document, list[Document]]:
    """The profile, and its observations as rows. Raises NotFoundError."""
    number, _ = find_place(reader, code)
    known = reader.fetch(_PERIODS, {"organization": number})
    periods = sorted({Period.from_ordinal(ordinal) for ordinal, _, _ in known})
    period = chosen or _default_period(reader, known, periods)
    rows = [] if period is None else fetch_observations(reader, [number], [period])
    events = fetch_events_of(reader, code)
    cells = fetch_cells(reader, [code], [row["indicator"] for row in rows])[code]
    described = {row["indicator"]: _described(cells, row) for row in rows}
    sources = fetch_sources(
        reader, _sources_of(cells, rows) | sources_beneath([*described.values()])
    )
    document = {
        "organization": {
            **find_organization(reader, code),
            **relations_of(code, events),
            "identifiers": fetch_identifiers(reader, number),
        },
        "period": None if period is None else str(period),
        "periods": [str(each) for each in periods],
        "groups": _groups(reader, described),
        "events": events,
        "checks": [] if period is None else _checks(reader, number, period),
        "sources": list(sources.values()),
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


def _default_period(reader: Reader, known: list[Any], periods: list[Period]) -> Period | None:
    """The latest with a reported headline number, else the latest of all."""
    headline = {each.code for each in reader.catalog.indicators if each.headline}
    reported = [
        Period.from_ordinal(ordinal)
        for ordinal, indicator, derivation in known
        if indicator in headline and derivation == Derivation.REPORTED.value
    ]
    return max(reported, default=max(periods, default=None))


def _described(cells: OrganizationCells, row: Mapping[str, Any]) -> Document:
    """One number in words, with what else is printed and claimed for its cell."""
    key = CellKey.parse(str(row["id"]))
    observation = cells.observe(key.indicator, key.period)
    assert isinstance(observation, Observation)
    indicator = cells.catalog.by_code[key.indicator]
    return {
        **row,
        "label": indicator.label.model_dump(),
        "text": {
            language: quantity_text(
                observation, cells.catalog, language, decimals=indicator.display_decimals
            )
            for language in LANGUAGES
        },
        "headline": indicator.headline,
        "formula": None if indicator.formula is None else indicator.formula.text,
        "operands": [use_document(use) for use in observation.operands],
        "alternatives": alternative_documents(cells, key.indicator, key.period),
        "claims": claim_documents(cells, key.indicator, key.period),
        "notices": [notice_document(notice) for notice in observation.notices],
        "notes": [note.model_dump() for note in indicator.notes],
    }


def _sources_of(cells: OrganizationCells, rows: list[Document]) -> set[str]:
    """Sources of every print beneath the numbers shown."""
    keys = [CellKey.parse(str(row["id"])) for row in rows]
    observations = (cells.observe(key.indicator, key.period) for key in keys)
    return {
        figure.source.code
        for observation in observations
        if isinstance(observation, Observation)
        for figure in observation.figures()
    }


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
