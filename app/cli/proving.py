"""`partystats releases`, `verify`, `rebuild` and `upgrade`: what is published, and its proof."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.cli.output import ExitCode, JsonOption, chosen_publisher, out, print_json, table, telling
from app.cli.progress import progress
from app.publication import rebuilding, verifying
from app.releases.registry import PublishedRelease


def releases(as_json: JsonOption = False) -> None:
    """List what has been published, oldest first."""
    publisher = chosen_publisher()
    with telling():
        published = publisher.releases()
    if as_json:
        print_json([release_document(release) for release in published])
        return
    shown = table("Release", "Published", "Packages", "Observations", "Changes", "Content digest")
    for release in published:
        shown.add_row(
            f"{release.number}{_remark(release)}",
            release.published_at,
            ", ".join(package.name for package in release.packages),
            str(release.counts.get("observation", 0)),
            ", ".join(f"{count} {change}" for change, count in release.changes.items()) or "–",
            release.content_digest[:16],
        )
    out.print(shown)


def verify(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build every release a second time and compare.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Recompute every digest from bytes and rows; nothing that is published is written."""
    publisher = chosen_publisher()
    with telling(), progress() as bar:
        found = list(verifying.verify(publisher, rebuild=rebuild, progress=bar))
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        shown = table("Release", "Proven", "Not to be had here", "Wrong")
        for each in found:
            texts = ("; ".join(part) or "–" for part in (each.proven, each.absent, each.faults))
            shown.add_row(str(each.number), *texts)
        out.print(shown)
    if any(each.faults for each in found):
        raise typer.Exit(ExitCode.UNUSABLE)


def rebuild(
    number: Annotated[int, typer.Argument(min=1, help="Number of the release.")],
) -> None:
    """Make a damaged or pruned release anew from its packages."""
    publisher = chosen_publisher()
    with telling(), progress() as bar:
        rebuilding.rebuild(publisher, number, bar)
    out.print(f"Release {number} is what was published, and can be read.")


def upgrade() -> None:
    """Bring registry and releases to this version's schema and rules."""
    publisher = chosen_publisher()
    with telling(), progress() as bar:
        done = rebuilding.upgrade(publisher, bar)
    for line in done or ["Nothing to do: everything is of this version."]:
        out.print(line, markup=False)


def release_document(release: PublishedRelease) -> dict[str, Any]:
    """The release as JSON for programs."""
    document = asdict(release)
    return {"number": document.pop("number"), "current": document.pop("is_current"), **document}


def _remark(release: PublishedRelease) -> str:
    if release.is_current:
        return " (current)"
    return "" if release.is_kept else " (not kept)"
