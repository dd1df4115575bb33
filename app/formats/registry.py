"""The formats there are. To add one: a module, and its name here."""

from app.formats.csv_metadata import CSVW
from app.formats.dataset import OutputFormat
from app.formats.json_stat import JSON_STAT
from app.formats.parquet import PARQUET
from app.formats.plain_csv import CSV, CSV_EXCEL
from app.formats.plain_json import JSON, NDJSON
from app.formats.workbook import XLSX

# The first is the default; the sooner of two that a client likes equally is sent.
KNOWN: tuple[OutputFormat, ...] = (
    JSON,
    CSV,
    NDJSON,
    JSON_STAT,
    XLSX,
    PARQUET,
    CSV_EXCEL,
    CSVW,
)
FORMATS = tuple(each for each in KNOWN if each.is_installed)
EVERYTHING = tuple(each for each in FORMATS if not each.cells_only)
"""Those that carry any answer; the others carry numbers of cells alone."""
