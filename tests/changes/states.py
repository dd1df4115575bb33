"""Releases that revise, withdraw, correct a source, change a border and change rules."""

from collections.abc import Mapping
from pathlib import Path

from app.publication.publish import Publisher
from tests.packages import event, figure, organization, source, write_package

ORGANIZATIONS = (
    organization("vn"),
    organization("east", "vn"),
    organization("west", "vn"),
    organization("east-1", "east"),
    organization("west-1", "west"),
    organization("west-2", "west"),
)
SOURCES = (source(), source("yearbook"))
FIGURES = {
    "east-1.members.2022": "100",
    "west-1.members.2022": "200",
    "west-2.members.2022": "300",
    "east.population.2022": "5000",
    "west.members.2021": "450",
    "west.population.2021": "9000",
}
Changes = Mapping[str, Mapping[str, str]]


def written(
    folder: Path,
    figures: Mapping[str, str],
    *,
    organizations: tuple[Mapping[str, str], ...] = ORGANIZATIONS,
    events: tuple[Mapping[str, str], ...] = (),
    sources: Mapping[str, str] | None = None,
) -> Path:
    """The package with these prints; `sources` says which are not of the report."""
    return write_package(
        folder,
        organizations=organizations,
        events=events,
        sources=SOURCES,
        figures=[
            figure(key, print_, source=(sources or {}).get(key, "report"))
            for key, print_ in figures.items()
        ],
    )


def load(publisher: Publisher, package: Path) -> int:
    """The number of the release it gives."""
    report = publisher.load(package, allow_withdrawals=True)
    assert report.published is not None
    return report.published.number


def merged(**changes: str) -> Mapping[str, str]:
    """A merger that breaks the series of the west."""
    told = {"kind": "merger", "effective": "2022-07-01", "breaks": "members"} | changes
    return event("merger", "west", **told)
