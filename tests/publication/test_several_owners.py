"""Packages of several owners in one release: added, replaced, taken away."""

import pytest

from app.publication.problems import PackageError, PublicationError, WithdrawalError
from tests.packages import figure, source
from tests.publication.folders import current
from tests.publication.small import FIGURES, changed, only, small_files, written
from tests.publication.storages import observed

CELL = "west cells 202212315"


def more(number="7"):
    """A package of another owner, with a figure of an organization it does not own."""
    line = figure("west.cells.2022", number, source="more")
    return only("more", sources=[source("more")], figures=[line])


@pytest.fixture
def bundle(tmp_path):
    """A folder with both packages."""
    written(tmp_path / "both" / "small", small_files())
    written(tmp_path / "both" / "more", more())
    return tmp_path / "both"


def names(publisher):
    return sorted(package.name for package in current(publisher).packages)


def test_a_bundle_is_one_release(publisher, bundle):
    report = publisher.load(bundle)
    assert [plan.package for plan in report.plans] == ["small", "more"]
    assert len(publisher.releases()) == 1
    assert names(publisher) == ["more", "small"]
    assert observed(publisher)[CELL] == 7_000_000


def test_a_package_is_replaced_and_the_others_stay(publisher, bundle, tmp_path):
    publisher.load(bundle)
    report = publisher.load(written(tmp_path / "again", more("8")))
    (plan,) = report.plans
    assert (plan.package, plan.revised) == ("more", ["figures west.cells.2022@more"])
    assert observed(publisher)[CELL] == 8_000_000
    assert names(publisher) == ["more", "small"]


def test_a_package_is_withdrawn_with_its_rows_and_its_sources(publisher, bundle):
    publisher.load(bundle)
    with pytest.raises(WithdrawalError, match=r"west\.cells\.2022@more"):
        publisher.withdraw("more")
    assert names(publisher) == ["more", "small"]
    (plan,) = publisher.plan_without("more")
    assert plan.withdrawn == ["sources more", "figures west.cells.2022@more"]
    report = publisher.withdraw("more", allow_withdrawals=True)
    assert report.plans == (plan,)
    assert report.published.changes["withdrawn"] >= 1
    assert CELL not in observed(publisher)
    assert CELL in observed(publisher, 1)
    assert names(publisher) == ["small"]


def test_a_package_that_others_refer_to_cannot_be_withdrawn(publisher, bundle):
    publisher.load(bundle)
    with pytest.raises(PackageError, match="small"):
        publisher.plan_without("small")
    with pytest.raises(PackageError, match="small"):
        publisher.withdraw("small", allow_withdrawals=True)
    assert names(publisher) == ["more", "small"]


def test_a_package_that_is_not_loaded_cannot_be_withdrawn(publisher, bundle):
    publisher.load(bundle)
    with pytest.raises(PublicationError, match="there are: small, more"):
        publisher.withdraw("none", allow_withdrawals=True)


def test_only_what_is_loaded_stays_when_it_is_told_so(publisher, bundle, tmp_path):
    publisher.load(bundle)
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    package = written(tmp_path / "alone", small_files(figures=lines))
    plans = publisher.plan(package, only=True)
    assert [plan.package for plan in plans] == ["small", "more"]
    assert plans[1].withdrawn == ["sources more", "figures west.cells.2022@more"]
    with pytest.raises(WithdrawalError):
        publisher.load(package, only=True)
    publisher.load(package, only=True, allow_withdrawals=True)
    assert names(publisher) == ["small"]


def test_the_last_package_cannot_be_withdrawn(publisher, tmp_path):
    """A release of nothing is none."""
    publisher.load(written(tmp_path / "small", small_files()))
    with pytest.raises(PublicationError, match="at least one"):
        publisher.withdraw("small", allow_withdrawals=True)
