"""The catalogs of several packages as one, and where each stanza of it was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.catalog.catalog import Catalog
from app.publication.package import CATALOG, Package
from app.publication.problems import PackageError, Problem, message_of, shown

FORMULA_DEPTH_MAX = 50


@dataclass(slots=True)
class Stanzas:
    """Catalogs put together in the order of their packages.

    `first` is the file that a list or setting is met in first, `files` those of a list's stanzas.
    """

    merged: dict[str, Any] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, packages: Sequence[Package]) -> "Stanzas":
        """Raises PackageError where two packages write the same thing."""
        stanzas = cls()
        problems = [
            problem
            for package in packages
            for name, value in package.catalog.items()
            for problem in stanzas._take(f"{package.name}/{CATALOG}", name, value)
        ]
        if problems:
            raise PackageError(problems)
        return stanzas

    def _take(self, file: str, name: str, value: object) -> Iterator[Problem]:
        first = self.first.setdefault(name, file)
        merged = self.merged.setdefault(name, [] if isinstance(value, list) else value)
        if not isinstance(value, list) or not isinstance(merged, list):
            if first != file:
                yield Problem(file, None, name, shown(value), f"nothing: {first} says it already")
            return
        known = {_code(stanza): place for place, stanza in enumerate(merged)}
        for stanza in value:
            code = _code(stanza)
            if code is not None and code in known:
                other = self.files[name][known[code]]
                yield Problem(file, None, f"{name} {code}", "it again", f"once; also in {other}")
            known[code] = len(merged)
            self.files.setdefault(name, []).append(file)
            merged.append(stanza)

    def read(self) -> Catalog:
        """The catalog, checked as a whole. Raises PackageError."""
        try:
            catalog = Catalog.model_validate(self.merged)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            raise PackageError([self._problem(fault) for fault in faults]) from error
        except RecursionError as error:
            raise PackageError([_too_deep("a formula")]) from error
        self._refuse_deep_formulas(catalog)
        return catalog

    @staticmethod
    def _refuse_deep_formulas(catalog: Catalog) -> None:
        """Deriving takes a step down for each formula that another rests on."""
        depths: dict[str, int] = {}
        for indicator in catalog.computed:
            operands = catalog.operands_of(indicator)
            depths[indicator.code] = 1 + max((depths.get(code, 0) for code in operands), default=0)
            if depths[indicator.code] > FORMULA_DEPTH_MAX:
                raise PackageError([_too_deep(f"indicator {indicator.code}")])

    def _problem(self, fault: Mapping[str, Any]) -> Problem:
        found = "nothing" if fault["type"] == "missing" else shown(fault["input"])
        expected = message_of(fault)
        match fault["loc"]:
            case ():
                files = ", ".join(dict.fromkeys(self.first.values()))
                found = "stanzas that contradict each other"
                return Problem(files or CATALOG, None, None, found, expected)
            case (str(name), int(number), *inside):
                file = self.files[name][number]
                stanza = self._stanza(name, number)
                column = f"{stanza}, {_dotted(inside)}" if inside else stanza
                return Problem(file, None, column, found, expected)
            case place:
                return Problem(self.first[place[0]], None, _dotted(place), found, expected)

    def _stanza(self, name: str, number: int) -> str:
        code = _code(self.merged[name][number])
        return f"{name} number {number + 1}" if code is None else f"{name} {code}"


def _too_deep(what: str) -> Problem:
    found = "that it rests on a formula, which rests on a formula, and so on"
    return Problem(CATALOG, None, what, found, f"at most {FORMULA_DEPTH_MAX} on each other")


def _dotted(place: Sequence[str | int]) -> str:
    return ".".join(map(str, place))


def _code(stanza: object) -> str | None:
    code = stanza.get("code") if isinstance(stanza, dict) else None
    return code if isinstance(code, str) else None
