"""What the kernel derives a release from: each organization with its figures and breaks."""

from collections.abc import Iterable, Iterator
from datetime import date

from app.derivation.breaks import Break
from app.derivation.derive import OrganizationInput
from app.derivation.figures import Figure
from app.publication.content import Content
from app.publication.lines import EventLine
from app.values.periods import Period


def organization_inputs(
    content: Content, figures: Iterable[Figure]
) -> tuple[OrganizationInput, ...]:
    """Organizations in pre-order, each with its breaks and its figures."""
    own: dict[str, list[Figure]] = {}
    for figure in figures:
        own.setdefault(figure.organization, []).append(figure)
    breaks = breaks_by_organization(content)
    return tuple(
        OrganizationInput(
            line.code,
            line.parent,
            None if line.valid_from is None else date.fromisoformat(line.valid_from),
            None if line.valid_to is None else date.fromisoformat(line.valid_to),
            line.children_complete,
            tuple(breaks.get(line.code, ())),
            tuple(own.get(line.code, ())),
        )
        for line in content.organizations
    )


def breaks_by_organization(content: Content) -> dict[str, list[Break]]:
    """Breaks that events bring: to their organizations, and below where their scope says so."""
    parents = {line.code: line.parent for line in content.organizations}
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(code)
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
