"""From a key press to the new picture, in a browser: the table that docs/explorer.md quotes.

    export OPENBLAS_NUM_THREADS=1 PYTHONPATH=tests
    python benchmarks/explorer.py            # five minutes
    python benchmarks/explorer.py ring edge  # views of these names only

The last digit of γ is changed by the keyboard.  Time runs from the event of the key to the frame
after the one in which the picture is drawn anew, and in the last columns to that with everything
else; what the explorer's processes and the browser's compute meanwhile says how much of it is work.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator

import psutil
from machine import measured_on

from browsing import Visit, browsing
from exploring import serving
from yanggaudin.explorer.views import VIEWS
from yanggaudin.plots import FUNCTIONS

# digits are typed between the point and the e
COUPLINGS = ("1.e-4", "1.e-2", "1.e0", "1.e2", "1.e4")
# one function of γ stands for all; a weak series of 50 orders is computed for seconds
PICTURES = [
    (name, picture)
    for name in ("mass", "dispersion", "edge", "gas", "ring")
    for picture in VIEWS[name].pictures
    if picture not in {"orders", *FUNCTIONS[1:]}
]
# digits that are typed, and ms between what one has shown and the next
KEYS, PAUSE = 12, 150
WATCH = """() => {
  window.times = { picture: [], all: [] };
  let pressed = 0;
  document.getElementById("gamma").addEventListener("keydown",
    () => { pressed = performance.now(); }, true);
  const note = (what) => {
    const since = pressed;
    requestAnimationFrame(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => window.times[what].push(performance.now() - since);
      drawn.port2.postMessage(0);
    });
  };
  new MutationObserver(() => note("picture")).observe(document.getElementById("chart"),
    { childList: true });
  new MutationObserver(() => note("all")).observe(document.documentElement,
    { attributes: true, attributeFilter: ["data-shown"] });
}"""


def computed() -> float:
    """Return the CPU time, in s, of this process and all that it has started."""
    mine = psutil.Process(os.getpid())
    times = [one.cpu_times() for one in (mine, *mine.children(recursive=True))]
    return float(sum(time.user + time.system for time in times))


def measure(visit: Visit, view: str, picture: str, gamma: str) -> dict[str, list[float]]:
    """Return times in ms from key to picture, and to all, and the CPU time for each key."""
    visit.go(f"?view={view}&picture={picture}&gamma={gamma}")
    box = visit.page.locator("#gamma")
    box.focus()
    box.evaluate("box => box.setSelectionRange(2, 2)")
    visit.page.wait_for_timeout(2 * PAUSE)
    visit.page.evaluate(WATCH)
    before = computed()
    for key in range(KEYS):
        visit.page.keyboard.press(str(1 + key % 9))
        visit.wait(f"gamma={box.input_value()}&")
        visit.page.wait_for_timeout(PAUSE)
    found: dict[str, list[float]] = visit.page.evaluate("window.times")
    return found | {"cpu": [1e3 * (computed() - before) / KEYS]}


def rows(names: list[str]) -> Iterator[str]:
    """Yield rows of a table in Markdown."""
    yield "| view | picture | γ | to the picture: median, longest (ms) | to all | CPU for a key |"
    yield "| --- | --- | --- | --- | --- | --- |"
    with serving() as server, browsing() as browser:
        visit = Visit(browser, server.port, viewport={"width": 1200, "height": 900})
        for view, picture in PICTURES:
            for gamma in COUPLINGS if not names or view in names else ():
                found = measure(visit, view, picture, gamma)
                cells = [
                    f"{statistics.median(times):.0f}, {max(times):.0f}"
                    for times in (found["picture"], found["all"])
                ]
                shown = [view, picture, gamma, *cells, f"{found['cpu'][0]:.0f}"]
                yield f"| {' | '.join(shown)} |"


def main() -> None:
    """Print the table."""
    for row in rows(sys.argv[1:]):
        print(row, flush=True)
    print(measured_on())


if __name__ == "__main__":
    main()
