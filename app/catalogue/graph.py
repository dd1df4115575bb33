"""Things described by what is said of them, written as Turtle or JSON-LD: no more than we need.

Both forms are made of the same things, and a test reads both with a library of others and finds
the same graph. Reading RDF, or merging graphs, is nothing this service does.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_REFUSED_IN_ADDRESSES = frozenset('<>"{}|\\^`') | {chr(code) for code in range(33)}
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Something that is named and described elsewhere."""

    iri: str

    def __post_init__(self) -> None:
        """Raises ValueError for what would end, or be lost, within the brackets of Turtle."""
        if not _REFUSED_IN_ADDRESSES.isdisjoint(self.iri):
            raise ValueError(f"{self.iri!r} is no address")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language, or of a type of XML Schema (`xsd:date`), or plain."""

    text: str
    language: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What is said of one thing, in order. Without an address it stands inside another."""

    kinds: tuple[str, ...]
    says: tuple[tuple[str, "Value"], ...]
    iri: str | None = None


Value = Address | Text | Thing
Saying = tuple[str, Value]


def both(name: str, *, vi: str, en: str) -> tuple[Saying, Saying]:
    """The same said in both languages."""
    return (name, Text(vi, language="vi")), (name, Text(en, language="en"))


def turtle(things: Sequence[Thing]) -> bytes:
    """Turtle (RDF 1.1) in UTF-8."""
    lines = [f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items()]
    lines.extend(f"\n<{Address(str(thing.iri)).iri}> {_said(thing, 1)} .\n" for thing in things)
    return "".join(lines).encode()


def _said(thing: Thing, depth: int) -> str:
    indent = "    " * depth
    parts = [f"a {', '.join(thing.kinds)}"]
    parts.extend(f"{name} {_turtle_value(value, depth + 1)}" for name, value in thing.says)
    return f" ;\n{indent}".join(parts)


def _turtle_value(value: Value, depth: int) -> str:
    match value:
        case Address():
            return f"<{value.iri}>"
        case Text():
            # What JSON escapes in a text, Turtle escapes alike.
            written = json.dumps(value.text, ensure_ascii=False)
            if value.language is not None:
                return f"{written}@{value.language}"
            return written if value.kind is None else f"{written}^^{value.kind}"
        case Thing():
            return f"[ {_said(value, depth)} ]"


def json_ld(things: Sequence[Thing]) -> bytes:
    """JSON-LD 1.1 in UTF-8."""
    document = {"@context": PREFIXES, "@graph": [_json_thing(thing) for thing in things]}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _json_thing(thing: Thing) -> dict[str, object]:
    named: dict[str, object] = {} if thing.iri is None else {"@id": Address(thing.iri).iri}
    named["@type"] = list(thing.kinds)
    for name, values in _by_name(thing.says):
        named[name] = [_json_value(value) for value in values]
    return named


def _by_name(says: Iterable[Saying]) -> Iterator[tuple[str, list[Value]]]:
    values: dict[str, list[Value]] = {}
    for name, value in says:
        values.setdefault(name, []).append(value)
    yield from values.items()


def _json_value(value: Value) -> dict[str, object]:
    match value:
        case Address():
            return {"@id": value.iri}
        case Text(language=None, kind=None):
            return {"@value": value.text}
        case Text(language=None):
            return {"@value": value.text, "@type": value.kind}
        case Text():
            return {"@value": value.text, "@language": value.language}
        case Thing():
            return _json_thing(value)
