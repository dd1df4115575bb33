"""Packages as they may be kept and passed on: without small counts of persons (design, rule 11).

Nothing else is ever stored, so no export and no digest of a file can tell what is suppressed.
"""

import csv
import io
import json
from collections.abc import Iterable

from app.catalog.catalog import Catalog
from app.derivation.disclosure import is_disclosive
from app.publication.lines import FigureLine
from app.publication.package import DESCRIPTOR, Package, read_package

_TAKEN_AWAY = {"as_reported": None, "value": None, "note": None, "suppressed": True}


def disclosed(package: Package, catalog: Catalog, *, threshold: int) -> Package:
    """The package with the figures suppressed that its release suppresses.

    The very same package, to the byte, where there are none.
    """
    lines = [located.line for located in package.lines(FigureLine)]
    kept = [_disclosed(line, catalog, threshold) for line in lines]
    if kept == lines:
        return package
    descriptor = _descriptor(package.files[DESCRIPTOR])
    files = {**package.files, DESCRIPTOR: descriptor, FigureLine.file: _table(kept)}
    return read_package(files)


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


def _table(lines: Iterable[FigureLine]) -> bytes:
    """The lines as CSV, every column written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FigureLine.model_fields)
    for line in lines:
        writer.writerow(_cell(getattr(line, name)) for name in FigureLine.model_fields)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
