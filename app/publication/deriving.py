"""Rows of the tables of figures, observations and checks, of a branch or of one organization."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from app.derivation.checks import Check
from app.derivation.derive import OrganizationInput, PlainResult, derive_plain
from app.derivation.organizations import Below
from app.derivation.plain import PlainCatalog
from app.derivation.verdicts import Outcome
from app.publication.branches import Ground, Twig
from app.publication.plain_rows import ResultRows, Values
from app.publication.printed import PrintedFigures

_KEYS = {
    "figure": itemgetter(1, 2, 3, 4),
    "observation": itemgetter(1, 2, 3),
    "check": itemgetter(1),
}


@dataclass(slots=True)
class Derived:
    """Rows by table, each in the order of its key; what contradicts itself; what is handed up."""

    organizations: int = 0
    rows: dict[str, list[Values]] = field(default_factory=lambda: {name: [] for name in _KEYS})
    errors: list[Check] = field(default_factory=list)
    above: Below = field(default_factory=Below)


@dataclass(slots=True)
class _Places:
    """Numbers and levels of the organizations at hand."""

    indicators: Mapping[str, int]
    organizations: dict[str, int] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)


class Deriver:
    """Derives organizations of one release, those of a branch at once."""

    def __init__(self, ground: Ground) -> None:
        self._plain = PlainCatalog(ground.catalog)
        self._places = _Places(ground.indicators)
        self._figures = PrintedFigures(ground, self._plain, self._places)
        self._rows = ResultRows(ground.release, self._places)

    def derive(self, twigs: Iterable[Twig], below: Below | None = None) -> Derived:
        """`twigs` are whole subtrees, or one organization with what those `below` handed up."""
        derived = Derived()
        inputs = self._inputs(twigs, derived)
        for result in derive_plain(self._plain, inputs, above=derived.above, below=below):
            self._add(derived, result)
        for name, rows in derived.rows.items():
            rows.sort(key=_KEYS[name])
        self._places.organizations.clear()
        self._places.levels.clear()
        self._figures.forget()
        return derived

    def _inputs(self, twigs: Iterable[Twig], derived: Derived) -> Iterator[OrganizationInput]:
        for twig in twigs:
            derived.organizations += 1
            self._places.organizations[twig.code] = twig.number
            self._places.levels[twig.number] = twig.level
            printed = self._figures.printed(twig)
            derived.rows["figure"].extend(self._figures.rows(twig, printed))
            yield OrganizationInput(
                twig.code,
                twig.parent,
                None if twig.valid_from is None else date.fromisoformat(twig.valid_from),
                None if twig.valid_to is None else date.fromisoformat(twig.valid_to),
                twig.all_listed,
                twig.breaks,
                (),
                printed,
            )

    def _add(self, derived: Derived, result: PlainResult) -> None:
        derived.rows["observation"].extend(self._rows.observations(result))
        derived.rows["check"].extend(self._rows.checks(result))
        derived.errors.extend(
            check
            for check in result.checks
            if isinstance(check, Check) and check.outcome is Outcome.ERROR
        )
