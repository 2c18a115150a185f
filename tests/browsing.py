"""A real browser for the tests of the explorer's page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, _NAMES)), None)

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason=f"no browser: none of {', '.join(_NAMES)} is installed"
)


@contextmanager
def browsing() -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=BROWSER, args=root)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page that is open, and what went wrong on it."""

    def __init__(self, browser: Any, port: int, **options: Any) -> None:
        self.root = f"http://127.0.0.1:{port}/"
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._check_request)

    def _check_request(self, request: Any) -> None:
        if not request.url.startswith((self.root, "data:")):
            self.faults.append(f"request that leaves: {request.url}")

    def go(self, address: str = "") -> None:
        """Open an address and wait until all is shown."""
        self.page.goto(self.root + address)
        self.wait()

    def wait(self, shown: str = "") -> None:
        """Wait until a state is shown, any if none is given."""
        where = f'html[data-shown*="{shown}"]' if shown else 'html[data-shown]:not([data-shown=""])'
        self.page.locator(where).wait_for(timeout=30_000)

    def numbers(self) -> list[str]:
        """The values in the table."""
        values: list[str] = self.page.locator("#numbers td:nth-child(2)").all_inner_texts()
        return values

    def ink(self) -> int:
        """How many pixels of the picture are drawn on."""
        count: int = self.page.evaluate(
            """() => { const canvas = document.querySelector("#chart canvas");
                const data = canvas.getContext("2d")
                    .getImageData(0, 0, canvas.width, canvas.height).data;
                return data.filter((value, i) => i % 4 === 3 && value > 0).length; }"""
        )
        return count

    def close(self) -> None:
        """Close the page, on which nothing may have gone wrong."""
        self.context.close()
        assert self.faults == []
