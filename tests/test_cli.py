"""What the commands find: numbers of the references and of the library, under the right names."""

import io
import json
import math
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from command import Run, read_csv_file, rows_of, start
from yanggaudin import __version__ as yanggaudin_version, ring
from yanggaudin.gas.excitations import Excitations
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.plots.style import MOMENTA
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES
from yanggaudin.thermal.thermal_gas import ThermalGas
from yanggaudin.two_components.gas import TwoComponentGas

REFERENCE = json.loads((Path(__file__).parent / "reference/thermodynamic.json").read_text())


def test_mass_table() -> None:
    result = start("mass", "0.1", "1", "10")
    assert result.returncode == 0
    assert result.stderr == ""
    assert "0.93292127803213" in result.stdout
    assert "0.78879557985396" in result.stdout
    assert "0.39145254079032" in result.stdout


def test_mass_and_gas_are_those_of_the_references(run: Run) -> None:
    rows = [row for row in REFERENCE if "luttinger_K" in row]
    assert len(rows) > 5
    words = [row["gamma"] for row in rows]
    for row, mass, gas in zip(
        rows,
        rows_of(run("mass", *words, "--json")),
        rows_of(run("gas", *words, "--json")),
        strict=True,
    ):
        truths = {
            "mass_ratio": float(row["mass_ratio"]),
            "mass_enhancement": 1 / float(row["mass_ratio"]),
            "energy": float(row["e"]),
            "energy_per_particle": float(row["e"]) / 2,
            "chemical_potential": float(row["mu"]) / 2,
            "pressure": float(row["mu"]) / 2 - float(row["e"]) / 2,
            "pair_correlation": float(row["g2"]),
            "luttinger_parameter": float(row["luttinger_K"]),
            "sound_velocity": math.pi / float(row["luttinger_K"]),
            "compressibility": (float(row["luttinger_K"]) / math.pi) ** 2,
            "fermi_rapidity_over_c": float(row["Q_over_c"]),
            "fermi_rapidity": float(row["Q_over_c"]) * float(row["gamma"]),
        }
        found, errors = {**gas, **mass}, {**gas["errors"], **mass["errors"]}
        assert set(truths) == set(errors)
        for name, truth in truths.items():
            # P is a difference of the rounded references, which cancel at weak coupling
            cancelled = 3e-16 * truths["chemical_potential"] if name == "pressure" else 0.0
            assert abs(found[name] - truth) <= errors[name] + cancelled, (name, row["gamma"])


def test_couplings_are_those_of_the_functions(run: Run) -> None:
    rows = rows_of(run("mass", "0", "inf", "1e-40", "1e300", "1/3", "1e-310", "--json"))
    assert [row["mass_ratio"] for row in rows[:3]] == [1, 0, 1]
    assert (rows[1]["mass_enhancement"], rows[1]["errors"]["mass_enhancement"]) == ("inf", 0)
    # 2π²/3γ as γ → ∞
    assert rows[3]["mass_ratio"] == pytest.approx(2 * math.pi**2 / 3e300, rel=1e-14, abs=0)
    assert rows[4]["gamma"] == 1 / 3
    assert rows[5]["gamma"] == 1e-310
    free, hard = rows_of(run("gas", "0", "inf", "--json"))
    assert (free["luttinger_parameter"], free["compressibility"], free["energy"]) == (
        "inf",
        "inf",
        0,
    )
    assert (free["fermi_rapidity_over_c"], free["energy_per_particle"]) == ("inf", 0)
    assert hard["energy_per_particle"] == pytest.approx(math.pi**2 / 6, rel=1e-15)
    assert (hard["fermi_rapidity_over_c"], hard["luttinger_parameter"]) == (0, 1)


def test_ranges(run: Run) -> None:
    rows = rows_of(run("mass", "0.01:100:5log", "1:2:3lin", "--json"))
    gammas = [row["gamma"] for row in rows]
    assert gammas == pytest.approx([0.01, 0.1, 1, 10, 100, 1, 1.5, 2], rel=1e-14)
    assert (gammas[0], gammas[4], gammas[-1]) == (0.01, 100, 2)


def test_mass_of_standard_input() -> None:
    text = "# couplings\n\n0.5\n2 7e1  # two in a line\n"
    rows = rows_of(start("mass", "-", "--json", stdin=text))
    assert [row["gamma"] for row in rows] == [0.5, 2, 70]
    for row in rows:
        truth = Polaron(row["gamma"]).mass_ratio
        assert row["mass_ratio"] == pytest.approx(truth, rel=1e-14, abs=0)


def test_routes(run: Run) -> None:
    (row,) = rows_of(run("mass", "3", "--routes", "--json"))
    assert row["spread"] < 1e-13
    assert row["curvature_agrees"] is True
    assert row["spin_wave"] == pytest.approx(row["curvature"], abs=row["errors"]["curvature"])
    units = json.loads(run("mass", "3", "--routes", "--json").stdout)["units"]
    # they are named after quantities with units, and are none
    assert units["chemical_potential"] == units["pressure"] == units["spin_wave"] == "1"


def test_certified_mass(run: Run) -> None:
    rows = rows_of(run("mass", "1", "1/3", "--certified", "--digits", "40", "--json"))
    assert [row["gamma"] for row in rows] == ["1", "1/3"]
    assert rows[0]["mass_ratio"].startswith("0.788795579853959055744302842132245436923")
    assert float(rows[0]["errors"]["mass_ratio"]) < 1e-39
    assert "0.7887955798539590557443028421322" in run("mass", "1", "--certified").stdout


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
    found = json.loads(run(*words, "--digits", "20").stdout)
    assert found["parameters"] == {
        "quantity": "energy",
        "side": "strong",
        "order": 2,
        "digits": 20,
    }
    assert [row["exponent"] for row in found["rows"]] == ["0", "-1", "-2"]
    assert float(found["rows"][0]["coefficient"]) == math.pi**2 / 3


def test_identities(run: Run) -> None:
    (row,) = rows_of(run("identities", "1", "--json"))
    assert {"edge_link", "spin_wave_and_energy", "growth_of_the_sea"} < set(row)
    assert max(abs(value) for name, value in row.items() if name != "gamma") == row["largest"]
    assert row["largest"] < 1e-13


def test_gas_names_units(run: Run) -> None:
    result = run("gas", "1")
    assert result.returncode == 0
    assert "0.63915128527207" in result.stdout
    assert "chemical potential μ" in result.stdout
    assert "ħ²n²/m" in result.stdout
    (row,) = rows_of(run("gas", "1", "--json"))
    saved = GroundState(1.0).to_dict()
    assert set(row) - {"errors"} < set(saved)
    for name, error in row["errors"].items():
        assert abs(row[name] - saved[name]) <= error + saved["errors"][name]


def test_dispersion(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    assert run("dispersion", "1", "--points", "5", "--csv", str(path)).returncode == 0
    rows = read_csv_file(path)
    energies = [float(row["polaron_energy"]) for row in rows]
    assert energies == Polaron(1.0).energy([float(row["momentum"]) for row in rows]).tolist()
    assert (rows[0]["spin_rapidity"], rows[0]["spin_rapidity_error"]) == ("inf", "0.0")
    # the impenetrable gas: E = (2π²/3γ)(1 - cos p), V = (2π²/3γ) sin p, up to 1/γ
    words = ("dispersion", "1e9", "--momentum", "0.1", "0.5", "1/3", "--json")
    for row, p in zip(rows_of(run(*words)), (0.1, 0.5, 1 / 3), strict=True):
        scale = 2 * math.pi**2 / 3e9
        assert row["momentum"] == p
        assert row["polaron_energy"] == pytest.approx(scale * (1 - math.cos(p)), rel=2e-8)
        assert row["polaron_velocity"] == pytest.approx(scale * math.sin(p), rel=2e-8)
        assert row["errors"]["polaron_velocity"] == pytest.approx(1e-14 * math.pi, rel=1e-7)


@pytest.mark.parametrize("command", ["dispersion", "edge", "excitations"])
def test_saved_with_a_picture_is_what_is_drawn(command: str, run: Run, tmp_path: Path) -> None:
    picture, path = tmp_path / "curve.svg", tmp_path / "curve.csv"
    words = (command, "1", "--plot", str(picture), "--csv", str(path))
    printed = run(*words).stdout
    drawn = [float(row["momentum"]) for row in read_csv_file(path)]
    assert drawn == MOMENTA.tolist()
    assert "0.157" in printed, "the table is still that of 41 momenta"
    run(*words, "--points", "3")
    assert [float(row["momentum"]) for row in read_csv_file(path)] == [0, math.pi, 2 * math.pi]


def test_edge(run: Run) -> None:
    rows = rows_of(run("edge", "1", "--momentum", "0:6:5lin", "--json"))
    edge = Polaron(1.0).edge([row["momentum"] for row in rows])
    assert [row["threshold_exponent"] for row in rows] == edge.exponent.tolist()
    assert [row["shift_right"] for row in rows] == edge.shifts[0].tolist()
    bounds = [row["errors"]["threshold_exponent"] for row in rows]
    assert bounds == edge.errors["exponent"].tolist()


def test_excitations(run: Run) -> None:
    rows = rows_of(run("excitations", "1", "--points", "5", "--json"))
    p = [row["momentum"] for row in rows]
    excitations = Excitations(1.0)
    assert [row["hole_energy"] for row in rows] == excitations.hole_energy(p).tolist()
    assert [row["particle_velocity"] for row in rows] == pytest.approx(
        excitations.particle_velocity(p).tolist(), rel=1e-15, abs=0
    )
    # free fermions: ε = πp ± p²/2
    (row,) = rows_of(run("excitations", "1e30", "--momentum", "1", "--json"))
    for name, truth in (("particle_energy", math.pi + 0.5), ("hole_energy", math.pi - 0.5)):
        assert abs(row[name] - truth) <= row["errors"][name] == pytest.approx(1e-14 * truth)


def test_thermal(run: Run) -> None:
    (row,) = rows_of(run("thermal", "1", "--temperature", "1/2", "--json"))
    assert row == ThermalGas(1.0, 0.5).to_dict()
    result = run("thermal", "1", "--temperature", "0.5")
    assert "pair correlation g₂" in result.stdout
    assert "ħ²n²/m" in result.stdout
    rows = rows_of(run("thermal", "1e6", "1", "--temperature", "1:100:2log", "--json"))
    points = [(row["gamma"], row["temperature"]) for row in rows]
    assert points == [(1e6, 1), (1e6, 100), (1, 1), (1, 100)]


def test_thermal_of_a_chemical_potential(run: Run) -> None:
    words = ("thermal", "--mu", "-6:0.5:2lin", "--temperature", "2", "--json")
    found = json.loads(run(*words).stdout)
    assert found["parameters"] == {"mu_over_c2": [-6, 0.5], "temperature_over_c2": [2]}
    thin, dense = found["rows"]
    gas = ThermalGas.from_chemical_potential(0.5, temperature=2.0)
    assert dense == gas.to_dict()
    # in units of n, where c = γ
    assert dense["chemical_potential"] == pytest.approx(0.5 * dense["gamma"] ** 2, rel=1e-13)
    assert dense["temperature"] == pytest.approx(2 * dense["gamma"] ** 2, rel=1e-13)
    # n/c of the ideal classical gas is √(T/2π) e^{μ/T}; b₂ is of the order of the fugacity
    ideal = math.sqrt(2 / (2 * math.pi)) * math.exp(-3)
    assert thin["density_over_c"] == pytest.approx(ideal, rel=0.1)
    assert thin["pressure"] == pytest.approx(thin["temperature"], rel=0.05)


def test_thermal_of_two_components(run: Run) -> None:
    words = ("thermal", "20", "--temperature", "1000")  # a hot one is cheap
    rows = rows_of(run(*words, "--field", "0:3:2lin", "--json"))
    assert [row["field"] for row in rows] == [0, 3]
    assert rows[1] == TwoComponentGas(20.0, 1000.0, field=3.0).to_dict()
    (row,) = rows_of(run(*words, "--polarisation", "0.5", "--json"))
    assert row["polarisation"] == pytest.approx(0.5, rel=1e-13)
    assert "spin susceptibility" in run(*words, "--field", "1").stdout


def test_ring_state(run: Run) -> None:
    result = run("ring", "--atoms", "100", "--gamma", "1", "--magnon", "1")
    assert result.returncode == 0
    assert "0.00157557075264" in result.stdout
    assert "ħ²n²/m" in result.stdout
    words = ("ring", "--atoms", "8", "--gamma", "1", "--magnon", "2,5", "--json")
    (row,) = rows_of(run(*words))
    state = ring.solve(1.0, n_particles=8, magnon=(2, 5))
    assert row["excitation_energy"] == state.excitation_energy
    assert (row["magnon"], row["spin_rapidity"]) == ([2, 5], list(state.spin_rapidities))
    (ground,) = rows_of(run("ring", "--atoms", "8", "--gamma", "1", "--json"))
    assert not {"ring_mass_ratio", "magnon", "spin_rapidity"} & set(ground)


def test_ring_spectrum(run: Run) -> None:
    rows = rows_of(run("ring", "--atoms", "6", "--gamma", "2", "--spectrum", "--json"))
    states = list(ring.Ring(2.0, n_particles=6).spectrum())
    assert [row["excitation_energy"] for row in rows] == [s.excitation_energy for s in states]
    assert rows[0]["spin_rapidity"] == "inf"


def test_ring_limit(run: Run) -> None:
    words = ("ring", "--gamma", "1", "--extrapolate", "50,100,200")
    rows = rows_of(run(*words, "--json"))
    assert [row["n_particles"] for row in rows] == [50, 100, 200, "inf"]
    error = rows[-1]["errors"]["ring_mass_ratio"]
    assert abs(rows[-1]["ring_mass_ratio"] - Polaron(1.0).mass_ratio) < error < 1e-3
    assert [row["errors"] for row in rows[:-1]] == [{}, {}, {}]
    assert "nan" not in run(*words).stdout


def test_cite(run: Run) -> None:
    result = run("cite", "hole_energy")
    assert result.returncode == 0
    assert "{Ristivojevic2021," in result.stdout
    assert "{Lieb1963," in result.stdout


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


def test_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.strip() == yanggaudin_version


def test_what_takes_the_place_of_the_terminal_is_written_to(run: Run) -> None:
    """As in a notebook, whose output is no file."""
    with redirect_stdout(io.StringIO()) as page:
        assert run("mass", "1").returncode == 0
    assert page.getvalue() == run("mass", "1").stdout
