"""The floor: an ASGI application that sends one answer, whatever it is asked.

`BARE_ANSWER` names a file: a line of JSON with the headers, and then the body.
"""

import json
import os
from pathlib import Path

from starlette.types import Receive, Scope, Send

_HEAD, _, BODY = Path(os.environ["BARE_ANSWER"]).read_bytes().partition(b"\n")
HEADERS = [(name.encode(), value.encode()) for name, value in json.loads(_HEAD).items()]


async def application(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answers HTTP alone; has no lifespan."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})
