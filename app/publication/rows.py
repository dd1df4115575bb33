"""What a release's tables are filled with: one generator of rows for each table."""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from app.catalog.catalog import Catalog
from app.derivation.checks import Check, Side
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.derivation.publishing import PublishedBounds, published_millionths
from app.publication.content import Content
from app.values.bounds import Bounds
from app.values.scaled import exact_millionths
from app.values.statuses import ConfidentialityStatus

Row = dict[str, Any]


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def as_json(value: object) -> str:
    return _ENCODER.encode(value)


class Numbered(Protocol):
    """Numbers of organizations and indicators by code, and levels of organizations by number."""

    @property
    def organizations(self) -> Mapping[str, int]: ...
    @property
    def indicators(self) -> Mapping[str, int]: ...
    @property
    def levels(self) -> Mapping[int, int] | Sequence[int]: ...


class Numbering:
    """Dense numbers: organizations in pre-order, indicators in the order of the catalog."""

    def __init__(self, content: Content) -> None:
        self.organizations = content.numbers.organizations
        self.indicators = content.numbers.indicators
        places = {level.code: number for number, level in enumerate(content.catalog.levels, 1)}
        parents = array("l", [0])
        self.levels = array("l", [0])  # By number.
        for line in content.organizations:
            parents.append(self.organizations.get(line.parent or "", 0))
            self.levels.append(places[line.level])
        self._last = array("l", range(len(parents)))
        for number in range(len(parents) - 1, 0, -1):
            above = parents[number]
            self._last[above] = max(self._last[above], self._last[number])

    def last(self, number: int) -> int:
        """The last organization below that one, or itself."""
        return self._last[number]


def organization_rows(content: Content, numbering: Numbering) -> Iterator[Row]:
    for line in content.organizations:
        yield {
            "id": numbering.organizations[line.code],
            "last": numbering.last(numbering.organizations[line.code]),
            "code": line.code,
            "level": line.level,
            "kind": line.kind,
            "territorial": int(line.territorial),
            "parent_id": None if line.parent is None else numbering.organizations[line.parent],
            "name_vi": line.name_vi,
            "name_en": line.name_en,
            "valid_from": line.valid_from,
            "valid_to": line.valid_to,
            "all_listed": int(line.children_complete),
            "note": line.note,
        }


def identifier_rows(content: Content, numbering: Numbering) -> Iterator[Row]:
    for line in content.identifiers:
        row = line.model_dump()
        row["organization_id"] = numbering.organizations[row.pop("organization")]
        yield row


def event_rows(content: Content, numbering: Numbering) -> Iterator[Row]:
    for line in content.events:
        row = line.model_dump(exclude={"related", "breaks"})
        row["organization_id"] = numbering.organizations[row.pop("organization")]
        yield row


def event_organization_rows(content: Content, numbering: Numbering) -> Iterator[Row]:
    for line in content.events:
        roles = dict.fromkeys(line.related, "related") | {line.organization: "subject"}
        for code in sorted(roles, key=numbering.organizations.__getitem__):
            yield {
                "event": line.code,
                "organization_id": numbering.organizations[code],
                "role": roles[code],
            }


def event_break_rows(content: Content) -> Iterator[Row]:
    for line in content.events:
        for indicator in sorted(set(line.breaks)):
            yield {"event": line.code, "indicator": indicator}


def indicator_rows(content: Content, numbering: Numbering) -> Iterator[Row]:
    for stanza in content.stanzas.get("indicator", []):
        yield {
            "id": numbering.indicators[stanza["code"]],
            "code": stanza["code"],
            "kind": stanza["kind"],
            "group_code": stanza["group"],
            "unit": stanza["unit"],
            "computed": int("formula" in stanza or "growth" in stanza),
            "stanza": as_json(stanza),
        }


def code_list_rows(content: Content) -> Iterator[Row]:
    """Levels, units, concepts and groups of the catalog, vintages, terms and errata."""
    for code_list in ("level", "unit", "concept", "group"):
        for ordinal, stanza in enumerate(content.stanzas.get(code_list, []), 1):
            label = stanza["label"]
            yield _item(
                code_list, ordinal, stanza["code"], vi=label["vi"], en=label["en"], details=stanza
            )
    for vintage in content.vintages:
        label = {"vi": vintage.title_vi, "en": vintage.title_en}
        yield _item("vintage", vintage.ordinal, vintage.code, **label, details={})
    for ordinal, term in enumerate(content.terms, 1):
        yield _item("term", ordinal, term.code, vi=term.vi, en=term.en, details={"note": term.note})
    for ordinal, erratum in enumerate(content.errata, 1):
        details = {
            "releases": erratum.numbers_of_releases,
            "subjects": list(erratum.subjects),
            "found": erratum.found,
            "mended_in": erratum.mended_in,
        }
        label = {"vi": erratum.text_vi, "en": erratum.text_en}
        yield _item("erratum", ordinal, erratum.code, **label, details=details)
    settings = {
        name: value for name, value in content.stanzas.items() if not isinstance(value, list)
    }
    for ordinal, (name, value) in enumerate(sorted(settings.items()), 1):
        yield _item(
            "setting", ordinal, name, vi=str(value), en=str(value), details={"value": value}
        )


def _item(
    code_list: str, ordinal: int, code: str, *, vi: str, en: str, details: Mapping[str, Any]
) -> Row:
    return {
        "code_list": code_list,
        "ordinal": ordinal,
        "code": code,
        "label_vi": vi,
        "label_en": en,
        "details": as_json(details),
    }


def source_rows(content: Content) -> Iterator[Row]:
    for line in content.sources:
        yield line.model_dump(mode="json")


def figure_row(figure: Figure, catalog: Catalog, numbering: Numbered) -> Row:
    """Value and bounds in millionths, exact; finer ends of bounds are moved outward."""
    indicator = catalog.by_code[figure.indicator]
    bounds = figure.bounds(indicator, counted=catalog.counted(indicator))
    confidential = figure.is_suppressed
    return {
        "organization_id": numbering.organizations[figure.organization],
        "indicator_id": numbering.indicators[figure.indicator],
        "period": figure.period.ordinal,
        "source": figure.source.code,
        "period_start": figure.period.start.isoformat(),
        "period_end": figure.period.end.isoformat(),
        "as_reported": figure.as_reported,
        "printed_unit": figure.printed_unit.value,
        "decimal_mark": figure.decimal_mark.value,
        "qualifier": figure.qualifier.value,
        "value": None if figure.value is None else exact_millionths(figure.value),
        "upper_value": None if figure.upper_value is None else exact_millionths(figure.upper_value),
        "resolution": exact_millionths(figure.resolution),
        **_ends(bounds),
        "reference_date": figure.reference_date,
        "vintage": figure.vintage,
        "period_basis": figure.period_basis.value,
        "indicator_basis": figure.indicator_basis.value,
        "status": figure.status.value,
        "confidentiality": (
            ConfidentialityStatus.CONFIDENTIAL if confidential else ConfidentialityStatus.FREE
        ).value,
        "preferred": int(figure.preferred),
        "note": figure.note,
    }


def observation_row(observation: Observation, numbering: Numbered) -> Row:
    number = numbering.organizations[observation.organization]
    figure = observation.figure
    coverage = observation.coverage
    qualifier = observation.qualifier
    value = published_millionths(observation)
    ranked = value is not None and observation.is_operand  # No incomplete sum, no implied count.
    return {
        "organization_id": number,
        "indicator_id": numbering.indicators[observation.indicator],
        "period": observation.period.ordinal,
        "period_start": observation.period.start.isoformat(),
        "period_end": observation.period.end.isoformat(),
        "value": value,
        **_ends(observation.bounds),
        "qualifier": None if qualifier is None else qualifier.value,
        "derivation": observation.derivation.value,
        "status": observation.status.value,
        "confidentiality": observation.confidentiality.value,
        "as_reported": None if figure is None else figure.as_reported,
        "reference_date": None if figure is None else figure.reference_date,
        "vintage": None if figure is None else figure.vintage,
        "source": None if figure is None else figure.source.code,
        "parts_known": None if coverage is None else coverage.known,
        "parts_total": None if coverage is None else coverage.total,
        "parts_complete": None if coverage is None else int(coverage.is_complete),
        "implied": int(observation.implied),
        "ranked_level": numbering.levels[number] if ranked else None,
    }


def _ends(bounds: Bounds | None) -> Row:
    published = PublishedBounds.of(bounds)
    return {
        "lower": published.lower,
        "upper": published.upper,
        "lower_closed": int(published.lower_closed),
        "upper_closed": int(published.upper_closed),
    }


def check_row(check: Check, numbering: Numbered) -> Row:
    return {
        "code": check.code,
        "rule": check.rule.value,
        "organization_id": numbering.organizations[check.organization],
        "indicator_id": numbering.indicators[check.indicator],
        "period": check.period.ordinal,
        "outcome": check.outcome.value,
        "verdict": None if check.verdict is None else check.verdict.value,
        "left_side": as_json(_side(check.left)),
        "right_side": as_json(_side(check.right)),
        "sources": as_json(list(check.sources)),
        "text_vi": check.vi,
        "text_en": check.en,
    }


def _side(side: Side) -> Row:
    """Numbers as text, so that JSON keeps every digit."""
    ends = PublishedBounds.of(side.bounds).as_decimals()
    return {
        "keys": list(side.keys),
        "as_reported": side.as_reported,
        **{name: str(end) if isinstance(end, Decimal) else end for name, end in ends.items()},
    }
