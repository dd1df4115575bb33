"""Codes of closed lists in words, for formats that people read; no two codes share a word."""

from collections.abc import Mapping

from app.values.periods import Frequency
from app.values.qualifiers import Qualifier
from app.values.statuses import ConfidentialityStatus, Derivation, ObservationStatus

Meaning = Mapping[str, str]

QUALIFIERS: Mapping[str, Meaning] = {
    Qualifier.EXACT: {"vi": "bằng", "en": "equal to"},
    Qualifier.NEARLY: {"vi": "gần", "en": "nearly"},
    Qualifier.OVER: {"vi": "hơn", "en": "over"},
    Qualifier.BELOW: {"vi": "dưới", "en": "below"},
    Qualifier.AT_LEAST: {"vi": "ít nhất", "en": "at least"},
    Qualifier.AT_MOST: {"vi": "tối đa", "en": "at most"},
    Qualifier.BETWEEN: {"vi": "từ … đến …", "en": "between"},
    Qualifier.ABOUT: {"vi": "khoảng", "en": "about"},
}
QUALIFIERS_EXPLAINED: Mapping[str, Meaning] = {
    Qualifier.EXACT: {
        "vi": "Số đã in hoặc đã tính; hai cận cho biết phạm vi làm tròn.",
        "en": "The number printed or computed; the bounds tell how it was rounded.",
    },
    Qualifier.NEARLY: {"vi": "Nhỏ hơn giá trị đã ghi.", "en": "Less than the value."},
    Qualifier.OVER: {"vi": "Lớn hơn giá trị đã ghi.", "en": "More than the value."},
    Qualifier.BELOW: {"vi": "Nhỏ hơn giá trị đã ghi.", "en": "Less than the value."},
    Qualifier.AT_LEAST: {"vi": "Bằng giá trị đã ghi hoặc hơn.", "en": "The value or more."},
    Qualifier.AT_MOST: {"vi": "Bằng giá trị đã ghi hoặc kém.", "en": "The value or less."},
    Qualifier.BETWEEN: {
        "vi": "Nằm giữa cận dưới và cận trên.",
        "en": "Between the lower and the upper bound.",
    },
    Qualifier.ABOUT: {
        "vi": "Không cho biết giới hạn nào.",
        "en": "No limit is known.",
    },
}
STATUSES: Mapping[str, Meaning] = {
    ObservationStatus.SUPPRESSED: {"vi": "được giữ kín", "en": "suppressed"},
    ObservationStatus.BREAK: {"vi": "đầu chuỗi sau gián đoạn", "en": "first after a break"},
    ObservationStatus.MISSING: {"vi": "không có số liệu", "en": "missing"},
    ObservationStatus.PROVISIONAL: {"vi": "sơ bộ", "en": "provisional"},
    ObservationStatus.ESTIMATED: {"vi": "ước tính", "en": "estimated"},
    ObservationStatus.NORMAL: {"vi": "bình thường", "en": "normal"},
}
STATUSES_EXPLAINED: Mapping[str, Meaning] = {
    ObservationStatus.SUPPRESSED: {
        "vi": "Số nhỏ về cá nhân, không công bố; ô trống không có nghĩa là 0.",
        "en": "A small count of persons, not disclosed; an empty cell is not 0.",
    },
    ObservationStatus.BREAK: {
        "vi": "Không so sánh được với các kỳ trước (sáp nhập, đổi địa giới, đổi cách đếm).",
        "en": "Not comparable with earlier periods (a merger, a border or a way of counting).",
    },
    ObservationStatus.MISSING: {
        "vi": "Chưa có số; ô trống không có nghĩa là 0.",
        "en": "There is no number; an empty cell is not 0.",
    },
    ObservationStatus.PROVISIONAL: {"vi": "Nguồn ghi là sơ bộ.", "en": "The source says so."},
    ObservationStatus.ESTIMATED: {"vi": "Nguồn ghi là ước.", "en": "The source says so."},
    ObservationStatus.NORMAL: {"vi": "Không có lưu ý.", "en": "Nothing to note."},
}
CONFIDENTIALITIES: Mapping[str, Meaning] = {
    ConfidentialityStatus.FREE: {"vi": "công khai", "en": "free"},
    ConfidentialityStatus.CONFIDENTIAL: {"vi": "giữ kín", "en": "confidential"},
}
DERIVATIONS: Mapping[str, Meaning] = {
    Derivation.REPORTED: {"vi": "theo nguồn", "en": "reported"},
    Derivation.COMPUTED: {"vi": "tính toán", "en": "computed"},
    Derivation.ROLLED_UP: {"vi": "cộng từ các tổ chức trực thuộc", "en": "summed from below"},
    Derivation.BOUNDARY_SUM: {
        "vi": "cộng từ các tổ chức tiền thân",
        "en": "summed from predecessors",
    },
}
FREQUENCIES: Mapping[str, Meaning] = {
    Frequency.ANNUAL: {"vi": "năm", "en": "annual"},
    Frequency.HALF_YEARLY: {"vi": "nửa năm", "en": "half-yearly"},
    Frequency.QUARTERLY: {"vi": "quý", "en": "quarterly"},
    Frequency.MONTHLY: {"vi": "tháng", "en": "monthly"},
    Frequency.DAILY: {"vi": "ngày", "en": "daily"},
}
WORDS: Mapping[str, Mapping[str, Meaning]] = {
    "qualifier": QUALIFIERS,
    "status": STATUSES,
    "confidentiality": CONFIDENTIALITIES,
    "derivation": DERIVATIONS,
}
"""By the column that the codes stand in, or by its last part."""
FLAGS: Mapping[bool, Meaning] = {
    True: {"vi": "có", "en": "yes"},
    False: {"vi": "không", "en": "no"},
}

UNOFFICIAL: Meaning = {
    "vi": "tổng hợp không chính thức từ nguồn công khai",
    "en": "an unofficial compilation from public sources",
}
LICENCE: Meaning = {
    "vi": "Số liệu là dữ kiện, giữ đúng như nguồn đã in. Phần tổng hợp, mô tả và các số được tính "
    "thêm: giấy phép CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
    "en": "The figures are facts, kept as their sources printed them. The compilation, the "
    "descriptions and what is computed: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
}
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
