"""The command `yanggaudin`: exit code 0, 1 (computation refused) or 2 (usage)."""

from __future__ import annotations

import csv as csv_format
import dataclasses
import io
import json as json_format
import math
import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter, Token

from . import __version__
from .errors import YangGaudinError

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray
    from rich.progress import Progress

Cell = float | str


def _whole_number(_: type, tokens: Sequence[Token]) -> int:
    # cyclopts would turn 2.5 into 2
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


WholeNumber = Annotated[int, Parameter(converter=_whole_number)]
Couplings = Annotated[str, Parameter(allow_leading_hyphen=True, help="Coupling γ > 0.")]

AsJson = Annotated[bool, Parameter(help="Print JSON instead of a table.")]
CsvFile = Annotated[Path | None, Parameter(help="Write the table to this file as well.")]

# what survives an error of 1e-14
_DIGITS = 14
_REFUSED, _USAGE = 1, 2
_MOST_POINTS = 1_000_000
_PICTURES = (".png", ".svg", ".pdf")

app = App(
    name="yanggaudin",
    version=__version__,
    help="Exact mass and dispersion of the polaron in a one-dimensional Bose gas.\n\n"
    "Couplings are γ = c/n = mg/ħ²n. Units ħ = m = n = 1: momenta in ħn, energies in ħ²n²/m.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)


class UsageError(Exception):
    """A word on the command line that means nothing."""


def main() -> None:
    """Run the command line and exit with its code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # γ on a terminal without Greek
    try:
        app(exit_on_error=False, print_error=False, result_action="return_value")
    except (UsageError, CycloptsError) as error:
        _fail(str(error), _USAGE)
    except BrokenPipeError:
        # the reader has gone; nothing more can be said, not even when Python flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_REFUSED)
    except (YangGaudinError, OSError) as error:
        _fail(str(error), _REFUSED)


@app.command
def mass(
    *gamma: Couplings,
    routes: bool = False,
    certified: bool = False,
    digits: WholeNumber | None = None,
    json: AsJson = False,
    csv: CsvFile = None,
) -> None:
    """Polaron mass at couplings γ; a dash reads them from standard input.

    Columns: m/m* (mass_ratio), m*/m (mass_enhancement), a bound on their relative error.

    Parameters
    ----------
    routes
        Show m/m* by every route of the theory and their largest disagreement.
    certified
        Give a proven enclosure: m/m* and a radius within which the true value lies. Couplings are
        taken exactly as written.
    digits
        Number of proven digits, with --certified; 30 if not given.
    """
    if certified:
        if routes:
            raise UsageError("--certified and --routes exclude each other")
        _present(_certified_masses(_words(gamma), 30 if digits is None else digits), json, csv)
        return
    if digits is not None:
        raise UsageError("--digits needs --certified")
    from .ground_state import RELATIVE_ERROR
    from .polaron import Polaron
    from .routes import mass_routes

    couplings = _couplings(gamma)
    rows: list[dict[str, Cell]]
    if routes:
        rows = [
            {
                **dataclasses.asdict(r),
                "spread": r.spread,
                "curvature_agrees": "yes" if r.curvature_agrees else "NO",
            }
            for r in map(mass_routes, couplings)
        ]
    else:
        ratios = [Polaron(value).mass_ratio for value in couplings]
        rows = [
            {
                "gamma": g,
                "mass_ratio": ratio,
                "mass_enhancement": 1 / ratio,
                "relative_error": RELATIVE_ERROR,
            }
            for g, ratio in zip(couplings, ratios, strict=True)
        ]
    _present(rows, json, csv)


@app.command
def identities(*gamma: Couplings, json: AsJson = False, csv: CsvFile = None) -> None:
    """Relative residuals of the identities behind the exact mass; all are rounding errors."""
    from . import routes

    rows: list[dict[str, Cell]] = []
    for residuals in map(routes.identities, _couplings(gamma)):
        rows += [
            {"gamma": residuals.gamma, "identity": name, "residual": value}
            for name, value in dataclasses.asdict(residuals).items()
            if name != "gamma"
        ]
    _present(rows, json, csv)


@app.command
def gas(*gamma: Couplings, json: AsJson = False, csv: CsvFile = None) -> None:
    """Ground state of the gas at couplings γ: all thermodynamic quantities with their units."""
    from .ground_state import RELATIVE_ERROR, GroundState

    rows: list[dict[str, Cell]] = []
    for state in map(GroundState, _couplings(gamma)):
        quantities = (
            ("energy e(γ)", state.energy, "ħ²n²/2m per atom"),
            ("energy per particle ε₀", state.energy_per_particle, "ħ²n²/m"),
            ("chemical potential μ", state.chemical_potential, "ħ²n²/m"),
            ("pressure P", state.pressure, "ħ²n³/m"),
            ("sound velocity v", state.sound_velocity, "ħn/m"),
            ("Luttinger parameter K", state.luttinger_parameter, ""),
            ("compressibility ∂n/∂μ", state.compressibility, "m/ħ²n"),
            ("pair correlation g₂ = e′", state.pair_correlation, ""),
            ("Fermi rapidity Q", state.fermi_rapidity, "n"),
            ("Fermi rapidity Q/c", state.fermi_rapidity_over_c, ""),
        )
        rows += [
            {
                "gamma": state.gamma,
                "quantity": name,
                "value": value,
                "unit": unit,
                "relative_error": RELATIVE_ERROR,
            }
            for name, value, unit in quantities
        ]
    _present(rows, json, csv)


@app.command
def thermal(
    gamma: Couplings,
    /,
    *,
    temperature: float,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Gas at a temperature: all thermodynamic quantities with units and absolute errors.

    Parameters
    ----------
    temperature
        Temperature k_B T in ħ²n²/m.
    plot
        Draw pressure, energy and entropy against temperature, a factor 100 up and down, into this
        file; its ending (.png, .svg, .pdf) chooses the format.
    """
    import numpy as np

    from .thermal import ThermalGas
    from .thermal_domain import LARGEST_TEMPERATURE, coldest

    _check_targets(csv, plot)
    state = ThermalGas(_one_coupling("thermal", gamma), temperature)
    units = {
        "chemical_potential": ("chemical potential μ", "ħ²n²/m"),
        "free_energy_per_particle": ("free energy per particle F/N", "ħ²n²/m"),
        "pressure": ("pressure P", "ħ²n³/m"),
        "energy_per_particle": ("energy per particle E/N", "ħ²n²/m"),
        "entropy_per_particle": ("entropy per particle S/N", "k_B"),
        "specific_heat": ("specific heat per particle T ∂(S/N)/∂T", "k_B"),
        "compressibility": ("compressibility ∂n/∂μ", "m/ħ²n"),
        "sound_velocity": ("sound velocity v", "ħn/m"),
        "pair_correlation": ("pair correlation g₂", ""),
    }
    errors = state.errors
    rows: list[dict[str, Cell]] = [
        {
            "gamma": state.gamma,
            "temperature": state.temperature,
            "quantity": text,
            "value": getattr(state, name),
            "unit": unit,
            "absolute_error": errors[name],
        }
        for name, (text, unit) in units.items()
    ]
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_thermal

        low = max(temperature / 100, 2 * coldest(state.gamma))
        high = min(temperature * 100, LARGEST_TEMPERATURE)
        draw_thermal(axes, state.gamma, np.geomspace(low, high, 41))
        _save(figure, plot)
    _present(rows, json, csv)


@app.command
def dispersion(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Energy and velocity of the polaron at momenta p from 0 to 2πħn.

    Columns: p in ħn, E(p) in ħ²n²/m, velocity dE/dp in ħn/m, spin rapidity η in n. Errors: of
    the energy 1e-14 relative, of the others 1e-14 of the sound velocity and of the larger of Q
    and c. An infinite η is null in JSON.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw E(p) into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    import numpy as np

    from .polaron import Polaron

    _check_targets(csv, plot)
    polaron = Polaron(_one_coupling("dispersion", gamma))
    p = _momenta(points)
    columns = {
        "momentum": p,
        "energy": polaron.energy(p),
        "velocity": polaron.velocity(p),
        "spin_rapidity": polaron.spin_rapidity(p),
    }
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_dispersion

        draw_dispersion(axes, polaron, np.linspace(0, 2 * np.pi, 401))
        _save(figure, plot)
    _present(_rows(columns), json, csv)


@app.command
def edge(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Edge of the impurity's spectral function at momenta p from 0 to 2πħn.

    Columns: p in ħn, threshold energy E(p) in ħ²n²/m, threshold exponent g₊² + g₋² - 1, shifts g₊
    and g₋ of the Fermi points, number of expelled atoms, phase drop in radian. Errors: of energy
    and expelled atoms 1e-14 and 1e-13 relative, of the others 1e-14 of the largest value.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw the exponent into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    from .polaron import Polaron

    _check_targets(csv, plot)
    polaron = Polaron(_one_coupling("edge", gamma))
    p = _momenta(points)
    threshold = polaron.edge(p)
    right, left = threshold.shifts
    columns = {
        "momentum": p,
        "energy": polaron.energy(p),
        "exponent": threshold.exponent,
        "shift_right": right,
        "shift_left": left,
        "expelled_atoms": threshold.expelled_atoms,
        "phase_drop": threshold.phase_drop,
    }
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_exponents

        draw_exponents(axes, [polaron.gamma])
        _save(figure, plot)
    _present(_rows(columns), json, csv)


@app.command
def excitations(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Lieb's type I and II excitations of the gas at momenta p from 0 to 2πħn.

    Columns: p in ħn, energies in ħ²n²/m, velocities in ħn/m. Errors: of the energies 1e-14
    relative, of the velocities 1e-14 of the sound velocity.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw both branches and the polaron into this file; its ending (.png, .svg, .pdf) chooses
        the format.
    """
    from .excitations import Excitations

    _check_targets(csv, plot)
    both = Excitations(_one_coupling("excitations", gamma))
    p = _momenta(points)
    columns = {
        "momentum": p,
        "particle_energy": both.particle_energy(p),
        "hole_energy": both.hole_energy(p),
        "particle_velocity": both.particle_velocity(p),
        "hole_velocity": both.hole_velocity(p),
    }
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_excitations

        draw_excitations(axes, both.gas.gamma)
        _save(figure, plot)
    _present(_rows(columns), json, csv)


@app.command
def ring(
    *,
    atoms: WholeNumber | None = None,
    gamma: Annotated[str, Parameter(allow_leading_hyphen=True)],
    magnon: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    spectrum: bool = False,
    extrapolate: str | None = None,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """N atoms on a ring, exactly: one state, all momenta, or the limit of large N.

    Units ħ = m = n = 1, so that the ring has the length N. Energies are those above the ground
    state, except the column energy.

    Parameters
    ----------
    atoms
        Number of atoms N.
    gamma
        Coupling γ > 0.
    magnon
        Spin quantum number J of the flipped atom, 0 to N - 1, which then carries the momentum
        2πJ/N; two or three separated by commas flip as many. The ground state if not given.
    spectrum
        One flipped atom at every J.
    extrapolate
        Numbers of atoms such as 50,100,200,400: m/m* of each, and their limit.
    plot
        Draw the points of --spectrum or --extrapolate into this file.
    """
    coupling = _one_coupling("ring", gamma)
    _check_targets(csv, plot)
    if extrapolate is not None:
        if atoms is not None or magnon is not None or spectrum:
            raise UsageError("--extrapolate goes with --gamma alone: it has its own atoms")
        _present(_ring_limit(coupling, _numbers("--extrapolate", extrapolate), plot), json, csv)
        return
    if atoms is None:
        raise UsageError("ring needs --atoms N, or --extrapolate N,N,…")
    if spectrum:
        if magnon is not None:
            raise UsageError("--spectrum and --magnon exclude each other")
        _present(_ring_spectrum(atoms, coupling, plot), json, csv)
        return
    if plot is not None:
        raise UsageError("--plot needs --spectrum or --extrapolate")
    flipped = None if magnon is None else _numbers("--magnon", magnon)
    _present(_ring_state(atoms, coupling, flipped), json, csv)


def _ring_state(atoms: int, gamma: float, magnon: list[int] | None) -> list[dict[str, Cell]]:
    from .ring import solve

    with _progress(f"solving for {atoms} atoms"):
        state = solve(atoms, gamma, magnon)
    rows: list[tuple[str, Cell, str]] = [
        ("momentum p", state.momentum, "ħn"),
        ("excitation energy ΔE", state.excitation_energy, "ħ²n²/m"),
        ("energy E", state.energy, "ħ²n²/m"),
    ]
    rows += [("spin rapidity η", eta, "n") for eta in state.spin_rapidities]
    if state.momentum:
        rows.append(("2mΔE/p²", state.mass_ratio, ""))
    rows += [
        ("largest residual", state.residual, "of a term"),
        ("solver", state.solver, ""),
    ]
    return [{"quantity": name, "value": value, "unit": unit} for name, value, unit in rows]


def _ring_spectrum(atoms: int, gamma: float, plot: Path | None) -> list[dict[str, Cell]]:
    from .polaron import Polaron
    from .ring import Ring

    system = Ring(atoms, gamma)
    states = []
    with _progress(f"solving for {atoms} momenta") as progress:
        for state in system.spectrum():
            states.append(state)
            progress.update(progress.task_ids[0], description=f"J = {len(states)} of {atoms}")
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_ring_dispersion

        draw_ring_dispersion(axes, Polaron(gamma), [states])
        _save(figure, plot)
    return [
        {
            "magnon": str(state.magnon[0]),
            "momentum": state.momentum,
            "excitation_energy": state.excitation_energy,
            "spin_rapidity": state.spin_rapidities[0],
        }
        for state in states
    ]


def _ring_limit(gamma: float, sizes: list[int], plot: Path | None) -> list[dict[str, Cell]]:
    from .ring import extrapolate_mass_ratio

    with _progress(f"solving for {', '.join(map(str, sizes))} atoms"):
        found = extrapolate_mass_ratio(gamma, sizes)
    if plot is not None:
        figure, axes = _new_figure()
        from .plots import draw_ring_masses

        draw_ring_masses(axes, found)
        _save(figure, plot)
    rows: list[dict[str, Cell]] = [
        {"atoms": str(size), "mass_ratio": value, "error": math.nan}
        for size, value in zip(found.n_particles, found.values, strict=True)
    ]
    return [*rows, {"atoms": "limit", "mass_ratio": found.limit, "error": found.error}]


def _numbers(option: str, text: str) -> list[int]:
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"{option} takes whole numbers with commas, got {text!r}") from None


@app.command
def figure1(*, output: Path = Path()) -> None:
    """Reproduce Fig. 1 of the paper: figure1.png, figure1.svg and figure1.csv.

    Parameters
    ----------
    output
        Folder to write to; it is made if it does not exist.
    """
    from .figure1 import figure1_rows

    figure, axes = _new_figure()
    from .plots import draw_figure1

    output.mkdir(parents=True, exist_ok=True)
    rows = list(figure1_rows())
    draw_figure1(axes, rows)
    _save(figure, output / "figure1.png")
    _save(figure, output / "figure1.svg")
    table: list[dict[str, Cell]] = [dataclasses.asdict(row) for row in rows]
    _write_csv(table, output / "figure1.csv")
    _print_table(table[::4])
    worst = max(row.disagreement for row in rows)
    print(f"largest disagreement of Eqs. (16) and (21) over {len(rows)} couplings: {worst:.1e}")
    print(f"wrote figure1.png, figure1.svg, figure1.csv to {output}")


@app.command
def series(
    side: Literal["weak", "strong"],
    /,
    *,
    order: WholeNumber = 5,
    quantity: str = "mass",
    format: Literal["text", "latex", "json"] = "text",
    digits: WholeNumber | None = None,
) -> None:
    """Coefficients of the weak- or strong-coupling series, Eqs. (22) and (23), to any order.

    Parameters
    ----------
    side
        Powers of √γ (weak) or of 1/γ (strong).
    order
        Number of the last term.
    quantity
        energy, mass_ratio, chemical_potential, pair_correlation, sound_velocity_squared or
        inverse_luttinger_squared, or an unambiguous beginning of one.
    format
        Text, LaTeX or JSON.
    digits
        Give numbers with so many digits instead of exact expressions.
    """
    from . import series as library

    names = [name for name in library.QUANTITIES if name.startswith(quantity)]
    # a single match is meant; otherwise the library lists the names it knows
    name = names[0] if len(names) == 1 else quantity
    make = library.weak if side == "weak" else library.strong
    terms = make(order, name, digits=digits)
    with _progress(f"computing the {side} series to order {order}"):
        printed = {"text": terms.text, "latex": terms.latex, "json": terms.json}[format]()
    print(printed)


def _progress(text: str) -> Progress:
    """What a terminal shows while something long is computed: text and elapsed time."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    progress.add_task(text)
    return progress


def _certified_masses(words: Iterable[str], digits: int) -> list[dict[str, Cell]]:
    from . import certified
    from .domain import exact_number

    rows: list[dict[str, Cell]] = []
    words = list(words)
    for word in words:  # refuse what is no coupling before anything long is done
        exact_number("gamma", word)
    for word in words:
        with _progress(f"enclosing m/m* at gamma = {word}"):
            ball = certified.mass_ratio(word, digits)
        middle, radius = str(ball).split(" ± ")
        rows.append({"gamma": word, "mass_ratio": middle, "radius": radius})
    return rows


def _words(words: Sequence[str]) -> list[str]:
    """The words, a single dash standing for those of standard input."""
    texts: list[str] = []
    for word in words:
        if word == "-" and sys.stdin is None:
            raise UsageError("there is no standard input to read couplings from")
        texts += sys.stdin.read().split() if word == "-" else [word]
    for text in texts:
        if text.startswith("--"):
            raise UsageError(f"{text!r} is an unknown option; see yanggaudin --help")
    if not texts:
        raise UsageError("give at least one coupling γ, or - to read them from standard input")
    return texts


def _couplings(words: Sequence[str]) -> list[float]:
    """The couplings meant by the words."""
    from .domain import coupling

    values = []
    for text in _words(words):
        try:
            values.append(float(text))
        except ValueError:
            raise UsageError(f"{text!r} is no number; see yanggaudin --help") from None
        if values[-1] == 0 and Decimal(text):
            raise UsageError(f"{text} is too small for a double")
    return [coupling(value) for value in values]


def _one_coupling(command: str, word: str) -> float:
    couplings = _couplings([word])
    if len(couplings) != 1:
        raise UsageError(f"{command} takes one coupling, got {len(couplings)}")
    return couplings[0]


def _momenta(points: int) -> NDArray[np.float64]:
    """Equally spaced momenta of the whole branch."""
    import numpy as np

    if not 2 <= points <= _MOST_POINTS:
        raise UsageError(f"--points must be from 2 to {_MOST_POINTS}, got {points}")
    return np.linspace(0, 2 * np.pi, points)


def _rows(columns: dict[str, NDArray[np.float64]]) -> list[dict[str, Cell]]:
    return [
        dict(zip(columns, map(float, values), strict=True))
        for values in zip(*columns.values(), strict=True)
    ]


def _present(rows: list[dict[str, Cell]], json: bool, csv: Path | None) -> None:
    if csv is not None:
        _write_csv(rows, csv)
    if json:
        finite = [
            {k: v if isinstance(v, str) or abs(v) < float("inf") else None for k, v in row.items()}
            for row in rows
        ]
        print(json_format.dumps(finite, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        _print_table(rows)


def _write_csv(rows: list[dict[str, Cell]], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv_format.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _print_table(rows: Iterable[dict[str, Cell]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    rows = list(rows)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, value in rows[0].items():
        table.add_column(
            name, justify="left" if isinstance(value, str) else "right", overflow="fold"
        )
    for row in rows:
        table.add_row(*map(_cell, row.items()))
    # a pipe or a file has no width to fold digits at
    Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table)


def _cell(item: tuple[str, Cell]) -> str:
    name, value = item
    if isinstance(value, (str, bool)):
        return str(value)
    if name in {"gamma", "temperature"}:
        return repr(value)
    short = name in {"spread", "residual"} or name.endswith("error")
    return f"{value:.1e}" if short else f"{value:#.{_DIGITS}g}"


def _new_figure() -> tuple[Figure, Axes]:
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise UsageError("pictures need matplotlib: pip install 'yanggaudin[plots]'") from None
    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    return figure, figure.add_subplot()


def _check_targets(csv: Path | None, plot: Path | None) -> None:
    """Refuse files that cannot be written before anything long is computed."""
    if plot is not None and plot.suffix not in _PICTURES:
        raise UsageError(f"cannot draw {plot}: end its name with {', '.join(_PICTURES)}")
    for path in (csv, plot):
        if path is not None and not path.parent.is_dir():
            raise UsageError(f"cannot write {path}: there is no folder {path.parent}")


def _save(figure: Figure, path: Path) -> None:
    import matplotlib as mpl

    # the same picture gives the same file
    metadata = {"Date": None} if path.suffix == ".svg" else None
    try:
        with mpl.rc_context({"svg.hashsalt": "yanggaudin"}):
            figure.savefig(path, dpi=200, metadata=metadata)
    except ValueError as error:
        raise UsageError(f"cannot draw {path}: {error}") from None


def _fail(message: str, code: int) -> None:
    print(f"yanggaudin: {message}", file=sys.stderr)
    sys.exit(code)
