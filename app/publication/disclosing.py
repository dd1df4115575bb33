"""Packages as they may be kept and passed on: without small counts of persons (design, rule 11).

Nothing else is ever stored, so no export and no digest of a file can tell what is suppressed.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from app.catalog.catalog import Catalog
from app.derivation.disclosure import is_disclosive
from app.publication.contents import put_by, whole
from app.publication.lines import FigureLine
from app.publication.package import DESCRIPTOR, Package, read_package
from app.publication.staging import FigureLines

_TAKEN_AWAY = {"as_reported": None, "value": None, "note": None, "suppressed": True}
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
    kept = (_disclosed(located.line, catalog, threshold) for located in lines)
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


def _disclosed(line: FigureLine, catalog: Catalog, threshold: int) -> FigureLine:
    indicator = catalog.by_code[line.indicator]
    if is_disclosive(line.value, indicator, threshold=threshold):
        return line.model_copy(update=_TAKEN_AWAY)
    return line


def _table(lines: Iterable[FigureLine]) -> Iterator[bytes]:
    """The lines as CSV, every column written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FigureLine.model_fields)
    for line in lines:
        writer.writerow(_cell(getattr(line, name)) for name in FigureLine.model_fields)
        if text.tell() > _FLUSHED:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
