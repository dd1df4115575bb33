"""The application behind a real server, on a free port of the loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp

from app.main import Application
from app.settings import Settings
from app.web.protocol import StrictProtocol

ENGLISH = {"accept-language": "en"}
HARDLY_LIMITED = "999999999/minute"


class Client(httpx.Client):
    """A client that knows the application which answers it."""

    application: ASGIApp


@contextmanager
def serving(
    storage: Path | Settings, *, lifespan: str = "on", **settings: object
) -> Iterator[Client]:
    """A client of a new application on a data folder, or on the storage of these settings.

    It asks in English, and more often than one address may, and sees a new release at once.
    With `lifespan="off"` nothing is published at the start.
    """
    given = storage if isinstance(storage, Settings) else Settings(data_dir=storage)
    chosen = Settings.model_validate(
        {**dict(given), "refresh_seconds": 0, "rate_limit": HARDLY_LIMITED, **settings}
    )
    with serving_application(Application(chosen), lifespan=lifespan) as client:
        yield client


@contextmanager
def serving_application(app: ASGIApp, *, lifespan: str = "on") -> Iterator[Client]:
    """A client of any application."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, lifespan=lifespan, http=StrictProtocol, ws="none",
            log_config=None, server_header=False, proxy_headers=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.005)
            assert server.started
            address = "http://{}:{}".format(*listener.getsockname())
            with Client(base_url=address, timeout=60, headers=ENGLISH) as client:
                client.application = app
                yield client
        finally:
            server.should_exit = True
            thread.join()
