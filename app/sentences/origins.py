"""Where a number comes from, and what has to be known beside it, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.derivation.verdicts import Verdict
from app.values.statuses import Basis, Derivation, ObservationStatus
from app.values.wording import Language

Document = Mapping[str, Any]
NAMED_MAX = 3  # Sources named in one sentence; of more, how many there are.
_ACCORDING = {"vi": ", theo {}", "en": ", according to {}"}
_COMPUTED = {"vi": ", tính từ số liệu của {}", "en": ", computed from figures of {}"}
_SEVERAL = {"vi": "{} nguồn", "en": "{} sources"}
_AND = {"vi": " và ", "en": " and "}
_SUM = {
    "vi": ", là tổng của {total} tổ chức trực thuộc",
    "en": ", the sum of the {total} organizations directly below",
}
_SUM_OF_ALL = {
    "vi": ", là tổng của các tổ chức trực thuộc",
    "en": ", the sum of all organizations directly below",
}
_PARTIAL_SUM = {
    "vi": " (mới có số liệu của {known} trong {total} tổ chức trực thuộc đã biết)",
    "en": " (only {known} of {total} known organizations directly below have a number)",
}
_MARKED = {
    ObservationStatus.ESTIMATED: {"vi": " (số ước tính)", "en": " (an estimate)"},
    ObservationStatus.PROVISIONAL: {"vi": " (số sơ bộ)", "en": " (provisional)"},
}
_IMPLIED = {
    "vi": " (suy ra từ một tỷ lệ đã công bố)",
    "en": " (implied by a printed share)",
}
_PERIOD_INFERRED = {
    "vi": "Nguồn không nêu rõ thời điểm; thời điểm được suy ra từ ngữ cảnh.",
    "en": "The source does not state the time; it is inferred from the context.",
}
_INDICATOR_INFERRED = {
    "vi": "Nguồn không nêu rõ chỉ tiêu; chỉ tiêu được suy ra từ ngữ cảnh.",
    "en": "The source does not state what exactly is counted; it is inferred from the context.",
}
_BREAK = {
    "vi": "Chuỗi số liệu bị gián đoạn tại đây: không so sánh trực tiếp được với các kỳ trước.",
    "en": "The series breaks here: the number cannot be compared directly with earlier ones.",
}
_CONTRADICTED = {
    "vi": "Số liệu khác không khớp: {}.",
    "en": "Not consistent with it: {}.",
}


def origin_words(document: Document, language: Language) -> str:
    """Who printed the number, or what it is computed from; estimates and the like are marked."""
    match document["derivation"]:
        case Derivation.REPORTED:
            words = _named(_ACCORDING, document, [document], language)
        case Derivation.ROLLED_UP:
            words = _sum_words(document, language)
        case _:
            words = _named(_COMPUTED, document, [*_beneath(document["lineage"])], language)
    marked = _MARKED.get(document["status"], {}).get(language, "")
    return words + marked + (_IMPLIED[language] if document["implied"] else "")


def _named(
    template: Mapping[str, str], document: Document, rows: list[Document], language: Language
) -> str:
    publishers = _publishers(document, rows, language)
    return template[language].format(publishers) if publishers else ""


def _sum_words(document: Document, language: Language) -> str:
    known, total = document["parts_known"], document["parts_total"]
    if not document["parts_complete"]:
        return _PARTIAL_SUM[language].format(known=known, total=total)
    if total is None:
        return _SUM_OF_ALL[language]
    return _SUM[language].format(total=total)


def _beneath(lineage: Document) -> Iterator[Document]:
    """Every number below, at any depth."""
    for row in (*lineage["operands"], *lineage["parts"]):
        yield row
        yield from _beneath(row["lineage"])


def _publishers(document: Document, rows: list[Document], language: Language) -> str:
    by_code = {source["code"]: source["publisher"] for source in document["sources"]}
    codes = [row["source"] for row in rows if row["source"] is not None]
    names = list(dict.fromkeys(by_code[code] for code in codes))
    if len(names) > NAMED_MAX:
        return _SEVERAL[language].format(len(set(codes)))
    return _joined(names, language)


def _joined(names: list[str], language: Language) -> str:
    *first, last = names or [""]
    return _AND[language].join([", ".join(first), last] if first else [last])


def caveat_words(document: Document, language: Language) -> Iterator[str]:
    """Sentences to follow: what was inferred, breaks, and what other sources print against it."""
    figure = document["lineage"]["figure"]
    if figure is not None and document["value"] is not None:
        if figure["period_basis"] == Basis.INFERRED:
            yield _PERIOD_INFERRED[language]
        if figure["indicator_basis"] == Basis.INFERRED:
            yield _INDICATOR_INFERRED[language]
    if document["status"] == ObservationStatus.BREAK:
        yield _BREAK[language]
    against = [
        f"“{other['as_reported']}” ({_publishers(document, [other], language)})"
        for other in (*document["alternatives"], *document["claims"])
        if other["verdict"] == Verdict.INCONSISTENT and other["as_reported"] is not None
    ]
    if against:
        yield _CONTRADICTED[language].format("; ".join(against))
