"""What a command does when it is not told: how much it computes, draws, and shows meanwhile."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import imread

import yanggaudin as yg
from command import Run, rows_of
from yanggaudin import ring
from yanggaudin.cli.gas import _around
from yanggaudin.cli.output import folded
from yanggaudin.cli.picture import Picture
from yanggaudin.cli.table import Column, table_lines
from yanggaudin.cli.words import UsageError, numbers
from yanggaudin.dynamics import injected_motion, spectral_function, spectral_plane
from yanggaudin.thermal.domain import LARGEST_TEMPERATURE, coldest

Draw = Callable[..., list[Axes]]
SMALL = ("--gamma", "2", "--atoms", "5")


@pytest.fixture
def drawn(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draw:
    """Run a command with --plot and return the axes of its picture."""
    seen: list[Axes] = []

    def draw(_: Picture, functions: Sequence[Callable[[Axes], object]], *__: Path) -> None:
        for function in functions:
            seen.append(Figure().add_subplot())
            function(seen[-1])

    monkeypatch.setattr(Picture, "draw", draw)

    def command(*words: str) -> list[Axes]:
        assert run(*words, "--plot", str(tmp_path / "a.svg")).returncode == 0
        return seen

    return command


def curve(axes: Axes, line: int = 0) -> tuple[Any, Any]:
    x, y = np.asarray(axes.lines[line].get_xydata(), dtype=float).T
    return x, y


def test_a_branch_is_tabulated_over_its_period(run: Run) -> None:
    for command in ("dispersion", "edge", "excitations"):
        p = [row["momentum"] for row in rows_of(run(command, "1", "--json"))]
        assert p == pytest.approx([math.pi * k / 20 for k in range(41)])
    assert len(rows_of(run("dispersion", "1", "--points", "2", "--json"))) == 2


def test_branches_are_drawn_for_the_coupling_that_is_asked_for(drawn: Draw) -> None:
    for command in ("dispersion", "edge", "excitations"):
        drawn(command, "3", "--points", "2")
    dispersion, edge, excitations = drawn("edge", "3", "--points", "2")[:3]
    polaron = yg.Polaron(3.0)
    p, energy = curve(dispersion)
    assert energy == pytest.approx(polaron.energy(p))
    assert curve(edge)[1] == pytest.approx(polaron.edge(p).exponent)
    p, hole = curve(excitations, 1)
    assert hole == pytest.approx(yg.Excitations(3.0).hole_energy(p))


def test_spectra_stop_at_99_hundredths_and_show_twenty_states(run: Run, drawn: Draw) -> None:
    words = ("spectrum", "injection", *SMALL, "--momentum", "2")
    found = spectral_function("injection", 2.0, n_particles=5, momentum=2, share=0.99)
    rows = rows_of(run(*words, "--json"))
    assert len(rows) == len(found.weights) > 20
    heading, units, _, *lines = run(*words).stdout.splitlines()
    assert heading.split() == ["excitation_energy", "form_factor", "error", "magnon"]
    assert units.split() == ["ħ²n²/m"]
    assert len(lines) == 20
    weights = sorted(found.weights.tolist(), reverse=True)
    for line, row, weight in zip(lines, rows, weights, strict=False):
        assert float(line.split()[1]) == pytest.approx(weight, rel=1e-12)
        index = int(np.flatnonzero(found.weights == weight)[0])
        assert row["quantum_numbers"] == found.states[index].tolist()
        assert row["errors"]["form_factor"] == np.asarray(found.errors["weights"])[index]
    # Gaussians half as wide as the distance of the levels of sound, 2πv/L
    (axes,) = drawn(*words)
    omega, density = curve(axes)
    width = yg.sound_velocity(2.0) * 2 * math.pi / 5 / 2
    assert density == pytest.approx(found.broadened(omega, width), rel=1e-9)
    (_, wider) = drawn(*words, "--width", "1.5")
    omega, density = curve(wider)
    assert density == pytest.approx(found.broadened(omega, 1.5), rel=1e-9)


def test_totals_of_a_spectrum_are_saved(run: Run) -> None:
    words = ("spectrum", "injection", *SMALL, "--momentum", "2")
    result = run(*words, "--csv", "-")
    found = spectral_function("injection", 2.0, n_particles=5, momentum=2, share=0.99)
    comments = dict(line[2:].split(" = ") for line in result.stdout.splitlines() if " = " in line)
    for name in ("share", "tail", "first_moment"):
        assert float(comments[name]) == getattr(found, name)
    assert float(comments["share_error"]) == found.errors["share"]
    assert int(comments["momentum_quanta"]) == 2
    assert f"{len(found.weights)} states: share" in result.stderr
    ejection = run(
        "spectrum", "ejection", *SMALL, "--momentum", "-1", "--magnon", "2", "--csv", "-"
    )
    assert "share = " in ejection.stdout
    assert "first_moment" not in ejection.stdout  # it has no such sum rule


def test_maps_have_a_line_for_each_momentum(run: Run, drawn: Draw) -> None:
    words = ("spectrum", "spin_flip", *SMALL, "--map", "--momentum", "3")
    plane = spectral_plane("spin_flip", 2.0, n_particles=5, momenta=[1, 2, 3], share=0.97)
    heading, _, _, *lines = run(*words).stdout.splitlines()
    names = ["momentum", "states", "excitation_energy", "share", "error", "first_moment"]
    assert heading.split() == names
    for line, one in zip(lines, plane.spectra, strict=True):
        cells = [float(word) for word in line.split()]
        numbers_of = [
            float(one.momenta[0]), len(one.weights), one.energies[0],
            one.share, one.errors["share"], one.first_moment,
        ]  # fmt: skip
        assert cells == pytest.approx(numbers_of, rel=0.05)
        assert cells[:4] == pytest.approx(numbers_of[:4], rel=1e-12)
    (axes,) = drawn(*words)
    assert "spin flip" in axes.get_title()
    # an injection may leave the momentum as it is, which a flip may not
    lowest = run("spectrum", "injection", *SMALL, "--map", "--momentum", "0").stdout.splitlines()
    assert len(lowest) == 4
    refused = run("spectrum", "spin_flip", *SMALL, "--map", "--momentum", "0")
    assert "--momentum must be at least 1 with --map" in refused.stderr


def test_motion_is_followed_for_ten_units_of_time(run: Run, drawn: Draw) -> None:
    words = ("flutter", "--gamma", "2", "--atoms", "3", "--momentum", "2")
    rows = rows_of(run(*words, "--json"))
    assert [row["time"] for row in rows] == pytest.approx(np.linspace(0, 10, 101).tolist())
    motion = injected_motion(2.0, n_particles=3, momentum=2, share=0.99)
    back = [abs(complex(motion.return_amplitude(row["time"]))) ** 2 for row in rows]
    assert [row["return_probability"] for row in rows] == pytest.approx(back, abs=1e-12)
    # |a|² changes by at most 2|a| times what a lacks
    bounds = {row["errors"]["return_probability"] for row in rows}
    assert list(bounds) == pytest.approx([2 * (1 - motion.share)])
    (axes,) = drawn(*words, "--until", "3", "--points", "2")
    assert curve(axes)[0].tolist() == [0, 3]
    assert len(rows_of(run(*words, "--points", "2", "--json"))) == 2
    for wrong in ("--points 1", "--points 100001", "--until 0", "--until inf"):
        result = run(*words, *wrong.split())
        assert (result.returncode, result.stdout) == (2, "")
        assert "--until above 0 and --points from 2 to 100000" in result.stderr


def test_series_and_digits(run: Run) -> None:
    assert run("series", "weak").stdout.splitlines()[-1].startswith("gamma^(5/2): ")
    (row,) = rows_of(run("mass", "1", "--certified", "--json"))
    assert 1e-40 < float(row["errors"]["mass_ratio"]) < 1e-30
    assert rows_of(run("mass", "1", "--certified", "--digits", "30", "--json")) == [row]


def test_a_thermal_picture_reaches_two_decades_up_and_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unless the gas would be too cold or too hot to compute."""
    # the name of the module is that of the command in it
    monkeypatch.setitem(_around.__globals__, "_thermal_gas", lambda gamma, t, mu: (gamma, t, mu))
    state: Any = yg.ThermalGas(1.0, 20.0)
    around: Any = _around(state)
    assert {(gamma, mu) for gamma, _, mu in around} == {(1.0, False)}
    assert [t for _, t, _ in around] == pytest.approx(np.geomspace(0.2, 2000, 41).tolist())
    least = coldest(1.0)
    drawn: Any = _around(yg.ThermalGas(1.0, 10 * least))
    low, high = drawn[0][1], drawn[-1][1]
    assert (low, high) == pytest.approx((2 * least, 1000 * least))
    drawn = _around(yg.ThermalGas(1.0, LARGEST_TEMPERATURE / 2))
    assert drawn[-1][1] == pytest.approx(LARGEST_TEMPERATURE)


def test_ranges_have_at_least_two_and_at_most_a_million_points() -> None:
    assert numbers("x", ["1:3:2lin"]) == [1, 3]
    assert len(numbers("x", ["0:1:1000000lin"])) == 1_000_000
    with pytest.raises(UsageError, match="from 2 to 1000000 points"):
        numbers("x", ["0:1:1000001lin"])


@pytest.mark.parametrize(
    ("size", "dpi", "fits"),
    [
        *(("1x1", 10, True), ("1x1", 9, False), ("0.99x3", 100, False), ("3x0.99", 100, False)),
        *(("65535x1in", 10, False), ("6553.5x1", 10, True), ("1x6553.6", 10, False)),
        *(("2.54x2.54cm", 10, True), ("2.53x5cm", 10, False)),
    ],
)
def test_sizes_of_pictures(size: str, dpi: int, fits: bool) -> None:
    if fits:
        assert Picture(size, dpi).size == size
        return
    with pytest.raises(UsageError, match="must be an inch or more, 10 dpi or more"):
        Picture(size, dpi)


def test_narrow_tables_lose_errors_first_and_then_two_digits_at_a_time() -> None:
    column = Column("mass_ratio", [0.78879557985396], [7.9e-15])
    notes = [tuple(table_lines([column] * 4, width, stacked=False)[3:]) for width in range(200)]
    last = "a wider terminal, --csv and --json have all"
    side_by_side = [note for note in dict.fromkeys(notes[::-1]) if "errors are left out" in note]
    assert side_by_side == [
        ("", "errors are left out", last),
        *(
            ("", f"numbers have {digits} of 14 digits", "errors are left out", last)
            for digits in (12, 10, 8)
        ),
    ]


def test_messages_are_folded_for_a_terminal_but_not_below_forty_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    terminal: Any = Terminal()
    text = "a" * 90 + " word-with-hyphens" * 9
    for columns, longest in ((80, 80), (41, 41), (40, 40), (5, 40)):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = folded(text, terminal).splitlines()
        assert lines[0] == "a" * 90  # a path is not broken
        assert longest - 18 < max(map(len, lines[1:])) <= longest
        assert set(" ".join(lines[1:]).split()) == {"word-with-hyphens"}
        just_too_long = " ".join(["b" * 20] * 2)  # by one letter
        assert len(folded(just_too_long, terminal).splitlines()) == (2 if longest == 40 else 1)


def test_the_explorer_is_at_home_and_opens_a_browser(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def serve(host: str, port: int, *, browser: bool, say: Callable[[str], object]) -> None:
        say("here")
        asked.append((host, port, browser))

    monkeypatch.setattr("yanggaudin.explorer.serve.serve", serve)
    assert run("explore").stdout == "here\n"
    run("explore", "--no-browser", "--port", "9000", "--host", "localhost")
    assert asked == [("127.0.0.1", 8650, True), ("localhost", 9000, False)]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("sweep", "--gamma", "1", "2", "--quantity", "energy"), "2/2"),
        (("mass", "1", "2", "--routes"), "m/m* by every route: 1 of 2"),
        (("ring", "--atoms", "3", "--gamma", "1", "--spectrum"), "J = 3 of 3"),
    ],
)
def test_progress_is_wiped_off_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], shown: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    seen = run(*words).stderr
    assert shown in "".join(part.partition("m")[2] for part in seen.split("\x1b["))
    assert seen.endswith("\x1b[2K")  # the line is cleared in the end
    monkeypatch.delenv("FORCE_COLOR")
    assert run(*words).stderr == ""


def test_axes_of_a_sweep_take_several_values(run: Run) -> None:
    words: tuple[str, ...] = ("--gamma", "1", "2", "--atoms", "3", "4", "--magnon", "1", "2")
    rows = rows_of(run("sweep", *words, "--quantity", "excitation_energy", "residual", "--json"))
    points = [(row["gamma"], row["n_particles"], row["magnon"]) for row in rows]
    assert points == [(c, n, j) for c in (1, 2) for n in (3, 4) for j in (1, 2)]
    words = ("--gamma", "1", "--momentum", "1", "2", "--quantity", "polaron_energy")
    energies = [row["polaron_energy"] for row in rows_of(run("sweep", *words, "--json"))]
    assert energies == pytest.approx(np.asarray(yg.Polaron(1.0).energy([1.0, 2.0])))
    assert "2 points of polaron_energy" in run("sweep", *words).stdout.splitlines()
    one = run("sweep", "--gamma", "1", "--quantity", "energy")
    assert "1 point of energy" in one.stdout.splitlines()


def test_no_core_is_taken_unless_it_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def note(*arguments: Any, **options: Any) -> None:
        seen.append(options.get("workers", arguments and arguments[0]))
        raise yg.DomainError("seen")

    for name in ("injected_motion", "spectral_function", "spectral_plane"):
        monkeypatch.setattr(f"yanggaudin.dynamics.{name}", note)
    monkeypatch.setattr("yanggaudin.sweeps.results.engine", note)
    for words in (
        ("flutter", *SMALL, "--momentum", "1"),
        ("spectrum", "injection", *SMALL, "--momentum", "1"),
        ("spectrum", "injection", *SMALL, "--map"),
        ("sweep", "--gamma", "1", "--quantity", "energy"),
    ):
        assert "seen" in run(*words).stderr
        assert "seen" in run(*words, "--workers", "-1").stderr
    assert seen == [1, -1] * 4


def test_pictures_fill_a_column_and_letters_shrink_less_than_they(tmp_path: Path) -> None:
    letters = []

    def draw(axes: Axes) -> None:
        axes.set(xlabel="p", ylabel="E", title="γ")
        letters.append(float(axes.xaxis.label.get_fontsize()))

    file = tmp_path / "a.png"
    for size in ("3x4.2", "6x2.1", "12x8.4"):
        Picture(size, dpi=10).draw([draw], file)
    assert letters == pytest.approx([10 / math.sqrt(2), 10 / math.sqrt(2), 10])
    Picture().draw([draw], file)
    assert imread(file).shape[:2] == (840, 1200)


def test_the_same_picture_is_the_same_file(tmp_path: Path) -> None:
    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 2], "o-")

    before, files = dict(mpl.rcParams), [tmp_path / name for name in ("once.svg", "again.svg")]
    for file in files:
        Picture("2x2").draw([draw], file)
    assert dict(mpl.rcParams) == before
    once, again = (file.read_text(encoding="utf-8") for file in files)
    assert once == again
    assert "dc:date" not in once  # it would be that of a second


def test_pictures_of_rings_have_a_dot_for_each_state(drawn: Draw) -> None:
    (axes,) = drawn("ring", "--atoms", "5", "--gamma", "2", "--spectrum")
    p, energy = curve(axes, 1)
    assert p == pytest.approx(2 * math.pi * np.arange(5) / 5)
    states = [ring.solve(2.0, n_particles=5, magnon=j) for j in range(5)]
    assert energy == pytest.approx([state.excitation_energy for state in states])
    assert curve(axes)[1].max() == pytest.approx(yg.Polaron(2.0).maximum_energy)
    _, axes = drawn("ring", "--gamma", "2", "--extrapolate", "5,10")
    assert curve(axes, 1)[0].tolist() == [1 / 5, 1 / 10]
