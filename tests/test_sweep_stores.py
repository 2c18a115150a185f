"""Stores of sweeps: other sweeps, other versions, damage, two drivers; nothing is lost."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from command import Run
from yanggaudin.errors import SweepError
from yanggaudin.sweeps import results
from yanggaudin.sweeps.definition import Definition

AXES = {"gamma": np.geomspace(1.0, 10.0, 8), "temperature": np.geomspace(2.0, 20.0, 8)}
NAMES = ["pressure"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished store, of two chunks."""
    path = tmp_path_factory.mktemp("sweep") / "run.sqlite"
    yg.sweep(AXES, NAMES, store=path)
    return path


@pytest.fixture
def store(tmp_path: Path, finished: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(finished, tmp_path))


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for statement in statements:
            base.execute(statement)


@pytest.mark.parametrize(
    ("axes", "names", "message"),
    [
        (AXES | {"gamma": [1.0]}, NAMES, r"8 values of gamma from 1\.0 to 10\.0 there, gamma = 1"),
        ({"gamma": [1.0]}, ["energy"], "8 values of gamma"),
        (AXES, ["pressure", "specific_heat"], "pressure there, pressure, specific_heat here"),
        (AXES, ["pressure", "energy"], "nothing there, energy here"),
        (AXES | {"momentum": [1]}, ["pressure", "polaron_energy"], "no momentum there, momentum ="),
        (
            AXES | {"gamma": AXES["gamma"] * (1 + 2.3e-16)},
            NAMES,
            r"gamma\[0\] = 1\.0 there, gamma\[0\] = 1\.0000000000000002 here",
        ),
        (
            AXES | {"temperature": [2.0, 3.0, *AXES["temperature"][2:]]},
            NAMES,
            r"temperature\[1\] = 2\.77\d* there, temperature\[1\] = 3\.0 here",
        ),
    ],
)
def test_another_sweep_is_refused(store: Path, axes: Any, names: Any, message: str) -> None:
    before = store.read_bytes()
    with pytest.raises(SweepError, match=f"holds another sweep: {message}"):
        yg.sweep(axes, names, store=store)
    assert store.read_bytes() == before


def test_another_version_is_refused(store: Path) -> None:
    change(store, "UPDATE sweep SET value = '0.0.9' WHERE name = 'yanggaudin'")
    before = store.read_bytes()
    with pytest.raises(SweepError, match=r"written by yanggaudin 0\.0\.9, this is"):
        yg.sweep(AXES, NAMES, store=store)
    assert store.read_bytes() == before


@pytest.mark.parametrize("length", [10, 100, 4096, 5000, 8192, 16384, -4096, -1])
def test_a_truncated_file_is_refused(store: Path, length: int) -> None:
    rest = store.read_bytes()[:length]
    store.write_bytes(rest)
    with pytest.raises(SweepError, match=r"damaged|no database"):
        yg.sweep(AXES, NAMES, store=store)
    assert store.read_bytes() == rest


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE points_thermal SET pressure = pressure * (1 + 1e-15) WHERE point = 40",
        "UPDATE points_thermal SET pressure = NULL WHERE point = 40",
        "UPDATE points_thermal SET refused = 'by hand' WHERE point = 40",
        "UPDATE points_thermal SET pressure = 'abc' WHERE point = 40",
        "UPDATE points_thermal SET refused = x'00ff' WHERE point = 40",
        "UPDATE points_thermal SET refused = CAST(x'ff' AS TEXT) WHERE point = 40",
        "UPDATE points_thermal SET gamma = 2.0 WHERE point = 40",
        "UPDATE points_thermal SET temperature = 'abc' WHERE point = 40",
        "DELETE FROM points_thermal WHERE point = 40",
        "UPDATE chunk SET checksum = checksum + 1 WHERE number = 1",
    ],
)
def test_a_changed_row_is_found_out(store: Path, damage: str) -> None:
    change(store, damage)
    with pytest.raises(SweepError, match="is damaged: chunk 1 of points_thermal"):
        yg.sweep(AXES, NAMES, store=store)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("UPDATE sweep SET value = '{' WHERE name = 'systems'", "the list of its systems"),
        ("UPDATE sweep SET value = '[1]' WHERE name = 'systems'", "the list of its systems"),
        ("UPDATE sweep SET value = '{\"a\": 1}' WHERE name = 'systems'", "the list of its systems"),
        ("UPDATE sweep SET value = x'ff' WHERE name = 'systems'", "it does not say the systems"),
        ("DELETE FROM sweep", "it does not say the format of its sweep"),
        ("UPDATE coordinate SET numbers = x'0011'", "the values of gamma cannot be read"),
        ("UPDATE coordinate SET numbers = 'abcdefgh'", "the values of gamma cannot be read"),
        ("UPDATE coordinate SET type = 'z'", "the values of gamma cannot be read"),
    ],
)
def test_a_changed_definition_is_found_out(
    store: Path, damage: str, message: str, run: Run
) -> None:
    change(store, damage)
    with pytest.raises(SweepError, match=f"is damaged: {message}"):
        yg.sweep(AXES, NAMES, store=store)
    assert f"is damaged: {message}" in run("sweep", "--status", str(store)).stderr


def test_a_damaged_page_is_found_out(store: Path) -> None:
    """The last one has rows; its number of them is set to 0."""
    content = bytearray(store.read_bytes())
    content[-4096 + 3 : -4096 + 5] = b"\0\0"
    store.write_bytes(content)
    with pytest.raises(SweepError, match=r"is damaged: .*\n.* page"):
        yg.sweep(AXES, NAMES, store=store)


def test_a_sweep_that_has_not_begun_has_no_points(tmp_path: Path) -> None:
    """It was broken off before there was a file."""
    kept = results.kept(Definition.of(AXES, NAMES), tmp_path / "run.sqlite")
    assert kept.startswith("0 of 64 points are kept in ")


@pytest.mark.parametrize("to", ["system = 'foo'", "number = -1", "number = 2", "number = 'x'"])
def test_chunks_that_the_sweep_does_not_have(store: Path, to: str) -> None:
    change(store, f"UPDATE chunk SET {to} WHERE number = 1")
    with pytest.raises(SweepError, match="is damaged: the sweep has no chunk"):
        yg.sweep(AXES, NAMES, store=store)


def test_a_file_without_a_byte_is_new_and_one_with_a_byte_is_not(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    path.touch()
    found = yg.sweep({"gamma": 1.0}, NAMES, store=path)
    assert found.identical(yg.sweep({"gamma": 1.0}, NAMES, store=path))
    path.write_bytes(b"S")
    with pytest.raises(SweepError, match="is no database of SQLite"):
        yg.sweep({"gamma": 1.0}, NAMES, store=path)
    assert path.read_bytes() == b"S"


def test_a_complete_store_needs_nobody(store: Path) -> None:
    pytest.importorskip("distributed")
    found = yg.sweep(AXES, NAMES, store=store, scheduler="tcp://127.0.0.1:1")
    assert found.identical(yg.sweep(AXES, NAMES))


def test_a_missing_chunk_alone_is_computed(store: Path) -> None:
    change(
        store, "DELETE FROM chunk WHERE number = 1", "DELETE FROM points_thermal WHERE point > 31"
    )
    seen = []

    def workers(function: Callable[[Any], Any], tasks: Iterator[Any]) -> Iterator[Any]:
        for task in tasks:
            seen.append(task.key)
            yield function(task)

    found = yg.sweep(AXES, NAMES, store=store, workers=workers)
    assert seen == [("thermal", 1)]
    assert found.identical(yg.sweep(AXES, NAMES))


@pytest.mark.parametrize("option", ["--csv", "--netcdf"])
def test_no_table_is_written_over_a_store(store: Path, option: str, run: Run) -> None:
    before = store.read_bytes()
    words = ("sweep", "--gamma", "1", "--quantity", "pressure", option)
    for path in (store, store.parent / "link"):
        if path != store:
            path.symlink_to(store)
        result = run(*words, str(path))
        assert result.returncode == 2
        assert "it is a database of SQLite" in result.stderr
    assert store.read_bytes() == before


def test_ctrl_c_while_a_store_is_read_counts_what_is_kept(
    store: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """Also a chunk whose writing was finished before anybody was told of it."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("yanggaudin.sweeps.results.Results.put", interrupted)
    grid = ("--gamma", "1:10:8log", "--temperature", "2:20:8log", "--quantity", *NAMES)
    for path, count in ((store, 64), (store.parent / "new.sqlite", 32)):
        result = run("sweep", *grid, "--store", str(path))
        assert result.returncode == 130
        assert f"interrupted; {count} of 64 points are kept in {path}" in result.stderr


@pytest.mark.parametrize("content", ["TABLE mine (a)", "TABLE sweep (x)", "VIEW a AS SELECT 1", ""])
def test_what_is_no_store_is_left_alone(tmp_path: Path, content: str, run: Run) -> None:
    path = tmp_path / "other"
    if content:
        change(path, f"CREATE {content}")
    else:
        path.write_text("my notes\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(SweepError, match=r"no database|not of a sweep"):
        yg.sweep(AXES, NAMES, store=path)
    assert run("sweep", "--status", str(path)).returncode == 1
    assert path.read_bytes() == before
    with pytest.raises(SweepError, match="is a folder"):
        yg.sweep(AXES, NAMES, store=tmp_path)


def test_a_second_driver_is_refused_and_a_reader_is_not(tmp_path: Path, run: Run) -> None:
    """While the first one computes; what it has committed is seen."""
    path = tmp_path / "run.sqlite"
    seen: list[str] = []

    def workers(function: Callable[[Any], Any], tasks: Iterator[Any]) -> Iterator[Any]:
        for task in tasks:
            with pytest.raises(SweepError, match="another driver is writing this store"):
                yg.sweep(AXES, NAMES, store=path)
            seen.append(run("sweep", "--status", str(path)).stdout.splitlines()[-1].split(",")[0])
            yield function(task)

    found = yg.sweep(AXES, NAMES, store=path, workers=workers)
    assert seen == ["  0 of 64 points are computed", "  32 of 64 points are computed"]
    assert found.identical(yg.sweep(AXES, NAMES))


def test_signs_infinities_and_reasons_survive(tmp_path: Path) -> None:
    axes = {"gamma": [1.0, np.inf, -1.0], "momentum": [0.0, 2 * np.pi]}
    names = ["spin_rapidity", "polaron_velocity", "energy_second_derivative"]
    path = tmp_path / "run.sqlite"
    first = yg.sweep(axes, names, store=path)
    second = yg.sweep(axes, names, store=path)
    assert np.isinf(first.spin_rapidity.values[0]).all()
    assert str(first.energy_second_derivative.values[1]) == "-0.0"
    for name in first:
        assert first[name].values.tobytes() == second[name].values.tobytes() or (
            first[name].dtype == object and first[name].identical(second[name])
        )


def test_the_rows_are_for_everybody(store: Path) -> None:
    """Who has only SQLite finds coordinates, values and errors under their names."""
    with closing(sqlite3.connect(store)) as base:
        (row,) = base.execute(
            "SELECT gamma, temperature, pressure, pressure_error, refused FROM points_thermal "
            "WHERE point = 9"
        ).fetchall()
    gas = yg.ThermalGas(float(AXES["gamma"][1]), float(AXES["temperature"][1]))
    *point, pressure, error, refused = row
    assert (point, refused) == ([gas.gamma, gas.temperature], None)
    assert abs(pressure - gas.pressure) <= error  # of another start, so not to the bit
    assert error == pytest.approx(gas.errors["pressure"], rel=1e-12)
