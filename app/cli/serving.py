"""`partystats serve`."""

import signal
import sys
from typing import Annotated

import typer
import uvicorn

from app.cli.output import ExitCode, out, settings, telling
from app.settings import Settings, assume_public_url
from app.startup import is_published
from app.web.protocol import StrictProtocol

# Answers under way when the service is told to stop; who reads slower is cut off.
DRAIN_SECONDS = 20


def _publish(chosen: Settings) -> None:
    # The writer takes longer to import than all the rest; who has a release does not need it.
    from app.cli.progress import progress  # noqa: PLC0415 - see above
    from app.publication.publish import Publisher  # noqa: PLC0415 - see above

    with progress() as bar:
        Publisher(chosen).ensure_published(bar)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve; builds and publishes a first release from the seeds when there is none."""
    root = assume_public_url(host, port)
    chosen = settings()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.DONE))  # Told to stop: no failure.
    if not chosen.only_reads:
        with telling():
            if not is_published(chosen):
                _publish(chosen)
    place = "PostgreSQL" if chosen.is_on_servers else chosen.data_dir.resolve()
    out.print(f"partystats serves {place} on {root}", markup=False)
    for path, what in (
        ("/docs", "requests to try"),
        ("/redoc", "reference"),
        ("/v1/organizations/lao-cai/profile?period=2022", "Lào Cai at the end of 2022"),
        ("/v1/ratios/members_share_of_population?organization=lao-cai&period=2022", "gần 7%"),
    ):
        out.print(f"  {root}{path}  ({what})", markup=False)
    try:
        uvicorn.run(
            "app.main:app",
            host=host,
            port=port,
            workers=workers,
            loop="uvloop",
            http=StrictProtocol,
            ws="none",
            server_header=False,
            proxy_headers=False,  # Nothing here depends on who asks, or how.
            access_log=False,  # Ours is another; the server's would be put together and not shown.
            timeout_graceful_shutdown=DRAIN_SECONDS,
            log_level="warning",
        )
    except SystemExit as stopped:  # Its codes for a failed start mean other things here.
        raise typer.Exit(ExitCode.UNUSABLE if stopped.code else ExitCode.DONE) from stopped
