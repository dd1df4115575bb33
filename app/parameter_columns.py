"""Parameters that name columns: which to show, and what to sort by."""

import re
from dataclasses import dataclass

from app.values.wording import UnfitError

FIELD = "[a-z][a-z_]{0,39}"
COLUMN = rf"{FIELD}(\.[a-z_]{{1,40}})?"
FIELDS_MAX = 60
SORT_MAX = 5


def _once(names: list[str], *, most: int) -> None:
    """Raises UnfitError for too many names, and for one that comes twice."""
    if len(names) > most:
        raise UnfitError(
            f"at most {most} fields, separated by commas; {len(names)} were given",
            f"tối đa {most} trường, cách nhau bằng dấu phẩy; đã nêu {len(names)}",
        )
    for name in names:
        if names.count(name) > 1:
            raise UnfitError(
                f"each field once; {name} is named {names.count(name)} times",
                f"mỗi trường một lần; {name} được nêu {names.count(name)} lần",
            )


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in the order they are wanted; written `organization,period,value`."""

    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: object) -> "Fields":
        """Raises UnfitError."""
        names = str(text).split(",")
        if not all(re.fullmatch(FIELD, name) for name in names):
            raise UnfitError(
                "names of fields, separated by commas", "tên các trường, cách nhau bằng dấu phẩy"
            )
        _once(names, most=FIELDS_MAX)
        return cls(tuple(names))

    def __str__(self) -> str:
        return ",".join(self.names)


@dataclass(frozen=True, slots=True)
class Sort:
    """Fields to sort by, the first before the second, each upwards unless `descending`.

    Written `value:desc,organization`.
    """

    keys: tuple[tuple[str, bool], ...]

    @classmethod
    def parse(cls, text: object) -> "Sort":
        """Raises UnfitError."""
        keys = []
        for part in str(text).split(","):
            name, colon, direction = part.partition(":")
            if not re.fullmatch(COLUMN, name) or (colon and direction not in {"asc", "desc"}):
                raise UnfitError(
                    "fields, separated by commas, each with :asc or :desc where wanted, such as "
                    "value:desc,organization",
                    "các trường, cách nhau bằng dấu phẩy, có thể kèm :asc hoặc :desc, ví dụ "
                    "value:desc,organization",
                )
            keys.append((name, direction == "desc"))
        _once([name for name, _ in keys], most=SORT_MAX)
        return cls(tuple(keys))

    def __str__(self) -> str:
        return ",".join(f"{name}:desc" if descending else name for name, descending in self.keys)
