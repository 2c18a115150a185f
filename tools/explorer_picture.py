"""Take the picture of the explorer in docs/ and README.md, in a browser.

PYTHONPATH=tests python tools/explorer_picture.py
"""

from __future__ import annotations

from pathlib import Path

from browsing import Visit, browsing
from exploring import serving

PICTURE = Path(__file__).parents[1] / "docs" / "explorer.png"


def main() -> None:
    """Write the picture."""
    with serving() as server, browsing() as browser:
        window = {"width": 1200, "height": 860}
        visit = Visit(browser, server.port, viewport=window, device_scale_factor=1.5)
        visit.go("?view=dispersion&gamma=1&momentum=2&picture=branches")
        visit.page.screenshot(path=PICTURE)
        visit.close()


if __name__ == "__main__":
    main()
