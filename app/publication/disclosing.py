"""Packages as they may be kept and passed on: without small counts of persons (design, rule 11).

Nothing else is ever stored, so no export and no digest of a file can tell what is suppressed.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from app.catalog.catalog import Catalog
from app.derivation.disclosure import is_disclosive
from app.publication.contents import put_by, whole
from app.publication.lines import FigureLine, Line
from app.publication.package import DESCRIPTOR, Package, digest_of
from app.publication.staging import FigureLines, Shape, StagedLine
from app.publication.tables import Located
from app.values.periods import period_text

_FLUSHED = 1 << 18
# What may be disclosive: other numbers than whole ones are looked at one by one.
_SMALL = """
SELECT * FROM line WHERE indicator IN (SELECT value FROM json_each(?)) AND value IS NOT NULL
AND (typeof(value) = 'text' OR value BETWEEN 1 AND ? - 1)
"""


def disclosed(package: Package, catalog: Catalog, *, threshold: int) -> Package:
    """The package with the figures suppressed that its release suppresses.

    The very same package, to the byte, where there are none.
    """
    lines = package.figures
    if lines is None or not _has_disclosive(lines, catalog, threshold):
        return package
    kept = _suppressed(lines, catalog, threshold)
    descriptor = _descriptor(whole(package.files[DESCRIPTOR]))
    written = put_by(_table(_cells(kept)))
    files = {**package.files, DESCRIPTOR: descriptor, FigureLine.file: written}
    tables: dict[type[Line], Sequence[Located[Line]]] = {**package.tables, FigureLine: kept}
    return replace(package, files=files, digest=digest_of(files), tables=tables)


def _has_disclosive(lines: FigureLines, catalog: Catalog, threshold: int) -> bool:
    personal = [
        place
        for code, place in lines.indicators.places.items()
        if code in catalog.by_code and catalog.by_code[code].personal
    ]
    return any(
        is_disclosive(
            located.line.value, catalog.by_code[located.line.indicator], threshold=threshold
        )
        for located in lines.chosen(_SMALL, (json.dumps(personal), threshold))
    )


def _descriptor(written: bytes) -> bytes:
    """The descriptor without what it says of the form of the table that is written anew."""
    descriptor = json.loads(written)
    for resource in descriptor["resources"]:
        if resource["path"] == FigureLine.file:
            for form in ("dialect", "schema", "bytes", "hash", "encoding", "mediatype"):
                resource.pop(form, None)
    return json.dumps(descriptor, ensure_ascii=False, indent=2).encode()


def _suppressed(lines: FigureLines, catalog: Catalog, threshold: int) -> FigureLines:
    """The lines as they will be read again: without what is disclosive, row below row."""
    kept = lines.like()
    indicators = [catalog.by_code.get(code) for code in lines.indicators.places]
    hidden = [kept.shape(shape._replace(suppressed=True)) for shape in lines.shapes]

    def rows() -> Iterator[StagedLine]:
        for number, staged in enumerate(lines.staged_rows(), 2):
            row = StagedLine(number, *staged[1:])
            indicator = indicators[row.indicator]
            if indicator is not None and indicator.personal and row.value is not None:
                value = row.value if isinstance(row.value, int) else Decimal(row.value)
                if is_disclosive(value, indicator, threshold=threshold):
                    row = row._replace(
                        shape=hidden[row.shape], plain=0, value=None, as_reported=None, note=None
                    )
            yield row

    kept.add(rows())
    kept.close_to_adding()
    return kept


def _cells(lines: FigureLines) -> Iterator[Sequence[str | int | None]]:
    """Cells of each line in the order of their columns, as a line of them would be written."""
    organizations, indicators, sources = (
        names.listed() for names in (lines.organizations, lines.indicators, lines.sources)
    )
    shapes = [_written(shape) for shape in lines.shapes]
    for (
        row,
        place,
        kind,
        period,
        source,
        shape,
        _,
        value,
        as_reported,
        day,
        note,
    ) in lines.staged_rows():
        del row
        printed, resolution, after = shapes[shape]
        yield (
            organizations[place], indicators[kind], period_text(period), day, as_reported,
            *printed, value, resolution, sources[source], *after, note,
        )  # fmt: skip


def _written(shape: Shape) -> tuple[tuple[str, ...], str, tuple[str | None, ...]]:
    """Cells between print and value, the resolution, those from the source to the note."""
    return (
        (shape.printed_unit.value, shape.decimal_mark.value, shape.qualifier.value),
        shape.resolution,
        (
            shape.vintage,
            shape.period_basis.value,
            shape.indicator_basis.value,
            _yes_no(shape.preferred),
            _yes_no(shape.suppressed),
        ),
    )


def _yes_no(claim: bool) -> str:
    return "yes" if claim else "no"


def _table(lines: Iterable[Sequence[str | int | None]]) -> Iterator[bytes]:
    """The lines as CSV, every column written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FigureLine.model_fields)
    for line in lines:
        writer.writerow(line)
        if text.tell() > _FLUSHED:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
