"""The catalog of the synthetic nation: counts, ratios and growth, and what is asked of each."""

from collections.abc import Iterator
from dataclasses import dataclass

SYNTHETIC = "SYNTHETIC benchmark data, not a fact about anybody"
SYNTHETIC_VI = "Dữ liệu GIẢ LẬP để đo hiệu năng, không phải sự thật về ai"

LEVELS = ("national", "provincial", "directly_subordinate", "grassroots", "cell")
PARTITIONS = {
    "members": ("members_women", "members_men"),
    "grassroots_organizations": ("grassroots_committees", "grassroots_cells"),
    "subordinate_cells": ("cells_rated", "cells_unrated"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """A number that organizations report; `whole` is what it is a part of, at the share given.

    `size`: of the nation in 2011, for those that are no part; `growth`: a year, in thousandths.
    """

    code: str
    unit: str
    whole: str | None = None
    share: float = 1.0
    size: int = 0
    growth: int = 0
    kind: str = "stock"
    concept: str = "party_register"
    personal: bool = False


# In the order in which lower levels leave them out: the last ones first.
COUNTS = (
    Count("members", "persons", size=3_900_000, growth=24),
    Count("members_women", "persons", "members", 0.34),
    Count("members_men", "persons", "members"),
    Count("members_minority", "persons", "members", 0.14),
    Count("members_under_35", "persons", "members", 0.28),
    Count("subordinate_cells", "organizations", size=215_000, growth=5),
    Count("cells_with_committee", "organizations", "subordinate_cells", 0.78),
    Count("members_admitted", "persons", "members", 0.035, kind="flow"),
    Count(
        "members_admitted_women", "persons", "members_admitted", 0.45, kind="flow", personal=True
    ),
    Count("members_probationary", "persons", "members", 0.05),
    Count("cells_rated", "organizations", "subordinate_cells", 0.92),
    Count("cells_unrated", "organizations", "subordinate_cells"),
    Count("members_disciplined", "persons", "members", 0.004, kind="flow", personal=True),
    Count("grassroots_organizations", "organizations", size=52_000, growth=2),
    Count("grassroots_committees", "organizations", "grassroots_organizations", 0.45),
    Count("grassroots_cells", "organizations", "grassroots_organizations"),
    Count("sectional_committees", "organizations", size=9_000, growth=3),
    Count("villages", "villages", size=91_000, growth=1),
    Count("villages_with_own_cell", "villages", "villages", 0.93),
    Count("population", "persons", size=88_000_000, growth=10, kind="average", concept="residents"),
)
BY_CODE = {count.code: count for count in COUNTS}
RATIOS = {
    "members_women_share": ("percent", "members_women / members * 100"),
    "members_minority_share": ("percent", "members_minority / members * 100"),
    "members_under_35_share": ("percent", "members_under_35 / members * 100"),
    "members_probationary_share": ("percent", "members_probationary / members * 100"),
    "members_per_cell": ("times", "members / subordinate_cells"),
    "cells_with_committee_share": ("percent", "cells_with_committee / subordinate_cells * 100"),
    "admission_rate": ("percent", "members_admitted / members * 100"),
    "members_admitted_women_share": ("percent", "members_admitted_women / members_admitted * 100"),
    "grassroots_committees_share": (
        "percent",
        "grassroots_committees / grassroots_organizations * 100",
    ),
    "villages_with_own_cell_share": ("percent", "villages_with_own_cell / villages * 100"),
    "members_share_of_population": ("percent", "members / population * 100"),
}
GROWTHS = {"members_growth_absolute": "absolute", "members_growth_percent": "percent"}

# No cell of these is ever missing, so that addresses can be drawn without asking for what there is.
CERTAIN = frozenset(BY_CODE) - {
    "members_minority",
    "members_under_35",
    "cells_with_committee",
    "members_admitted_women",
    "members_probationary",
    "members_disciplined",
    "sectional_committees",
}
# Nation and provinces leave these to be rolled up; directly below they are all there, and exact.
ROLLED_UP = ("villages", "villages_with_own_cell")
# Wholes that are sometimes left out, so that they are computed from their parts.
COMPUTED = ("grassroots_organizations", "subordinate_cells")


def _label(vi: str, en: str) -> str:
    return f'{{ vi = "{vi}", en = "{en}" }}'


def _stanza(code: str, name: str, *lines: str) -> str:
    words = name.replace("_", " ")
    return "\n".join(
        (
            "[[indicator]]",
            f'code = "{code}"',
            'group = "synthetic"',
            f"label = {_label(f'Giả lập: {words}', f'Synthetic: {words}')}",
            f"definition = {_label(SYNTHETIC_VI, SYNTHETIC)}",
            f'measure = "{code}"',
            *lines,
            "",
        )
    )


def _count_stanza(count: Count) -> str:
    lines = [
        f'kind = "{count.kind}"',
        f'unit = "{count.unit}"',
        f'concept = "{count.concept}"',
        "domain.lower = 0",
        'roll_up = "sum"',
    ]
    if count.code in PARTITIONS:
        parts = ", ".join(f'"{part}"' for part in PARTITIONS[count.code])
        lines.append(f"partitions = [{parts}]")
    elif count.whole is not None:
        lines.append(f'subset_of = ["{count.whole}"]')
    if count.personal:
        lines.append("personal = true")
    if count.kind == "flow":
        lines.append("full_year_only = true")
    return _stanza(count.code, count.code, *lines)


def _heads() -> Iterator[str]:
    for ordinal, level in enumerate(LEVELS, 1):
        label = _label(f"Cấp giả lập {ordinal}", f"Synthetic level {ordinal}")
        yield f'[[level]]\ncode = "{level}"\nordinal = {ordinal}\nlabel = {label}\n'
    for unit in ("persons", "organizations", "villages", "percent", "times"):
        counted = str(unit not in {"percent", "times"}).lower()
        yield f'[[unit]]\ncode = "{unit}"\ncounted = {counted}\nlabel = {_label(unit, unit)}\n'
    for concept, others in (("party_register", '["residents"]'), ("residents", "[]")):
        yield (
            f'[[concept]]\ncode = "{concept}"\nlabel = {_label("Giả lập", "Synthetic")}\n'
            f"definition = {_label(SYNTHETIC_VI, SYNTHETIC)}\ncomparable_with = {others}\n"
        )
    yield f'[[group]]\ncode = "synthetic"\nlabel = {_label("Giả lập", "Synthetic")}\n'


def catalog_text() -> str:
    """The catalog as TOML."""
    ratios = (
        _stanza(
            code,
            code,
            'kind = "ratio"',
            f'unit = "{unit}"',
            'concept = "party_register"',
            "display_decimals = 2",
            "domain.lower = 0",
            f'formula = "{formula}"',
        )
        for code, (unit, formula) in RATIOS.items()
    )
    growths = (
        _stanza(
            code,
            code,
            'kind = "growth"',
            f'unit = "{"persons" if measure == "absolute" else "percent"}"',
            'concept = "party_register"',
            f'growth = {{ of = "members", measure = "{measure}" }}',
        )
        for code, measure in GROWTHS.items()
    )
    return "\n".join(
        (f"# {SYNTHETIC}.\n", *_heads(), *map(_count_stanza, COUNTS), *ratios, *growths)
    )
