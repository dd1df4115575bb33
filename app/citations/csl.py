"""References as CSL-JSON 1.0, the input of citation processors such as Zotero's and Pandoc's."""

from collections.abc import Mapping
from typing import Any

from app.citations.reference import PUBLISHER, Reference
from app.values.statuses import Authority
from app.values.wording import Language

Item = dict[str, Any]
_PRESS = {Authority.PARTY_PRESS, Authority.PRESS}


def csl_items(reference: Reference, language: Language) -> list[Item]:
    """The number as an entry of our data, then every publication it rests on."""
    number = {
        "id": reference.code,
        "type": "dataset",
        "title": reference.title[language],
        "container-title": PUBLISHER,
        "publisher": PUBLISHER,
        "version": reference.edition[language],
        "issued": date_parts(reference.published),
        "accessed": date_parts(reference.accessed),
        "URL": reference.permalink,
        "language": language,
        "note": reference.note[language],
    }
    return [number, *(_source_item(source) for source in reference.sources)]


def date_parts(written: str) -> dict[str, list[list[int]]]:
    """A year, month or day: 2023-01 is [[2023, 1]]."""
    return {"date-parts": [[int(part) for part in written.split("-")]]}


def _source_item(source: Mapping[str, Any]) -> Item:
    """A publication as its row tells of it; what is not known is left out."""
    in_press = source["authority"] in _PRESS
    item: Item = {
        "id": source["code"],
        "type": "article-newspaper" if in_press else "webpage",
        "title": source["title"],
        "container-title": source["publisher"] if in_press else None,
        "publisher": source["publisher"],
        "author": None if in_press else [{"literal": source["origin"] or source["publisher"]}],
        "issued": date_parts(source["published"]) if source["published"] else None,
        "accessed": date_parts(source["accessed"]),
        "URL": source["url"],
        "language": source["language"],
    }
    return {name: value for name, value in item.items() if value is not None}
