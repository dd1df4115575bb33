"""A profile: an organization, its numbers in a period by group, what is said of them."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from pydantic import Field
from sqlalchemy import and_, bindparam, func, or_, select
from sqlmodel import col

from app.checks.queries import fetch_checks_of
from app.database import RELEASE, Statement, in_list, json_list
from app.events.queries import fetch_events_of
from app.figures.queries import fetch_printed_cells
from app.formats.dataset import Row
from app.identifiers.queries import fetch_identifiers
from app.lineage.documents import Document
from app.names.queries import bearer_code
from app.observations.models import ObservationRow
from app.observations.queries import TABLE_COLUMNS, observation_row
from app.organizations.queries import find_numbered
from app.organizations.relations import relations_of
from app.parameters import OnePeriod, Selection
from app.profiles.description import Numbers, describe
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


RANKS = 10  # A period's ordinal ends in the rank of its frequency.
_PERIODS = Statement(
    select(col(ObservationRow.period))
    .where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
    )
    .distinct()
)
_LATEST = Statement(
    select(func.max(col(ObservationRow.period))).where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
        in_list(col(ObservationRow.indicator_id), "headlines"),
        col(ObservationRow.derivation) == Derivation.REPORTED.value,
    )
)
_NUMBERS = Statement(
    select(
        col(ObservationRow.indicator_id),
        col(ObservationRow.period),
        *(col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS),
    ).where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.organization_id) == bindparam("organization"),
        or_(
            col(ObservationRow.period) == bindparam("period"),
            and_(
                col(ObservationRow.period) == bindparam("before"),
                in_list(col(ObservationRow.indicator_id), "grown"),
            ),
        ),
    )
)


def fetch_profile(
    reader: Reader, code: str, chosen: Period | None
) -> tuple[Document, Sequence[Row]]:
    """The profile, and its observations as rows. Raises NotFoundError."""
    code = bearer_code(reader, code)
    number, organization = find_numbered(reader, code)
    ordinals = sorted(ordinal for (ordinal,) in reader.fetch(_PERIODS, {"organization": number}))
    period = chosen or _default_period(reader, number, ordinals)
    held = Numbers(code, ())
    if period is not None:
        held = fetch_numbers(reader, code, number, period.ordinal, ordinals)
    events = fetch_events_of(reader, number)
    described, named = describe(reader, number, held)
    document = {
        "organization": {
            **organization,
            **relations_of(code, events),
            "identifiers": fetch_identifiers(reader, number),
        },
        "period": None if period is None else str(period),
        "periods": [period_text(ordinal) for ordinal in ordinals],
        "groups": _groups(reader, described),
        "events": events,
        "checks": [] if period is None else fetch_checks_of(reader, code, number, period.ordinal),
        "sources": list(fetch_sources(reader, named).values()),
    }
    return document, held.rows


def fetch_numbers(
    reader: Reader, code: str, number: int, period: int, ordinals: Sequence[int]
) -> Numbers:
    """Numbers of an organization in a period, with those they may be changes from.

    `ordinals` are all periods the organization has numbers of, in order.
    """
    rank = period % RANKS
    before = max((each for each in ordinals if each < period and each % RANKS == rank), default=0)
    grown = reader.gathered("grown", _gather_grown)
    bound = {"organization": number, "period": period, "before": before, "grown": grown}
    indicators = reader.catalog.indicators
    rows: list[Row] = []
    earlier: list[Row] = []
    for place, ordinal, *cells in sorted(reader.fetch(_NUMBERS, bound), key=itemgetter(0)):
        indicator = indicators[place - 1]
        row = observation_row((code, indicator.code, indicator.unit, ordinal, *cells))
        (rows if ordinal == period else earlier).append(row)
    found = fetch_printed_cells(reader, number, period, before=before, indicators=grown)
    prints = [
        {"organization": code, "indicator": indicator, "period": text, "source": source}
        for indicator, text, source in found
    ]
    return Numbers(code, rows, earlier, prints)


def _gather_grown(reader: Reader) -> str:
    """The numbers of what growths measure, as `in_list` takes them."""
    grown = reader.catalog.grown(reader.catalog.by_code)
    return json_list(sorted(reader.indicator_numbers[code] for code in grown))


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
    for code, label, indicators in reader.gathered("profile groups", _gather_groups):
        members = [described[each] for each in indicators if each in described]
        if members:
            groups.append({"code": code, "label": label, "indicators": members})
    return groups


def _gather_groups(reader: Reader) -> list[tuple[str, Document, list[str]]]:
    """Each group with its label and the indicators in it, in the order of the catalog."""
    catalog = reader.catalog
    return [
        (
            group.code,
            group.label.model_dump(),
            [each.code for each in catalog.indicators if each.group == group.code],
        )
        for group in catalog.groups
    ]
