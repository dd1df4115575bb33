"""Which release a selection names: by number, by a moment, or the current one."""

from datetime import UTC, datetime
from typing import Protocol

from app.errors import BehindError, InvalidParameterError, NotFoundError, UnknownCodeError
from app.parameters import Moment, Selection
from app.releases.registry import PublishedRelease
from app.values.wording import Words


class Known(Protocol):
    """The releases there are."""

    @property
    def releases(self) -> tuple[PublishedRelease, ...]:
        """By number."""

    @property
    def current(self) -> PublishedRelease:
        """Raises NothingPublishedError before the first release."""

    def numbered(self, number: int) -> PublishedRelease:
        """Raises NotFoundError, or UnavailableError where it was there."""


def named(known: Known, selection: Selection) -> PublishedRelease:
    """The release a selection names, kept or not.

    Raises InvalidParameterError, UnknownCodeError, NotFoundError, BehindError, UnavailableError or
    NothingPublishedError.
    """
    if selection.release is not None and selection.as_of is not None:
        raise InvalidParameterError(
            Words(
                "asOf and release each choose a release; only one of them can.",
                "asOf và release đều chọn bản công bố; chỉ được dùng một trong hai.",
            ),
            parameter="asOf",
            expected=Words("either asOf or release", "asOf hoặc release"),
        )
    if selection.release is not None:
        _refuse_older(selection, selection.release)
        _refuse_behind(known, selection)
        return _chosen(known, selection.release)
    if selection.as_of is not None:
        _refuse_behind(known, selection)
        release = _as_of(known, selection.as_of)
        _refuse_older(selection, release.number)
        return release
    _refuse_behind(known, selection)
    return known.current


def _refuse_behind(known: Known, selection: Selection) -> None:
    """Raises BehindError where the release the client has seen is not known here yet."""
    wanted = selection.min_release
    if wanted is not None and known.current.number < wanted:
        raise BehindError(
            Words(
                f"Release {wanted} or a later one is asked for; the newest here so far is "
                f"{known.current.number}. Ask again shortly.",
                f"Yêu cầu cần bản công bố {wanted} trở đi; bản mới nhất ở đây hiện là "
                f"{known.current.number}. Vui lòng thử lại sau ít phút.",
            )
        )


def _refuse_older(selection: Selection, number: int) -> None:
    """Raises InvalidParameterError where an older release is named than the oldest wanted."""
    wanted = selection.min_release
    if wanted is not None and number < wanted:
        raise InvalidParameterError(
            Words(
                f"minRelease {wanted} excludes release {number}, which release or asOf chooses.",
                f"minRelease {wanted} loại trừ bản công bố {number} do release hoặc asOf chọn.",
            ),
            parameter="minRelease",
            expected=Words(
                f"at most {number}, or neither release nor asOf",
                f"không quá {number}, hoặc bỏ cả release và asOf",
            ),
        )


def _chosen(known: Known, number: int) -> PublishedRelease:
    try:
        return known.numbered(number)
    except NotFoundError as error:
        raise UnknownCodeError.like(error, parameter="release") from error


def _as_of(known: Known, moment: Moment) -> PublishedRelease:
    """The last release published by then; a day counts to its end in Viet Nam."""
    if moment.begins > datetime.now(UTC):
        raise InvalidParameterError(
            Words(f"{moment} lies in the future.", f"{moment} là thời điểm trong tương lai."),
            parameter="asOf",
            expected=Words("a moment until now", "một thời điểm không muộn hơn hiện tại"),
        )
    for release in reversed(known.releases):
        if release.published <= moment.instant:
            return release
    first = known.current if not known.releases else known.releases[0]
    raise NotFoundError(
        Words(
            f"Nothing was published by {moment}. asOf is about when we published; a number's "
            "own date is its period: use period=, startPeriod= and endPeriod= for that.",
            f"Đến {moment} chưa công bố gì. asOf là thời điểm chúng tôi công bố; thời điểm của "
            "chính con số là kỳ của nó: hãy dùng period=, startPeriod= và endPeriod=.",
        ),
        parameter="asOf",
        expected=Words(f"{first.published_at} or later", f"từ {first.published_at} trở đi"),
    )
