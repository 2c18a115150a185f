"""The command of sweeps: tables, files, and refusals."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import xarray

import yanggaudin as yg
from command import Run, read_csv, rows_of
from yanggaudin.ring import Ring

AXES_OF_EDGE = ["polaron_energy", "threshold_exponent"]


def test_table_json_and_csv(run: Run, tmp_path: Path) -> None:
    words = ["sweep", "--gamma", "1:100:3log", "--atoms", "2", "--quantity", "ring_energy"]
    rows = rows_of(run(*words, "energy", "--json"))
    assert [row["gamma"] for row in rows] == [1.0, 10.0, 100.0]
    assert rows[1]["energy"] == yg.energy(10.0)
    asked = json.loads(run(*words, "energy", "--json").stdout)["parameters"]
    assert asked == {
        "gamma": ["1:100:3log"],
        "n_particles": ["2"],
        "quantity": [*words[-1:], "energy"],
    }
    words = ["sweep", "--gamma", "1:100:3log", "--temperature", "1", "2", "--quantity"]
    printed = run(*words, "pressure", "energy")
    assert "\n3 points of energy\n6 points of pressure\n" in printed.stdout
    assert rows[1]["ring_energy"] == Ring(10.0, n_particles=2).ground_state.energy
    words = ["sweep", "--gamma", "1", "--temperature", "1", "1e-9", "--quantity", "pressure"]
    printed = run(*words)
    assert "1 refused, the first at gamma = 1.0, temperature = 1e-09" in printed.stdout
    file = tmp_path / "a.csv"
    assert run(*words, "--csv", str(file)).stdout.splitlines()[0] == "2 points of pressure"
    first, second = read_csv(file.read_text(encoding="utf-8"))
    assert float(first["pressure"]) == yg.ThermalGas(1.0, 1.0).pressure
    assert (second["pressure"], second["pressure_error"]) == ("", "")
    assert second["refused"].startswith("temperature must be at least")


def test_netcdf_has_all_of_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.nc"
    words = ("--gamma", "1", "2", "--momentum", "1", "7", "--quantity", *AXES_OF_EDGE)
    assert run("sweep", *words, "--netcdf", str(file)).returncode == 0
    with xarray.open_dataset(file, engine="h5netcdf") as found:
        expected = yg.sweep({"gamma": [1, 2], "momentum": [1, 7]}, AXES_OF_EDGE)
        assert found.load().equals(expected)
        assert found.polaron_energy.attrs == expected.polaron_energy.attrs


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_named(run: Run) -> None:
    result = run("sweep", "--gamma", "1", "--quantity", "pressure", "--csv", "/dev/full")
    assert result.returncode == 1
    assert "No space left on device: '/dev/full'" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--gamma 1", "sweep needs --quantity"),
        ("--gamma 1 --quantity presure", "did you mean pressure?"),
        ("--gamma 1 --atoms 2.5 --quantity ring_energy", "--atoms must be whole numbers, got 2.5"),
        ("--gamma 1 --quantity excitation_energy --atoms 9", "--magnon is missing"),
        ("--gamma 1 --temperature 1 --atoms 2 --quantity ring_energy pressure", "take --netcdf"),
        ("--gamma 1 --quantity pressure --workers 1.5", "is no whole number"),
        ("--status nowhere.sqlite", "there is no store nowhere.sqlite"),
        ("--status a.sqlite --gamma 1", "--status goes alone"),
        ("--status a.sqlite --workers 2", "--status goes alone"),
        ("--status a.sqlite --json", "--status goes alone"),
        ("--gamma 1 --atoms 3:100:5log --quantity ring_energy", "3:100:5log has 7.2"),
        ("--gamma 1 --quantity pressure --store /nowhere/a", "there is no folder /nowhere"),
        ("--gamma 1 --quantity pressure --netcdf /nowhere/a", "there is no folder /nowhere"),
        ("--gamma 1 --quantity pressure --netcdf .", "it is a folder"),
        ("--gamma 1 --quantity pressure --csv .", "it is a folder"),
        ("--gamma 1 --quantity pressure --netcdf /dev/full", "which is no file"),
        ("--gamma 1 --quantity pressure --store .", "is a folder"),
        ("--gamma 1 --quantity pressure --store /dev/null", "is a device"),
        ("--gamma 1 --quantity pressure --store a --csv ./a", "need files of their own"),
        ("--gamma 1 --quantity pressure --netcdf a --csv a", "need files of their own"),
    ],
)
def test_refusals_of_the_command(run: Run, words: str, message: str) -> None:
    result = run("sweep", *words.split())
    assert result.returncode in {1, 2}
    assert message in result.stderr
    assert result.stdout == ""


def test_progress_on_a_terminal_leaves_the_output_alone() -> None:
    """The bar goes to standard error, JSON to standard output, which is a pipe."""
    reader, writer = pty.openpty()
    words = [sys.executable, "-m", "yanggaudin", "sweep", "--gamma", "1", "2", "--quantity"]
    done = subprocess.Popen([*words, "energy", "--json"], stdout=subprocess.PIPE, stderr=writer)
    os.close(writer)
    shown = b""
    while done.poll() is None or not shown:
        try:
            shown += os.read(reader, 4096)
        except OSError:  # nobody writes any more
            break
    os.close(reader)
    assert done.stdout is not None
    with done.stdout:
        assert len(json.loads(done.stdout.read())["rows"]) == 2
    assert done.wait() == 0
    assert "points" in shown.decode()
