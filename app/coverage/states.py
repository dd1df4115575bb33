"""What there is of a cell and a year: the state of it, and the yardstick for what is missing."""

from enum import StrEnum

from app.catalog.indicators import Indicator, IndicatorKind
from app.values.statuses import Derivation, ObservationStatus
from app.values.wording import Words


class State(StrEnum):
    """What there is of an organization's indicator in a year; the best of several comes first."""

    REPORTED = "reported"
    COMPUTED = "computed"
    ROLLED_UP = "rolled_up"
    SUPPRESSED = "suppressed"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    NOT_EXPECTED = "not_expected"
    NOT_APPLICABLE = "not_applicable"


_RANKS = {state: rank for rank, state in enumerate(State)}
_AT_THE_END = frozenset({IndicatorKind.STOCK, IndicatorKind.RATIO, IndicatorKind.GROWTH})
YARDSTICK = Words(
    "missing: nothing is published, though another organization of the same level has a number of "
    "that indicator for that year. Where none has, it is not_expected: we know of no one who would "
    "have to report it. not_applicable: the organization did not exist on 31 December (for flows "
    "and averages: at no time of the year). That a number is missing here does not mean that it "
    "was never collected.",
    "missing (thiếu): chưa có số liệu nào, trong khi tổ chức khác cùng cấp đã có số của chỉ tiêu "
    "đó trong năm đó. Nếu không tổ chức nào cùng cấp có số thì ghi not_expected (chưa có căn cứ để "
    "coi là thiếu). not_applicable (không áp dụng): ngày 31-12 năm đó tổ chức không tồn tại (với "
    "số phát sinh và số bình quân: không tồn tại ngày nào trong năm). Thiếu ở đây không có nghĩa "
    "là số liệu chưa từng được thu thập.",
)


def state_of(derivation: str, status: str, *, has_value: bool) -> State:
    """Of what is published of one cell; without a value it is a sum with parts missing."""
    if status == ObservationStatus.SUPPRESSED:
        return State.SUPPRESSED
    if not has_value:
        return State.INCOMPLETE
    match Derivation(derivation):
        case Derivation.REPORTED:
            return State.REPORTED
        case Derivation.COMPUTED:
            return State.COMPUTED
        case Derivation.ROLLED_UP | Derivation.BOUNDARY_SUM:
            return State.ROLLED_UP


def better(one: State, other: State) -> State:
    """The one that says more, of two cells of the same year."""
    return min(one, other, key=_RANKS.__getitem__)


def without_numbers(
    indicator: Indicator,
    year: int,
    *,
    valid_from: str | None,
    valid_to: str | None,
    peers_have: bool,
) -> State:
    """Why a year has no number. Days that are not known are no limit."""
    last = f"{year}-12-31"
    first = last if indicator.kind in _AT_THE_END else f"{year}-01-01"
    is_gone = valid_to is not None and valid_to < first
    if is_gone or (valid_from is not None and valid_from > last):
        return State.NOT_APPLICABLE
    return State.MISSING if peers_have else State.NOT_EXPECTED
