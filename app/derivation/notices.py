"""What an answer must say beside its numbers, in both languages, and why a number is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.values.periods import Period


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on a number, for programs by `code`, for people in either language."""

    code: str
    vi: str
    en: str


class Guard(StrEnum):
    """What must hold before numbers are put together (design, rules 2, 5, 6, 8)."""

    OPERANDS = "operands"
    BOUNDARY = "boundary"
    PERIOD = "period"
    CONCEPT = "concept"
    BREAK = "break"
    VINTAGE = "vintage"
    BASE = "base"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no number is given: the guard that failed and the reason, in both languages."""

    guard: Guard
    code: str
    vi: str
    en: str


def year_average(indicator: str, period: Period) -> Notice:
    return Notice(
        "year_average",
        f"{indicator}: dùng số trung bình của năm {period} cho một thời điểm trong năm.",
        f"{indicator}: the average of the year {period} stands for a date within it.",
    )


def stock_at_end(indicator: str, period: Period) -> Notice:
    return Notice(
        "stock_at_end",
        f"{indicator}: dùng số tại thời điểm {period}, khi kỳ kết thúc.",
        f"{indicator}: the number of {period}, when the period ends, is used.",
    )


def latest_available(indicator: str, period: Period, wanted: Period) -> Notice:
    return Notice(
        "date_mismatch",
        f"{indicator}: số gần nhất là của {period}, không phải của {wanted}.",
        f"{indicator}: the latest number is of {period}, not of {wanted}.",
    )


def implied() -> Notice:
    return Notice(
        "implied",
        "Suy ra từ một tỷ lệ đã công bố: không dùng để tính tiếp và không xếp hạng.",
        "Implied by a printed share: never computed with further, never ranked.",
    )


def incomplete_roll_up(known: int, total: int) -> Notice:
    return Notice(
        "incomplete_roll_up",
        f"Mới có số của {known} trên {total} tổ chức trực thuộc đã biết: đây là cận dưới.",
        f"{known} of {total} known organizations below have a number: this is a lower bound.",
    )


def since(period: Period) -> Notice:
    return Notice("since", f"So với kỳ {period}.", f"Since {period}.")


def across_break(events: Sequence[str]) -> Notice:
    named = ", ".join(events)
    return Notice(
        "across_break",
        f"So sánh qua điểm gãy của chuỗi số liệu: {named}.",
        f"Compares across a break in the series: {named}.",
    )


def from_predecessors(codes: Sequence[str]) -> Notice:
    named = ", ".join(codes)
    return Notice(
        "from_predecessors",
        f"Số gốc là tổng của các tổ chức tiền thân: {named}.",
        f"The base is the sum of the predecessors: {named}.",
    )


def reported_instead(refusal: Refusal) -> Notice:
    return Notice(
        "reported_instead",
        f"Số do nguồn công bố, vì không tính được: {refusal.vi}",
        f"As a source reports it, since it cannot be computed: {refusal.en}",
    )


def missing_operand(names: Sequence[str], period: Period) -> Refusal:
    named = ", ".join(names)
    return Refusal(
        Guard.OPERANDS,
        "missing_operand",
        f"Không có số của {named} cho {period}.",
        f"There is no number of {named} for {period}.",
    )


def suppressed_operand(names: Sequence[str]) -> Refusal:
    named = ", ".join(names)
    return Refusal(
        Guard.OPERANDS,
        "suppressed_operand",
        f"Số của {named} được giữ kín vì quá nhỏ.",
        f"The number of {named} is suppressed, being too small to disclose.",
    )


def unbounded_operands() -> Refusal:
    return Refusal(
        Guard.OPERANDS,
        "unbounded_operands",
        "Các số đã in không giới hạn được kết quả.",
        "What was printed does not limit the result.",
    )


def zero_denominator() -> Refusal:
    return Refusal(
        Guard.OPERANDS,
        "zero_denominator",
        "Mẫu số bằng 0 hoặc có thể bằng 0.",
        "The denominator is 0 or may be 0.",
    )


def outside_validity(indicator: str, period: Period, organization: str) -> Refusal:
    return Refusal(
        Guard.BOUNDARY,
        "outside_validity",
        f"{indicator} của {period} nằm ngoài thời gian tồn tại của {organization}.",
        f"{indicator} of {period} lies outside the time {organization} exists.",
    )


def beyond_break(indicator: str, period: Period, events: Sequence[str]) -> Refusal:
    named = ", ".join(events)
    return Refusal(
        Guard.BOUNDARY,
        "beyond_break",
        f"{indicator} của {period} nằm ở phía bên kia điểm gãy của chuỗi số liệu: {named}.",
        f"{indicator} of {period} lies on the other side of a break in its series: {named}.",
    )


def other_organization(first: str, second: str) -> Refusal:
    return Refusal(
        Guard.BOUNDARY,
        "other_organization",
        f"{first} và {second} là hai tổ chức với địa giới khác nhau.",
        f"{first} and {second} are two organizations with different boundaries.",
    )


def other_concept(first: str, second: str, better: Sequence[str]) -> Refusal:
    vi, en = (f" Có thể dùng: {', '.join(better)}.", f" What would do: {', '.join(better)}.")
    return Refusal(
        Guard.CONCEPT,
        "other_concept",
        f"{first} và {second} đếm theo hai khái niệm khác nhau.{vi if better else ''}",
        f"{first} and {second} count by two different concepts.{en if better else ''}",
    )


def part_year(period: Period) -> Refusal:
    return Refusal(
        Guard.PERIOD,
        "part_year",
        f"{period} chỉ là một phần của năm, không cho tỷ lệ cả năm.",
        f"{period} is only part of a year and gives no annual rate.",
    )


def other_frequency(start: Period, end: Period) -> Refusal:
    return Refusal(
        Guard.PERIOD,
        "other_frequency",
        f"{start} và {end} khác tần suất nên không so sánh.",
        f"{start} and {end} are of different frequencies, and are not compared.",
    )


def no_previous(indicator: str, period: Period) -> Refusal:
    return Refusal(
        Guard.OPERANDS,
        "no_previous",
        f"Trước {period} không có số của {indicator} cùng tần suất.",
        f"Before {period} there is no number of {indicator} of the same frequency.",
    )


def broken_series(events: Sequence[str]) -> Refusal:
    named = ", ".join(events)
    return Refusal(
        Guard.BREAK,
        "broken_series",
        f"Chuỗi số liệu bị gãy ở giữa: {named}. Dùng acrossBreaks=true để vẫn so sánh.",
        f"The series breaks in between: {named}. "
        "Ask with acrossBreaks=true to compare all the same.",
    )


def other_vintage(first: str | None, second: str | None) -> Refusal:
    vi = [name or "không rõ" for name in (first, second)]
    en = [name or "unknown" for name in (first, second)]
    return Refusal(
        Guard.VINTAGE,
        "other_vintage",
        f"Không chắc hai đầu thuộc cùng một kỳ công bố: {vi[0]} và {vi[1]}.",
        f"The two ends are not known to be of one vintage: {en[0]} and {en[1]}.",
    )


def zero_base(period: Period) -> Refusal:
    return Refusal(
        Guard.BASE,
        "zero_base",
        f"Số gốc của {period} không lớn hơn 0, hoặc có thể không lớn hơn 0.",
        f"The base of {period} is 0 or less, or may be.",
    )


def outside_domain(indicator: str) -> Refusal:
    return Refusal(
        Guard.DOMAIN,
        "outside_domain",
        f"Kết quả nằm ngoài miền giá trị của {indicator}.",
        f"The result lies outside the domain of {indicator}.",
    )
