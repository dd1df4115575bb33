"""The formats there are. To add one: a module, and its name here."""

from app.formats.dataset import OutputFormat
from app.formats.plain_csv import CSV
from app.formats.plain_json import JSON

FORMATS: tuple[OutputFormat, ...] = (JSON, CSV)  # The first is the default.
