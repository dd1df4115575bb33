"""Parameters that name columns: which to show, and what to sort by."""

import re
from dataclasses import dataclass

FIELD = "[a-z][a-z_]{0,39}"
COLUMN = rf"{FIELD}(\.[a-z_]{{1,40}})?"
FIELDS_MAX = 60
SORT_MAX = 5


def _once(names: list[str], *, most: int) -> None:
    """Raises ValueError for too many names, and for one that comes twice."""
    if len(names) > most:
        raise ValueError(f"at most {most} fields, separated by commas; {len(names)} were given")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"each field once; {name} is named {names.count(name)} times")


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in the order they are wanted; written `organization,period,value`."""

    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: object) -> "Fields":
        """Raises ValueError."""
        names = str(text).split(",")
        if not all(re.fullmatch(FIELD, name) for name in names):
            raise ValueError("names of fields, separated by commas")
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
        """Raises ValueError."""
        keys = []
        for part in str(text).split(","):
            name, colon, direction = part.partition(":")
            if not re.fullmatch(COLUMN, name) or (colon and direction not in {"asc", "desc"}):
                raise ValueError(
                    "fields, separated by commas, each with :asc or :desc where wanted, such as "
                    "value:desc,organization"
                )
            keys.append((name, direction == "desc"))
        _once([name for name, _ in keys], most=SORT_MAX)
        return cls(tuple(keys))

    def __str__(self) -> str:
        return ",".join(f"{name}:desc" if descending else name for name, descending in self.keys)
