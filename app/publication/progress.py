"""Telling how far long work has come."""

from collections.abc import Callable
from typing import Literal

Stage = Literal["read", "check", "derive", "index", "digest"]
Progress = Callable[[Stage, int, int], object]
"""Is told the stage, how much of it is done, and how much there is; 0 where nobody knows."""


def silent(_stage: Stage, _done: int, _total: int) -> None:
    """Progress for nobody."""
