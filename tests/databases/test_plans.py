"""Plans of what must stay quick as data grow: every step a seek, on both databases."""

import sqlite3
from contextlib import closing
from itertools import product

import psycopg
import pytest

from app.availability import queries as availability
from app.changes.updates.queries import UPDATES
from app.coverage import queries as coverage
from app.database import Dialect
from app.names import queries as names
from app.observations.history.queries import _OF_CELLS
from app.observations.queries import OBSERVATIONS
from app.rankings import queries
from app.rankings.queries import Order, Way
from app.releases.postgresql_lending import RELEASES_SCHEMA
from app.selectors import queries as selectors
from tests.databases.conftest import both
from tests.packages import figure, organization, write_package
from tests.publication.storages import address_of

VALUES = {
    "release": 1, "indicator": 1, "level": 3, "period": 202212315, "limit": 51,
    "after_value": 1_000_000_000, "after_id": 40, "after_period": 202212315,
    "within_first": 3, "within_last": 60, "nearest": "202212315 202112315", "day": "2022-12-31",
}  # fmt: skip
MANY = 20_000
RANKING = "ix_observation_ranking"
ACROSS = "ix_observation_across"
PAGES = list(product(Order, [False, True]))
# One district, as the release has it, is made many: what planners think of them matters.
_NUMBERS = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})
"""
MULTIPLIED = (
    f"""INSERT INTO organization {_NUMBERS}
    SELECT release, id + n, id + n, code || n, level, kind, territorial, parent_id, name_vi,
    name_en, valid_from, valid_to, all_listed, note
    FROM organization, numbers WHERE code = 'district'""",
    f"""INSERT INTO observation {_NUMBERS}
    SELECT release, organization_id + n, indicator_id, period, period_start, period_end,
    value + CAST(1000000 AS bigint) * (n * 7919 % 99991), lower, NULL, lower_closed, 0, qualifier,
    derivation, status, confidentiality, as_reported, reference_date, vintage, source,
    parts_known, parts_total, parts_complete, implied, ranked_level
    FROM observation, numbers WHERE organization_id = 3""",
)


@pytest.fixture(scope="module")
def nation(tmp_path_factory, request):
    """A file and an address that hold a release with very many districts."""
    folder = tmp_path_factory.mktemp("plans")
    package = write_package(
        folder,
        organizations=[
            organization("vn"), organization("p", "vn"), organization("district", "p"),
        ],
        figures=[
            figure(f"district.{indicator}.{year}", "10")
            for indicator in ("members", "population", "admitted", "cells")
            for year in (2020, 2021, 2022)
        ],
    )  # fmt: skip
    files, database = both(folder / "data", request)
    for publisher in (files, database):
        publisher.load(package)
    (release,) = files.releases()
    file = files.folder.release(release.file_digest)
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in MULTIPLIED:
            connection.execute(statement.format(many=MANY))
        connection.execute("ANALYZE")
    address = address_of(database)
    with psycopg.connect(address, options=OPTIONS, autocommit=True) as connection:
        for statement in MULTIPLIED:
            connection.execute(statement.format(many=MANY))
        connection.execute("ANALYZE organization_1, observation_1")
    return file, address


OPTIONS = f"-c search_path={RELEASES_SCHEMA}"


def sqlite_plan(nation, statement, values=VALUES):
    """The steps, in order."""
    compiled = statement.on(Dialect.SQLITE)
    with closing(sqlite3.connect(nation[0])) as connection:
        explained = connection.execute(
            f"EXPLAIN QUERY PLAN {compiled.sql}", {**compiled.defaults, **values}
        )
        return [row[3] for row in explained]


def postgresql_plan(nation, statement, values=VALUES):
    """The steps, from the outermost."""
    compiled = statement.on(Dialect.POSTGRESQL)
    with psycopg.connect(nation[1], options=OPTIONS) as connection:
        explained = connection.execute(
            f"EXPLAIN (COSTS OFF) {compiled.sql}", {**compiled.defaults, **values}
        )
        return [line.strip() for (line,) in explained]


def tables_of(plan):
    """Steps on tables, without those on what other steps have found."""
    return [step for step in plan if "observation" in step or "organization USING" in step]


@pytest.mark.parametrize(("order", "after"), PAGES)
@pytest.mark.parametrize("way", [Way.LEVEL, Way.WALK])
def test_a_ranking_is_read_along_its_index_without_sorting(nation, way, order, after):
    plan = sqlite_plan(nation, queries.page(way, order, after=after))
    assert all(step.startswith("SEARCH") for step in tables_of(plan)), plan
    assert "TEMP B-TREE" not in str(plan)
    assert f"COVERING INDEX {RANKING} (release=? AND indicator_id=? AND ranked_level=?" in plan[1]
    assert [step.split(" (")[0] for step in plan[3:]] == [
        "SEARCH observation USING PRIMARY KEY",
        "SEARCH organization USING PRIMARY KEY",
    ]
    plan = postgresql_plan(nation, queries.page(way, order, after=after))
    steps = [step for step in plan if "Seq Scan" in step or "Sort" in step or "Hash" in step]
    assert not steps, plan


@pytest.mark.parametrize(("order", "after"), PAGES)
def test_a_small_subtree_is_read_by_its_range(nation, order, after):
    plan = sqlite_plan(nation, queries.page(Way.RANGE, order, after=after))
    assert all(step.startswith("SEARCH") for step in tables_of(plan)), plan
    assert f"COVERING INDEX {ACROSS} (release=? AND indicator_id=? AND period=? AND " in plan[1]
    assert "organization_id>? AND organization_id<?" in plan[1]
    plan = postgresql_plan(nation, queries.page(Way.RANGE, order, after=after))
    assert not [step for step in plan if "Seq Scan" in step or "Hash" in step], plan


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("way", [Way.LEVEL, Way.WALK, Way.RANGE])
def test_where_a_page_begins_is_sought_and_counted_in_an_index(nation, way, order):
    for statement in (queries.entry(way), queries.up_to(way, order), queries.total(way)):
        plan = sqlite_plan(nation, statement)
        assert all(step.startswith("SEARCH") for step in tables_of(plan)), plan
        assert "TEMP B-TREE" not in str(plan)
        plan = postgresql_plan(nation, statement)
        assert not [step for step in plan if "Seq Scan" in step], plan


def test_the_nearest_periods_are_found_among_the_numbers_of_the_level_alone(nation):
    plan = sqlite_plan(nation, queries.page(Way.NEAREST, Order.DESCENDING, after=False))
    assert all(step.startswith("SEARCH") for step in tables_of(plan)), plan
    assert any(f"COVERING INDEX {RANKING}" in step for step in plan)
    plan = sqlite_plan(nation, queries.PERIODS)
    assert all(step.startswith("SEARCH") for step in tables_of(plan)), plan


def test_the_total_of_a_subtree_is_one_row_read_by_its_key(nation):
    """Roll-ups are stored: nothing is summed when they are asked for."""
    one_cell = frozenset({"organization_is", "indicator_is", "period_is"})
    values = VALUES | {"organization": 1}
    plan = sqlite_plan(nation, OBSERVATIONS.page(one_cell, after=False), values)
    assert plan[0] == (
        "SEARCH observation USING PRIMARY KEY "
        "(release=? AND organization_id=? AND indicator_id=? AND period=?)"
    )
    assert all(" USING PRIMARY KEY (release=? AND id=?)" in step for step in plan[1:])
    plan = postgresql_plan(nation, OBSERVATIONS.page(one_cell, after=False), values)
    assert not [step for step in plan if "Seq Scan on observation" in step or "Sort" in step], plan


@pytest.mark.parametrize(
    ("active", "values"),
    [
        ({"organizationWithin"}, {"organization_first": 3, "organization_last": 9000}),
        ({"organizationRanges"}, {"organizationRanges": "[[3, 900], [2000, 2000], [5000, 7000]]"}),
        ({"organization"}, {"organization": "[1, 3, 5]"}),
        ({"ids"}, {"ids": "[[3, 1, 202212315], [4, 1, 202212315]]"}),
    ],
    ids=lambda value: "".join(value) if isinstance(value, set) else "",
)
@pytest.mark.parametrize("after", [False, True])
def test_what_selectors_come_to_is_sought_along_the_key(nation, active, values, after):
    bound = VALUES | values | {"after_0": 3, "after_1": 1, "after_2": 202212315}
    statement = OBSERVATIONS.page(frozenset(active), after=after)
    plan = sqlite_plan(nation, statement, bound)
    if active == {"ids"}:  # Along any index; at most a list of them is put in order.
        assert plan[0].startswith("SEARCH observation USING "), plan
        assert plan[0].endswith("period=? AND organization_id=?)"), plan
    else:
        assert plan[0].startswith("SEARCH observation USING PRIMARY KEY (release=? AND "), plan
        assert "TEMP B-TREE" not in str(plan)
    plan = postgresql_plan(nation, statement, bound)
    assert not [step for step in plan if "Seq Scan on observation" in step], plan


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (selectors._OF_LEVEL, {"level": "district", "limit": 10}),
        (selectors._CHILDREN, {"parent": 2, "limit": 10}),
        (selectors._ANCESTORS, {"number": 40}),
        (names._OF_CODE, {"code": "district"}),
        (names._SUCCESSORS, {"number": 3}),
        (names._PREDECESSORS, {"number": 3}),
    ],
    ids=["level", "children", "ancestors", "code", "successors", "predecessors"],
)
def test_selectors_are_resolved_by_seeks(nation, statement, values):
    bound = VALUES | values
    plan = [step for step in sqlite_plan(nation, statement, bound) if step.startswith("S")]
    on_tables = [step for step in plan if step not in {"SETUP", "SCAN above"}]
    assert all(step.startswith("SEARCH") for step in on_tables), plan
    plan = postgresql_plan(nation, statement, bound)
    assert not [step for step in plan if "Seq Scan on organization" in step], plan


WINDOWS = {"firstNObservations": 0, "lastNObservations": 2}
NARROW = (
    ({"organization_is", "indicator_is"}, {"organization": 5, "indicator": 1}),
    ({"organization_is"}, {"organization": 5}),
    (set(), {}),
    ({"hasValue", "frequency", "indicator_is"}, {"frequency": "[5]", "indicator": 1}),
)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(("others", "values"), NARROW, ids=lambda each: "-".join(sorted(each)))
def test_a_window_looks_beyond_each_row_along_the_key(nation, window, others, values):
    bound = VALUES | WINDOWS | values | {"after_0": 3, "after_1": 1, "after_2": 202212315}
    for after in (False, True):
        statement = OBSERVATIONS.page(frozenset({window, *others}), after=after)
        plan = sqlite_plan(nation, statement, bound)
        (beyond,) = [step for step in plan if " other " in step]
        assert beyond.startswith(
            "SEARCH other USING PRIMARY KEY "
            "(release=? AND organization_id=? AND indicator_id=? AND period"
        ), plan
        plain = OBSERVATIONS.page(frozenset(others), after=after)
        assert tables_of(plan) == tables_of(sqlite_plan(nation, plain, bound))
        plan = postgresql_plan(nation, statement, bound)
        assert not [step for step in plan if "Seq Scan" in step and "observation" in step], plan


def test_what_changed_is_sought_in_the_history_and_not_among_all_cells(nation):
    bound = VALUES | {"since": 1, "cells": '[["district", "members", 202212315]]'}
    for statement in (
        UPDATES.page(frozenset({"since"}), after=False),
        UPDATES.count(frozenset({"since"})),
        _OF_CELLS,
    ):
        plan = sqlite_plan(nation, statement, bound)
        assert not [step for step in plan if step.startswith("SCAN") and "json" not in step], plan
        plan = postgresql_plan(nation, statement, bound)
        assert not [step for step in plan if "Seq Scan on observation" in step], plan


WITHIN = {"organization_first": 3, "organization_last": 9000}


@pytest.mark.parametrize(
    ("active", "few", "values", "expected"),
    [
        (set(), True, {}, f"COVERING INDEX {ACROSS} (release=?)"),
        ({"indicator_is"}, True, {}, f"COVERING INDEX {ACROSS} (release=? AND indicator_id=?)"),
        ({"organizationWithin"}, False, WITHIN, f"COVERING INDEX {ACROSS} (release=?)"),
        ({"organizationWithin"}, True, WITHIN, "PRIMARY KEY (release=? AND organization_id>? AND"),
        ({"organization"}, True, {"organization": "[1, 3]"}, "PRIMARY KEY (release=? AND organ"),
    ],
)  # fmt: skip
def test_what_there_is_is_counted_along_one_index(nation, active, few, values, expected):
    statement = availability.cells(frozenset(active), few=few)
    plan = sqlite_plan(nation, statement, VALUES | values)
    assert expected in plan[0], plan
    assert few or "TEMP B-TREE" not in str(plan)
    assert postgresql_plan(nation, statement, VALUES | values)


def test_organizations_that_have_numbers_are_paged_without_counting_them_all(nation):
    statement = availability.organizations(frozenset(), after=True)
    plan = sqlite_plan(nation, statement, VALUES | {"after_0": 3})
    assert "SEARCH observation USING PRIMARY KEY (release=? AND organization_id>?)" in plan
    plan = postgresql_plan(nation, statement, VALUES | {"after_0": 3})
    assert not [step for step in plan if "Seq Scan on observation" in step], plan
    at_level = availability.organizations(frozenset({"organizationLevel_is"}), after=False)
    plan = sqlite_plan(nation, at_level, VALUES | {"organizationLevel": "national"})
    assert "ix_organization_release_level_id (release=? AND level=?)" in plan[1], plan


def test_coverage_seeks_the_cells_of_its_page(nation):
    values = VALUES | {
        "organizations": "[3, 4, 900]", "indicators": "[1, 2]",
        "first": 201_600_000, "last": 202_300_000,
    }  # fmt: skip
    plan = sqlite_plan(nation, coverage._CELLS, values)
    assert "SEARCH observation USING PRIMARY KEY (release=? AND organization_id=?" in plan[0], plan
    plan = postgresql_plan(nation, coverage._CELLS, values)
    assert not [step for step in plan if "Seq Scan on observation" in step], plan
    plan = sqlite_plan(nation, coverage._LAST_PERIOD, values)
    assert f"COVERING INDEX {ACROSS} (release=? AND indicator_id=?)" in plan[-1], plan
