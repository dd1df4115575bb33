"""What the benchmark makes of what it measured: ratios, verdicts, tables, the plot."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from benchmarks.goals import GOALS, Goal, number
from benchmarks.measuring.accounting import Watch, cpu_seconds, memory_bytes, tree
from benchmarks.measuring.load import LoadError, Sample, read_report
from benchmarks.reporting.documentation import BEGIN, END, NoPlaceError, with_table
from benchmarks.reporting.plot import as_svg, costs, sizes_of
from benchmarks.reporting.report import as_markdown, goal_documents, goals_table
from benchmarks.results import Results
from benchmarks.rows.registry import ROWS


def results(**series: list[float]) -> Results:
    return Results({key.replace("__", "/"): numbers for key, numbers in series.items()})


def test_ratios_are_of_the_same_round():
    found = results(read__ours__p50=[2, 8, 3], read__bare__p50=[1, 2, 1])
    assert found.ratios("read/ours/p50", "read/bare/p50") == [2, 4, 3]


def test_rounds_of_different_numbers_are_compared_by_their_medians():
    found = results(build__ours__pace=[30], build__floor__pace=[10, 20, 90])
    assert found.ratios("build/ours/pace", "build/floor/pace") == [1.5]


@pytest.mark.parametrize("other", [{}, {"read__bare__p50": [0.0]}])
def test_what_cannot_be_compared_has_no_ratio(other):
    assert results(read__ours__p50=[2.0], **other).ratios("read/ours/p50", "read/bare/p50") is None


@pytest.mark.parametrize(
    ("at_most", "numbers", "verdict"),
    [
        (False, [3, 4, 9], "pass"),
        (False, [1, 3, 9], "short"),
        (True, [3, 4, 9], "pass"),
        (True, [3, 5, 5], "short"),
        (True, None, "not measured"),
    ],
)
def test_a_goal_is_reached_by_its_median(at_most, numbers, verdict):
    goal = Goal("row", "text", 4, number("any"), at_most=at_most)
    assert goal.verdict(numbers) == verdict


def test_one_failure_in_any_round_is_too_many():
    assert Goal("row", "failed", 0, number("any"), at_most=True).verdict([0, 0, 1]) == "short"


def test_every_goal_belongs_to_a_row_that_can_be_measured():
    assert {goal.row for goal in GOALS} <= {row.name for row in ROWS}


def test_a_row_that_was_not_measured_says_so():
    table = goals_table(goal_documents(Results(), frozenset({"start"})))
    assert table.splitlines()[-1].endswith("| – | – | not measured |")


def test_a_goal_that_is_not_reached_is_told_in_the_table():
    found = results(start__ours__listening_seconds=[9, 9], start__bare__listening_seconds=[1, 2])
    line = goals_table(goal_documents(found, frozenset({"start"}))).splitlines()[-1]
    assert "| 6.75 | 4.5–9 | **falls short** |" in line


def test_pace_is_of_processor_time_with_and_without_helpers():
    sample = Sample(1_000, 2.0, 0.5, 1.5, 0, 1.0, 2.0, 3.0)
    assert (sample.per_cpu_second, sample.per_whole_cpu_second) == (2_000, 500)


def test_the_line_of_the_load_generator_is_found_among_others():
    line = '{"requests": 5, "microseconds": 7, "failed": 0, "p50": 1, "p90": 2, "p99": 3, "max": 4}'
    assert read_report(f"Running 1s test\n{line}\n")["p99"] == 3
    with pytest.raises(LoadError):
        read_report("unable to connect")


def document() -> dict:
    found = results(**{"series__ours, small__per_cpu_second": [2_000.0]})
    found.add("series", "ours", "per_cpu_second", 1_000)
    found.add("series", "ours", "p50", 1.5)
    found.skip("ranking/ours", "/v1/rankings is answered 404")
    run = {
        "date": "2026-01-01", "figures": 5_000_000, "small_figures": 500_000, "rounds": 5,
        "seconds": 5, "remark": "",
    }  # fmt: skip
    machine = {"processor": "any", "cores": 2, "kernel": "6", "python": "3.11"}
    return {
        "run": run,
        "machine": machine,
        "versions": {"wrk": "4"},
        "goals": goal_documents(found, frozenset({"series"})),
        **found.document(),
    }


def test_a_report_names_what_was_skipped_and_survives_being_written():
    again = json.loads(json.dumps(document()))
    assert "- ranking/ours: /v1/rankings is answered 404" in as_markdown(again)
    assert "| series of one indicator | ours | 1000 |" in as_markdown(again)


def test_the_plot_shows_the_cost_at_each_size():
    run = {"figures": 5_000_000, "small_figures": 500_000}
    known = document()
    series = costs(Results(known["rounds"]), sizes_of(run))
    assert series == {"series of one indicator": [(500_000, 500.0), (5_000_000, 1_000.0)]}
    drawn = ET.fromstring(as_svg(series))
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}circle")) == 2


def test_the_table_goes_into_its_place_and_nowhere_else():
    page = f"# Title\n\n{BEGIN}\n\nold\n\n{END}\n\nrest\n"
    once = with_table(page, document())
    assert once.startswith(f"# Title\n\n{BEGIN}")
    assert once.endswith(f"{END}\n\nrest\n")
    assert "old" not in once
    assert with_table(once, document()) == once
    with pytest.raises(NoPlaceError):
        with_table("# No place\n", document())


def test_a_tree_of_processes_is_accounted_for_together():
    script = "import subprocess; x = bytearray(2**25); subprocess.run(['sleep', '30'])"
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        try:
            with Watch(parent.pid, seconds=0.01) as watch:
                while len(tree(parent.pid)) < 2 or watch.peak_resident < 2**25:
                    os.sched_yield()
            assert parent.pid in tree(os.getpid())
            assert memory_bytes(tree(parent.pid), "RssAnon") > 2**25
            assert cpu_seconds(tree(parent.pid)) >= 0
        finally:
            subprocess.run(["kill", *map(str, reversed(tree(parent.pid)))], check=True)
