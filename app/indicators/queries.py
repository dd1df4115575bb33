"""Indicators: what is asked for, and how it is read."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from app.catalog.indicators import Indicator
from app.database import RELEASE, Statement, in_list, json_list
from app.errors import NotFoundError, UnknownCodeError, code_of, nearest_codes
from app.indicators.models import CodeListItem, IndicatorRow
from app.parameter_parsing import Several, choices
from app.parameter_selectors import IndicatorSelector, Trait
from app.parameters import IndicatorCodes, PageSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row, no_place
from app.values.wording import Words, any_of

COLUMNS = (
    "code",
    "kind",
    "group",
    "label.vi",
    "label.en",
    "definition.vi",
    "definition.en",
    "unit",
    "domain.lower",
    "domain.upper",
    "display_decimals",
    "measure",
    "concept",
    "roll_up",
    "formula",
    "personal",
    "form_column",
    "implied",
)
KINDS = ("stock", "flow", "average", "ratio", "growth")


class IndicatorSelection(PageSelection):
    """Which indicators."""

    code: IndicatorCodes | None = Field(
        None,
        description="Codes, separated by commas.",
        examples=["members,members_share_of_population"],
    )
    kind: Annotated[Several[str], *choices(KINDS)] | None = Field(
        None, description="Kinds, separated by commas.", examples=["ratio,growth"]
    )
    group: IndicatorCodes | None = Field(
        None, description="Groups of the catalog, separated by commas.", examples=["members"]
    )


def indicator_row(row: tuple[Any, ...]) -> Row:
    """The stanza, with what follows from it: the operands of a formula, the bounds of a domain."""
    indicator = Indicator.model_validate(json.loads(row[0]))
    formula = indicator.formula
    growth = indicator.growth
    return {
        "code": indicator.code,
        "kind": indicator.kind.value,
        "group": indicator.group,
        "label": indicator.label.model_dump(),
        "definition": indicator.definition.model_dump(),
        "unit": indicator.unit,
        "domain": {"lower": indicator.domain.lower, "upper": indicator.domain.upper},
        "display_decimals": indicator.display_decimals,
        "measure": indicator.measure,
        "breakdown": indicator.breakdown,
        "concept": indicator.concept,
        "roll_up": indicator.roll_up.value,
        "partitions": list(indicator.partitions),
        "subset_of": list(indicator.subset_of),
        "overlaps": list(indicator.overlaps),
        "personal": indicator.personal,
        "form_column": indicator.form_column,
        "headline": indicator.headline,
        "formula": None if formula is None else formula.text,
        "operands": [] if formula is None else [str(operand) for operand in formula.operands],
        "growth": None if growth is None else growth.model_dump(mode="json"),
        "implied": indicator.implied,
        "full_year_only": indicator.full_year_only,
        "latest": list(indicator.latest),
        "notes": [note.model_dump() for note in indicator.notes],
    }


INDICATORS = ResourceQuery(
    select=select(col(IndicatorRow.stanza)).where(col(IndicatorRow.release) == RELEASE),
    filters={
        "code": in_list(col(IndicatorRow.code), "code"),
        "kind": in_list(col(IndicatorRow.kind), "kind"),
        "group": in_list(col(IndicatorRow.group_code), "group"),
        "computed": col(IndicatorRow.computed) == 1,
    },
    order=(col(IndicatorRow.id),),
    row=indicator_row,
    columns=COLUMNS,
)


def indicator_filters(reader: Reader, selection: IndicatorSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError for codes the catalog does not have."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    if selection.code is not None:
        known_indicators(reader, selection.code, parameter="code")
    if selection.group is not None:
        groups = [group.code for group in reader.catalog.groups]
        for code in selection.group:
            if code not in groups:
                raise UnknownCodeError(
                    Words(f"There is no group {code}.", f"Không có nhóm {code}."),
                    parameter="group",
                    expected=any_of(groups),
                    nearest=nearest_codes(code, groups),
                )
    for name in ("code", "kind", "group"):
        chosen = getattr(selection, name)
        if chosen is not None:
            conditions[name], values[name] = (name,), json_list(chosen)
    return Filters(conditions, values)


def known_indicators(reader: Reader, codes: Iterable[str], *, parameter: str) -> list[Indicator]:
    """Indicators of the catalog. Raises UnknownCodeError naming the nearest codes."""
    catalog = reader.catalog.by_code
    wanted = list(codes)
    for code in wanted:
        if code not in catalog:
            raise UnknownCodeError(
                Words(
                    f"There is no indicator {code} in release {reader.release.number}.",
                    f"Bản công bố {reader.release.number} không có chỉ tiêu {code}.",
                ),
                parameter=parameter,
                expected=code_of("/v1/indicators"),
                nearest=nearest_codes(code, list(catalog)),
            )
    return [catalog[code] for code in wanted]


def codes_of(
    reader: Reader, selectors: Several[IndicatorSelector], *, parameter: str
) -> list[str] | None:
    """Codes that the selectors choose, in the order of the catalog; None where they choose all.

    Raises UnknownCodeError for a code, a group or a measure that there is not.
    """
    wanted = {each.code for each in selectors if each.is_code}
    known_indicators(reader, sorted(wanted), parameter=parameter)
    for each in selectors:
        if each.trait is not None:
            wanted |= _sharing(reader, each.trait, each.code, parameter)
    if any(each.is_all for each in selectors):
        return None
    return [each.code for each in reader.catalog.indicators if each.code in wanted]


def _sharing(reader: Reader, trait: Trait, code: str, parameter: str) -> set[str]:
    """Codes of the indicators of a group or a measure; a group may have none."""
    catalog = reader.catalog
    match trait:
        case Trait.GROUP:
            known = [group.code for group in catalog.groups]
            found = {each.code for each in catalog.indicators if each.group == code}
        case Trait.MEASURE:
            known = sorted({each.measure for each in catalog.indicators})
            found = {each.code for each in catalog.indicators if each.measure == code}
    if code not in known:
        raise UnknownCodeError(
            Words(f"There is no {trait} {code}.", f"Không có {trait} {code}."),
            parameter=parameter,
            expected=any_of(known),
            nearest=nearest_codes(code, known),
        )
    return found


def find_indicator(reader: Reader, code: str) -> Indicator:
    """The same for a code in the path. Raises NotFoundError."""
    try:
        return known_indicators(reader, [code], parameter="code")[0]
    except UnknownCodeError as error:
        raise NotFoundError.like(error) from error


def numbers_of_kinds(reader: Reader, kinds: Iterable[str]) -> list[int]:
    """Numbers of all indicators of these kinds."""
    wanted = frozenset(kinds)
    numbers = reader.indicator_numbers
    return [numbers[each.code] for each in reader.catalog.indicators if each.kind in wanted]


def indicator_place(reader: Reader, text: str) -> tuple[int]:
    """The sort key of a page's last indicator. Raises InvalidParameterError."""
    if text not in reader.catalog.by_code:
        raise no_place(text)
    return (reader.indicator_numbers[text],)


_CODE_LISTS = Statement(
    select(
        col(CodeListItem.code_list),
        col(CodeListItem.code),
        col(CodeListItem.ordinal),
        col(CodeListItem.label_vi),
        col(CodeListItem.label_en),
        col(CodeListItem.details),
    )
    .where(col(CodeListItem.release) == RELEASE)
    .order_by(col(CodeListItem.code_list), col(CodeListItem.ordinal))
)


def fetch_code_lists(reader: Reader) -> list[Row]:
    """Levels, units, concepts, groups, vintages and terms; the rest of the table is no list."""
    return [
        {
            "code_list": code_list,
            "code": code,
            "ordinal": ordinal,
            "label": {"vi": vi, "en": en},
            "details": {
                name: value
                for name, value in json.loads(details).items()
                if name not in {"code", "label", "ordinal"} and value is not None
            },
        }
        for code_list, code, ordinal, vi, en, details in reader.fetch(_CODE_LISTS)
        if code_list not in {"setting", "erratum"}
    ]
