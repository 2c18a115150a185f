"""The command `yanggaudin`: exit code 0, 1 (refused), 2 (usage) or 130 (interrupted)."""

from __future__ import annotations

import io
import os
import sys

from cyclopts import App, CycloptsError, MissingArgumentError, Parameter, UnusedCliTokensError

from .. import __version__
from ..errors import YangGaudinError
from .branch import dispersion, edge, excitations
from .dynamics import flutter, spectrum
from .explore import explore
from .gas import gas, thermal
from .lab import lab
from .mass import identities, mass
from .options import as_typed, check_options
from .output import folded
from .paper import cite, figure1, series
from .ring import ring
from .sweep import sweep
from .words import InterruptedByUser, UsageError

_REFUSED, _USAGE, _INTERRUPTED = 1, 2, 130

app = App(
    name="yanggaudin",
    version=__version__,
    help="Exact mass and dispersion of the polaron in a one-dimensional Bose gas.\n\n"
    "Couplings are γ = c/n = mg/ħ²n. Units ħ = m = n = 1: momenta in ħn, energies in ħ²n²/m.",
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
    suppress_keyboard_interrupt=False,
)
for _command in (
    mass,
    identities,
    gas,
    thermal,
    dispersion,
    edge,
    excitations,
    ring,
    spectrum,
    flutter,
    sweep,
    figure1,
    series,
    cite,
    lab,
    explore,
):
    app.command(_command)


def main() -> None:
    """Run the command line and exit with its code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # γ on a terminal without Greek
    try:
        check_options(app, sys.argv[1:])
        app(sys.argv[1:], exit_on_error=False, print_error=False, result_action="return_value")
    except MissingArgumentError as error:
        missing = error.argument.name if error.argument else "an argument"
        _fail(f"{' '.join(error.command_chain or ())} needs {missing}", _USAGE)
    except UnusedCliTokensError as error:
        chain, unused = " ".join(error.command_chain or ()), " ".join(error.unused_tokens or ())
        _fail(f"{chain} takes options only, or the option before takes one value: {unused}", _USAGE)
    except (UsageError, CycloptsError) as error:
        _fail(str(error).strip(), _USAGE)
    except BrokenPipeError:
        # the reader has gone; nothing more can be said, not even when Python flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_REFUSED)
    except InterruptedByUser as error:
        _fail(str(error), _INTERRUPTED)
    except (YangGaudinError, OSError) as error:
        _fail(as_typed(str(error)), _REFUSED)


def _fail(message: str, code: int) -> None:
    print(folded(f"yanggaudin: {message}", sys.stderr), file=sys.stderr)
    sys.exit(code)
