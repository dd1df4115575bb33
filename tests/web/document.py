"""The OpenAPI document as tests read it: operations, their parameters, schemas without leeway."""

import copy
import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from app.main import create_api
from app.settings import Settings

DOCUMENT = create_api(Settings()).openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]


@dataclass(frozen=True)
class Operation:
    """One operation, and how to ask for it."""

    path: str
    described: dict = field(repr=False, compare=False, hash=False)
    method: str = "get"

    @property
    def name(self) -> str:
        return self.described["operationId"]

    @property
    def parameters(self) -> list[dict]:
        return self.described.get("parameters", [])

    def address(self, **changes: str) -> str:
        """The address with what is required as its examples say, and these parameters."""
        path, query = self.path, {}
        for parameter in self.parameters:
            if parameter["required"]:
                given = quote(str(parameter["schema"]["examples"][0]))
                if parameter["in"] == "path":
                    path = path.replace(f"{{{parameter['name']}}}", given)
                else:
                    query[parameter["name"]] = given
        query |= changes
        return f"{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def _in_full(described: dict) -> dict:
    """The operation with shared answers in place of their references."""
    shared = DOCUMENT["components"]["responses"]
    responses = {
        status: shared[response["$ref"].rpartition("/")[2]] if "$ref" in response else response
        for status, response in described["responses"].items()
    }
    return {**described, "responses": responses}


OPERATIONS = [
    Operation(path, _in_full(described), method)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
]
# What is answered as a document and as a table; files to take away have one form.
DOWNLOADS = [operation for operation in OPERATIONS if re.search(r"\.[a-z]+$", operation.path)]
READS = [
    operation
    for operation in OPERATIONS
    if operation.path.startswith("/v1/") and operation.method == "get"
    if operation not in DOWNLOADS
]


def by_name(operation: object) -> str:
    return getattr(operation, "name", str(operation))


def _is_part(schema: object) -> bool:
    """Whether it is a row of which `fields` names some."""
    return isinstance(schema, dict) and str(schema.get("$ref")).endswith("Part")


def _closed(schema: object) -> object:
    """The schema with nothing allowed that it does not name; rows have all of their fields."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema if not _is_part(each)]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(value) for name, value in schema.items()}
    if isinstance(closed.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed


@cache
def validator(reference: str) -> Draft202012Validator:
    """A validator of one schema of the document, by its reference, that allows nothing else."""
    components = {"components": {"schemas": _closed(copy.deepcopy(SCHEMAS))}}
    resource = Resource(contents=components, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", resource)
    return Draft202012Validator({"$ref": f"urn:document{reference}"}, registry=registry)


def faults(reference: str, instance: object) -> list[str]:
    """What of an answer is not as documented; the first few."""
    errors = validator(reference).iter_errors(instance)
    return [f"{error.json_path}: {error.message[:200]}" for _, error in zip(range(5), errors)]  # noqa: B905 - five at most


def answer_schema(operation: Operation) -> str:
    return operation.described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]


def untrue(operation: Operation, answer: object) -> list[str]:
    """What of the body of a 200 is not as its operation documents it."""
    return faults(answer_schema(operation), answer)
