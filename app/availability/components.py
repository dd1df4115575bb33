"""The components of observations, and what their codes are called."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from app.formats.words import DERIVATIONS, FREQUENCIES, STATUSES, Meaning
from app.releases.reader import Reader
from app.sources.queries import sources_by_code
from app.values.periods import Frequency
from app.values.statuses import Derivation, ObservationStatus


class Component(StrEnum):
    """What observations may be chosen by, in the order of the answer."""

    ORGANIZATION = "organization"
    LEVEL = "level"
    INDICATOR = "indicator"
    PERIOD = "period"
    FREQUENCY = "frequency"
    SOURCE = "source"
    STATUS = "status"
    DERIVATION = "derivation"


ALL = "all"
"""The component of the row that counts the whole selection; its code is `*`."""
EVERY: Meaning = {"vi": "Tất cả", "en": "All"}
MARKS = (Component.SOURCE, Component.STATUS, Component.DERIVATION)
"""What no index holds: counting it reads every row of the selection."""
Names = Mapping[str, Meaning]


def names_of(reader: Reader, component: Component) -> Names:
    """What the codes of a closed list are called, in the order of the list.

    Organizations bring their names with their rows; periods are named by their code.
    """
    return _NAMES[component](reader)


def _levels(reader: Reader) -> Names:
    return {each.code: each.label.model_dump() for each in reader.catalog.levels}


def _indicators(reader: Reader) -> Names:
    return {each.code: each.label.model_dump() for each in reader.catalog.indicators}


def _frequencies(_: Reader) -> Names:
    return {each.value: FREQUENCIES[each] for each in reversed(Frequency)}


def _sources(reader: Reader) -> Names:
    known = sources_by_code(reader)
    called = {code: known[code]["title"] or known[code]["publisher"] for code in sorted(known)}
    return {code: {"vi": name, "en": name} for code, name in called.items()}


def _statuses(_: Reader) -> Names:
    return {each.value: STATUSES[each] for each in ObservationStatus}


def _derivations(_: Reader) -> Names:
    return {each.value: DERIVATIONS[each] for each in Derivation}


_NAMES: Mapping[Component, Callable[[Reader], Names]] = {
    Component.LEVEL: _levels,
    Component.INDICATOR: _indicators,
    Component.FREQUENCY: _frequencies,
    Component.SOURCE: _sources,
    Component.STATUS: _statuses,
    Component.DERIVATION: _derivations,
}
