"""Fields of rows that were asked for, and no others."""

from collections.abc import Sequence

from app.errors import InvalidParameterError, nearest_codes
from app.formats.dataset import Row
from app.parameters import PageSelection, Selection


def projected(
    columns: Sequence[str], rows: Sequence[Row], selection: Selection
) -> tuple[Sequence[str], Sequence[Row]]:
    """Columns and rows with the fields of `fields`, in its order; all of them without it.

    A field that is a mapping stands in a table as all of its columns.
    Raises InvalidParameterError for a field that the rows do not have.
    """
    if not isinstance(selection, PageSelection) or selection.fields is None:
        return columns, rows
    names = selection.fields.names
    known = _fields(columns, rows)
    for name in names:
        if name not in known:
            raise InvalidParameterError(
                f"There is no field {name} here.",
                parameter="fields",
                expected=f"some of: {', '.join(known)}",
                nearest=nearest_codes(name, known),
            )
    shown = [each for name in names for each in _columns_of(name, columns)]
    return shown, [{name: row[name] for name in names} for row in rows]


def _fields(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """What rows have, or would have if there were any."""
    tabular = [column.partition(".")[0] for column in columns]
    return list(dict.fromkeys([*tabular, *(rows[0] if rows else ())]))


def _columns_of(name: str, columns: Sequence[str]) -> list[str]:
    """Its column, or those of its parts; what no table shows is a column of its own."""
    return [each for each in columns if each.partition(".")[0] == name] or [name]
