"""What is said of the periods of each series' latest number: how far they lie apart."""

from collections import Counter

from app.observations.queries import OBSERVATIONS
from app.observations.windows.queries import SPREAD_MAX, fetch_spread
from app.releases.reader import Reader
from app.releases.resource import Filters, Row
from app.values.periods import Period, period_text
from app.web.found import Found

TOLD_MAX = 10


def spread_of(reader: Reader, found: Found, filters: Filters) -> Row:
    """The notice on the whole selection, of which `found` is the first page, with some rows."""
    if found.after is None:
        counted = Counter(Period.parse(row["period"]).ordinal for row in found.rows)
    else:
        counted = Counter(fetch_spread(reader, OBSERVATIONS, filters))
    return spread_told(counted)


def spread_told(counted: Counter[int]) -> Row:
    """The notice, of how many series have their latest number in each period by ordinal."""
    most = sorted(counted, key=lambda ordinal: (-counted[ordinal], -ordinal))
    told = sorted(most[:TOLD_MAX])
    listed = ", ".join(f"{period_text(ordinal)}: {counted[ordinal]}" for ordinal in told)
    first, last = period_text(min(counted)), period_text(max(counted))
    others = len(counted) - len(told)
    if others:
        rest = counted.total() - sum(counted[ordinal] for ordinal in told)
        more = {"vi": f"; {others} kỳ khác: {rest}", "en": f"; {others} other periods: {rest}"}
    else:
        more = {"vi": "", "en": ""}
    among = {"vi": "", "en": ""}
    if counted.total() >= SPREAD_MAX:
        among = {
            "vi": f" (xét {SPREAD_MAX} chuỗi đầu tiên)",
            "en": f" (among the first {SPREAD_MAX} series)",
        }
    return {
        "code": "periods_of_latest",
        "vi": f"Số mới nhất của các chuỗi thuộc các kỳ từ {first} đến {last}{among['vi']}: "
        f"{listed}{more['vi']}. Không cộng hay xếp hạng các số khác kỳ.",
        "en": f"The latest numbers of the series are of periods from {first} to {last}"
        f"{among['en']}: {listed}{more['en']}. Never sum or rank numbers of different periods.",
    }
