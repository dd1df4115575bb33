"""What changed since a moment, as the list of observations tells it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.cells.queries import cell_place
from app.changes.queries import BEGINNING, change_place
from app.changes.updates.queries import APPEND, NAMED_UPDATES, UPDATES, update_filters
from app.errors import InvalidParameterError
from app.observations.queries import NAMED_OBSERVATIONS, OBSERVATIONS, take_labels
from app.observations.selection import ObservationSelection
from app.parameters import Moment
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.resource import Filters, Row
from app.values.wording import Words
from app.web.found import Found, find_page


def find_updates(
    selection: ObservationSelection,
    moment: Moment,
    reader: Reader,
    filters: Filters,
    published: Sequence[PublishedRelease],
) -> Found:
    """A page of cells that differ from the release of the moment, each with its action.

    Before the first release there was nothing: then every cell is to be appended. Raises
    InvalidParameterError for a moment to come.
    """
    _refuse_future(moment)
    releases = [each for each in published if each.number <= reader.release.number]
    earlier = [each for each in releases if each.published <= moment.instant]
    since = earlier[-1].number if earlier else BEGINNING
    label = take_labels if selection.labels else None
    if since == BEGINNING:
        listed = NAMED_OBSERVATIONS if selection.labels else OBSERVATIONS
        found = find_page(
            reader, listed, selection, filters, key="id", place=cell_place, label=label
        )
        rows = [{**row, "action": APPEND} for row in found.rows]
        found = replace(found, rows=rows)
    else:
        query = NAMED_UPDATES if selection.labels else UPDATES
        narrowed = update_filters(
            filters, since=since, first=selection.start_period, last=selection.end_period
        )
        found = find_page(
            reader, query, selection, narrowed, key="id", place=change_place, label=label
        )
    return replace(found, notices=[_looked_at(moment, releases, since), *found.notices])


def _refuse_future(moment: Moment) -> None:
    if moment.begins > datetime.now(UTC):
        raise InvalidParameterError(
            Words(f"{moment} lies in the future.", f"{moment} là thời điểm trong tương lai."),
            parameter="updatedAfter",
            expected=Words("a moment until now", "một thời điểm không muộn hơn hiện tại"),
        )


def _looked_at(moment: Moment, releases: Sequence[PublishedRelease], since: int) -> Row:
    """Which releases the answer tells of; the last is the one that answers."""
    last = releases[-1]
    first_later = next((each for each in releases if each.number > since), None)
    if first_later is None:
        return {
            "code": "releases_since",
            "vi": f"Sau {moment} không có bản công bố nào: bản công bố {last.number} là của "
            f"{last.published_at}.",
            "en": f"No release was published after {moment}: release {last.number} is of "
            f"{last.published_at}.",
        }
    before = (
        (f"so với bản công bố {since}", f"compared with release {since}")
        if since != BEGINNING
        else ("trước đó chưa công bố gì", "nothing was published before")
    )
    span = f"{first_later.number}–{last.number}" if first_later is not last else str(last.number)
    return {
        "code": "releases_since",
        "vi": f"Đã xét các bản công bố {span}, công bố sau {moment}; {before[0]}.",
        "en": f"Releases looked at: {span}, published after {moment}; {before[1]}.",
    }
