"""What the kernel derives a release from: each organization with its figures and breaks."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from app.derivation.breaks import Break
from app.derivation.derive import OrganizationInput
from app.derivation.figures import Figure
from app.publication.content import Content
from app.publication.lines import EventLine
from app.values.periods import Period


def organization_inputs(content: Content, figures: Iterable[Figure]) -> Iterator[OrganizationInput]:
    """Organizations in pre-order, each with its breaks and its figures, which stand likewise."""
    groups = groupby(figures, key=attrgetter("organization"))
    group = next(groups, None)
    breaks = breaks_by_organization(content)
    for line in content.organizations:
        own: tuple[Figure, ...] = ()
        if group is not None and group[0] == line.code:
            own = tuple(group[1])
            group = next(groups, None)
        yield OrganizationInput(
            line.code,
            line.parent,
            None if line.valid_from is None else date.fromisoformat(line.valid_from),
            None if line.valid_to is None else date.fromisoformat(line.valid_to),
            line.children_complete,
            tuple(breaks.get(line.code, ())),
            own,
        )


def breaks_by_organization(content: Content) -> dict[str, list[Break]]:
    """Breaks that events bring: to their organizations, and below where their scope says so."""
    if not any(event.effective is not None and event.breaks for event in content.events):
        return {}
    children: dict[str, list[str]] = {}
    for line in content.organizations:
        if line.parent is not None:
            children.setdefault(line.parent, []).append(line.code)
    found: dict[str, list[Break]] = {}
    for event in content.events:
        if event.effective is None or not event.breaks:
            continue
        for code in _touched(event, children):
            found.setdefault(code, []).append(
                Break(
                    event.code,
                    Period.parse(event.effective).start,
                    frozenset(event.breaks),
                    event.related if code == event.organization and event.kind == "merger" else (),
                )
            )
    for breaks in found.values():
        breaks.sort(key=lambda each: (each.effective, each.event))
    return found


def _touched(event: EventLine, children: dict[str, list[str]]) -> Iterator[str]:
    touched = dict.fromkeys((event.organization, *event.related))
    waiting = list(touched)
    while waiting:
        code = waiting.pop()
        yield code
        if event.scope == "subtree":
            below = [child for child in children.get(code, ()) if child not in touched]
            touched.update(dict.fromkeys(below))
            waiting.extend(below)
