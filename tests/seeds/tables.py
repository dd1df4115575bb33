"""The seeds as they lie in the project: the catalog, the tables, the descriptors."""

import csv
import json
import tomllib
from functools import cache
from pathlib import Path

from app.catalog.catalog import Catalog

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
PACKAGES = ("founding", "provinces")
# Rows and SHA-256 of each table. A change here is a change of published facts: it needs a source.
TABLES = {
    "founding/events": (16, "c62507d05c77c6bf18b38ff54361078781461e00e9d09ffd995032f932395196"),
    "founding/figures": (110, "1b1d8581536081e0f4652c456784016e3442d083298bfc5b4f6b9695b4d439ec"),
    "founding/identifiers": (5, "b3353f847e02c8899f6ff831c937079707beb67d337b158f2b7ece5a995b6ff4"),
    "founding/organizations": (
        7, "87e2e8cce3a51419aff42f7ca171b8ed05dfbdb68303ee4f5cc65ae99abf9c0e",
    ),
    "founding/sources": (36, "575103826af685e8ed9cc5a5c7c49de28f5b8f8954f743a4bf132205fb65c28f"),
    "founding/terms": (13, "1b3169c27c88e22b619cae8c4bc6308a30c619f100dd41fcb6940b0962de20eb"),
    "founding/vintages": (2, "44e001b9166cb0a02bef6eb4e6b9a414ff2f95177d9f3e5b48719087386d10ac"),
    "provinces/events": (23, "bffa483c8d8799c56ad2855ff5d67eff0aa0a7785dafe89cb63622c7766d2eac"),
    "provinces/figures": (903, "c6f8a7cf2454774f3b572dffad8d61819676c893bfb084181b497a603ccae2de"),
    "provinces/organizations": (
        78, "cd5e6b5f299ffdaa275a5d078b51d1e795ce6d53332a585f8bd369e6f1b4c1b6",
    ),
    "provinces/sources": (121, "53b6fb3b446c31b9f4a7fc2ec8c0ead5f9d3dac4528f2f50a68cabc26d90466c"),
}  # fmt: skip


@cache
def catalog() -> Catalog:
    text = (SEEDS / "founding" / "catalog.toml").read_text(encoding="utf-8")
    return Catalog.model_validate(tomllib.loads(text))


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def both(name: str) -> list[dict[str, str]]:
    """Rows of a table in every package that has it."""
    return [row for table in TABLES if table.endswith(f"/{name}") for row in rows(table)]


def codes(name: str) -> set[str]:
    return {row["code"] for row in both(name)}


def descriptor(package: str) -> dict:
    return json.loads((SEEDS / package / "datapackage.json").read_text(encoding="utf-8"))
