"""Running the server: its port, the browser, and the end at an interrupt."""

from __future__ import annotations

import errno
import os
import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress

from ..arguments import whole_number
from ..errors import DomainError
from ..foreign import optional_package

_LOCAL, _LAST_PORT = "127.0.0.1", 65535
# connections at once; those beyond are told to come again
_MOST_CONNECTIONS = 500


def serve(host: str, port: int, *, browser: bool, say: Callable[[str], object]) -> None:
    """Serve the explorer until it is interrupted.

    Parameters
    ----------
    host : str
        Address or name of this machine by which it is called; it answers to no other.
    port : int
        Port from 1 to 65535; if it is taken, the next one that is free.
    browser : bool
        Whether to open a browser.
    say : callable
        Prints a line.

    Raises
    ------
    MissingPackageError
        If the extra `explorer` is not installed.
    DomainError
        If there is no such port, or the host stands for all addresses at once.
    """
    optional_package("starlette", extra="explorer")
    uvicorn = optional_package("uvicorn", extra="explorer")
    # one thread for each process that computes: several get into each other's way
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .server import application

    with closing(_listener(host, port)) as listener:
        found = listener.getsockname()[1]
        if found != port:
            say(f"port {port} is taken")
        address = f"http://{f'[{host}]' if ':' in host else host}:{found}/"
        say(address)
        if browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            application([host, "localhost"] if host == _LOCAL else [host]),
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        with suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed
            uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens at a port, or at the next that is free."""
    if host in {"", "0.0.0.0", "::"}:
        raise DomainError(
            f"host must be the address by which others call this machine, got {host!r}: a server "
            "that answers to every name can be asked by every page"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(whole_number("port", port, 1, _LAST_PORT), _LAST_PORT + 1):
        try:
            listener = socket.create_server((host, candidate), family=family)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            # asyncio does so for its own sockets only; without it an answer waits for 40 ms
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listener
    raise DomainError(f"port must be free, and none is from {port} on; take a smaller one")
