"""`partystats load`, `withdraw` and `check`: what comes in, and what would."""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.output import (
    ExitCode,
    JsonOption,
    chosen_publisher,
    err,
    out,
    print_json,
    table,
    telling,
)
from app.cli.progress import progress
from app.cli.proving import release_document
from app.publication.examine import Examination, examine
from app.publication.fetching import fetch_packages, is_address
from app.publication.package import Package
from app.publication.plans import Change, Plan
from app.publication.publish import LoadReport, Publisher
from app.publication.reading import read_source
from app.publication.temporary import staged_in

ROWS_SHOWN = 20
NICENESS = 10
SourceArgument = Annotated[
    str,
    typer.Argument(
        help="A package, or a bundle of packages: a folder, a zip, or the https address of "
        "another instance or of one of its releases.",
    ),
]
AllowOption = Annotated[
    bool, typer.Option("--allow-withdrawals", help="Withdraw rows that are left out.")
]
PlanOption = Annotated[bool, typer.Option("--plan", help="Show what would change; write nothing.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        help="Processes that derive the release; as many as there are processors where it is "
        "large, else one.",
    ),
]
PackageOption = Annotated[
    list[str] | None,
    typer.Option("--package", help="Take this package of the bundle alone; may be repeated."),
]


def load(
    source: SourceArgument,
    *,
    package: PackageOption = None,
    plan: PlanOption = False,
    only: Annotated[
        bool, typer.Option("--only", help="Withdraw every package that is not loaded here.")
    ] = False,
    allow_withdrawals: AllowOption = False,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish the next release with these packages added or replaced."""
    publisher = chosen_publisher(workers=workers)
    _give_way()
    place = nullcontext() if plan else staged_in(publisher.folder.building)
    with telling(), place, progress() as bar:
        bar("read", 0, 0)
        brought = _brought(publisher, source, package, conditional=not plan)
        if brought is None:
            out.print("Nothing new: all that is published there is loaded already.")
        elif plan:
            _show_plans(publisher.plan(brought, only=only), as_json=as_json)
        else:
            report = publisher.load(
                brought, allow_withdrawals=allow_withdrawals, only=only, progress=bar
            )
            _show_report(report, as_json=as_json)


def _give_way() -> None:
    """Let those who serve the current release go first on every processor."""
    least = max(os.getpriority(os.PRIO_PROCESS, 0), NICENESS)
    os.setpriority(os.PRIO_PROCESS, 0, least)


def withdraw(
    name: Annotated[str, typer.Argument(help="Name of a package that is loaded.")],
    plan: PlanOption = False,
    allow_withdrawals: AllowOption = False,
    as_json: JsonOption = False,
) -> None:
    """Publish the next release without this package."""
    publisher = chosen_publisher()
    with telling():
        if plan:
            _show_plans(publisher.plan_without(name), as_json=as_json)
            return
        with progress() as bar:
            report = publisher.withdraw(name, allow_withdrawals=allow_withdrawals, progress=bar)
        _show_report(report, as_json=as_json)


def check(
    source: SourceArgument, package: PackageOption = None, as_json: JsonOption = False
) -> None:
    """Examine packages, also a third party's, with what they refer to; publishes nothing."""
    publisher = chosen_publisher()
    with telling():
        brought = _brought(publisher, source, package, conditional=False) or ()
        examination = examine(publisher.content_with(brought), publisher.recipe)
    if as_json:
        print_json(_examination_document(examination))
    else:
        _show_examination(examination)
    if examination.has_errors:
        raise typer.Exit(ExitCode.REFUSED)


def _brought(
    publisher: Publisher, source: str, names: list[str] | None, *, conditional: bool
) -> Sequence[Package] | None:
    """The packages that lie there, those of the names; None where an instance has nothing new."""
    if is_address(source):
        found = fetch_packages(publisher, source, conditional=conditional)
        if found is None:
            return None
    else:
        found = read_source(Path(source))
    if not names:
        return found
    by_name = {package.name: package for package in found}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        err.print(
            f"There is no package {', '.join(unknown)} there; there are: {', '.join(by_name)}",
            markup=False,
        )
        raise typer.Exit(ExitCode.USAGE)
    return [by_name[name] for name in names]


def _show_report(report: LoadReport, *, as_json: bool) -> None:
    published = report.published
    if as_json:
        shown = None if published is None else release_document(published)
        print_json({"plans": [asdict(each) for each in report.plans], "published": shown})
    elif published is None:
        out.print("Nothing new: the content is what is published already.")
    else:
        _show_plans(report.plans, as_json=False)
        out.print(f"Published release {published.number}.")


def _show_plans(plans: Sequence[Plan], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(plan) for plan in plans])
        return
    shown = table("Package", "New rows", "Revised", "Withdrawn", "Catalog")
    for plan in plans:
        shown.add_row(
            plan.package,
            str(plan.counts["new"]),
            str(plan.counts["revised"]),
            str(plan.counts["withdrawn"]),
            "changed" if plan.catalog_changed else "as before",
        )
    out.print(shown)
    changes: tuple[Change, ...] = ("revised", "withdrawn")
    for name in changes:
        rows = [row for plan in plans for row in getattr(plan, name)]
        count = sum(plan.counts[name] for plan in plans)
        for row in rows[:ROWS_SHOWN]:
            out.print(f"  {name}: {row}", markup=False)
        if count > ROWS_SHOWN:
            out.print(f"  … and {count - ROWS_SHOWN} more {name}")


def _examination_document(examination: Examination) -> dict[str, Any]:
    return {
        "organizations": examination.organizations,
        "figures": examination.figures,
        "observations": examination.observations,
        "outcomes": dict(examination.outcomes),
        "findings": [
            {
                "code": check.code,
                "outcome": check.outcome,
                "text": check.en,
                "sources": check.sources,
            }
            for check in examination.findings
        ],
    }


def _show_examination(examination: Examination) -> None:
    out.print(
        f"{examination.figures} figures of {examination.organizations} organizations give "
        f"{examination.observations} observations."
    )
    shown = table("Outcome", "Checks")
    for outcome, count in sorted(examination.outcomes.items()):
        shown.add_row(outcome, str(count))
    out.print(shown)
    for each in examination.findings:
        out.print(f"  {each.outcome}: {each.code}", markup=False)
        out.print(f"    {each.en}", markup=False)
