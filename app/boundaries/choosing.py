"""Who stands on a map for the organizations that were asked for, and days there is a map of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.boundaries import notices
from app.boundaries.mergers import Mergers, Place
from app.boundaries.parameter import Boundaries, Map
from app.boundaries.queries import fetch_changes, fetch_mergers, first_day
from app.derivation.notices import Notice
from app.errors import InvalidParameterError
from app.observations.selection import ObservationSelection
from app.parameter_selectors import Axis, Related
from app.parameters import VIET_NAM
from app.releases.reader import Reader
from app.values.wording import Words

NAMED_MAX = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """Organizations on the map, whom they stand for by code, and who has no one to.

    `asked` are the codes that were chosen.
    """

    places: Sequence[Place]
    succeeded: Mapping[str, str]
    absent: Sequence[Place]
    asked: frozenset[str]

    def notices(self, day: date) -> Iterator[Notice]:
        """Nothing of successors that were chosen themselves, as all below the nation are."""
        pairs = sorted(each for each in self.succeeded.items() if each[1] not in self.asked)
        if pairs:
            yield notices.succeeded(pairs[:NAMED_MAX], max(0, len(pairs) - NAMED_MAX))
        if self.absent:
            codes = [each.code for each in self.absent]
            yield notices.not_on_the_map(codes[:NAMED_MAX], max(0, len(codes) - NAMED_MAX), day)


def day_of_map(reader: Reader, name: str) -> date:
    """Raises InvalidParameterError for a day before the first map known, or after the last."""
    boundaries = Boundaries.parse(name)
    published = reader.release.published.astimezone(VIET_NAM).date()
    if boundaries.map is Map.CURRENT or boundaries.day is None:
        return published
    first = first_day(reader)
    if boundaries.day > published or (first is not None and boundaries.day < first):
        number = reader.release.number
        begins = published if first is None else first
        raise InvalidParameterError(
            Words(
                f"Release {number} knows no map of {boundaries.day}.",
                f"Bản công bố {number} không cho biết tổ chức và địa giới ngày {boundaries.day}.",
            ),
            parameter="boundaries",
            expected=Words(
                f"a day from {begins} to {published}, when the release was published",
                f"một ngày từ {begins} đến {published}, ngày phát hành bản công bố",
            ),
        )
    return boundaries.day


def standing(mergers: Mergers, asked: Iterable[Place], day: date) -> Chosen:
    """Who existed on the day, or succeeded by merger until then, in the order of the tree."""
    wanted = [*asked]
    places: dict[str, Place] = {}
    succeeded: dict[str, str] = {}
    absent: list[Place] = []
    for place in wanted:
        found = mergers.standing_on(place, day)
        if found is None:
            absent.append(place)
            continue
        places[found.code] = found
        if found is not place:
            succeeded[place.code] = found.code
    ordered = sorted(places.values(), key=lambda each: each.number)
    return Chosen(ordered, succeeded, absent, frozenset(place.code for place in wanted))


def refuse_absent(
    reader: Reader, selection: ObservationSelection, chosen: Chosen, day: date
) -> None:
    """Raises InvalidParameterError for an organization asked for by name that is not on the map.

    Among many that a selector chooses, it is left out with a notice.
    """
    selectors = () if selection.organization is None else selection.organization.items
    named = [each for each in selectors if isinstance(each, Related) and each.axis is Axis.SELF]
    codes = {each.name.code for each in named if each.name.day is None}
    for place in chosen.absent:
        if place.code in codes or (named and len(named) == len(selectors)):
            raise absent(reader, place, day)


def absent(reader: Reader, place: Place, day: date) -> InvalidParameterError:
    """Why it cannot be told on the map, with the events that say so."""
    merger = fetch_mergers(reader).by_successor.get(place.code)
    if not place.has_begun(day):
        return _not_begun(place, day, merger.events if merger else ())
    changes, _ = fetch_changes(reader, [place])
    events = ", ".join(each.event for each in changes[place.code])
    vi = f" ({events})" if events else ""
    return InvalidParameterError(
        Words(
            f"{place.code} ended on {place.valid_to}, and no full merger tells who stands in its "
            f"place{vi}.",
            f"{place.code} chấm dứt ngày {place.valid_to}, và không có sự kiện hợp nhất trọn vẹn "
            f"nào cho biết tổ chức thay thế{vi}.",
        ),
        parameter="boundaries",
        expected=Words(
            f"a day on which it exists, to {place.valid_to}, or as-reported",
            f"một ngày mà tổ chức này còn tồn tại, đến {place.valid_to}, hoặc as-reported",
        ),
    )


def _not_begun(place: Place, day: date, events: Sequence[str]) -> InvalidParameterError:
    named = f" ({', '.join(events)})" if events else ""
    return InvalidParameterError(
        Words(
            f"{place.code} does not exist on {day}{named}: its numbers cannot be divided among "
            "those before it.",
            f"{place.code} chưa tồn tại vào ngày {day}{named}: không thể chia số liệu của tổ chức "
            "này cho các tổ chức trước đó.",
        ),
        parameter="boundaries",
        expected=Words(
            f"a day from {place.valid_from}, or as-reported",
            f"một ngày từ {place.valid_from}, hoặc as-reported",
        ),
    )


def refuse_published_alone(selection: ObservationSelection) -> None:
    """Raises InvalidParameterError for what only published cells have: ids, and a history."""
    asked = {
        "ids": selection.ids is not None,
        "updatedAfter": selection.updated_after is not None,
        "includeHistory": selection.include_history,
    }
    for name, is_asked in asked.items():
        if is_asked:
            raise InvalidParameterError(
                Words(
                    f"{name} is about published numbers, and boundaries tells others.",
                    f"{name} chỉ dùng cho những số đã công bố, còn boundaries cho cả những số "
                    "khác.",
                ),
                parameter="boundaries",
                expected=Words(
                    f"boundaries=as-reported, or no {name}",
                    f"boundaries=as-reported, hoặc không có {name}",
                ),
            )
