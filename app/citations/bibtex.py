"""References as BibTeX in UTF-8, for LaTeX with BibTeX or biblatex."""

import re
from collections.abc import Mapping
from typing import Any

from app.citations.reference import PUBLISHER, Reference
from app.values.wording import Language

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BABEL = {"vi": "vietnamese", "en": "english"}
# Braces as commands, since a field ends where its braces balance, escaped or not.
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "%&$#_"},
}
_OF_AN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def bibtex_entries(reference: Reference, language: Language) -> str:
    """The number as an entry of our data, then every publication it rests on."""
    year, month, *_ = reference.published.split("-")
    number = {
        "author": _braced(PUBLISHER),
        "title": _braced(escaped(reference.title[language])),
        "year": f"{{{year}}}",
        "month": _MONTHS[int(month) - 1],
        "version": f"{{{escaped(reference.edition[language])}}}",
        "publisher": f"{{{PUBLISHER}}}",
        "note": f"{{{escaped(reference.note[language])}}}",
        "url": f"{{{_address(reference.permalink)}}}",
        "urldate": f"{{{reference.accessed}}}",
        "langid": f"{{{_BABEL[language]}}}",
    }
    entries = [_entry(reference.code, number)]
    entries += [_entry(source["code"], _source_fields(source)) for source in reference.sources]
    return "\n".join(entries)


def _source_fields(source: Mapping[str, Any]) -> dict[str, str]:
    """What is not known is left out; of a date, the parts that are not."""
    published: str = source["published"] or ""
    year, month, *_ = [*published.split("-"), "", ""]
    publisher = escaped(source["publisher"])
    fields = {
        "author": _braced(escaped(source["origin"] or source["publisher"])),
        "title": _braced(escaped(source["title"])) if source["title"] else "",
        "year": f"{{{year}}}" if year else "",
        "month": _MONTHS[int(month) - 1] if month else "",
        "howpublished": f"{{{publisher}}}",
        "url": f"{{{_address(source['url'])}}}",
        "urldate": f"{{{source['accessed']}}}",
        "langid": f"{{{_BABEL.get(source['language'], source['language'])}}}",
    }
    return {name: value for name, value in fields.items() if value}


def _entry(code: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{code},", *lines, "}"]) + "\n"


def _braced(text: str) -> str:
    """Twice in braces: kept as it is written, neither split into names nor set in small letters."""
    return f"{{{{{text}}}}}"


def escaped(text: str) -> str:
    """Text with everything written out that TeX or BibTeX would obey; one line."""
    one_line = re.sub(r"\s+", " ", text).strip()
    return "".join(_ESCAPED.get(each, each) for each in one_line)


def _address(text: str) -> str:
    """An address as it is, since its field is taken literally, with braces in it encoded."""
    return "".join(_OF_AN_ADDRESS.get(each, each) for each in text)
