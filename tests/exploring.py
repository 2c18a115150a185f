"""The explorer as its user meets it: served by the command, asked over a socket."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

HOST = "127.0.0.1"


class Reply(NamedTuple):
    """What the server said."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The content, in which NaN and Infinity would be no JSON."""
        return json.loads(self.content, parse_constant=lambda word: 1 / 0 if word else None)


class Server(NamedTuple):
    """A server that runs."""

    port: int
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
        """Return the reply to a request."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=100)
        try:
            connection.request(method, path, headers=headers or {})
            reply = connection.getresponse()
            names = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, names, reply.read())
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(port: int | None = None) -> Iterator[Server]:
    """Run `yanggaudin explore` until it is not needed any more."""
    words = ["explore", "--no-browser", "--port", str(port or free_port())]
    process = subprocess.Popen(
        [sys.executable, "-m", "yanggaudin", *words], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        while not line.startswith("http"):
            assert line, "the server has ended"
            line = process.stdout.readline()
        yield Server(int(line.split(":")[-1].rstrip("/\n")), process)
    finally:
        _end(process)
        process.stdout.close()


def _end(process: subprocess.Popen[str]) -> None:
    """End a server as its user does, so that its processes end and say what they ran."""
    if sys.platform != "win32":
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
    process.kill()
    process.wait()
