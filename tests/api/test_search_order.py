"""What is found first: the tree, the marks, what exists; of a small package."""

import pytest

from tests.api.searching import ask, codes_of_notices, first, ids
from tests.packages import event, organization, source, write_package

LONG = "Chi bộ thôn Nậm Cang, xã Liên Minh"


@pytest.fixture
def searched(publish, tmp_path):
    """A small tree with names that are alike."""
    tree = (
        organization("vn"),
        organization("a", "vn", name_vi="Đảng bộ tỉnh Bản Hồ", name_en="Bản Hồ province"),
        organization("a-old", "vn", name_vi="Đảng bộ tỉnh Bản Hồ", valid_to="2025-06-30"),
        organization("a1", "a", name_vi=LONG),
        organization("a2", "a", name_vi="Chi bộ bàn hộ"),
        organization("a3", "a", name_vi="Chi bộ ban ho"),
    )
    events = [event("hop-nhat", "a1", title_vi="Hợp nhất chi bộ", legal_basis="12-QĐ/TU")]
    sources = [source(), source("unnamed", title="", publisher="Báo Bản Hồ")]
    return publish(
        write_package(tmp_path, organizations=tree, events=events, sources=sources, figures=())
    )


def test_what_is_higher_in_the_tree_comes_first_and_what_exists_before_what_ended(searched):
    found = ids(ask(searched, "ban ho", type="organization"))
    assert found == [f"organization:{code}" for code in ("a", "a-old", "a2", "a3")]


def test_marks_outweigh_the_tree(searched):
    found = ids(ask(searched, "bàn hộ", type="organization"))
    assert found == [f"organization:{code}" for code in ("a2", "a", "a-old", "a3")]


def test_a_breadcrumb_leads_from_the_root_and_an_event_has_that_of_its_organization(searched):
    (row,) = ask(searched, LONG)["data"]
    assert row["parents"] == ["vn", "a"]
    assert row["breadcrumb"]["vi"] == "Đảng bộ vn / Đảng bộ tỉnh Bản Hồ"
    (row,) = ask(searched, "12-qd/tu")["data"]
    assert (row["entry"], row["parents"]) == ("event:hop-nhat", ["vn", "a", "a1"])


def test_a_source_without_a_title_is_labelled_by_its_publisher(searched):
    (row,) = ask(searched, "báo bản hồ")["data"]
    assert row["label"] == {"vi": "Báo Bản Hồ", "en": "Báo Bản Hồ"}
    assert row["matched"] == {
        "field": "publisher", "text": "Báo Bản Hồ", "kind": "exact", "folded": False,
    }  # fmt: skip


def test_an_address_finds_its_source(searched):
    assert first(searched, "https://example.org/unnamed")[0] == "source:unnamed"


def test_too_many_matches_are_told_and_the_first_compared(publish, tmp_path):
    names = {f"a{number}": f"Chi bộ thôn {number}" for number in range(1100)}
    cells = (organization(code, "a", name_vi=name) for code, name in names.items())
    tree = (organization("vn"), organization("a", "vn"), *cells)
    client = publish(write_package(tmp_path, organizations=tree, figures=()))
    answer = ask(client, "chi bo", limit=1000, total="true")
    assert answer["meta"]["types"]["organization"] == answer["meta"]["total"] == 1100
    assert answer["meta"]["count"] == 1000
    assert codes_of_notices(answer) == ["broad"]
    assert ids(ask(client, "chi bộ thôn 1099")) == ["organization:a1099"]
