"""Primary suppression: small personal counts are taken out before anything is derived."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator
from app.derivation.figures import Figure


def is_disclosive(
    value: int | Decimal | Fraction | None, indicator: Indicator, *, threshold: int
) -> bool:
    """Whether it is a personal count of 0 < v < threshold (design, rule 11).

    A threshold of 0 suppresses nothing. Zero itself tells of nobody and stays.
    """
    return indicator.personal and value is not None and 0 < value < threshold


def suppress(figures: Iterable[Figure], catalog: Catalog, *, threshold: int) -> Iterator[Figure]:
    """Figures with every disclosive one taken away."""
    for figure in figures:
        indicator = catalog.by_code[figure.indicator]
        disclosive = is_disclosive(figure.value, indicator, threshold=threshold)
        yield figure.suppressed() if disclosive else figure
