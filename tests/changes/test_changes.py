"""What one release changed against an earlier one, and why."""

import pytest

from app.publication.publish import Publisher
from tests.changes.states import FIGURES, ORGANIZATIONS, load, merged, written
from tests.packages import organization
from tests.serving import serving


def changes(client, number, **query):
    """All rows of a difference by id, page by page."""
    address = f"/v1/releases/{number}/changes?limit=3"
    address += "".join(f"&{name.rstrip('_')}={value}" for name, value in query.items())
    found = {}
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        for row in body["data"]:
            assert row["id"] not in found
            found[row["id"]] = row
        address = body["links"].get("next")
    return found


def why(rows):
    return {name: row["reason"] for name, row in rows.items()}


@pytest.fixture
def load_state(publisher, tmp_path):
    return lambda figures=FIGURES, **options: load(publisher, written(tmp_path, figures, **options))


@pytest.fixture
def first(load_state):
    return load_state()


@pytest.mark.usefixtures("first")
def test_another_print_of_the_same_source_is_a_correction(publisher, load_state):
    assert load_state(FIGURES | {"west-1.members.2022": "201"}) == 2
    with serving(publisher.settings) as client:
        rows = changes(client, 2)
        row = rows["west-1.members.2022"]
        assert (row["change"], row["reason"], row["changed_in"]) == (
            "revised", "source_corrected", 2,
        )  # fmt: skip
        assert (row["before"]["value"], row["after"]["value"]) == (200, 201)
        # What is summed or computed from it changed too; why is not certain of itself.
        assert why(rows)["west.members.2022"] == "revised"
        assert set(why(rows).values()) == {"source_corrected", "revised"}


@pytest.mark.usefixtures("first")
def test_another_source_is_a_revision(publisher, load_state):
    load_state(
        FIGURES | {"west-1.members.2022": "201"}, sources={"west-1.members.2022": "yearbook"}
    )
    with serving(publisher.settings) as client:
        assert why(changes(client, 2))["west-1.members.2022"] == "revised"


@pytest.mark.usefixtures("first")
def test_numbers_come_and_go(publisher, load_state):
    fewer = {key: text for key, text in FIGURES.items() if key != "east-1.members.2022"}
    load_state(fewer | {"west.members.2020": "440"})
    with serving(publisher.settings) as client:
        rows = changes(client, 2)
        gone, come = rows["east-1.members.2022"], rows["west.members.2020"]
        assert (gone["change"], gone["reason"], gone["after"]) == ("withdrawn", "withdrawn", None)
        assert (come["change"], come["reason"], come["before"]) == ("new", "new", None)
        assert (gone["before"]["value"], come["after"]["value"]) == (100, 440)


@pytest.mark.usefixtures("first")
def test_a_merger_that_marks_a_break_changes_the_border(publisher, load_state):
    load_state(events=(merged(),))
    with serving(publisher.settings) as client:
        rows = changes(client, 2)
        assert why(rows)["west.members.2022"] == "border_changed"
        assert rows["west.members.2022"]["after"]["status"] == "B"
    load_state(events=(merged(title_vi="Một tên khác"),))
    with serving(publisher.settings) as client:
        assert changes(client, 3) == {}


@pytest.mark.usefixtures("first")
def test_a_document_that_marks_a_break_changes_no_border(publisher, load_state):
    load_state(events=(merged(kind="document"),))
    with serving(publisher.settings) as client:
        assert why(changes(client, 2))["west.members.2022"] == "revised"


@pytest.mark.usefixtures("first")
def test_a_child_that_moves_changes_the_border_of_sums(publisher, load_state):
    moved = (*ORGANIZATIONS[:-1], organization("west-2", "east"))
    load_state(organizations=moved)
    with serving(publisher.settings) as client:
        reasons = why(changes(client, 2))
        assert reasons["east.members.2022"] == "border_changed"
        assert reasons["west.members.2022"] == "border_changed"


@pytest.mark.usefixtures("first")
def test_a_child_that_moves_and_changes_leaves_the_reason_open(publisher, load_state):
    moved = (*ORGANIZATIONS[:-1], organization("west-2", "east"))
    load_state(FIGURES | {"west-2.members.2022": "301"}, organizations=moved)
    with serving(publisher.settings) as client:
        reasons = why(changes(client, 2))
        assert reasons["west-2.members.2022"] == "source_corrected"
        assert (reasons["east.members.2022"], reasons["west.members.2022"]) == (
            "revised", "revised",
        )  # fmt: skip


def test_another_threshold_alone_is_a_change_of_rules(publisher, load_state):
    load_state(FIGURES | {"east-1.members.2022": "7"})
    stricter = publisher.settings.model_copy(update={"disclosure_threshold": 10})
    packages = [*publisher.packages(publisher.current()).values()]
    assert Publisher(stricter).load(packages).published is not None
    with serving(publisher.settings) as client:
        release = client.get("/v1/releases/2").json()["data"]
        rows = changes(client, 2)
        row = rows["east-1.members.2022"]
        assert (row["before"]["value"], row["after"]["value"]) == (7, None)
        assert sum(release["changes"].values()) == len(rows) == 2
        assert set(why(rows).values()) == {"rules_changed"}


def test_the_history_a_release_carries_outlives_the_releases_it_tells_of(publisher, load_state):
    keeping = Publisher(publisher.settings.model_copy(update={"keep_releases": 1}))
    publisher.load = keeping.load
    load_state()
    load_state(FIGURES | {"west-1.members.2022": "201"})
    load_state(FIGURES | {"west-1.members.2022": "202", "west.members.2020": "440"})
    load_state(FIGURES | {"west-1.members.2022": "200", "west.members.2020": "440"})
    with serving(publisher.settings) as client:
        assert client.get("/v1/observations?release=1").status_code == 410
        assert client.get("/v1/releases/3/changes").status_code == 410
        since_second = changes(client, 4, from_=2)
        assert {"west-1.members.2022", "west.members.2020"} <= since_second.keys()
        since_first = changes(client, 4, from_=1)
        # What was changed and changed back is no difference.
        assert "west-1.members.2022" not in since_first
        assert since_first["west.members.2020"]["changed_in"] == 3
