"""Cells by their ids: numbers of those that can be, and why others are missing."""

from collections.abc import Collection, Mapping

from app.organizations.queries import fetch_places
from app.parameter_parsing import Several
from app.releases.reader import Reader
from app.releases.resource import Row
from app.values.codes import CellKey

Triple = tuple[int, int, int]
TOLD_MAX = 20


def numbers_of_cells(reader: Reader, keys: Several[CellKey]) -> dict[str, Triple]:
    """Organization, indicator and period by number for each id; none where a code is unknown."""
    places = fetch_places(reader, {key.organization for key in keys})
    numbers = reader.indicator_numbers
    return {
        str(key): (places[key.organization][0], numbers[key.indicator], key.period.ordinal)
        for key in keys
        if key.organization in places and key.indicator in numbers
    }


def missing_cells(
    reader: Reader,
    keys: Several[CellKey],
    numbers: Mapping[str, Triple],
    found: Collection[Triple],
) -> list[Row]:
    """A notice that names what was asked for and is not there, with the reason; none if all is."""
    missing = [key for key in keys if numbers.get(str(key)) not in found]
    if not missing:
        return []
    codes = reader.indicator_numbers
    places = fetch_places(reader, {key.organization for key in missing})
    told = [_reasons(key, places, codes) for key in missing[:TOLD_MAX]]
    vi, en = ("; ".join(texts) for texts in zip(*told, strict=True))
    if len(missing) > TOLD_MAX:
        vi += f"; và {len(missing) - TOLD_MAX} mã khác"
        en += f"; and {len(missing) - TOLD_MAX} more"
    return [{"code": "missing_ids", "vi": f"Không tìm thấy: {vi}.", "en": f"Not found: {en}."}]


def _reasons(key: CellKey, places: Collection[str], indicators: Collection[str]) -> tuple[str, str]:
    if key.organization not in places:
        return (
            f"{key} (không có tổ chức {key.organization})",
            f"{key} (there is no organization {key.organization})",
        )
    if key.indicator not in indicators:
        return (
            f"{key} (không có chỉ tiêu {key.indicator})",
            f"{key} (there is no indicator {key.indicator})",
        )
    return f"{key} (không có số liệu)", f"{key} (there is no observation)"
