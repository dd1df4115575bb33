"""A small catalog, and short ways to print figures and to ask the kernel about them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from app.catalog.catalog import Catalog
from app.derivation.breaks import Break
from app.derivation.cells import OrganizationCells
from app.derivation.derive import OrganizationInput, OrganizationResult, derive
from app.derivation.disclosure import suppress
from app.derivation.evidence import Cell, Evidence
from app.derivation.figures import Figure, Source
from app.derivation.notices import Refusal
from app.derivation.observations import Coverage, Observation
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedNumber, PrintedUnit, parse_printed
from app.values.qualifiers import Qualifier
from app.values.statuses import Authority, Derivation, ObservationStatus
from tests.catalog.stanzas import Stanza, concept, indicator_stanza, unit
from tests.catalog.stanzas import catalog as catalog_of

_AT_LEAST_ZERO = {"lower": 0}
_SHARE = {"lower": 0, "upper": 100}


def count(code: str, kind: str = "stock", **fields: object) -> Stanza:
    """People of the register, summed over organizations."""
    return indicator_stanza(
        code, **{"kind": kind, "domain": _AT_LEAST_ZERO, "roll_up": "sum"} | fields
    )


def share(code: str, **fields: object) -> Stanza:
    return indicator_stanza(code, **{"kind": "ratio", "unit": "percent", "domain": _SHARE} | fields)


def growth(code: str, of: str, measure: str, **fields: object) -> Stanza:
    rule = {"of": of, "measure": measure}
    return indicator_stanza(code, **{"kind": "growth", "growth": rule} | fields)


def catalog(*indicators: Stanza, **tables: object) -> Catalog:
    """These indicators with the concepts and units of the small catalog."""
    concepts = [
        concept("register", "residents"),
        concept("residents"),
        concept("records"),
    ]
    units = [unit("person", counted=True), unit("percent", symbol="%"), unit("point")]
    return catalog_of(*indicators, **{"concept": concepts, "unit": units} | tables)


INDICATORS = (
    count("subordinates", roll_up="none"),
    count("members", personal=True),
    count("women", personal=True, subset_of=["members"]),
    count("men", personal=True, formula="members - women"),
    count("committees"),
    count("cells"),
    count("organizations", partitions=["committees", "cells"]),
    count("population", "average", concept="residents", measure="population"),
    count("headcount", concept="records", measure="population"),
    count("admitted", "flow", personal=True),
    share("share", formula="members / population * 100"),
    share("women_share", formula="women / members * 100"),
    share("admission_rate", formula="admitted / members * 100", full_year_only=True),
    share("intake", formula="admitted / members * 100"),
    share("minority_share"),
    share("minority_share_of_population", concept="residents"),
    indicator_stanza(
        "representation",
        kind="ratio",
        domain=_AT_LEAST_ZERO,
        formula="minority_share / minority_share_of_population",
        latest=["minority_share_of_population"],
    ),
    count(
        "implied_population",
        formula="members / reported(share) * 100",
        implied=True,
        roll_up="none",
    ),
    growth("members_change", "members", "absolute"),
    growth("members_growth", "members", "percent", unit="percent", domain={"lower": -100}),
    growth("members_yearly", "members", "compound_per_year", unit="percent"),
    growth("population_change", "population", "absolute"),
    growth("organizations_change", "organizations", "absolute"),
    growth("share_points", "share", "points", unit="point"),
)
CATALOG = catalog(*INDICATORS, direct_subordinates="subordinates")


def printed(text: str, indicator: str = "members", period: str = "2022", **fields: Any) -> Figure:
    """The figure of a print in Vietnamese style; `vintage` and `published` may be given."""
    number = parse_printed(text, DecimalMark.COMMA)
    printed_unit = fields.pop("printed_unit", number.unit or PrintedUnit.UNITS)
    source = Source(
        fields.pop("source", "a"),
        fields.pop("authority", Authority.OFFICIAL),
        fields.pop("published", None),
    )
    vintage = fields.pop("vintage", 0)
    made = {
        "organization": "p",
        "indicator": indicator,
        "period": Period.parse(period),
        "source": source,
        "as_reported": text,
        "printed_unit": printed_unit,
        "decimal_mark": DecimalMark.COMMA,
        "qualifier": number.qualifier,
        "value": number.base_value(printed_unit),
        "upper_value": number.base_upper(printed_unit),
        "resolution": _resolution(number) * printed_unit.factor,
        "status": number.status,
        "vintage": f"v{vintage}" if vintage else None,
        "vintage_ordinal": vintage,
    }
    return Figure(**made | fields)


def _resolution(number: PrintedNumber) -> Fraction:
    """The unit of the last printed digit; trailing zeros of a qualified number don't count."""
    digits = number.number if number.qualifier is Qualifier.EXACT else number.number.normalize()
    return Fraction(10) ** int(digits.as_tuple().exponent)


def evidence(
    *figures: Figure,
    breaks: Iterable[Break] = (),
    roll_ups: Mapping[Cell, Observation] | None = None,
    organization: str = "p",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Evidence:
    by_cell: dict[Cell, list[Figure]] = {}
    for figure in figures:
        by_cell.setdefault((figure.indicator, figure.period), []).append(figure)
    return Evidence(organization, by_cell, roll_ups or {}, tuple(breaks), valid_from, valid_to)


def cells(*figures: Figure, catalog: Catalog = CATALOG, **known: Any) -> OrganizationCells:
    return OrganizationCells(catalog, evidence(*figures, **known))


def number(
    asked: OrganizationCells, indicator: str, period: str = "2022", **options: Any
) -> Observation:
    """The published observation; fails where there is none."""
    found = (
        asked.growth(indicator, Period.parse(period), **options)
        if options
        else asked.observe(indicator, Period.parse(period))
    )
    assert isinstance(found, Observation), found
    return found


def refusal(
    asked: OrganizationCells, indicator: str, period: str = "2022", **options: Any
) -> Refusal:
    """Why there is no number; fails where there is one."""
    found = (
        asked.growth(indicator, Period.parse(period), **options)
        if options
        else asked.observe(indicator, Period.parse(period))
    )
    assert isinstance(found, Refusal), found
    return found


def rolled(
    value: int, indicator: str = "members", period: str = "2022", *, known: int = 3
) -> Observation:
    """A sum over so many of three organizations, all listed."""
    return Observation(
        "p",
        indicator,
        Period.parse(period),
        Derivation.ROLLED_UP,
        Fraction(value),
        Bounds.point(value),
        Qualifier.EXACT,
        ObservationStatus.NORMAL,
        coverage=Coverage(known, 3, all_listed=True),
    )


def broken(day: str, *indicators: str, event: str = "event", **fields: Any) -> Break:
    return Break(event, date.fromisoformat(day), frozenset(indicators or ("*",)), **fields)


def organization(
    code: str, *figures: Figure, parent: str | None = None, **fields: Any
) -> OrganizationInput:
    """One organization of a tree; its figures may be printed for any other name."""
    made = {"valid_from": None, "valid_to": None, "all_listed": False, "breaks": ()} | fields
    return OrganizationInput(
        code=code,
        parent=parent,
        figures=tuple(replace(figure, organization=code) for figure in figures),
        **made,
    )


def derived(
    *organizations: OrganizationInput, threshold: int = 0, catalog: Catalog = CATALOG
) -> dict[str, OrganizationResult]:
    """Results by code, after suppression; organizations stand parents first."""
    inputs = [
        replace(each, figures=tuple(suppress(each.figures, catalog, threshold=threshold)))
        for each in organizations
    ]
    return {result.code: result for result in derive(catalog, inputs)}


def of(result: OrganizationResult, key: str) -> Observation:
    """The observation of `indicator.period`."""
    return next(each for each in result.observations if str(each.key).endswith(f".{key}"))


def between(lower: str | int, upper: str | int) -> Bounds:
    return Bounds.closed(Fraction(lower), Fraction(upper))
