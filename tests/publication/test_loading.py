"""Loading a package: the plan, the next release, withdrawals, and refusals that change nothing."""

import pytest

from app.publication.problems import DamagedFileError, PackageError, WithdrawalError
from app.publication.publish import Publisher
from app.settings import Settings
from tests.packages import figure, source
from tests.publication import folders
from tests.publication.folders import current
from tests.publication.small import FIGURES, ORGANIZATIONS, changed, only, small_files, written
from tests.publication.storages import (
    assert_no_leftovers,
    assert_whole,
    observed,
    query,
    stored,
)


@pytest.fixture
def load(publisher, tmp_path):
    """Load files as the package of that name."""

    def load_files(files, name="small", **options):
        return publisher.load(written(tmp_path / name, files), **options)

    return load_files


def test_the_first_load_publishes_release_1(publisher, load):
    report = load(small_files())
    assert report.published == current(publisher)
    assert report.published.number == 1
    (plan,) = report.plans
    assert (len(plan.new), plan.revised, plan.withdrawn) == (21, [], [])
    assert plan.catalog_changed
    assert "figures east.members.2022@report" in plan.new
    assert report.published.changes == {}
    assert_whole(publisher)
    assert_no_leftovers(publisher)


def test_counts_of_a_release_are_its_rows(publisher, load):
    load(small_files())
    counts = current(publisher).counts
    assert counts["organization"] == len(ORGANIZATIONS)
    assert counts["figure"] == len(FIGURES)
    for table, count in counts.items():
        rows = f'SELECT count(*) FROM "{table}"'
        assert query(publisher, rows) == [(count,)]


def test_a_plan_names_new_and_revised_rows_and_writes_nothing(publisher, load, tmp_path):
    load(small_files())
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    lines.append(figure("west.members.2023", "41.500"))
    before = stored(publisher)
    (plan,) = publisher.plan(written(tmp_path / "next", small_files(figures=lines)))
    assert plan.new == ["figures west.members.2023@report"]
    assert plan.revised == ["figures east.members.2022@report"]
    assert (plan.withdrawn, plan.catalog_changed, plan.is_empty) == ([], False, False)
    assert stored(publisher) == before


def test_a_plan_on_no_data_folder_creates_none(publisher, tmp_path):
    (plan,) = publisher.plan(written(tmp_path / "small", small_files()))
    assert len(plan.new) == 21
    assert not publisher.folder.root.exists()


def test_a_plan_of_what_is_published_is_empty(publisher, load, tmp_path):
    load(small_files())
    (plan,) = publisher.plan(tmp_path / "small")
    assert plan.is_empty


def test_the_same_content_makes_no_new_release(publisher, load):
    first = load(small_files()).published
    before = stored(publisher)
    assert load(small_files()).published is None
    assert load(small_files(figures=FIGURES[::-1])).published is None
    assert stored(publisher) == before
    assert current(publisher) == first
    assert_no_leftovers(publisher)


def test_a_changed_figure_makes_release_2_and_leaves_release_1_as_it_was(publisher, load):
    load(small_files())
    before = stored(publisher)
    second = load(small_files(figures=changed(FIGURES, 0, as_reported="53.800", value="53800")))
    assert second.published.number == 2
    assert second.published.changes == {"revised": 3}  # The share and the nation's sum move too.
    kept = {place: digest for place, digest in before.items() if not place.startswith("registry")}
    assert len(kept) > 1
    assert kept.items() <= stored(publisher).items()
    assert observed(publisher, 1)["east members 202212315"] == 53_767_000_000
    assert observed(publisher, 2)["east members 202212315"] == 53_800_000_000
    assert_whole(publisher)


def test_a_second_package_stands_beside_the_first(publisher, load):
    load(small_files())
    more = only(
        "more", sources=[source("more")], figures=[figure("west.cells.2022", "7", source="more")]
    )
    report = load(more, "more")
    assert [package.name for package in report.published.packages] == ["small", "more"]
    assert "west cells 202212315" in observed(publisher)
    assert report.published.changes == {"new": 1}


def test_a_package_that_leaves_out_rows_is_refused_and_says_which(publisher, load):
    load(small_files())
    before = stored(publisher)
    with pytest.raises(WithdrawalError) as refused:
        load(small_files(figures=FIGURES[1:]))
    assert refused.value.rows == ["figures east.members.2022@report"]
    assert "--allow-withdrawals" in str(refused.value)
    assert stored(publisher) == before
    assert current(publisher).number == 1


def test_a_long_list_of_withdrawn_rows_is_cut_in_the_message():
    assert str(WithdrawalError([f"row {number}" for number in range(30)])).count("row ") == 20


def test_rows_are_withdrawn_when_it_is_allowed(publisher, load):
    load(small_files())
    report = load(small_files(figures=FIGURES[1:]), allow_withdrawals=True)
    assert report.plans[0].withdrawn == ["figures east.members.2022@report"]
    assert report.published.changes["withdrawn"] == 1
    assert "east members 202212315" not in observed(publisher)
    assert "east members 202212315" in observed(publisher, 1)


FAULTS = {
    "a wrong cell": small_files(figures=changed(FIGURES, 0, value="53768")),
    "a code of nothing": small_files(figures=changed(FIGURES, 0, vintage="gone")),
    "an unreadable catalog": small_files() | {"catalog.toml": b"x ="},
    "parts beyond the whole": small_files(
        figures=changed(FIGURES, 6, as_reported="252", value="252")
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_package_changes_nothing(publisher, load, fault):
    load(small_files())
    before, served = stored(publisher), publisher.releases()
    with pytest.raises(PackageError):
        load(FAULTS[fault])
    assert stored(publisher).items() >= before.items()
    assert publisher.releases() == served
    assert_whole(publisher)
    load(small_files(figures=changed(FIGURES, 0, as_reported="53.800", value="53800")))
    assert_no_leftovers(publisher)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_first_package_publishes_nothing(publisher, load, fault):
    with pytest.raises(PackageError):
        load(FAULTS[fault])
    assert publisher.releases() == ()
    assert load(small_files()).published.number == 1


def test_parts_beyond_the_whole_are_told_with_rule_cell_both_sides_and_sources(load):
    with pytest.raises(PackageError) as refused:
        load(FAULTS["parts beyond the whole"])
    (problem,) = refused.value.problems
    assert problem.file == "rule parts"
    assert "east" in problem.column
    assert all(text in problem.found for text in ("286", "252", "537", "report"))
    assert "bodies" in problem.expected


def test_a_plan_refuses_what_the_load_would_refuse(publisher, tmp_path):
    package = written(tmp_path / "small", FAULTS["parts beyond the whole"])
    with pytest.raises(PackageError) as refused:
        publisher.plan(package)
    assert [problem.file for problem in refused.value.problems] == ["rule parts"]
    assert not publisher.folder.root.exists()


def test_a_package_another_rests_on_cannot_lose_what_is_named(publisher, load):
    load(small_files())
    load(only("more", figures=[figure("west-1.cells.2022", "7")]), "more")
    before = stored(publisher)
    with pytest.raises(PackageError) as refused:
        load(small_files(organizations=ORGANIZATIONS[:3]), allow_withdrawals=True)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.found) == ("more/figures.csv", 2, "'west-1'")
    assert stored(publisher) == before


@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_a_damaged_package_in_the_folder_is_named_and_nothing_changes(publisher, load, damage):
    first = load(small_files()).published
    path = publisher.folder.package(first.packages[0].digest)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    with pytest.raises(DamagedFileError, match=path.name):
        load(small_files(figures=FIGURES[1:]), allow_withdrawals=True)
    assert publisher.releases() == (first,)
    path.unlink()
    with pytest.raises(DamagedFileError, match=path.name):
        load(small_files())


def test_a_package_that_is_another_than_its_name_says_is_refused(publisher, load):
    first = load(small_files()).published
    load(small_files(figures=changed(FIGURES, 0, note="x")))
    old, new = sorted(publisher.folder.packages.iterdir(), key=lambda path: path.stem)
    other = old if new.stem == first.packages[0].digest else new
    other.write_bytes(publisher.folder.package(first.packages[0].digest).read_bytes())
    with pytest.raises(DamagedFileError, match="does not hold what its name says"):
        load(small_files())


@pytest.mark.files
def test_a_missing_release_file_is_named(publisher, load):
    path = publisher.folder.release(load(small_files()).published.file_digest)
    path.unlink()
    with pytest.raises(DamagedFileError, match=r"release 1 is damaged: .*partystats rebuild 1"):
        load(small_files(figures=changed(FIGURES, 0, note="x")))


def test_a_folder_of_any_name_will_do(tmp_path):
    folder = tmp_path / "dữ liệu 100% ?x=1#y" / "data"
    publisher = Publisher(Settings(data_dir=folder))
    publisher.load(written(tmp_path / "small", small_files()))
    publisher.load(written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, note="x"))))
    assert len(folders.assert_whole(folder)) == 2
    folders.assert_no_leftovers(folder)
