"""Small personal counts: nothing of them is in a release, its file, or what is served of it."""

import pytest

from app.publication.content import assemble
from app.publication.disclosing import disclosed
from app.publication.package import read_package
from app.publication.publish import Publisher
from app.settings import Settings
from tests.packages import figure
from tests.publication.folders import current, query
from tests.publication.small import FIGURES, small_files, written
from tests.serving import serving

FIGURE = """
    SELECT value, upper_value, lower, upper, as_reported, figure.note, status,
           confidentiality FROM figure
    JOIN organization o ON o.id = organization_id JOIN indicator i ON i.id = indicator_id
    WHERE o.code = 'west-1' AND i.code = ? AND period = 202212315
"""
ADDRESSES = [
    "/v1/figures?organization=west-1",
    "/v1/observations?organization=west-1",
    "/v1/observations?organization=west-1&format=csv",
    "/v1/observations/west-1.members.2022",
    "/v1/organizations/west-1/profile?period=2022",
    "/v1/organizations/west/profile?period=2022",
    "/v1/ratios?organization=west-1",
    "/v1/ratios/share?organization=west-1&period=2022",
    "/v1/computations?numerator=west-1.members.2022&denominator=west-1.population.2022",
    "/v1/checks?organization=west-1",
    "/v1/releases",
    "/openapi.json",
]
PATHS = [
    "/packages/{digest}.zip",
    "/v1/packages/{digest}",
    "/registry.sqlite",
    "/assets/../packages/{digest}.zip",
    "/assets/%2e%2e/packages/{digest}.zip",
]


def files_with(print_, *, indicator="members", note=""):
    """The small package with one figure more, of the smallest organization."""
    line = figure(f"west-1.{indicator}.2022", print_, note=note)
    more = figure("west-1.population.2022", "1.000")
    return small_files(figures=[*FIGURES, line, more])


def published(folder, files, **settings):
    publisher = Publisher(Settings(data_dir=folder / "data", **settings))
    publisher.load(written(folder / "small", files))
    return publisher


@pytest.mark.parametrize("print_", ["1", "2", "3", "4", "hơn 4", "khoảng 3", "từ 3 đến 9"])
def test_a_count_of_one_to_four_is_taken_away_whole(tmp_path, print_):
    publisher = published(tmp_path, files_with(print_, note=f"{print_} người"))
    ((*numbers, status, confidentiality),) = query(publisher, FIGURE, "members")
    assert numbers == [None] * 6
    assert (status, confidentiality) == ("Q", "C")


@pytest.mark.parametrize("print_", ["0", "5", "khoảng 5", "40"])
def test_no_one_and_five_are_published(tmp_path, print_):
    publisher = published(tmp_path, files_with(print_))
    ((_, *_, status, confidentiality),) = query(publisher, FIGURE, "members")
    assert (status, confidentiality) == ("A", "F")


def test_what_is_not_personal_is_published_however_small(tmp_path):
    publisher = published(tmp_path, files_with("3", indicator="cells"))
    ((value, *_, status, _),) = query(publisher, FIGURE, "cells")
    assert (value, status) == (3_000_000, "A")


def test_a_threshold_of_zero_suppresses_nothing(tmp_path):
    publisher = published(tmp_path, files_with("3"), disclosure_threshold=0)
    ((value, *_, status, _),) = query(publisher, FIGURE, "members")
    assert (value, status) == (3_000_000, "A")


def test_the_release_file_is_the_same_bytes_whatever_the_secret_is(tmp_path):
    """Not a digit, index entry, freed page or digest of it is left."""
    releases = [
        current(published(tmp_path / secret, files_with(secret, note=f"chỉ {secret} người")))
        for secret in ("1", "2", "3", "4")
    ]
    assert len({release.file_digest for release in releases}) == 1
    assert len({release.content_digest for release in releases}) == 1


def test_the_print_and_the_note_are_nowhere_in_the_release_file(tmp_path):
    files = files_with("suýt soát 4", note="bốn người ở thôn Hoa Mai")
    publisher = published(tmp_path, files)
    release = current(publisher)
    content = publisher.folder.release(release.file_digest).read_bytes()
    assert "Phía tây.".encode() in content
    for secret in ("suýt soát", "Hoa Mai"):
        assert secret.encode() not in content


def test_sums_and_ratios_of_a_suppressed_count_do_not_give_it_back(tmp_path):
    publisher = published(tmp_path, files_with("4"))
    sql = """
        SELECT o.code, i.code, v.value, v.lower, v.upper FROM observation v
        JOIN organization o ON o.id = v.organization_id JOIN indicator i ON i.id = v.indicator_id
        WHERE i.code IN ('members', 'share') AND o.code IN ('west-1') AND v.period = 202212315
    """
    assert {row[2:] for row in query(publisher, sql)} == {(None, None, None)}


def test_nothing_of_it_is_served(tmp_path):
    """Packages are kept as they came, beside what is served and never served themselves."""
    publisher = published(tmp_path, files_with("suýt soát 4", note="bốn người ở thôn Hoa Mai"))
    with serving(publisher.settings.data_dir) as client:
        for address in ADDRESSES:
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert "suýt soát" not in answer.text
            assert "Hoa Mai" not in answer.text
        rows = client.get("/v1/figures?organization=west-1&indicator=members").json()["data"]
        assert [(row["value"], row["as_reported"], row["status"]) for row in rows] == [
            (None, None, "Q")
        ]
        digest = current(publisher).packages[0].digest
        for path in PATHS:
            assert client.get(path.format(digest=digest)).status_code == 404


def test_a_count_suppressed_by_its_package_stays_so_under_any_threshold(tmp_path):
    line = figure("west-1.members.2022", "4") | {
        "suppressed": "yes",
        "as_reported": "",
        "value": "",
    }
    files = small_files(figures=[*FIGURES, line])
    publisher = published(tmp_path, files, disclosure_threshold=0)
    ((*numbers, status, confidentiality),) = query(publisher, FIGURE, "members")
    assert numbers == [None] * 6
    assert (status, confidentiality) == ("Q", "C")


def test_a_count_that_becomes_small_is_gone_from_the_next_release_but_history_tells_what_was(
    tmp_path,
):
    publisher = published(tmp_path, files_with("40"))
    publisher.load(written(tmp_path / "small", files_with("4")))
    sql = """
        SELECT change, value, status FROM revision
        WHERE organization = 'west-1' AND indicator = 'members'
    """
    assert query(publisher, sql) == [("revised", 40_000_000, "A")]


def test_a_package_that_is_disclosed_is_what_its_files_are_read_as():
    package = read_package(files_with("3", note="ba người"))
    catalog = assemble([package]).catalog
    kept = disclosed(package, catalog, threshold=5)
    again = read_package(kept.files)
    assert kept is not package
    assert (kept.digest, kept.tables, kept.catalog) == (again.digest, again.tables, again.catalog)
    assert (kept.name, kept.version, kept.requires) == (again.name, again.version, again.requires)
    assert disclosed(kept, catalog, threshold=5) is kept
