"""One observation with everything beneath it, gathered from a release."""

from collections.abc import Mapping
from typing import Any

from app.catalog.indicators import IndicatorKind
from app.derivation.cells import OrganizationCells
from app.derivation.evidence import Evidence
from app.derivation.observations import Observation
from app.errors import NotFoundError
from app.evidence.queries import fetch_cells
from app.indicators.queries import find_indicator
from app.lineage.citation import citation, quantity_text
from app.lineage.documents import (
    Document,
    alternative_documents,
    claim_documents,
    lineage_document,
    notice_document,
    part_document,
    sources_beneath,
)
from app.observations.queries import fetch_history, fetch_selected, find_observation
from app.organizations.queries import find_organization, find_place
from app.releases.reader import Reader
from app.sources.queries import fetch_sources
from app.values.codes import CellKey, CodeError
from app.values.statuses import Derivation
from app.values.wording import LANGUAGES


def observation_document(reader: Reader, text: str, *, public_url: str) -> Document:
    """The observation of a written id. Raises NotFoundError, which tells of a withdrawn one."""
    key = _key(reader, text)
    row = find_observation(reader, key)
    history = fetch_history(reader, key)
    if row is None:
        raise _absent(key, history, reader)
    cells = fetch_cells(reader, [key.organization], [key.indicator])[key.organization]
    observation = cells.observe(key.indicator, key.period)
    assert isinstance(observation, Observation)
    document = {
        **row,
        "organization_name": find_organization(reader, key.organization)["name"],
        "indicator_label": reader.catalog.by_code[key.indicator].label.model_dump(),
        "text": {
            language: quantity_text(observation, reader.catalog, language) for language in LANGUAGES
        },
        "lineage": _lineage(reader, observation),
        "alternatives": alternative_documents(cells, key.indicator, key.period),
        "claims": claim_documents(cells, key.indicator, key.period),
        "notices": [notice_document(notice) for notice in observation.notices],
        "history": history,
    }
    sources = fetch_sources(reader, sources_beneath(document))
    document["sources"] = list(sources.values())
    own = [sources[code] for code in sorted(sources_beneath([document["lineage"]]))]
    permalink = f"{public_url}/v1/observations/{key}?release={reader.release.number}"
    document["permalink"] = permalink
    document["citation"] = {
        language: citation(
            observation,
            reader.catalog,
            organization=document["organization_name"],
            sources=own,
            release=reader.release,
            permalink=permalink,
            language=language,
        )
        for language in LANGUAGES
    }
    return document


def _key(reader: Reader, text: str) -> CellKey:
    try:
        key = CellKey.parse(text)
    except CodeError as error:
        raise NotFoundError(
            f"There is no such observation: {error}.", expected="organization.indicator.period"
        ) from error
    find_place(reader, key.organization)
    find_indicator(reader, key.indicator)
    return key


def _absent(key: CellKey, history: list[Document], reader: Reader) -> NotFoundError:
    """Why a cell has no observation: withdrawn, or never there; and what there is near it."""
    if history and history[-1]["change"] == "withdrawn":
        release = history[-1]["release"]
        return NotFoundError(
            f"{key} was withdrawn in release {release}; release {release - 1} still answers it.",
            expected=f"release={release - 1}",
        )
    first, _ = find_place(reader, key.organization)
    number = reader.indicator_numbers[key.indicator]
    rows = fetch_selected(reader, organization=[first], indicator=[number])
    near = sorted(rows, key=lambda row: _distance(row, key))[:3]
    return NotFoundError(
        f"Release {reader.release.number} has no number for {key}.",
        expected="an id of /v1/observations",
        nearest=[row["id"] for row in near],
    )


def _distance(row: Mapping[str, Any], key: CellKey) -> int:
    other = CellKey.parse(row["id"]).period
    return abs((other.end - key.period.end).days)


def _lineage(reader: Reader, observation: Observation) -> Document:
    """The kernel's lineage; for a roll-up, the published numbers it sums."""
    document = lineage_document(observation, reader.catalog)
    if observation.derivation is Derivation.ROLLED_UP:
        document["parts"] = _parts(reader, observation)
    return document


def _parts(reader: Reader, observation: Observation) -> list[Document]:
    """Usable numbers of the organizations directly below that exist in the period."""
    parent, _ = find_place(reader, observation.organization)
    rows = fetch_selected(
        reader,
        parent=[parent],
        indicator=[reader.indicator_numbers[observation.indicator]],
        period=[observation.period.ordinal],
    )
    codes = [row["organization"] for row in rows]
    children = fetch_cells(reader, codes, [observation.indicator])
    parts = []
    for code in codes:
        cells = children[code]
        found = cells.observe(observation.indicator, observation.period)
        if isinstance(found, Observation) and found.is_operand and _counts(cells, observation):
            parts.append(part_document(found, reader.catalog))
    return parts


def _counts(cells: OrganizationCells, total: Observation) -> bool:
    """Whether the organization belongs to the period, as the roll-up took it."""
    evidence: Evidence = cells.evidence
    if cells.catalog.by_code[total.indicator].kind is IndicatorKind.STOCK:
        return evidence.exists_on(total.period.end)
    return evidence.exists_throughout(total.period)
