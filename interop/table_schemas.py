"""A description by CSV on the Web, put into the words of Table Schema and Table Dialect."""

import copy
from typing import Any

# What W3C's tabular metadata calls a type, and what Frictionless does.
TYPES = {
    "string": "string",
    "decimal": "number",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "dateTimeStamp": "datetime",
    "json": "any",  # A document or a list of them.
}


def resource(described: dict[str, Any], path: str) -> dict[str, Any]:
    """The descriptor of a resource that lies at the path, with nothing that is not described."""
    schema, dialect = described["tableSchema"], copy.deepcopy(described["dialect"])
    return {
        "name": "table",
        "path": path,
        "format": "csv",
        "encoding": dialect["encoding"],
        "dialect": {
            "header": dialect["header"],
            "csv": {
                "delimiter": dialect["delimiter"],
                "quoteChar": dialect["quoteChar"],
                "doubleQuote": dialect["doubleQuote"],
                "lineTerminator": dialect["lineTerminators"][0],
            },
        },
        "schema": {
            "fields": [_field(column) for column in schema["columns"]],
            "primaryKey": schema.get("primaryKey", []),
            "missingValues": [""],
        },
    }


def _field(column: dict[str, Any]) -> dict[str, Any]:
    datatype = column["datatype"]
    base, pattern = (
        (datatype, None) if isinstance(datatype, str) else (datatype["base"], datatype["format"])
    )
    field = {"name": column["name"], "type": TYPES[base], "title": column["titles"]["en"]}
    if "separator" in column:
        # Table Schema's lists are JSON; ours are texts with a separator.
        return {**field, "type": "string"}
    if base == "boolean":
        true, false = pattern.split("|")
        return {**field, "trueValues": [true], "falseValues": [false]}
    if base == "string" and pattern:
        return {**field, "constraints": {"pattern": pattern}}
    return field
