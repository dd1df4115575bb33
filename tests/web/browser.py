"""Chromium without a window, spoken to over a pipe in the DevTools protocol."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1600",
    "--remote-debugging-pipe",
    # No name is found but the server's own address: the network might as well be off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
SECONDS = 60


def chromium() -> str | None:
    """The browser's command, where it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class NavigatedError(Exception):
    """The page that was asked is no longer the page in the tab."""


class Browser:
    """One tab. `requests` are the addresses asked for, `complaints` what the console says."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to_browser, self._from_browser = to_browser, from_browser
        self._unread = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._call(f"{domain}.enable")

    def open(self, address: str) -> None:
        self._call("Page.navigate", url=address)

    def evaluate(self, expression: str) -> object:
        """The value of an expression of the page."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> object:
        """The value of an expression once it is true."""
        until = time.monotonic() + SECONDS
        value: object = None
        while not value:
            with suppress(NavigatedError):
                value = self.evaluate(expression)
            assert time.monotonic() < until, f"never true: {expression}; {self.complaints}"
            time.sleep(0 if value else 0.05)
        return value

    def press_key(self, kind: str, key: str, code: int) -> None:
        """A key goes down or up, as on a keyboard: `keyDown`, `keyUp`."""
        text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        self._call(
            "Input.dispatchKeyEvent",
            type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text,
        )  # fmt: skip

    def allow_the_clipboard(self) -> None:
        """As a visitor has it who presses a button in the window in front."""
        self._call("Emulation.setFocusEmulationEnabled", enabled=True)
        allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        self._call("Browser.grantPermissions", permissions=allowed)

    def screenshot(self, file: Path) -> None:
        """A picture of what is in sight (PNG), for whoever wants to look."""
        file.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def command(self, method: str, **parameters: object) -> dict:
        """A command of the protocol, and what it gives."""
        return self._call(method, **parameters)

    def _call(self, method: str, **parameters: object) -> dict:
        self._number += 1
        call = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            call["sessionId"] = self._session
        os.write(self._to_browser, json.dumps(call).encode() + b"\0")
        while (message := self._read()).get("id") != self._number:
            self._note(message.get("method", ""), message.get("params", {}))
        if "navigated" in message.get("error", {}).get("message", ""):
            raise NavigatedError
        assert "error" not in message, message
        return message["result"]

    def _note(self, method: str, event: dict) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(event["request"]["url"])
            case "Log.entryAdded" if event["entry"]["level"] in {"error", "warning"}:
                self.complaints.append(f"{event['entry']['text']} {event['entry'].get('url', '')}")
            case "Runtime.exceptionThrown":
                self.complaints.append(str(event["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if event["type"] in {"error", "warning"}:
                self.complaints.append(str([each.get("value") for each in event["args"]]))

    def _read(self) -> dict:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._from_browser], [], [], SECONDS)
            read = os.read(self._from_browser, 1 << 16) if ready else b""
            assert read, "Chromium says nothing any more"
            self._unread += read
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)


@contextmanager
def browsing(command: str) -> Iterator[Browser]:
    """A new browser with a profile of its own, ended afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # The protocol wants descriptors 3 and 4: ours lie above, so that none is in the way.
        theirs_in, to_browser, from_browser, theirs_out = map(_above, (*os.pipe(), *os.pipe()))
        arguments = [command, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0o600),
        ]
        process = os.posix_spawn(command, arguments, os.environ, file_actions=actions)
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Browser(to_browser, from_browser)
        finally:
            os.close(to_browser)
            os.close(from_browser)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)


def _above(descriptor: int) -> int:
    """The same open file under a number that is not inherited, 10 or more."""
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return copy
