"""The commands `spectrum` and `flutter`, and their pictures."""

from __future__ import annotations

import json

import numpy as np
import pytest

from command import Run
from yanggaudin import lab
from yanggaudin.dynamics import injected_motion, spectral_function, spectral_plane
from yanggaudin.units import HBAR

SPECTRUM = ("spectrum", "injection", "--gamma", "2", "--atoms", "6", "--momentum", "-2")


def test_spectrum(run: Run) -> None:
    result = run(*SPECTRUM, "--share", "0.98", "--json")
    saved = json.loads(result.stdout)
    found = spectral_function("injection", 2.0, n_particles=6, momentum=-2, share=0.98)
    assert saved["parameters"]["share"] == found.share
    weights = [row["form_factor"] for row in saved["rows"]]
    assert weights == sorted(found.weights.tolist(), reverse=True)
    assert saved["rows"][0]["errors"]["form_factor"] > 0
    assert f"share {found.share:.5f}" in result.stderr
    table = run(*SPECTRUM).stdout.splitlines()
    assert len(table) <= 24


def test_flutter(run: Run) -> None:
    words = ("flutter", "--gamma", "3", "--atoms", "4", "--momentum", "3", "--until", "2")
    saved = json.loads(run(*words, "--points", "5", "--json").stdout)
    motion = injected_motion(3.0, n_particles=4, momentum=3)
    assert [row["time"] for row in saved["rows"]] == [0, 0.5, 1, 1.5, 2]
    assert saved["rows"][2]["impurity_momentum"] == pytest.approx(motion.momentum(1.0), rel=1e-12)
    assert saved["rows"][2]["errors"]["impurity_momentum"] == motion.error


def test_map(run: Run) -> None:
    result = run("spectrum", "spin_flip", *SPECTRUM[2:6], "--map", "--momentum", "3", "--json")
    saved = json.loads(result.stdout)
    plane = spectral_plane("spin_flip", 2.0, n_particles=6, momenta=[1, 2, 3])
    assert len(saved["rows"]) == sum(len(one.weights) for one in plane.spectra)
    assert saved["rows"][0]["momentum"] == plane.momenta[0]
    assert saved["rows"][0]["form_factor"] == plane.spectra[0].weights.max()
    assert f"shares of the sum rule from {plane.shares.min():.4f}" in result.stderr
    table = run("spectrum", "injection", *SPECTRUM[2:6], "--map").stdout.splitlines()
    assert len(table) == 3 + 7
    assert table[0].split()[:2] == ["momentum", "states"]


def test_an_ejection_to_all_momenta_needs_none(run: Run) -> None:
    words = ("spectrum", "ejection", *SPECTRUM[2:6], "--magnon", "1")
    saved = json.loads(run(*words, "--json").stdout)
    found = spectral_function("ejection", 2.0, n_particles=6, magnon=1)
    assert saved["parameters"]["momentum_quanta"] is None
    assert sorted({row["momentum"] for row in saved["rows"]}) == sorted(set(found.momenta))
    assert run(*words).stdout.split()[:2] == ["momentum", "excitation_energy"]


ATOM = ("--atom", "87Rb", "--f-perp", "20kHz", "--density", "0.5/um")


def test_atoms_read_in_the_laboratory(run: Run) -> None:
    """The same states as with the γ of these atoms, in kHz; times in ms, momenta in ħ/µm."""
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    gamma, mass = guide.c / 0.5e6, guide.atom.mass
    saved = json.loads(run("spectrum", "injection", *ATOM, *SPECTRUM[4:], "--json").stdout)
    found = spectral_function("injection", gamma, n_particles=6, momentum=-2)
    heaviest = found.energies[found.weights.argmax()]
    kilohertz = HBAR * 0.5e6**2 / mass / (2 * np.pi) / 1e3
    assert saved["rows"][0]["excitation_energy"] == pytest.approx(heaviest * kilohertz, rel=1e-12)
    assert saved["parameters"]["atom"] == "87Rb"
    words = ("flutter", *ATOM, "--atoms", "4", "--momentum", "3", "--until", "2", "--points", "3")
    rows = json.loads(run(*words, "--json").stdout)["rows"]
    motion = injected_motion(gamma, n_particles=4, momentum=3)
    assert [row["time"] for row in rows] == pytest.approx([0, 1, 2])
    one = 1e-3 * HBAR * 0.5e6**2 / mass
    exact = 0.5 * float(motion.momentum(one))
    assert rows[1]["impurity_momentum"] == pytest.approx(exact, rel=1e-9)
    assert rows[1]["errors"]["impurity_momentum"] == pytest.approx(0.5 * motion.error)
    assert "kHz" in run("spectrum", "injection", *ATOM, *SPECTRUM[4:]).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("spectrum", "injection"), "spectrum needs --gamma"),
        (("spectrum", "injection", "--gamma", "1"), "spectrum needs --atoms N and --momentum P"),
        (("spectrum", "tunnel", *SPECTRUM[2:]), "the channel must be one of"),
        ((*SPECTRUM, "--share", "1"), "--share must lie in"),
        (("flutter", "--gamma", "1"), "flutter needs --atoms N and --momentum P"),
        (("flutter", *SPECTRUM[2:], "--points", "1"), "--points from 2"),
        (("flutter", *SPECTRUM[2:], "--until", "-1"), "needs --until above 0"),
        ((*SPECTRUM, "--workers", "0"), "--workers must be at least 1"),
        ((*SPECTRUM, "--map"), "--momentum must be at least 0 with --map"),
        ((*SPECTRUM, *ATOM), "or --atom: one of them"),
        ((*SPECTRUM, "--density", "1/um"), "--density and --scattering-length need --atom"),
        (("flutter", "--atom", "87Rb"), "--atom needs --f-perp and --density"),
        (("spectrum", "injection", *ATOM[:5], "1nm", *SPECTRUM[4:]), "is not in 1/m"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.returncode in {1, 2}
    assert message in result.stderr
