"""Reading changes: the value-level difference between a release and an earlier one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.cells.queries import cell_place
from app.changes.beginnings.queries import BEGINNINGS, beginning_filters
from app.changes.queries import (
    BEGINNING,
    CHANGES,
    ChangeSelection,
    change_filters,
    change_place,
    fetch_summary,
)
from app.changes.schemas import ChangedNumber
from app.errors import InvalidParameterError, NotFoundError
from app.releases.choosing import named
from app.releases.directory import ReleaseDirectory
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.resource import Row
from app.values.changes import Change
from app.values.wording import Words, up_to
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/releases", tags=["releases"], route_class=ReadRoute)
COUNTED_MAX = 100_000
"""Changes that are counted by reason at once; of more, only what the registry counted is told."""


@router.get(
    "/{number}/changes",
    operation_id="list_changes",
    summary="Changes between releases",
    responses=answers(listed(ChangedNumber)),
)
async def list_changes(
    number: Annotated[
        str, Path(max_length=20, description="Number of the later release.", examples=["1"])
    ],
    selection: Annotated[ChangeSelection, Query()],
    answer: AnsweringDep,
) -> Response:
    """Cells whose number is another one than in an earlier release, with both and the reason.

    Put in place of the earlier release's numbers, they give the later release's, exactly. The later
    release answers, from the history that it carries: the earlier one need not be kept.
    """
    release = _later(answer.directory, selection, number)
    since = release.number - 1 if selection.from_ is None else selection.from_
    if since >= release.number:
        raise InvalidParameterError(
            Words(
                f"from {since} is not earlier than release {release.number}.",
                f"from {since} không phải là bản công bố trước bản {release.number}.",
            ),
            parameter="from",
            expected=Words(
                f"{BEGINNING} to {release.number - 1}", f"từ {BEGINNING} đến {release.number - 1}"
            ),
        )
    pinned = selection.model_copy(
        update={"release": release.number, "as_of": None, "min_release": None, "from_": since}
    )
    published = answer.directory.releases

    def find(reader: Reader) -> Found:
        return _found(reader, pinned, since, published)

    return await answer(pinned, find)


def _later(
    directory: ReleaseDirectory, selection: ChangeSelection, number: str
) -> PublishedRelease:
    """The release in the path, if the one that is asked knows it. Raises NotFoundError."""
    asked = named(directory, selection)
    for release in directory.releases:
        if str(release.number) == number and release.number <= asked.number:
            return release
    raise NotFoundError(
        Words(f"There is no release {number}.", f"Không có bản công bố {number}."),
        expected=up_to(asked.number),
    )


def _found(
    reader: Reader,
    selection: ChangeSelection,
    since: int,
    published: tuple[PublishedRelease, ...],
) -> Found:
    if since == BEGINNING:
        filters = beginning_filters(reader, selection)
        found = find_page(reader, BEGINNINGS, selection, filters, key="id", place=cell_place)
    else:
        filters = change_filters(reader, selection, since)
        found = find_page(reader, CHANGES, selection, filters, key="id", place=change_place)
    return replace(found, summary=_summary(reader, since, published))


def _summary(reader: Reader, since: int, published: tuple[PublishedRelease, ...]) -> Row:
    """The whole difference counted, whatever the filters; as far as that is quickly done."""
    number = reader.release.number
    summary: Row = {"from": since, "to": number}
    if since == BEGINNING:
        everything = reader.release.counts["observation"]
        changes = {Change.NEW.value: everything}
        return summary | {"changes": _every(changes), "reasons": changes}
    steps = [sum(each.changes.values()) for each in published if since < each.number <= number]
    if sum(steps) <= COUNTED_MAX:
        changes, reasons = reader.gathered(
            f"changes since {since}", lambda _: _counted(reader, since)
        )
        return summary | {"changes": changes, "reasons": reasons}
    told = _every(reader.release.changes) if len(steps) == 1 else None
    return summary | {"changes": told, "reasons": None}


def _counted(reader: Reader, since: int) -> tuple[dict[str, int], dict[str, int]]:
    reader.leave_the_loop()
    changes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for change, reason, count in fetch_summary(reader, since):
        changes[change] += count
        reasons[reason] += count
    return _every(changes), dict(sorted(reasons.items()))


def _every(changes: Mapping[str, int]) -> dict[str, int]:
    return {change.value: changes.get(change.value, 0) for change in Change}
