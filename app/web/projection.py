"""Fields of rows that were asked for, and no others."""

from collections.abc import Sequence
from typing import Any

from app.errors import InvalidParameterError, nearest_codes
from app.formats.dataset import Row
from app.parameters import PageSelection, Selection


def projected(
    columns: Sequence[str], rows: Sequence[Row], selection: Selection
) -> tuple[Sequence[str], Sequence[Row]]:
    """Columns and rows with the fields of `fields`, in its order; all of them without it.

    A field of a mapping may be named, `name.vi`, as well as the mapping, `name`.
    Raises InvalidParameterError for a field that the rows do not have.
    """
    if not isinstance(selection, PageSelection) or selection.fields is None:
        return columns, rows
    known = known_fields(columns, rows)
    for name in selection.fields.names:
        if name not in known:
            raise InvalidParameterError(
                f"There is no field {name} here.",
                parameter="fields",
                expected=f"some of: {', '.join(known)}",
                nearest=nearest_codes(name, known),
            )
    names = selection.fields.names
    shown = [each for name in names for each in _columns_of(name, columns)]
    return shown, [_part(row, names) for row in rows]


def known_fields(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Columns, what they are parts of, and what only documents show; each once."""
    wholes = (name.partition(".")[0] for name in columns)
    return list(dict.fromkeys([*columns, *wholes, *(rows[0] if rows else ())]))


def _columns_of(name: str, columns: Sequence[str]) -> list[str]:
    """The column, or those of the parts of a mapping."""
    if name in columns:
        return [name]
    return [each for each in columns if each.startswith(f"{name}.")] or [name]


def _part(row: Row, names: Sequence[str]) -> Row:
    part: dict[str, Any] = {}
    for name in names:
        whole, dot, inner = name.partition(".")
        if not dot:
            part[whole] = row[whole]
        else:
            mapping = part.setdefault(whole, {})
            found = row[whole]
            part[whole] = None if found is None else {**mapping, inner: found[inner]}
    return part
