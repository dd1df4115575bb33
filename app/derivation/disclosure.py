"""Primary suppression: small personal counts are taken out before anything is derived."""

from collections.abc import Iterable, Iterator

from app.catalog.catalog import Catalog
from app.derivation.figures import Figure


def suppress(figures: Iterable[Figure], catalog: Catalog, *, threshold: int) -> Iterator[Figure]:
    """Figures with every personal count of 0 < v < threshold taken away (design, rule 11).

    A threshold of 0 suppresses nothing. Zero itself tells of nobody and stays.
    """
    for figure in figures:
        personal = catalog.by_code[figure.indicator].personal
        if personal and figure.value is not None and 0 < figure.value < threshold:
            yield figure.suppressed()
        else:
            yield figure
