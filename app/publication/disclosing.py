"""Packages as they may be kept and passed on: without small counts of persons (design, rule 11).

Nothing else is ever stored, so no export and no digest of a file can tell what is suppressed.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.catalog.catalog import Catalog
from app.derivation.disclosure import is_disclosive
from app.publication.contents import put_by, whole
from app.publication.lines import FigureLine
from app.publication.package import DESCRIPTOR, Package, read_package
from app.publication.staging import FigureLines, Shape, StagedLine
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
    kept = _kept(lines, catalog, threshold)
    descriptor = _descriptor(whole(package.files[DESCRIPTOR]))
    files = {**package.files, DESCRIPTOR: descriptor, FigureLine.file: put_by(_table(kept))}
    return read_package(files)


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


def _kept(
    lines: FigureLines, catalog: Catalog, threshold: int
) -> Iterator[Sequence[str | int | None]]:
    """Cells of each line in the order of their columns, as a line of them would be written."""
    organizations, indicators, sources = (
        names.listed() for names in (lines.organizations, lines.indicators, lines.sources)
    )
    is_personal = [
        code in catalog.by_code and catalog.by_code[code].personal for code in indicators
    ]
    shapes = [_written(shape) for shape in lines.shapes]
    for row in map(StagedLine._make, lines.staged_rows()):
        printed, resolution, bases, suppressed = shapes[row.shape]
        told: tuple[str | int | None, ...] = (row.as_reported, *printed, row.value)
        note = row.note
        if is_personal[row.indicator] and row.value is not None:
            indicator = catalog.by_code[indicators[row.indicator]]
            if is_disclosive(Decimal(row.value), indicator, threshold=threshold):
                told, note, suppressed = (None, *printed, None), None, "yes"
        yield (
            organizations[row.organization],
            indicators[row.indicator],
            period_text(row.period),
            row.reference_date,
            *told,
            resolution,
            sources[row.source],
            *bases,
            suppressed,
            note,
        )


def _written(shape: Shape) -> tuple[tuple[str, ...], str, tuple[str | None, ...], str]:
    """Cells between print and value, the resolution, those after the source, `suppressed`."""
    return (
        (shape.printed_unit.value, shape.decimal_mark.value, shape.qualifier.value),
        shape.resolution,
        (
            shape.vintage,
            shape.period_basis.value,
            shape.indicator_basis.value,
            _yes_no(shape.preferred),
        ),
        _yes_no(shape.suppressed),
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
