"""The command `yanggaudin lab`: numbers with units, mistakes in them, warnings."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from yanggaudin import lab
from yanggaudin.cli import main
from yanggaudin.cli.si_words import si_word
from yanggaudin.cli.words import UsageError

GAS = ("lab", "gas", "--atom", "87Rb", "--f-perp", "20kHz", "--density", "1.2/um")
TRAP = ("lab", "trap", "--atom", "87Rb", "--f-perp", "20kHz", "--f-axial", "10Hz")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; its exit code, output and errors."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["yanggaudin", *words])
        code = 0
        try:
            main()
        except SystemExit as error:
            code = int(str(error.code))
        return code, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("50nK", "K", 50e-9),
        ("1.3kHz", "Hz", 1300.0),
        ("1.3e3", "Hz", 1300.0),
        ("30um", "m", 30e-6),
        ("30 µm", "m", 30e-6),
        ("1.2/um", "1/m", 1.2e6),
        ("1.2e6/m", "1/m", 1.2e6),
        ("1.2 1/mm", "1/m", 1200.0),
        ("100.4a0", "a0", 100.4),
        ("5.29177210544nm", "a0", 100.0),
        ("300pK", "K", 3e-10),
        ("1.2e4/cm", "1/m", 1.2e6),
    ],
)
def test_numbers_with_units(text: str, unit: str, value: float) -> None:
    assert si_word("--option", text, unit) == value, "the double nearest to what is written"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("50nK", "Hz"), ("5kHz", "K"), ("30um", "1/m"), ("2/um", "m"), ("3 furlong", "m"), ("x", "K"),
     ("nan", "K"), ("1e999K", "K"), ("", "m")],
)  # fmt: skip
def test_mistaken_units_are_refused(text: str, unit: str) -> None:
    with pytest.raises(UsageError, match="--option"):
        si_word("--option", text, unit)


def test_gas(run: Run) -> None:
    code, out, err = run(*GAS, "--json")
    gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=1.2e6)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["rows"][0]["gamma"] == pytest.approx(gas.gamma, rel=1e-14)
    assert found["units"]["sound_velocity"] == "m/s"
    assert found["rows"][0]["sound_velocity"] == pytest.approx(gas.sound_velocity, rel=1e-13)
    code, out, err = run(*GAS)
    assert code == 0
    assert f"{gas.sound_velocity * 1e3:.4g}" in out
    assert "mm/s" in out


def test_trap(run: Run) -> None:
    code, out, err = run(*TRAP, "--atoms", "60", "--json")
    trap = lab.Trap(lab.Guide(lab.Atom("87Rb"), f_perp=20e3), f_axial=10.0, n_atoms=60)
    found = json.loads(out)
    assert (code, err) == (0, "")
    for name in ("n_atoms", "peak_gamma", "radius", "breathing_ratio", "top_frequency"):
        assert found["rows"][0][name] == pytest.approx(getattr(trap, name), rel=1e-13)
    code, out, err = run(*TRAP, "--density", "1.7/um", "--scattering-length", "5.3nm")
    assert code == 0
    assert "µm" in out


def test_trap_at_a_temperature(run: Run) -> None:
    code, out, err = run(*TRAP, "--atoms", "60", "--temperature", "50nK", "--json")
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    trap = lab.Trap(guide, f_axial=10.0, n_atoms=60, temperature=50e-9)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["rows"][0]["rms_radius"] == pytest.approx(trap.rms_radius, rel=1e-13)
    assert found["rows"][0]["pair_correlation"] == pytest.approx(trap.average("pair_correlation"))
    assert found["units"]["energy_per_particle"] == found["units"]["chemical_potential"] == "J"
    assert found["rows"][0]["chemical_potential"] == pytest.approx(trap.chemical_potential)
    assert "top_frequency" not in found["rows"][0]
    code, out, err = run(*TRAP, "--atoms", "60", "--temperature", "50nm")
    assert (code, out) == (2, "")
    assert "is not in K" in err


def test_everything_is_saved_with_its_unit(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(*TRAP, "--atoms", "60", "--json", "--csv", str(tmp_path / "trap.csv"))
    found = json.loads(out)
    assert (code, found["command"], found["parameters"]["f_perp"]) == (0, "lab trap", "20kHz")
    assert set(found["units"]) == set(found["rows"][0])
    assert found["units"]["peak_density"] == "1/m"
    lines = (tmp_path / "trap.csv").read_text(encoding="utf-8").splitlines()
    assert "# unit of radius: m" in lines
    row = dict(zip(*(line.split(",") for line in lines[-2:]), strict=True))
    assert float(row["radius"]) == found["rows"][0]["radius"]


def test_pictures_of_a_trap(run: Run, tmp_path: Path) -> None:
    for options, panels, curves in (((), 2, 6), (("--temperature", "20nK"), 1, 1)):
        file = tmp_path / "trap.svg"
        assert run(*TRAP, "--atoms", "60", *options, "--plot", str(file))[0] == 0
        text = file.read_text(encoding="utf-8")
        assert len(re.findall(r'id="axes_\d+"', text)) == panels
        assert len(re.findall(r'id="line2d_\d+">\s*<path d="[^"]{400}', text)) == curves


def test_what_is_of_the_ground_state_says_so(run: Run) -> None:
    _, warm, _ = run(*GAS, "--temperature", "20nK")
    _, cold, _ = run(*GAS)
    marked = {line.split(" at T = 0")[0] for line in warm.splitlines() if " at T = 0" in line}
    assert {"polaron mass m*", "top of the branch E(πn)/h", "μ/ħω⊥"} <= marked
    assert "T = 0" not in cold
    _, warm, _ = run(*TRAP, "--atoms", "60", "--temperature", "20nK")
    assert "μ/ħω⊥ at T = 0 of this density" in warm


def test_warnings_and_refusals(run: Run) -> None:
    code, out, err = run(*GAS, "--temperature", "1uK")
    assert code == 0
    assert err.startswith("yanggaudin: warning: k_BT = 1.04 ħω⊥ is not small")
    for words, expected, text in (
        ((*GAS, "--temperature", "50kHz"), 2, "'50kHz' is not in K"),
        ((*GAS[:3], "Rb87", *GAS[4:]), 1, "atom must be one of"),
        ((*GAS[:3], "133Cs", *GAS[4:]), 1, "--scattering-length must be given"),
        ((*GAS, "--scattering-length", "1um"), 1, "confinement-induced resonance"),
        ((*TRAP, "--atom", "60"), 2, ""),
        ((*TRAP, "--atoms"), 2, "lab trap: --atoms needs a value"),
        (("lab", "gas", "--f-prep", "1"), 2, "lab gas has no option --f-prep; did you mean"),
        (("lab", "gas"), 2, "lab gas needs --atom"),
        (TRAP, 2, "takes --atoms or --density"),
        ((*TRAP, "--atoms", "1"), 1, "at least 2"),
        ((*TRAP, "--atoms", "-60"), 1, "--atoms must be > 0"),
        ((*TRAP[:-1], "-10Hz", "--atoms", "60"), 1, "--f-axial must be > 0 and finite, got -10.0"),
        ((*GAS, "--temperature", "-5nK"), 1, "--temperature must be ≥ 0"),
    ):
        code, out, err = run(*words)
        assert (code, out) == (expected, "")
        assert text in err
