"""`partystats export`: what a release was built from, as one file."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import ExitCode, chosen_publisher, err, out, telling
from app.publication.store import written_whole
from app.releases.archive import package_archive


def export(
    release: Annotated[
        int | None, typer.Option("--release", min=1, help="Its number; the current one without.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to; without it partystats-N.zip here.")
    ] = None,
) -> None:
    """Write the packages of a release as one zip: loaded elsewhere, they give the same content."""
    publisher = chosen_publisher()
    with telling():
        chosen = next(
            (
                each
                for each in publisher.releases()
                if (each.is_current if release is None else each.number == release)
            ),
            None,
        )
        if chosen is None:
            err.print("There is no such release.")
            raise typer.Exit(ExitCode.USAGE)
        place = output or Path(f"partystats-{chosen.number}.zip")
        written_whole(place, package_archive(publisher.folder, chosen))
    out.print(f"{place}: release {chosen.number}, content digest {chosen.content_digest}")
