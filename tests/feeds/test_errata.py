"""What was published wrongly is told: in a list, in the feed, and by answers of the release."""

import feedparser
import pytest

from tests.publication.small import ERRATA, FIGURES, changed, problem_of, small_files, written
from tests.serving import serving

MISREAD = ERRATA[0] | {"releases": "1", "mended_in": "2"}


@pytest.fixture
def mended(publisher, tmp_path):
    """A client of two releases, the second of which mends the first and says so."""
    wrong = small_files(figures=changed(FIGURES, 0, note="wrong"), errata=[])
    publisher.load(written(tmp_path / "small", wrong), allow_withdrawals=True)
    publisher.load(written(tmp_path / "small", small_files(errata=[MISREAD])))
    with serving(publisher.settings) as client:
        yield client


def test_a_list_that_is_empty_says_so(client):
    answer = client.get("/v1/errata").json()
    assert (answer["data"], answer["meta"]["notices"][0]["code"]) == ([], "empty")


def test_an_erratum_is_told_with_its_releases(mended):
    answer = mended.get("/v1/errata").json()
    assert answer["data"] == [
        {
            "code": "west-misread",
            "releases": [1],
            "subjects": ["west.members.2022"],
            "found": "2026-03-01",
            "mended_in": 2,
            "text": {"vi": "Đọc nhầm số.", "en": "Misread."},
        }
    ]
    assert mended.get("/v1/errata?concerns=1").json()["data"] == answer["data"]
    assert mended.get("/v1/errata?concerns=2").json()["data"] == []
    assert mended.get("/v1/errata?release=1").json()["data"] == []
    assert "west-misread" in mended.get("/v1/errata?format=csv").text
    codes = mended.get("/v1/codelists").json()["data"]
    assert "erratum" not in {row["code_list"] for row in codes}


@pytest.mark.parametrize("path", ["/v1/observations", "/v1/observations/west.members.2022"])
def test_every_answer_of_the_release_says_what_is_wrong_with_it(mended, path):
    wrong, right = (mended.get(f"{path}?release={number}").json() for number in (1, 2))
    (notice,) = wrong["meta"]["notices"]
    assert notice["code"] == "erratum"
    assert "west.members.2022" in notice["vi"]
    assert "release 2" in notice["en"]
    assert right["meta"]["notices"] == []
    assert mended.get(f"{path}?release=1&format=csv").status_code == 200


def test_who_holds_an_answer_is_told_once_an_erratum_is_known(publisher, tmp_path):
    wrong = small_files(figures=changed(FIGURES, 0, note="wrong"), errata=[])
    publisher.load(written(tmp_path / "small", wrong))
    with serving(publisher.settings) as client:
        path = "/v1/observations?release=1&limit=1"
        before = client.get(path)
        held = {"if-none-match": before.headers["etag"]}
        assert client.get(path, headers=held).status_code == 304
        publisher.load(written(tmp_path / "small", small_files(errata=[MISREAD])))
        after = client.get(path, headers=held)
        assert after.status_code == 200
        assert after.json()["data"] == before.json()["data"]


def test_the_feed_tells_of_it_where_it_is_mended(mended):
    newest, first = feedparser.parse(mended.get("/v1/releases.atom").content).entries
    assert "Đọc nhầm số." in newest.summary
    assert "Misread." in newest.summary
    assert "Misread." not in first.summary


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("releases", ""), ("releases", "0"), ("releases", "1;x"), ("releases", "-1"),
        ("subjects", "west"), ("subjects", "west.members.2022@"), ("mended_in", "1"),
        ("mended_in", "0"), ("found", "2026"), ("text_vi", ""),
    ],
)  # fmt: skip
def test_an_erratum_that_cannot_be_is_refused(column, cell):
    problem = problem_of(small_files(errata=[ERRATA[0] | {column: cell}]))
    assert (problem.file, problem.row, problem.column) == ("small/errata.csv", 2, column)


def test_an_export_carries_errata(mended):
    assert b"west-misread" in mended.get("/v1/releases/2/package.zip").content
