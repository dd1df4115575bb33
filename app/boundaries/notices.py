"""What is said of numbers on another map, and why one cannot be told, in both languages."""

from collections.abc import Sequence
from datetime import date

from app.catalog.indicators import Indicator
from app.derivation.notices import Guard, Notice, Refusal
from app.values.periods import Period

MISSING_PARTS = "missing_parts"


def sum_of_predecessors(codes: Sequence[str], events: Sequence[str]) -> Notice:
    named, merged = ", ".join(codes), ", ".join(events)
    return Notice(
        "boundary_sum",
        f"Tổng số của các tổ chức tiền thân {named}, đã hợp nhất ({merged}); không phải số đã "
        "công bố.",
        f"The sum of the predecessors {named}, merged since ({merged}); not a published number.",
    )


def missing_parts(named: Sequence[tuple[str, Sequence[str]]]) -> Notice:
    """Ids of the numbers that the sum lacks, each with why in Vietnamese and in English."""
    vi = ", ".join(f"{cell} ({reason[0]})" for cell, reason in named)
    en = ", ".join(f"{cell} ({reason[1]})" for cell, reason in named)
    return Notice(
        MISSING_PARTS,
        f"Không có tổng vì thiếu {vi}.",
        f"There is no sum: missing are {en}.",
    )


NO_NUMBER = ("không có số liệu", "no number")
SUPPRESSED = ("số được giữ kín", "suppressed")
ONLY_A_BOUND = ("chỉ biết cận dưới", "only a bound is known")
NOT_THERE = ("tổ chức chưa hoặc không còn tồn tại", "the organization does not exist then")


def different_vintages(names: Sequence[str]) -> Notice:
    vi = ", ".join(name or "không rõ" for name in names)
    en = ", ".join(name or "unknown" for name in names)
    return Notice(
        "different_vintages",
        f"Các số thành phần thuộc những kỳ công bố khác nhau: {vi}.",
        f"The parts are of different vintages: {en}.",
    )


def computed_on_the_map(formula: str) -> Notice:
    return Notice(
        "boundary_computed",
        f"Tính lại từ tổng của các tổ chức tiền thân: {formula}.",
        f"Computed again from sums of the predecessors: {formula}.",
    )


def not_additive(indicator: Indicator) -> Refusal:
    return Refusal(
        Guard.BOUNDARY,
        "not_additive",
        f"{indicator.code} của các tổ chức tiền thân không cộng lại được, và không tính lại được "
        "từ các số cộng được.",
        f"{indicator.code} of the predecessors does not add up, and does not follow from numbers "
        "that do.",
    )


def border_changed(events: Sequence[str], period: Period, day: date) -> Refusal:
    named = ", ".join(events)
    return Refusal(
        Guard.BOUNDARY,
        "border_changed",
        f"Giữa kỳ {period} và ngày {day} có thay đổi địa giới không phải hợp nhất trọn "
        f"vẹn: {named}. Không tính được theo địa giới ngày này.",
        f"Between {period} and the map of {day} borders changed other than by a full merger: "
        f"{named}. The number cannot be told on this map.",
    )


def in_other_borders(events: Sequence[str], period: Period, day: date) -> Notice:
    named = ", ".join(events)
    return Notice(
        "other_borders",
        f"Số đã công bố, theo địa giới của kỳ {period} chứ không phải của ngày {day}: {named}.",
        f"As published, in the borders of {period} and not in those of {day}: {named}.",
    )


def map_of(day: date, *, published: bool) -> Notice:
    vi = " (ngày phát hành bản công bố)" if published else ""
    en = " (the day the release was published)" if published else ""
    return Notice(
        "boundaries",
        f"Tính theo tổ chức và địa giới ngày {day}{vi}. Các tổng boundary_sum không phải số đã "
        "công bố và không có trang riêng.",
        f"On the map of organizations of {day}{en}. A boundary_sum is not a published number and "
        "has no page of its own.",
    )


def succeeded(pairs: Sequence[tuple[str, str]], more: int) -> Notice:
    """Codes of organizations that were asked for, each with its successor's."""
    named = ", ".join(f"{old} → {new}" for old, new in pairs)
    return Notice(
        "succeeded",
        f"Được tính cho tổ chức kế thừa: {named}{_more(more)[0]}.",
        f"Told under their successors: {named}{_more(more)[1]}.",
    )


def not_on_the_map(codes: Sequence[str], more: int, day: date) -> Notice:
    named = ", ".join(codes)
    return Notice(
        "not_on_the_map",
        f"Không tồn tại vào ngày {day}: {named}{_more(more)[0]}. Tổ chức thành lập sau ngày này "
        "thì không chia số liệu ra được; tổ chức đã chấm dứt mà không hợp nhất trọn vẹn thì không "
        "có tổ chức kế thừa.",
        f"Not on the map of {day}: {named}{_more(more)[1]}. Numbers of who began later cannot be "
        "divided; who ended without a full merger has no successor.",
    )


def after_the_merger(cells: Sequence[str], more: int) -> Notice:
    named = ", ".join(cells)
    return Notice(
        "after_the_merger",
        f"Số của tổ chức tiền thân cho kỳ kết thúc sau khi hợp nhất, không cộng: "
        f"{named}{_more(more)[0]}.",
        f"Numbers of predecessors for periods that end after the merger are not summed: "
        f"{named}{_more(more)[1]}.",
    )


def _more(count: int) -> tuple[str, str]:
    return (f" và {count} mã khác", f" and {count} more") if count else ("", "")
