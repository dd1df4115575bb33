"""What is refused of releases, in the words that several modules say."""

from app.errors import NotFoundError, UnavailableError
from app.values.wording import Words, up_to


def no_release(number: int | str, last: int) -> NotFoundError:
    return NotFoundError(
        Words(f"There is no release {number}.", f"Không có bản công bố {number}."),
        expected=up_to(last),
    )


def being_verified() -> UnavailableError:
    return UnavailableError(
        Words(
            "The current release is being verified; ask again shortly.",
            "Bản công bố hiện hành đang được kiểm tra; vui lòng thử lại sau ít phút.",
        )
    )


def rebuilt_just_now(number: int) -> UnavailableError:
    return UnavailableError(
        Words(
            f"Release {number} was rebuilt just now; ask again.",
            f"Bản công bố {number} vừa được dựng lại; vui lòng thử lại.",
        )
    )
