"""How parameters are parsed from text and documented: lists, closed sets, patterns."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from app import parameter_patterns as patterns
from app.values.wording import UnfitError, Words, any_of

LIST_MAX = patterns.LIST_MAX
Item = TypeVar("Item")


def unfit(expected: Words) -> UnfitError:
    """For a text that is not what is expected."""
    return UnfitError(expected.en, expected.vi)


@dataclass(frozen=True, slots=True)
class Several(Generic[Item]):
    """The values of a comma-separated list, each once, in order."""

    items: tuple[Item, ...]
    text: str

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Several[Item]":
        found = {str(item): item for item in items}
        names = sorted(found)
        return cls(tuple(found[name] for name in names), ",".join(names))

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __str__(self) -> str:
        return self.text


def several(parse: Callable[[str], Any]) -> Callable[[Any], Several[Any]]:
    """A parser of comma-separated lists from one of their items."""

    def parse_list(text: object) -> Several[Any]:
        parts = str(text).split(",")
        if len(parts) > LIST_MAX:
            raise UnfitError(
                f"at most {LIST_MAX} values, separated by commas; {len(parts)} were given",
                f"tối đa {LIST_MAX} giá trị, cách nhau bằng dấu phẩy; đã nêu {len(parts)}",
            )
        if len(parts) == 1:
            item = parse(parts[0])
            return Several((item,), str(item))
        return Several.of(parse(part) for part in parts)

    return parse_list


def parsed(parse: Callable[[object], object], **schema: object) -> PlainValidator:
    """Parses what arrives as text; documented as this schema, beside what the field says of it.

    A schema given with WithJsonSchema alone would replace the field's description and examples.
    """
    documented = Annotated[str, WithJsonSchema({"type": "string", **schema})]
    return PlainValidator(parse, json_schema_input_type=documented)


def parameter(parse: Callable[[object], object], **schema: object) -> tuple[object, ...]:
    """Annotations of a type that is parsed once from text, and written as that text."""
    return parsed(parse, **schema), PlainSerializer(str, return_type=str)


def one_of(codes: Iterable[str]) -> Callable[[object], str]:
    """A parser of one member of a closed set."""
    known = tuple(codes)

    def parse(text: object) -> str:
        if text not in known:
            raise unfit(any_of(known))
        return str(text)

    return parse


def choices(codes: type[StrEnum] | Iterable[str]) -> tuple[object, ...]:
    """Annotations of a comma-separated list of members of a closed set."""
    names = [str(code) for code in codes]
    pattern = "|".join(names)  # Codes: nothing in them means another thing to an expression.
    return parameter(several(one_of(names)), pattern=patterns.listed(pattern))


def text_like(pattern: str, expected: Words) -> PlainValidator:
    """Text of this pattern, kept as it is; refused with what is expected."""

    def parse(text: object) -> str:
        if not re.fullmatch(pattern, str(text)):
            raise unfit(expected)
        return str(text)

    return parsed(parse, pattern=patterns.whole(pattern))
