"""Parameters that compare numbers with others: several comparisons that must all hold."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from app.parameter_filters import Comparison, ValueFilter
from app.values.wording import UnfitError

COMPARISONS_MAX = 4


class Match(StrEnum):
    """Whether a comparison holds for every number within the bounds, or for some."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Comparisons that must all hold, each once; written `ge:10,lt:20`.

    `told` are those that were given, `held` those they come to: no less than 5 and not 5 is more
    than 5. With `held`, what may hold for each alone may hold for all of them.
    """

    told: tuple[ValueFilter, ...]
    held: tuple[ValueFilter, ...]

    @classmethod
    def parse(cls, text: object) -> "Comparisons":
        """Raises UnfitError, also where no number is all that is asked for."""
        parts = str(text).split(",")
        if len(parts) > COMPARISONS_MAX:
            raise UnfitError(
                f"at most {COMPARISONS_MAX} comparisons, separated by commas; "
                f"{len(parts)} were given",
                f"tối đa {COMPARISONS_MAX} phép so sánh, cách nhau bằng dấu phẩy; "
                f"đã nêu {len(parts)}",
            )
        told = tuple(sorted(set(map(ValueFilter.parse, parts)), key=str))
        held = _joined(told)
        if not _leaves_a_number(held):
            raise UnfitError(
                f"comparisons that some number passes; none is {', '.join(parts)}",
                f"các phép so sánh mà ít nhất một số thỏa mãn; không số nào thỏa mãn cả "
                f"{', '.join(parts)}",
            )
        return cls(told, held)

    def __str__(self) -> str:
        return ",".join(map(str, self.told))


_LOWER = {Comparison.GREATER, Comparison.GREATER_OR_EQUAL, Comparison.EQUAL}
_UPPER = {Comparison.LESS, Comparison.LESS_OR_EQUAL, Comparison.EQUAL}
_STRICT = {
    Comparison.GREATER_OR_EQUAL: Comparison.GREATER,
    Comparison.LESS_OR_EQUAL: Comparison.LESS,
}


def _joined(told: tuple[ValueFilter, ...]) -> tuple[ValueFilter, ...]:
    """The same, where an end that is excluded belongs to a strict comparison."""
    excluded = {each.millionths for each in told if each.comparison is Comparison.NOT_EQUAL}
    strict = [
        ValueFilter(_STRICT[each.comparison], each.millionths)
        if each.comparison in _STRICT and each.millionths in excluded
        else each
        for each in told
    ]
    return tuple(sorted(set(strict), key=str))


def _leaves_a_number(held: tuple[ValueFilter, ...]) -> bool:
    """Whether some number passes all of them."""
    lower = [each for each in held if each.comparison in _LOWER]
    upper = [each for each in held if each.comparison in _UPPER]
    for first, last in ((one, other) for one in lower for other in upper):
        if first.millionths > last.millionths:
            return False
        comparisons = {first.comparison, last.comparison}
        if first.millionths == last.millionths and comparisons & {
            Comparison.GREATER,
            Comparison.LESS,
        }:
            return False
    points = {each.millionths for each in held if each.comparison is Comparison.EQUAL}
    excluded = {each.millionths for each in held if each.comparison is Comparison.NOT_EQUAL}
    return not points & excluded


def by_place(*parameters: Comparisons | None) -> list[tuple[int, ValueFilter]]:
    """All comparisons of these parameters, each with its place in its own."""
    given = (enumerate(each.held) for each in parameters if each is not None)
    return list(chain.from_iterable(given))
