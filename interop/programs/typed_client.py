"""Ask with the client that openapi-python-client generated, and tell what it read as JSON.

`typed_client.py FOLDER ADDRESS` reads from its standard input a list of requests, each with the
`tag` and the `name` of its operation and its `parameters`; `generated` lies in the folder.
"""

import importlib
import inspect
import json
import sys

import attrs


def read(client, request):
    """What a typed answer holds, written as JSON again, and what the document did not name."""
    module = importlib.import_module(f"generated.api.{request['tag']}.{request['name']}")
    names = {name.replace("_", ""): name for name in inspect.signature(module.sync).parameters}
    given = {}
    for name, value in request["parameters"].items():
        # One name in the path and in the query is told apart by where it stands.
        given[names.get(f"{name.lower()}path") or names[name.lower()]] = value
    answer = module.sync_detailed(client=client, **given)
    parsed = answer.parsed
    if hasattr(parsed, "to_dict"):
        return {
            "type": type(parsed).__name__,
            "json": parsed.to_dict(),
            "unknown": sorted(unknown(parsed)),
        }
    return {"type": type(parsed).__name__, "status": answer.status_code, "unknown": []}


def unknown(thing):
    """Fields of a model, and of those in it, that the document does not describe."""
    if isinstance(thing, list):
        for each in thing:
            yield from unknown(each)
    elif hasattr(thing, "additional_properties"):
        fields = [each.name for each in attrs.fields(type(thing)) if each.init]
        # A model of names alone, such as counts by kind, has nothing but those.
        if fields:
            yield from thing.additional_properties
        for name in fields:
            yield from unknown(getattr(thing, name))


def main():
    folder, address = sys.argv[1:]
    sys.path.insert(0, folder)
    client = importlib.import_module("generated").Client(base_url=address)
    json.dump([read(client, request) for request in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
