"""Where and when figures were measured: the line that stands below a table of them."""

from __future__ import annotations

import datetime
import os
import platform

import numpy as np

import yanggaudin


def measured_on() -> str:
    """Return date, versions and the kind of machine, as a paragraph in Markdown."""
    today = datetime.datetime.now(datetime.UTC).date()
    return (
        f"\n*Measured on {today.isoformat()}: yanggaudin {yanggaudin.__version__}, "
        f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores.*"
    )
