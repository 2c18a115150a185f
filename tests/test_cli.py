"""The command as its user meets it: its output, its exit code, and a few times its process."""

import csv
import dataclasses
import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from yanggaudin import ring
from yanggaudin.cli import main
from yanggaudin.cli.words import UsageError, read_words
from yanggaudin.gas.excitations import Excitations
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.paper.identities import Identities
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES
from yanggaudin.thermal.thermal_gas import ThermalGas

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, as `start` does in one of its own."""

    def command(*words: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["yanggaudin", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = 0
        try:
            main()
        except SystemExit as error:
            code = int(str(error.code))
        return Result(words, code, *capsys.readouterr())

    return command


def start(*words: str, stdin: str = "") -> Result:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "yanggaudin", *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_mass_table() -> None:
    result = start("mass", "0.1", "1", "10")
    assert result.returncode == 0
    assert result.stderr == ""
    assert "0.93292127803213" in result.stdout
    assert "0.78879557985396" in result.stdout
    assert "0.39145254079032" in result.stdout


def test_mass_json_from_standard_input() -> None:
    result = start("mass", "-", "--json", stdin="0.5\n2 7e1\n")
    rows = json.loads(result.stdout)
    assert [row["gamma"] for row in rows] == [0.5, 2, 70]
    assert [row["mass_ratio"] for row in rows] == [Polaron(g).mass_ratio for g in (0.5, 2, 70)]


def test_json_has_a_line_for_each_number(run: Run) -> None:
    lines = run("edge", "1", "--points", "3", "--json").stdout.splitlines()
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("[", " {", " }", "]")
    assert lines[2] == '  "momentum": 0.0,'


def test_mass_csv(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mass.csv"
    assert run("mass", "1", "--csv", str(path)).returncode == 0
    (row,) = csv.DictReader(path.read_text().splitlines())
    assert float(row["mass_ratio"]) == Polaron(1.0).mass_ratio
    assert float(row["mass_enhancement"]) == 1 / Polaron(1.0).mass_ratio


def test_routes(run: Run) -> None:
    (row,) = json.loads(run("mass", "3", "--routes", "--json").stdout)
    assert row["spread"] < 1e-13
    assert row["curvature_agrees"] == "yes"
    assert row["spin_wave"] == pytest.approx(row["curvature"], abs=row["curvature_error"])


def test_certified_mass(run: Run) -> None:
    words = ("mass", "1", "1/3", "--certified", "--digits", "40", "--json")
    rows = json.loads(run(*words).stdout)
    assert [row["gamma"] for row in rows] == ["1", "1/3"]
    assert rows[0]["mass_ratio"].startswith("0.788795579853959055744302842132245436923")
    assert float(rows[0]["radius"]) < 1e-39
    assert "0.7887955798539590557443028421322" in run("mass", "1", "--certified").stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("1", "--digits", "3"), 2, "--digits needs --certified"),
        (("1", "--certified", "--routes"), 2, "--certified and --routes exclude each other"),
        (("1", "one", "--certified"), 1, "gamma must be one real number, got 'one'"),
        (("1", "--certified", "--digits", "0"), 1, "digits must be a whole number from 1 to 4000"),
        (("1e-29", "--certified"), 1, "gamma = 1e-29, 30 digits"),
        (("1", "--certfied"), 2, "--certfied"),
    ],
)
def test_certified_refusals(run: Run, words: tuple[str, ...], code: int, message: str) -> None:
    result = run("mass", *words)
    assert result.returncode == code
    assert message in result.stderr
    assert result.stdout == ""


WAITING = """
import sys, time
from yanggaudin.__main__ import main

class Input:
    def read(self):
        print("reading", file=sys.stderr, flush=True)
        time.sleep(60)
        return "1"

sys.stdin, sys.argv = Input(), ["yanggaudin", "mass", "-"]
main()
"""


def test_interrupt_is_quiet() -> None:
    # what a shell starts in the background ignores the signal, and so would its children
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-c", WAITING],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        signal.signal(signal.SIGINT, before)
        assert process.stderr is not None
        assert process.stderr.readline() == "reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert err.strip() == "yanggaudin: interrupted"


def test_series(run: Run) -> None:
    text = run("series", "weak", "--order", "3").stdout
    assert text.splitlines()[-1] == "gamma^(3/2): 1/4/pi^3 - 3/16*zeta(3)/pi^3"
    words = ("series", "strong", "--order", "2", "--quantity", "e", "--format", "json")
    assert json.loads(run(*words, "--digits", "20").stdout)["quantity"] == "energy"


def test_identities(run: Run) -> None:
    rows = json.loads(run("identities", "1", "--json").stdout)
    fields = {field.name for field in dataclasses.fields(Identities)}
    assert {row["identity"] for row in rows} == fields - {"gamma"}
    assert max(abs(row["residual"]) for row in rows) < 1e-13


def test_gas_names_units(run: Run) -> None:
    result = run("gas", "1")
    assert result.returncode == 0
    assert "0.63915128527207" in result.stdout
    assert "chemical potential μ" in result.stdout
    assert "ħ²n²/m" in result.stdout
    rows = json.loads(run("gas", "1", "--json").stdout)
    gas = GroundState(1.0)
    assert [row["value"] for row in rows] == [getattr(gas, row["quantity"]) for row in rows]
    assert all(0 < row["error"] <= 1e-14 * row["value"] for row in rows)


def test_dispersion(run: Run, tmp_path: Path) -> None:
    path, picture = tmp_path / "e.csv", tmp_path / "e.svg"
    result = run("dispersion", "1", "--points", "5", "--csv", str(path), "--plot", str(picture))
    assert result.returncode == 0
    rows = list(csv.DictReader(path.read_text().splitlines()))
    energies = [float(row["polaron_energy"]) for row in rows]
    assert energies == Polaron(1.0).energy([float(row["momentum"]) for row in rows]).tolist()
    assert picture.read_text().startswith("<?xml")


def test_ring_state(run: Run) -> None:
    result = run("ring", "--atoms", "100", "--gamma", "1", "--magnon", "1")
    assert result.returncode == 0
    assert "0.00157557075264" in result.stdout
    assert "ħ²n²/m" in result.stdout
    rows = json.loads(
        run("ring", "--atoms", "8", "--gamma", "1", "--magnon", "2,5", "--json").stdout
    )
    state = ring.solve(1.0, n_particles=8, magnon=(2, 5))
    values = {row["quantity"]: row["value"] for row in rows}
    assert values["excitation_energy"] == state.excitation_energy
    assert values["spin_rapidity"] == state.spin_rapidities[1]
    ground = json.loads(run("ring", "--atoms", "8", "--gamma", "1", "--json").stdout)
    assert "ring_mass_ratio" not in {row["quantity"] for row in ground}


def test_ring_spectrum(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "e.png"
    words = ("ring", "--atoms", "6", "--gamma", "2", "--spectrum", "--json", "--plot", str(picture))
    rows = json.loads(run(*words).stdout)
    states = list(ring.Ring(2.0, n_particles=6).spectrum())
    assert [row["excitation_energy"] for row in rows] == [s.excitation_energy for s in states]
    assert rows[0]["spin_rapidity"] is None
    assert picture.stat().st_size > 10_000


def test_ring_limit(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "m.svg"
    words = ("ring", "--gamma", "1", "--extrapolate", "50,100,200", "--plot", str(picture))
    rows = json.loads(run(*words, "--json").stdout)
    assert [row["n_particles"] for row in rows] == [50, 100, 200, "limit"]
    assert abs(rows[-1]["ring_mass_ratio"] - Polaron(1.0).mass_ratio) < rows[-1]["error"] < 1e-3
    assert picture.read_text().startswith("<?xml")


def test_edge(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "edge.svg"
    result = run("edge", "1", "--points", "5", "--json", "--plot", str(picture))
    rows = json.loads(result.stdout)
    edge = Polaron(1.0).edge([row["momentum"] for row in rows])
    assert [row["threshold_exponent"] for row in rows] == edge.exponent.tolist()
    assert [row["shift_right"] for row in rows] == edge.shifts[0].tolist()
    assert picture.read_text().startswith("<?xml")


def test_excitations(run: Run, tmp_path: Path) -> None:
    path, picture = tmp_path / "e.csv", tmp_path / "e.svg"
    words = ("--points", "5", "--csv", str(path), "--plot", str(picture))
    assert run("excitations", "1", *words).returncode == 0
    rows = list(csv.DictReader(path.read_text().splitlines()))
    p = [float(row["momentum"]) for row in rows]
    excitations = Excitations(1.0)
    assert [float(row["hole_energy"]) for row in rows] == excitations.hole_energy(p).tolist()
    assert [float(row["particle_velocity"]) for row in rows] == pytest.approx(
        excitations.particle_velocity(p).tolist(), rel=1e-15, abs=0
    )
    assert picture.read_text().startswith("<?xml")


def test_thermal(run: Run, tmp_path: Path) -> None:
    path, picture = tmp_path / "t.csv", tmp_path / "t.svg"
    words = ("thermal", "1", "--temperature", "0.5", "--csv", str(path), "--plot", str(picture))
    result = run(*words)
    assert result.returncode == 0
    gas = ThermalGas(1.0, 0.5)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert {row["quantity"]: float(row["error"]) for row in rows} == gas.errors
    assert [float(row["value"]) for row in rows] == [getattr(gas, name) for name in gas.errors]
    assert "ħ²n²/m" in result.stdout
    assert picture.read_text().startswith("<?xml")


def test_figure1_is_reproducible(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "folder in a folder", tmp_path / "b"
    for folder, command in ((first, run), (second, start)):
        result = command("figure1", "--output", str(folder))
        assert result.returncode == 0
        assert "largest disagreement" in result.stdout
    for name in ("figure1.png", "figure1.svg", "figure1.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    rows = list(csv.DictReader((first / "figure1.csv").read_text().splitlines()))
    assert list(rows[0]) == ["gamma", "exact_16", "exact_21", "series_22", "series_23"]


def test_refusal_of_a_process() -> None:
    result = start("mass", "-1")
    assert result.returncode == 1
    assert "attracting" in result.stderr
    assert result.stdout == ""


def test_reader_that_leaves_is_no_error() -> None:
    words = [sys.executable, "-m", "yanggaudin", "dispersion", "1", "--points", "5000"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_cite(run: Run) -> None:
    result = run("cite", "hole_energy")
    assert result.returncode == 0
    assert "{Ristivojevic2021," in result.stdout
    assert "{Lieb1963," in result.stdout


def test_without_a_terminal_s_input_or_matplotlib(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for missing in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, missing, None)
    result = run("dispersion", "1", "--plot", str(tmp_path / "curve.png"))
    assert result.returncode == 2
    assert "pip install 'yanggaudin[plots]'" in result.stderr
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="no standard input"):
        read_words(["1", "-"])


@pytest.mark.parametrize(
    "words",
    [
        ("mass", "1"),
        ("gas", "1"),
        ("thermal", "1", "--temperature", "1"),
        ("dispersion", "1", "--points", "2"),
        ("edge", "1", "--points", "2"),
        ("excitations", "1", "--points", "2"),
        ("ring", "--atoms", "5", "--gamma", "1", "--magnon", "1"),
        ("ring", "--atoms", "5", "--gamma", "1", "--spectrum"),
        ("ring", "--gamma", "1", "--extrapolate", "5,10"),
    ],
)
def test_columns_are_in_the_catalogue(run: Run, words: tuple[str, ...]) -> None:
    rows = json.loads(run(*words, "--json").stdout)
    named = {row["quantity"] for row in rows if "quantity" in row}
    columns = set(rows[0]) - {"quantity", "value", "unit", "error"}
    assert named | columns <= {*QUANTITIES, "solver"}


def test_help_lists_columns_with_units(run: Run) -> None:
    for command, columns in (
        ("dispersion", ("polaron_energy", "polaron_velocity", "spin_rapidity")),
        ("edge", ("threshold_exponent", "shift_left", "phase_drop")),
        ("excitations", ("particle_energy", "hole_velocity")),
    ):
        text = " ".join(run(command, "--help").stdout.split())
        for column in columns:
            quantity = QUANTITIES[column]
            unit = "" if quantity.unit.is_dimensionless else f" in {quantity.unit}"
            assert f"{column} ({quantity.symbol}{unit}, error {quantity.error})" in text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["mass", "-1"], 1, "attracting"),
        (["mass", "1", "nan"], 1, "got nan"),
        (["mass", "1e-40"], 1, "at least 1e-30"),
        (["mass", "one"], 2, "'one' is no number"),
        (["mass", "--rootes", "1"], 2, "unknown option"),
        (["mass"], 2, "at least one coupling"),
        (["mass", "1", "--csv", "/nonexistent/file.csv"], 1, "No such file"),
        (["dispersion", "1", "--points", "1"], 2, "from 2 to"),
        (["dispersion", "1", "--points", "x"], 2, "--points"),
        (["dispersion", "1", "--plot", "x.bmpp"], 2, "cannot draw"),
        (["dispersion", "1", "--points", "2.5"], 2, "no whole number"),
        (["dispersion", "1", "--plot", "picture"], 2, "end its name with"),
        (["dispersion"], 2, "requires an argument"),
        (["dispersion", "1", "--plot", "none/picture.png"], 2, "there is no folder none"),
        (["dispersion", "1", "--csv", "none/table.csv"], 2, "there is no folder none"),
        (["edge", "1", "--points", "1"], 2, "from 2 to"),
        (["edge", "-3"], 1, "attracting"),
        (["excitations"], 2, "requires an argument"),
        (["excitations", "inf"], 1, "must be finite"),
        (["dispersion", "-"], 2, "at least one coupling"),
        (["mass", "1e-400"], 2, "too small for a double"),
        (["ring", "--gamma", "1"], 2, "needs --atoms"),
        (["ring", "--atoms", "5"], 2, "--gamma"),
        (["ring", "--atoms", "5.5", "--gamma", "1"], 2, "no whole number"),
        (["ring", "--atoms", "5", "--gamma", "1", "--magnon", "5"], 1, "from 0 to 4"),
        (["ring", "--atoms", "5", "--gamma", "1", "--magnon", "1.5"], 2, "whole numbers"),
        (["ring", "--atoms", "9", "--gamma", "1", "--magnon", "2,3"], 1, "strings"),
        (["ring", "--atoms", "5", "--gamma", "1", "--magnon", "1", "--spectrum"], 2, "exclude"),
        (["ring", "--atoms", "5", "--gamma", "1", "--plot", "e.png"], 2, "--plot needs"),
        (["ring", "--gamma", "1", "--atoms", "5", "--extrapolate", "5,6"], 2, "--gamma alone"),
        (["ring", "--gamma", "1", "--extrapolate", "5"], 1, "at least two"),
        (["ring", "--gamma", "0", "--atoms", "5"], 1, "gamma must be > 0"),
        (["series", "weak", "--order", "2.5"], 2, "no whole number"),
        (["series", "weak", "--order", "-1"], 1, "from 0 to 80"),
        (["series", "weak", "--quantity", "weight"], 1, "one of energy"),
        (["series", "middle"], 2, "middle"),
        (["thermal", "1"], 2, "--temperature"),
        (["thermal", "1", "--temperature", "warm"], 2, "--temperature"),
        (["thermal", "1", "--temperature", "-1"], 1, "temperature must be > 0, got -1.0"),
        (["thermal", "1", "--temperature", "nan"], 1, "temperature must be > 0, got nan"),
        (["thermal", "1", "--temperature", "1e-9"], 1, "use GroundState"),
        (["thermal", "1e8", "--temperature", "1"], 1, "gamma must lie in"),
        (["weight", "1"], 2, "Unknown command"),
    ],
)
def test_refusals_have_a_code_and_a_reason(
    run: Run, words: list[str], code: int, message: str
) -> None:
    result = run(*words)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
