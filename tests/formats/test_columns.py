"""Every column that some resource has is known, and is what its documentation says."""

import json
from datetime import datetime
from decimal import Decimal

import pytest

from app.formats.columns import COLUMNS, Kind, key_of
from app.formats.csv_metadata import DATATYPES
from app.formats.dataset import field_of
from app.values.periods import Frequency, Period
from tests.formats.asking import asked, heading_of
from tests.web.document import READS, SCHEMAS, by_name

TYPES = {
    Kind.TEXT: "string",
    Kind.NUMBER: "number",
    Kind.INTEGER: "integer",
    Kind.FLAG: "boolean",
    Kind.DATE: "string",
    Kind.INSTANT: "string",
    Kind.PERIOD: "string",
    Kind.TEXTS: "array",
}


def without_null(schema):
    """What a value is where there is one, with what the schema refers to put in."""
    choices = [each for each in schema.get("anyOf", [schema]) if each != {"type": "null"}]
    (found,) = choices
    reference = found.get("$ref")
    return SCHEMAS[reference.rpartition("/")[2]] if reference else found


def described(schema, column):
    for part in column.split("."):
        schema = without_null(schema["properties"][part])
    return schema


def row_schema(operation):
    """Of a profile the rows are its numbers, which are observations."""
    if operation.name == "get_profile":
        return SCHEMAS["Observation"]
    answer = operation.described["responses"]["200"]["content"]["application/json"]
    data = without_null(answer["schema"])["properties"]["data"]
    if data.get("type") != "array":
        return without_null(data)
    # A row has all fields, or those that were asked for; the former is described first.
    return without_null(data["items"].get("anyOf", [data["items"]])[0])


def rows_of(client, operation):
    content = asked(client, operation.address(), "ndjson").text
    return [json.loads(line, parse_float=Decimal) for line in content.split("\n")[:-1]]


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_every_column_is_known_and_of_the_kind_that_is_documented(client, operation):
    schema = row_schema(operation)
    for name in heading_of(client, operation.address()):
        kind = COLUMNS[name].kind
        if kind is not Kind.DOCUMENT:
            assert described(schema, name).get("type", "string") == TYPES[kind], name


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_rows_hold_what_their_columns_say(client, operation):
    """Periods and days above all, which are texts in JSON."""
    heading = heading_of(client, operation.address())
    for row in rows_of(client, operation):
        for name in heading:
            value = field_of(row, name)
            assert value is None or HOLD[COLUMNS[name].kind](value), name


HOLD = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.NUMBER: lambda value: type(value) in {int, Decimal},
    Kind.INTEGER: lambda value: type(value) is int,
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.DATE: lambda value: Period.parse(value).frequency is Frequency.DAILY,
    Kind.INSTANT: lambda value: datetime.fromisoformat(value).tzinfo is not None,
    Kind.PERIOD: lambda value: str(Period.parse(value)) == value,
    Kind.TEXTS: lambda value: all(isinstance(each, str) for each in value),
    Kind.DOCUMENT: lambda value: isinstance(value, dict | list),
}


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_the_key_of_an_answer_names_its_rows(client, operation):
    key = key_of(heading_of(client, operation.address()))
    assert key or operation.name == "get_config"
    named = [tuple(field_of(row, name) for name in key) for row in rows_of(client, operation)]
    assert len(set(named)) == len(named)
    assert named or operation.name == "list_errata"


def test_every_kind_has_a_data_type():
    assert set(DATATYPES) == set(Kind)


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_headings_tell_the_columns_of_an_answer_apart(client, operation):
    columns = [COLUMNS[name] for name in heading_of(client, operation.address())]
    for language in ("vi", "en"):
        headings = [getattr(column, language) for column in columns]
        assert len(set(headings)) == len(headings)
