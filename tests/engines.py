"""Firefox and WebKit, as far as a walk needs them, without another package.

Both know the commands of WebDriver: Debian's driver of WebKit takes them over HTTP; Firefox takes them itself, on a
socket on which each message stands behind its length.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SECONDS = 30  # on a machine that has much else to do
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # under this key, by the standard, an element is named

Send = Callable[..., Any]  # a command and its parameters; gives its value


class EngineError(Exception):
    """A browser does not start, or refuses a command; the message says what it says."""


class Engine:
    """A browser with one window."""

    def __init__(self, send: Send):
        self._send = send

    def go(self, address: str) -> None:
        """Opens an address, and waits until it is loaded."""
        self._send("go", url=address)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self._send("run", script=f"return {script}", args=[])

    def click(self, selector: str) -> None:
        """Scrolls to the first element of a selector, and clicks it."""
        self._send("click", id=self._find(selector))

    def type(self, selector: str, text: str) -> None:
        """Types into the first element of a selector."""
        self._send("type", id=self._find(selector), text=text)

    def wait(self, expression: str) -> Any:
        """The value of an expression in the page, as soon as it is true. Raises EngineError where it never is."""
        return _soon(lambda: self.run(expression), expression)

    def _find(self, selector: str) -> str:
        return self._send("find", using="css selector", value=selector)[ELEMENT]


class Firefox(Engine):
    """Firefox, which also tells what its console holds."""

    def complaints(self) -> list[str]:
        """What the console says about pages of 127.0.0.1: errors, and what a policy forbids."""
        self._send("context", value="chrome")
        script = "return Services.console.getMessageArray().map((one) => one.message).filter((text) => text.includes('//127.0.0.1'))"
        found = self._send("run", script=script, args=[])
        self._send("context", value="content")
        return found


@contextmanager
def firefox(program: str) -> Iterator[Firefox]:
    """Firefox without a window. Raises EngineError where it does not start."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text('user_pref("marionette.port", 0);\n', "utf-8")
        options = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile]
        with _running([program, *options]):
            port = _soon((Path(profile) / "MarionetteActivePort").read_text, "Firefox to start")
            with socket.create_connection(("127.0.0.1", int(port)), SECONDS) as connection:
                send = _over_socket(connection)
                send("start", capabilities={})
                yield Firefox(send)


@contextmanager
def webkit(program: str, display: str) -> Iterator[Engine]:
    """WebKit on a display of its own, by its driver and Xvfb. Raises EngineError where it does not start."""
    ours, theirs = os.pipe()
    with _running([display, "-displayfd", str(theirs), "-screen", "0", "1280x1000x24"], pass_fds=[theirs]):
        os.close(theirs)
        with open(ours, encoding="ascii") as told:
            number = told.readline().strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # Its sandbox needs rights that CI does not have; the pages are our own.
        apart = {"DISPLAY": f":{number}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        with _running([program, f"--port={port}"], env={**os.environ, **apart}):
            _soon(lambda: socket.create_connection(("127.0.0.1", port)).close() or True, "WebKit to start")
            address = f"http://127.0.0.1:{port}/session"
            session = _post(address, {"capabilities": {}})["sessionId"]
            try:
                yield Engine(_over_http(f"{address}/{session}"))
            finally:
                urllib.request.urlopen(urllib.request.Request(f"{address}/{session}", method="DELETE"), timeout=SECONDS)


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[None]:
    """A program, for as long as it is needed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _soon(look: Callable[[], Any], what: str) -> Any:
    """What `look` gives, as soon as that is something. Raises EngineError where it never is."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(OSError):
            if found := look():
                return found
        time.sleep(0.05)
    raise EngineError(f"waited {SECONDS} seconds for: {what}")


def _over_socket(connection: socket.socket) -> Send:
    commands = {
        "start": "WebDriver:NewSession",
        "go": "WebDriver:Navigate",
        "run": "WebDriver:ExecuteScript",
        "find": "WebDriver:FindElement",
        "click": "WebDriver:ElementClick",
        "type": "WebDriver:ElementSendKeys",
        "context": "Marionette:SetContext",
    }
    stream = connection.makefile("rb")

    def read() -> Any:
        length = b"".join(iter(lambda: stream.read(1), b":"))
        return json.loads(stream.read(int(length)))

    def send(command: str, **parameters: Any) -> Any:
        text = json.dumps([0, 1, commands[command], parameters]).encode()
        connection.sendall(b"%d:%s" % (len(text), text))
        _, _, error, value = read()
        if error:
            raise EngineError(f"{command}: {error['message']}")
        return value["value"] if isinstance(value, dict) and "value" in value else value

    read()  # it greets
    return send


def _over_http(session: str) -> Send:
    paths = {
        "go": "url",
        "run": "execute/sync",
        "find": "element",
        "click": "element/{id}/click",
        "type": "element/{id}/value",
    }

    def send(command: str, **parameters: Any) -> Any:
        return _post(f"{session}/{paths[command].format(**parameters)}", parameters)

    return send


def _post(address: str, data: dict[str, Any]) -> Any:
    request = urllib.request.Request(address, json.dumps(data).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise EngineError(json.load(error)["value"]["message"]) from error
