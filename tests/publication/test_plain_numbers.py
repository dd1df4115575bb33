"""The way of whole numbers gives what the general rules give, row for row."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.checks.models import CheckRow
from app.derivation.derive import derive
from app.derivation.disclosure import suppress
from app.figures.models import FigureRow
from app.observations.models import ObservationRow
from app.publication import rows
from app.publication.branches import Ground, steps, twigs
from app.publication.content import Content, assemble
from app.publication.deriving import Deriver
from app.publication.inputs import organization_inputs
from app.publication.package import read_package
from app.publication.plain_rows import in_order
from app.publication.working import Alone, results
from tests.packages import CATALOG, figure, organization
from tests.publication.small import EVENTS, SOURCES, VINTAGES, small_files

MORE = """
[[indicator]]
code = "women"
label = {vi = "x", en = "x"}
definition = {vi = "x", en = "x"}
group = "all"
measure = "women"
kind = "stock"
unit = "persons"
concept = "register"
roll_up = "sum"
subset_of = ["members"]
domain.lower = 0

[[indicator]]
code = "women_share"
label = {vi = "x", en = "x"}
definition = {vi = "x", en = "x"}
group = "all"
measure = "women"
kind = "ratio"
unit = "percent"
concept = "register"
formula = "women / members * 100"
domain.lower = 0

[[indicator]]
code = "admission_rate"
label = {vi = "x", en = "x"}
definition = {vi = "x", en = "x"}
group = "all"
measure = "admitted"
kind = "ratio"
unit = "percent"
concept = "register"
formula = "admitted / members * 100"
full_year_only = true
domain.lower = 0

[[indicator]]
code = "admitted_of_members"
label = {vi = "x", en = "x"}
definition = {vi = "x", en = "x"}
group = "all"
measure = "admitted"
kind = "ratio"
unit = "percent"
concept = "register"
formula = "admitted / members * 100"
domain.lower = 0

[[indicator]]
code = "members_growth"
label = {vi = "x", en = "x"}
definition = {vi = "x", en = "x"}
group = "all"
measure = "members"
kind = "growth"
unit = "percent"
concept = "register"
growth = {of = "members", measure = "percent"}
"""
ORGANIZATIONS = [
    organization("vn", children_complete="yes"),
    organization("east", "vn", valid_to="2023-06-30"),
    organization("west", "vn", children_complete="yes"),
    organization("west-1", "west"),
    organization("west-2", "west"),
]
COUNTS = [
    "members", "members", "women", "admitted", "bodies", "committees", "cells", "population",
    "units_below",
]  # fmt: skip
PERIODS = ["2021", "2022", "2023", "2024", "2022-S1", "2022-06", "2023-06"]
PRINTS = st.one_of(
    st.integers(0, 40).map(str),
    st.sampled_from(["hơn 5", "gần 12", "1.200", "khoảng 30", "từ 3 đến 9", "ước 17"]),
)


@st.composite
def figures(draw: st.DrawFn) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _ in range(draw(st.integers(1, 50))):
        code = draw(st.sampled_from(["vn", "east", "west", "west-1", "west-2"]))
        indicator = draw(st.sampled_from(COUNTS))
        period = draw(st.sampled_from(PERIODS))
        source = draw(st.sampled_from(["report", "report", "yearbook"]))
        vintage = draw(st.sampled_from(["", "", "", "revised"]))
        line = figure(f"{code}.{indicator}.{period}", draw(PRINTS), source=source, vintage=vintage)
        found[f"{code}.{indicator}.{period}@{source}"] = line
    return [*found.values()]


def by_the_general_rules(content: Content) -> dict[str, list[tuple[object, ...]]]:
    catalog, numbering = content.catalog, rows.Numbering(content)
    kept = list(suppress(content.figures, catalog, threshold=5))
    found = {
        "figure": [rows.figure_row(each, catalog, numbering) for each in kept],
        "observation": [],
        "check": [],
    }
    for result in derive(catalog, organization_inputs(content, kept)):
        found["observation"] += [rows.observation_row(o, numbering) for o in result.observations]
        found["check"] += [rows.check_row(check, numbering) for check in result.checks]
    models = {"figure": FigureRow, "observation": ObservationRow, "check": CheckRow}
    return {
        name: sorted(map(in_order(models[name], 1), each), key=repr) for name, each in found.items()
    }


def by_whole_numbers(content: Content, size: int) -> dict[str, list[tuple[object, ...]]]:
    numbering, ground = rows.Numbering(content), Ground.of(content, 1, threshold=5)
    found: dict[str, list[tuple[object, ...]]] = {"figure": [], "observation": [], "check": []}
    given = steps(twigs(content, numbering), numbering, size)
    for derived in results(given, ground, Alone(Deriver(ground))):
        for name, values in derived.rows.items():
            found[name].extend(values)
    return {name: sorted(each, key=repr) for name, each in found.items()}


# The years' averages that stocks of half-years are divided by, and stocks at the end of part-years.
HALF_YEARS = [
    figure("west-1.members.2022-06", "20"),
    figure("west-1.members.2023-06", "30"),
    figure("west-1.population.2022", "40"),
    figure("west-1.admitted.2022-S1", "3"),
    figure("west-1.admitted.2023", "4"),
]
TWO_SOURCES = [
    figure("west-1.members.2022", "20"),
    figure("west-1.members.2022", "21", source="yearbook"),
    figure("west-1.members.2023", "3"),
    figure("west-1.members.2023", "22", source="yearbook"),
    figure("west-1.population.2022", "40"),
    figure("west-1.women.2022", "gần 12"),
    figure("west-1.women.2022", "11", source="yearbook"),
    figure("west-2.members.2022", "7"),
]


@settings(max_examples=150, deadline=None)
@given(lines=figures(), with_a_break=st.booleans(), size=st.integers(1, 6))
@example(lines=HALF_YEARS, with_a_break=False, size=2)
@example(lines=TWO_SOURCES, with_a_break=False, size=2)
@example(lines=TWO_SOURCES, with_a_break=True, size=1)
def test_random_organizations_give_the_same_rows_either_way(lines, with_a_break, size):
    files = small_files(
        catalog=CATALOG + MORE,
        organizations=ORGANIZATIONS,
        figures=lines,
        sources=SOURCES,
        vintages=VINTAGES,
        identifiers=[],
        events=EVENTS if with_a_break else [],
    )
    content = assemble([read_package(files)])
    assert by_whole_numbers(content, size) == by_the_general_rules(content)
