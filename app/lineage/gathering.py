"""What lies beneath a number: told from the release where it is plain, else by the kernel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.catalog.indicators import IndicatorKind
from app.derivation.evidence import Evidence
from app.derivation.observations import Observation
from app.evidence.queries import fetch_cells
from app.figures.queries import fetch_figure_rows
from app.lineage.citation import Quoted, quoted
from app.lineage.documents import (
    Document,
    alternative_documents,
    claim_documents,
    lineage_document,
    notice_document,
    part_document,
)
from app.lineage.plain import PlainCells, PlainNumber, Rule, is_operand, rules_of
from app.lineage.plain_documents import plain_lineage_document, plain_quoted
from app.observations.queries import fetch_observations
from app.organizations.queries import fetch_children, find_place
from app.releases.reader import Reader
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.statuses import Derivation


def fetch_plain_cells(
    reader: Reader, organizations: Mapping[int, str], rows: Sequence[Mapping[str, Any]]
) -> PlainCells:
    """What is held of numbers, given as rows, and of all they are computed from.

    `organizations` are those of the rows, by number.
    """
    catalog = reader.catalog
    wanted = {row["indicator"] for row in rows}
    beneath = frozenset[str]().union(*(catalog.closure(code) for code in wanted))
    grown = catalog.grown(beneath)
    ordinals = sorted({Period.parse(row["period"]).ordinal for row in rows})
    observations: list[Any] = []
    figures: list[Any] = []
    for codes, periods in ((beneath - grown, {"period": ordinals}), (grown, {})):
        if codes:
            numbers = sorted(reader.indicator_numbers[code] for code in codes)
            chosen = {"organization": [*organizations], "indicator": numbers, **periods}
            observations += fetch_observations(reader, **chosen)
            figures += fetch_figure_rows(reader, **chosen)
    return PlainCells(plain_rules(reader), observations, figures, whole=grown)


def plain_rules(reader: Reader) -> Mapping[str, Rule]:
    """What the catalog says of plain numbers, by indicator; gathered once for a release."""
    return reader.gathered("plain rules", lambda reader: rules_of(reader.catalog))


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of one number beside its row."""

    said: Quoted
    lineage: Document
    alternatives: list[Document]
    claims: list[Document]
    notices: list[Document]


def tell(reader: Reader, row: Mapping[str, Any], key: CellKey) -> Told:
    """What a published row rests on, what else is printed and claimed, and how to say it."""
    first, _ = find_place(reader, key.organization)
    plain = fetch_plain_cells(reader, {first: key.organization}, [row])
    number = plain.find(key.organization, key.indicator, str(key.period))
    said = None if number is None else plain_quoted(number, reader.catalog)
    if number is None or said is None:
        return _derive(reader, key)
    lineage = plain_lineage_document(number, reader.catalog)
    if row["derivation"] == Derivation.ROLLED_UP:
        lineage["parts"] = _parts(reader, key)
    return Told(said, lineage, [], [], [notice_document(notice) for notice in number.notices])


def _derive(reader: Reader, key: CellKey) -> Told:
    cells = fetch_cells(reader, [key.organization], [key.indicator])[key.organization]
    observation = cells.observe(key.indicator, key.period)
    assert isinstance(observation, Observation)
    lineage = lineage_document(observation, reader.catalog)
    if observation.derivation is Derivation.ROLLED_UP:
        lineage["parts"] = _parts(reader, key)
    return Told(
        quoted(observation, reader.catalog),
        lineage,
        alternative_documents(cells, key.indicator, key.period),
        claim_documents(cells, key.indicator, key.period),
        [notice_document(notice) for notice in observation.notices],
    )


def _parts(reader: Reader, key: CellKey) -> list[Document]:
    """Usable numbers of the organizations directly below that exist in the period."""
    parent, _ = find_place(reader, key.organization)
    rows = fetch_observations(
        reader,
        parent=[parent],
        indicator=[reader.indicator_numbers[key.indicator]],
        period=[key.period.ordinal],
    )
    children = {
        code: number
        for code, number, evidence in fetch_children(reader, parent)
        if _counts(reader, evidence, key)
    }
    found = [row for row in rows if row["organization"] in children]
    numbers = {children[row["organization"]]: row["organization"] for row in found}
    plain = fetch_plain_cells(reader, numbers, found)
    told: dict[str, PlainNumber | None] = {
        row["organization"]: plain.find(row["organization"], row["indicator"], row["period"])
        for row in found
    }
    left = [code for code, number in told.items() if number is None]
    derived = fetch_cells(reader, left, [key.indicator]) if left else {}
    documents = []
    for row in found:
        code = row["organization"]
        number = told[code]
        if number is not None:
            if is_operand(row):
                lineage = plain_lineage_document(number, reader.catalog)
                documents.append({**row, "lineage": lineage})
            continue
        part = derived[code].observe(key.indicator, key.period)
        if isinstance(part, Observation) and part.is_operand:
            documents.append(part_document(part, reader.catalog))
    return documents


def _counts(reader: Reader, evidence: Evidence, key: CellKey) -> bool:
    """Whether the organization belongs to the period, as the roll-up took it."""
    if reader.catalog.by_code[key.indicator].kind is IndicatorKind.STOCK:
        return evidence.exists_on(key.period.end)
    return evidence.exists_throughout(key.period)
