"""The commands `spectrum` and `flutter`, and their pictures."""

from __future__ import annotations

import json

import numpy as np
import pytest
from matplotlib.figure import Figure

from command import Run
from yanggaudin import plots
from yanggaudin.dynamics import injected_motion, spectral_function

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
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.returncode in {1, 2}
    assert message in result.stderr


def test_pictures() -> None:
    found = spectral_function("spin_flip", 2.0, n_particles=5, momentum=2)
    axes = plots.draw_spectrum(Figure().add_subplot(), found, 0.2)
    line = np.asarray(axes.lines[0].get_xydata())
    assert np.allclose(line[:, 1], found.broadened(line[:, 0], 0.2))
    assert "share" in axes.get_title()
    motion = injected_motion(2.0, n_particles=3, momentum=2)
    axes = plots.draw_motion(Figure().add_subplot(), [motion], np.linspace(0, 3, 7))
    drawn = np.asarray(axes.lines[0].get_xydata())
    assert np.allclose(drawn[:, 1], motion.momentum(drawn[:, 0]))
    assert axes.get_ylabel().startswith("momentum of the injected atom")
