"""What came before and after an organization, as its events tell."""

from collections.abc import Iterable, Mapping
from typing import Any


def relations_of(code: str, events: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Predecessors and successors by merger: the organization that succeeds is its subject."""
    predecessors: list[str] = []
    successors: list[str] = []
    for event in events:
        if event["kind"] != "merger":
            continue
        if event["organization"] == code:
            predecessors.extend(event["related"])
        elif code in event["related"]:
            successors.append(event["organization"])
    return {"predecessors": predecessors, "successors": successors}
