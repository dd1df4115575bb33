"""The commands that work with the writer, in the order they are listed."""

from app.cli.exporting import export
from app.cli.loading import check, load, withdraw
from app.cli.proving import rebuild, releases, upgrade, verify

COMMANDS = (load, withdraw, check, releases, export, verify, rebuild, upgrade)
