"""The views: what they show, and that it is the same everywhere."""

import csv
import json
import re
import shlex
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import yanggaudin as yg
from command import Run
from yanggaudin.explorer.answers import KINDS, Answer, answer, declarations
from yanggaudin.explorer.canvas import Canvas
from yanggaudin.explorer.plain import plain
from yanggaudin.explorer.view import relative
from yanggaudin.explorer.views import VIEWS
from yanggaudin.quantities import QUANTITIES

# words for the inputs besides the defaults: weak, strong, limits, temperatures, more atoms
_STATES = [
    *[(name, {}) for name in VIEWS],
    ("mass", {"gamma": "0"}),
    ("mass", {"gamma": "inf"}),
    ("mass", {"gamma": "1e-40"}),
    ("dispersion", {"gamma": "1e-4", "momentum": "5"}),
    ("dispersion", {"gamma": "1/3", "momentum": "0"}),
    ("edge", {"gamma": "100", "momentum": "3"}),
    ("gas", {"gamma": "0"}),
    ("gas", {"gamma": "inf"}),
    ("gas", {"gamma": "2.5", "temperature": "0.3"}),
    ("ring", {"gamma": "3", "n_particles": "7", "magnon": "3"}),
    ("ring", {"gamma": "3", "n_particles": "300", "magnon": "0"}),
    ("digits", {"gamma": "1/3", "digits": "40"}),
    ("spectrum", {"gamma": "5", "n_particles": "4", "momentum": "0"}),
    ("laboratory", {"atom": "7Li", "scattering_length": "30 a0", "n_atoms": "100"}),
]
_PICTURES = [(view, picture) for view in VIEWS for picture in VIEWS[view].pictures]
# what takes seconds is drawn by make test-all only
_SLOW = {("mass", "orders"), ("gas", "temperature"), ("gas", "pair"), ("laboratory", "orbits")}


def ask(view: str, kind: str = "json", **words: str) -> Answer:
    return answer(view, kind, tuple(words.items()))


def shown(view: str, kind: str = "json", **words: str) -> dict[str, Any]:
    found = ask(view, kind, **words)
    assert found.status == 200, found.content
    content: dict[str, Any] = json.loads(found.content)
    return content


@pytest.mark.parametrize(("view", "words"), _STATES)
def test_lines_of_python_give_the_numbers_that_are_shown(view: str, words: dict[str, str]) -> None:
    found = shown(view, "numbers.json", **words)
    names: dict[str, Any] = {}
    exec(found["python"], names)
    names = names.get("numbers", names)
    assert found["numbers"]
    for name, number in found["numbers"].items():
        assert str(names[name]) == str(number["value"]), name


@pytest.mark.parametrize(("view", "words"), _STATES)
def test_command_lines_give_the_numbers_that_are_shown(
    view: str, words: dict[str, str], run: Run
) -> None:
    found = shown(view, "numbers.json", **words)
    rows: dict[str, Any] = {}
    units: dict[str, str] = {}
    for line in found["shell"]:
        command, *rest = shlex.split(line)
        assert command == "yanggaudin"
        printed = json.loads(run(*rest, "--json").stdout)
        row = printed["rows"][0]
        row["errors"] = {**rows.get("errors", {}), **row.get("errors", {})}
        rows |= row
        units |= printed["units"]
    for name, number in found["numbers"].items():
        assert rows[name] == number["value"], name
        assert rows["errors"].get(name) == number["error"], name
        assert units[name] == number["unit"], name


@pytest.mark.parametrize(
    ("view", "picture"),
    [pytest.param(*both, marks=[pytest.mark.slow] if both in _SLOW else []) for both in _PICTURES],
)
def test_curves_are_those_of_matplotlib(view: str, picture: str) -> None:
    _, draw = VIEWS[view].shown({"picture": picture})
    axes, canvas = Figure().add_subplot(), Canvas()
    draw(axes)
    draw(cast("Axes", canvas))
    drawn = [*axes.lines, *axes.collections]
    for line, curve in zip(drawn, canvas.curves, strict=True):
        if isinstance(line, LineCollection):  # vertical lines, with gaps between them
            points = np.array([[*ends, (ends[0][0], np.nan)] for ends in line.get_segments()])
            x, y = points.reshape(-1, 2).T
        else:
            assert isinstance(line, Line2D)
            x, y = (np.asarray(data, float) for data in line.get_data())
            assert line.get_color() == curve["color"]
            assert line.get_marker() == curve["marker"]
            label = plain(str(line.get_label()))
            assert curve["label"] == ("" if label.startswith("_child") else label)
        if np.isfinite(curve["x"]).all():
            assert np.array_equal(x, curve["x"])
        assert np.array_equal(y, curve["y"], equal_nan=True)
    assert axes.get_xscale() == canvas.frame["xscale"]
    assert axes.get_yscale() == canvas.frame["yscale"]
    for limits, name in ((axes.get_xlim(), "xlim"), (axes.get_ylim(), "ylim")):
        for end, kept in zip(limits, canvas.frame.get(name, (None, None)), strict=True):
            assert kept is None or kept == end
    assert plain(axes.get_xlabel()) == canvas.frame["xlabel"]
    assert plain(axes.get_ylabel()) == canvas.frame["ylabel"]


def test_labels_in_latex_become_the_symbols_of_the_catalogue() -> None:
    for name, quantity in QUANTITIES.items():
        if name != "entropy_per_particle":  # whose LaTeX has brackets
            text = plain(f"${quantity.latex}$")
            assert re.sub(r"\s", "", text) == re.sub(r"\s", "", quantity.symbol), name
    assert plain("momentum $p\\,/\\,(\\hbar n)$, 5 $") == "momentum p\u2009/\u2009(ħn), 5 "


def test_every_number_has_title_unit_and_error() -> None:
    for view in VIEWS:
        for name, number in shown(view, "numbers.json")["numbers"].items():
            assert number["name"] == name
            assert {"value", "unit", "error", "title"} <= number.keys()
            if view != "laboratory":  # whose numbers are in SI units
                assert number["title"] == QUANTITIES[name].title
                assert number["unit"] == str(QUANTITIES[name].unit)


def test_numbers_of_the_laboratory_are_in_si_units_and_in_those_of_the_laboratory() -> None:
    found = shown("laboratory", "numbers.json")["numbers"]
    radius, energy = found["rms_radius"], found["chemical_potential"]
    assert (radius["unit"], energy["unit"]) == ("m", "J")
    assert radius["shown"] == f"{1e6 * radius['value']:.6g} µm"
    assert energy["shown"] == f"{energy['value'] / 6.62607015e-34:#.6g} Hz × h"
    assert energy["title"] == "chemical potential μ"


@pytest.mark.slow
def test_orbits_are_refused_at_a_temperature_and_the_cloud_is_not() -> None:
    assert ask("laboratory", temperature="20nK", picture="cloud").status == 200
    refused = ask("laboratory", temperature="20nK", picture="orbits")
    assert refused.status == 422
    assert json.loads(refused.content)["input"] == "temperature"


def test_files_have_the_numbers_and_the_curves() -> None:
    words = {"gamma": "0.7", "momentum": "2", "picture": "branches"}
    found = shown("dispersion", **words)
    assert found["yanggaudin"] == yg.__version__
    assert found["inputs"] == words
    text = ask("dispersion", "csv", **words).content.decode()
    assert f"# yanggaudin: {yg.__version__}\n# view: dispersion\n# gamma: 0.7\n" in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = {row["name"]: row for row in csv.DictReader(lines)}
    for name, number in found["numbers"].items():
        assert float(rows[name]["value"]) == number["value"]
        assert float(rows[name]["error"]) == number["error"]
        assert rows[name]["unit"] == number["unit"]
    text = ask("dispersion", "curves.csv", **words).content.decode()
    assert "# xlabel: momentum p" in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    polaron = [row for row in csv.DictReader(lines) if row["curve"] == "polaron"]
    p, energy = (np.array([float(row[name]) for row in polaron]) for name in "xy")
    assert len(p) > 100
    assert energy == pytest.approx(yg.Polaron(0.7).energy(p), rel=1e-13, abs=1e-15)
    svg = ask("dispersion", "svg", **words).content
    assert b"<svg" in svg
    assert b"type II" in svg


@pytest.mark.slow
@pytest.mark.parametrize("view", list(VIEWS))
def test_pictures_are_the_same_every_time(view: str) -> None:
    assert ask(view, "png").content.startswith(b"\x89PNG")
    assert ask(view, "svg").content == ask(view, "svg").content


@pytest.mark.parametrize(("n_particles", "every"), [(2, 1), (9, 1), (30, 3)])
def test_levels_of_a_ring_are_its_own(n_particles: int, every: int) -> None:
    words = {"gamma": "2", "n_particles": str(n_particles), "magnon": "1"}
    found = shown("ring", **words)
    curves = found["picture"]["curves"]
    states = {
        round(state.momentum, 12): state
        for state in yg.ring.Ring(2.0, n_particles=n_particles).spectrum()
    }
    ring = curves[1]
    drawn = {*range(0, n_particles, every), 1}
    assert ring["x"] == pytest.approx([2 * np.pi / n_particles * at for at in sorted(drawn)])
    assert (f"J = 0, {every}, {2 * every}" in str(found["notes"])) == (every > 1)
    for momentum, energy in zip(ring["x"], ring["y"], strict=True):
        assert energy == pytest.approx(states[round(momentum, 12)].excitation_energy, rel=1e-12)


def test_infinite_numbers_are_words_and_gaps_are_null() -> None:
    number = shown("mass", "numbers.json", gamma="inf")["numbers"]["mass_enhancement"]
    assert (number["value"], number["error"]) == ("inf", 0.0)
    curves = shown("dispersion", gamma="1")["picture"]["curves"]
    (powers,) = [curve for curve in curves if curve["label"] == "p²,\u2009p⁴,\u2009p⁶"]
    assert None in powers["y"]


@pytest.mark.parametrize(
    ("view", "name", "word", "sentence"),
    [
        ("mass", "gamma", "-1", "gamma must be >= 0, got -1.0"),
        ("mass", "gamma", "1e400", "gamma must fit into a double (below 1.8e308)"),
        ("mass", "gamma", "1e-400", "gamma must fit into a double (above 5e-324)"),
        ("mass", "gamma", "one", "gamma must be one real number, got 'one'"),
        ("mass", "gamma", "1/0", "gamma must be one real number"),
        ("mass", "gamma", "", "gamma must be one real number"),
        ("mass", "gamma", "1" * 300, "gamma must have at most 250 letters"),
        ("mass", "gamma", "nan", "gamma must be one real number"),
        ("mass", "picture", "selfie", "picture must be one of figure1, orders"),
        ("dispersion", "gamma", "0", "without interaction Q/c is infinite"),
        ("dispersion", "gamma", "inf", "gamma must be finite"),
        ("dispersion", "momentum", "7", "momentum must"),
        ("gas", "temperature", "-1", "temperature must"),
        ("ring", "n_particles", "10001", "whole number from 2 to 10000"),
        ("ring", "n_particles", "2.5", "n_particles must be a whole number"),
        ("ring", "magnon", "20", "magnon"),
        ("ring", "magnon", "10000", "magnon must be a whole number from 0 to 9999"),
        ("digits", "digits", "201", "digits must be a whole number from 1 to 200"),
        ("digits", "gamma", "0", "gamma must be > 0"),
    ],
)
def test_refusals_are_sentences_of_the_library_about_an_input(
    view: str, name: str, word: str, sentence: str
) -> None:
    found = ask(view, **{name: word})
    assert found.status == 422
    content = json.loads(found.content)
    assert sentence in content["error"]
    assert content["input"] == name


def test_unknown_inputs_are_refused_with_those_there_are() -> None:
    found = ask("ring", nodes="5")
    assert found.status == 422
    assert json.loads(found.content)["error"] == (
        "no input has the name 'nodes'; there are gamma, n_particles, magnon, picture"
    )


def test_page_is_told_of_all_views_and_inputs() -> None:
    told = json.loads(declarations())
    assert [view["name"] for view in told] == list(VIEWS)
    for view in told:
        assert view["inputs"][-1]["name"] == "picture"
        for one in view["inputs"]:
            assert one["title"]
            assert one["default"] or one["name"] == "scattering_length"


def test_ends_of_sliders_are_inputs_or_refused_by_the_library() -> None:
    for name, view in VIEWS.items():
        for one in view.own_inputs:
            ends = [one.slider.below, one.slider.above] if one.slider else []
            for word in filter(None, ends):
                found = ask(name, "csv", **{one.name: word})
                assert found.status in {200, 422}
                if found.status == 422:
                    assert json.loads(found.content)["input"] == one.name


def test_vendored_library_is_there_with_its_licence() -> None:
    folder = Path(str(yg.__file__)).parent / "explorer" / "page" / "uplot"
    assert "MIT" in (folder / "LICENSE").read_text()
    assert "v1.6.32" in (folder / "uPlot.iife.min.js").read_text()[:100]


def test_error_that_is_no_fraction_of_its_number_is_not_made_one() -> None:
    assert relative("mass_ratio", 0.5).error == 0.5e-14
    with pytest.raises(ValueError, match="quartic_coefficient is a fraction of"):
        relative("quartic_coefficient", 0.5)


def test_a_canvas_knows_what_it_does_not_draw() -> None:
    with pytest.raises(ValueError, match="no such format"):
        Canvas().plot([1], [2], "x--", color="black")
    assert set(KINDS) >= {"json", "csv", "png", "svg"}


def test_the_title_of_a_legend_says_what_the_curves_are_of() -> None:
    """A legend without one leaves that of the axes."""
    canvas = Canvas()
    canvas.set(title=r"$\gamma = 2$")
    canvas.legend(frameon=False)
    assert canvas.frame["title"] == plain(r"$\gamma = 2$")
    canvas.legend(title="period", ncols=3)
    assert canvas.frame["title"] == "period"
