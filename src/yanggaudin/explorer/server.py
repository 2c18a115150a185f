"""The server: the page, and views in processes that can be ended.

It has no state, answers GET only, and only under its own name, so that no other page can ask it
anything.  What a request costs is bounded: the length of its words, N, digits, and its time.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, create_task_group, move_on_after, sleep
from anyio.to_process import run_sync
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .answers import KINDS, Answer, answer, declarations, refusal
from .views import VIEWS

_PAGE = Path(__file__).parent / "page"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
# A page asks for numbers and picture at once; the next must not wait for it.
_OF_A_PAGE, _FEWEST_PROCESSES = 2, 4
#: seconds after which a computation is ended
LONGEST = 60.0
# Seconds that a computation may go on when nobody waits for it any more: a process that is ended
# has to be started again, which takes longer.
_GRACE = 0.5


class SafeHeaders:
    """Headers that forbid the page everything but this server, on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, sending)


def application(hosts: Sequence[str]) -> Starlette:
    """Return the application.

    Parameters
    ----------
    hosts : sequence of str
        Names and addresses under which it answers.

    Returns
    -------
    Starlette
        To be run by a server of ASGI.
    """
    processes = CapacityLimiter(max(_FEWEST_PROCESSES, os.cpu_count() or 1))

    @asynccontextmanager
    async def warm(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        """Start the processes of a first page, which would have to wait for them."""
        first = partial(run_sync, answer, "mass", "csv", (), cancellable=True, limiter=processes)
        async with create_task_group() as group:
            for _ in range(_OF_A_PAGE):
                group.start_soon(first)
            yield
            group.cancel_scope.cancel()

    async def view(request: Request) -> Response:
        found = await _found(request, processes)
        return Response(found.content, found.status, media_type=found.media_type)

    return Starlette(
        routes=[
            Route("/", _page, methods=["GET"]),
            Route("/api/views.json", _views, methods=["GET"]),
            Route("/api/{answer}", view, methods=["GET"]),
            Mount("/page", StaticFiles(directory=_PAGE)),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False),
        ],
        lifespan=warm,
    )


async def _page(_: Request) -> Response:
    return FileResponse(_PAGE / "index.html")


async def _views(_: Request) -> Response:
    return Response(declarations(), media_type="application/json")


async def _found(request: Request, processes: CapacityLimiter) -> Answer:
    """Return the answer to a request, unless it takes too long or nobody waits for it any more."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        return refusal(403, "only the page of this server may ask it")
    name, _, kind = request.path_params["answer"].partition(".")
    if name not in VIEWS or kind not in KINDS:
        return refusal(404, f"there is no view {name!r} as {kind!r}")
    words = request.query_params.multi_items()
    found = refusal(503, f"ended after {LONGEST:g} s; the library itself has no such limit")
    is_computed = False
    async with create_task_group() as group:

        async def end_when_left() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            if is_computed:
                await sleep(_GRACE)
            group.cancel_scope.cancel()

        group.start_soon(end_when_left)
        with move_on_after(LONGEST):
            async with processes:
                is_computed = True
                found = await run_sync(
                    answer, name, kind, words, cancellable=True, limiter=CapacityLimiter(1)
                )
        group.cancel_scope.cancel()
    return found
