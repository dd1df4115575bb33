"""The numbers this service began with, as a plain table: the home page without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.errors import NotFoundError
from app.formats.dataset import Row
from app.profiles.queries import fetch_profile
from app.releases.reader import Reader
from app.values.periods import Period
from app.values.wording import Language, Words

ORGANIZATION, PERIOD = "lao-cai", Period.parse("2022")
_CAPTION = Words(
    "{name} at the end of {period}: each number as it may be read, and who printed it",
    "{name} cuối năm {period}: mỗi con số theo đúng cách đọc được phép, và nơi in",
)
_HEADINGS = (
    Words("Indicator", "Chỉ tiêu"),
    Words("Number", "Số liệu"),
    Words("As printed", "Nguyên văn"),
    Words("Source", "Nguồn"),
)
_COMPUTED = Words("computed here", "tính tại đây")


@dataclass(frozen=True, slots=True)
class Glance:
    """Names and numbers of one organization in one period; no rows where there is no such."""

    name: Words
    rows: Sequence[Row]
    sources: Sequence[Row]


def fetch_glance(reader: Reader) -> Glance:
    """The numbers of ORGANIZATION in PERIOD in the groups of the catalog."""
    try:
        document, _ = fetch_profile(reader, ORGANIZATION, PERIOD)
    except NotFoundError:
        return Glance(Words("", ""), (), ())
    name = document["organization"]["name"]
    rows = [row for group in document["groups"] for row in group["indicators"]]
    return Glance(Words(name["en"] or name["vi"], name["vi"]), rows, document["sources"])


def as_table(glance: Glance, language: Language) -> str:
    """HTML; every text in it is escaped."""
    if not glance.rows:
        return ""
    sources = {source["code"]: source for source in glance.sources}
    caption = _CAPTION.told(language).format(name=glance.name.told(language), period=PERIOD)
    headings = "".join(f'<th scope="col">{each.told(language)}</th>' for each in _HEADINGS)
    rows = "\n".join(_row(row, sources.get(row["source"]), language) for row in glance.rows)
    return (
        f'<table class="glance">\n<caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{headings}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _row(row: Row, source: Row | None, language: Language) -> str:
    printed = escape(row["as_reported"] or "")
    told = escape(_COMPUTED.told(language))
    if source is not None:
        title = escape(source["title"])
        told = f'<a href="{escape(source["url"])}">{title}</a>' if source["url"] else title
    return (
        f'<tr><th scope="row"><a href="/v1/observations/{escape(row["id"])}">'
        f"{escape(row['label'][language] or row['label']['vi'])}</a></th>"
        f"<td>{escape(row['text'][language])}</td><td>{printed}</td><td>{told}</td></tr>"
    )
