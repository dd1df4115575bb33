"""What a package comes to, without a release file."""

from collections.abc import Iterator

from app.derivation.derive import derive
from app.derivation.disclosure import suppress
from app.publication import rows
from app.publication.content import Content
from app.publication.inputs import organization_inputs
from app.publication.rows import Row


def release_rows(content: Content) -> Iterator[Row]:
    """What a release file would be filled with."""
    catalog, numbering = content.catalog, rows.Numbering(content)
    figures = tuple(suppress(content.figures, catalog, threshold=5))
    yield from rows.organization_rows(content, numbering)
    yield from rows.event_rows(content, numbering)
    yield from (rows.figure_row(figure, catalog, numbering) for figure in figures)
    for result in derive(catalog, organization_inputs(content, figures)):
        yield from (rows.observation_row(each, numbering) for each in result.observations)
        yield from (rows.check_row(each, numbering) for each in result.checks)
