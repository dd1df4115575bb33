"""The smallest stanzas a catalog can be made of."""

from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator

Stanza = dict[str, Any]


def label(text: str = "x") -> Stanza:
    return {"vi": text, "en": text}


def indicator_stanza(code: str, **fields: object) -> Stanza:
    """A stock of people without formula, unless said otherwise."""
    return {
        "code": code,
        "kind": "stock",
        "group": "people",
        "label": label(),
        "definition": label(),
        "unit": "person",
        "measure": "members",
        "concept": "register",
    } | fields


def indicator(code: str = "members", **fields: object) -> Indicator:
    return Indicator.model_validate(indicator_stanza(code, **fields))


def unit(code: str, **fields: object) -> Stanza:
    return {"code": code, "label": label()} | fields


def concept(code: str, *comparable_with: str) -> Stanza:
    return {
        "code": code,
        "label": label(),
        "definition": label(),
        "comparable_with": comparable_with,
    }


def catalog_stanzas(*indicators: Stanza, **tables: object) -> Stanza:
    """One group, one concept, two units, and these indicators."""
    return {
        "unit": [unit("person", counted=True), unit("percent", symbol="%")],
        "concept": [concept("register")],
        "group": [{"code": "people", "label": label()}],
        "indicator": list(indicators),
    } | tables


def catalog(*indicators: Stanza, **tables: object) -> Catalog:
    return Catalog.model_validate(catalog_stanzas(*indicators, **tables))
