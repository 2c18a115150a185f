"""The command of the explorer: views of the library in a browser."""

from __future__ import annotations

from functools import partial

from .words import WholeNumber


def explore(*, port: WholeNumber = 8650, host: str = "127.0.0.1", no_browser: bool = False) -> None:
    """Show it all in a browser, with sliders: mass, dispersion, edge, gas, rings, traps, digits.

    It serves until Ctrl-C. Everything is computed on this machine, and nothing is sent from it.

    Parameters
    ----------
    port
        Port of the address; if it is taken, the next one that is free.
    host
        Address of this machine. Of itself only this machine is answered; with another address
        whoever reaches it can let this machine compute.
    no_browser
        Only print the address.
    """
    from ..explorer.serve import serve

    serve(host, port, browser=not no_browser, say=partial(print, flush=True))
