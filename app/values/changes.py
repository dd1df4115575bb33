"""Closed code lists of what becomes of a published number from one release to another, and why."""

from enum import StrEnum


class Change(StrEnum):
    """What became of a cell."""

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why it did, as far as that is certain; else the change itself.

    `source_corrected`: the same source is now read to print another number. `border_changed`: a
    merger, a boundary change or a place in the tree is told differently, and nothing else that the
    number follows from. `rules_changed`: the packages are the same to the byte.
    """

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    SOURCE_CORRECTED = "source_corrected"
    BORDER_CHANGED = "border_changed"
    RULES_CHANGED = "rules_changed"
