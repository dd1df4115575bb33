"""What every refusal says: what was wrong, in which parameter, and what would be right."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Self

from app.values.wording import Words


class ApiError(Exception):
    """A refusal. `parameter` is what the client sent wrongly, `expected` what would be right.

    Both are `Words`: told in the language that is asked for, as far as they exist in it.
    """

    status: ClassVar[HTTPStatus]
    title: ClassVar[str]
    title_vi: ClassVar[str | None] = None
    code: ClassVar[str]

    def __init__(
        self,
        detail: Words,
        *,
        parameter: str | None = None,
        expected: Words | None = None,
        nearest: Sequence[str] = (),
        candidates: Sequence[Mapping[str, str | None]] = (),
    ) -> None:
        self.said = detail
        self.wanted = expected
        super().__init__(self.said.en)
        self.parameter = parameter
        self.nearest = tuple(nearest)
        self.candidates = tuple(candidates)

    @classmethod
    def like(cls, other: "ApiError", *, parameter: str | None = None) -> Self:
        """For the cause of this class, what was said of another."""
        return cls(
            other.said,
            parameter=parameter,
            expected=other.wanted,
            nearest=other.nearest,
            candidates=other.candidates,
        )

    @property
    def detail(self) -> str:
        """What was wrong, in English."""
        return self.said.en

    @property
    def expected(self) -> str | None:
        """What would be right, in English."""
        return None if self.wanted is None else self.wanted.en
