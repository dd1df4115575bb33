"""Fields of rows that were asked for, and no others."""

from collections.abc import Sequence
from dataclasses import replace

from app.errors import InvalidParameterError, nearest_codes
from app.formats.dataset import Dataset, OutputFormat
from app.parameter_columns import Fields
from app.parameters import Selection
from app.values.wording import Words


def projected(dataset: Dataset, selection: Selection, output: OutputFormat) -> Dataset:
    """The answer with the fields of `fields`, in its order; all of them without it.

    A field that is a mapping stands in a table as all of its columns. What the format cannot be
    without comes behind. Raises InvalidParameterError for a field that the rows do not have.
    """
    fields: Fields | None = getattr(selection, "fields", None)
    if fields is None:
        return dataset
    known = _fields(dataset)
    for name in fields.names:
        if name not in known:
            raise InvalidParameterError(
                Words(f"There is no field {name} here.", f"Ở đây không có trường {name}."),
                parameter="fields",
                expected=Words(f"some of: {', '.join(known)}", f"một số trong: {', '.join(known)}"),
                nearest=nearest_codes(name, known),
            )
    needed = (name for name in output.needs if name in known)
    names = list(dict.fromkeys([*fields.names, *needed]))
    columns = [each for name in names for each in _columns_of(name, dataset.columns)]
    rows = [{name: row[name] for name in names if name in row} for row in dataset.rows]
    return replace(dataset, columns=columns, rows=rows)


def _fields(dataset: Dataset) -> list[str]:
    """What rows have, or would have if there were any."""
    tabular = [column.partition(".")[0] for column in dataset.columns]
    shown = dataset.rows[0] if dataset.rows else ()
    return list(dict.fromkeys([*tabular, *shown]))


def _columns_of(name: str, columns: Sequence[str]) -> list[str]:
    """Its column, or those of its parts; what no table shows is a column of its own."""
    return [each for each in columns if each.partition(".")[0] == name] or [name]
