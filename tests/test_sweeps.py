"""Sweeps: the same numbers as one by one, refusals as results, and what is asked for wrongly."""

import json
import socketserver
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
import xarray

import yanggaudin as yg
from command import Run, read_csv, rows_of
from yanggaudin.errors import DomainError, MissingPackageError, SweepError
from yanggaudin.quantities import QUANTITIES
from yanggaudin.ring import Ring
from yanggaudin.sweeps.chunks import compute
from yanggaudin.sweeps.definition import COORDINATES, Definition
from yanggaudin.sweeps.systems import SYSTEMS

GAMMA = [0.3, 1.0, 20.0]
AXES: dict[str, Any] = {
    "gamma": GAMMA,
    "temperature": [0.5, 2.0],
    "momentum": [0.0, 0.5, 3.0, 6.0],
    "n_particles": [2, 7],
    "magnon": [1],
}


def one_by_one(system: str, name: str, gamma: float, *rest: float) -> tuple[Any, Any]:
    """A quantity of one point and a bound on its error, from the object that has it."""
    attribute, owner = QUANTITIES[name].attribute, owner_of(system, name, gamma, *rest)
    value = getattr(owner, attribute)
    if callable(value):
        value = value(gamma if owner is yg else rest[0])
    errors = {} if owner is yg else getattr(owner, "errors", {})
    return value, errors.get(attribute)


def owner_of(system: str, name: str, gamma: float, *rest: float) -> Any:
    """The object of one point that has a quantity."""
    if system == "thermal":
        return yg.ThermalGas(gamma, *rest)
    if system.startswith("ring"):
        ring = Ring(gamma, n_particles=int(rest[0]))
        magnons = {"ring_states": int(rest[-1]), "ring_mass_ratio": 1}
        return ring.state(magnons.get(system, magnons.get(name)))
    if system == "polaron":
        branch = {"polaron_energy", "polaron_velocity", "spin_rapidity"}
        return yg.Polaron(gamma) if name in branch else yg.Polaron(gamma).edge(*rest)
    if system == "excitations":
        return yg.Excitations(gamma)
    owners = yg.GroundState(gamma), yg.Polaron(gamma), yg.Excitations(gamma)
    solved = [one for one in owners if name in one.to_dict()]
    return solved[0] if solved else yg


@pytest.mark.parametrize("system", SYSTEMS)
def test_numbers_and_errors_are_those_of_one_point(system: str) -> None:
    """In every system, every quantity; to a few roundings, for arrays are added up otherwise."""
    record = SYSTEMS[system]
    axes = {name: AXES[name] for name in record.coordinates}
    found = yg.sweep(axes, list(record.quantities))
    assert found.sizes == {name: len(values) for name, values in axes.items()}
    for name in record.quantities:
        for index in np.ndindex(found[name].shape):
            point = [axis[i] for axis, i in zip(axes.values(), index, strict=True)]
            value = found[name].values[index]
            expected, error = one_by_one(system, name, *point)
            if not np.isfinite(expected):
                assert value == expected
                continue
            bound = found[f"{name}_error"].values[index] if record.with_errors else 1e-14
            if name != "residual":  # which is rounding
                assert abs(value - expected) <= bound + (error or 1e-14 * abs(expected))
            if error is not None and (system, name) != ("ground_state", "quartic_coefficient"):
                assert bound == pytest.approx(error, rel=1e-9, abs=1e-300), (name, point)


def test_every_quantity_has_the_dimensions_that_it_depends_on() -> None:
    axes = {name: AXES[name] for name in ("temperature", "gamma", "momentum")}
    found = yg.sweep(axes, ["hole_energy", "pressure", "mass_ratio", "maximum_energy"])
    assert list(found)[:4] == ["hole_energy", "hole_energy_error", "pressure", "pressure_error"]
    assert found.pressure.dims == ("gamma", "temperature")
    assert found.hole_energy.dims == ("gamma", "momentum")
    assert found.mass_ratio.dims == found.maximum_energy.dims == ("gamma",)
    assert found.refused_excitations.dims == ("gamma", "momentum")
    for name in ("hole_energy", "pressure", "mass_ratio"):
        quantity = QUANTITIES[name]
        assert found[name].units == found[f"{name}_error"].units == str(quantity.unit)
        assert found[name].long_name == quantity.meaning
        for other in found[name].ancillary_variables.split():
            assert other in found
    assert found.mass_ratio.equations.startswith("(16), (19)")
    assert found.hole_energy.source == "Lieb1963"
    assert found.temperature.units == "ħ²n²/(mk_B)"


def test_a_refusal_is_a_result_and_only_of_what_is_refused() -> None:
    found = yg.sweep({"gamma": [1.0, -1.0, 2.0], "momentum": [1.0, 7.0]}, AXES_OF_EDGE)
    energy, exponent = found.polaron_energy.values, found.threshold_exponent.values
    assert np.isfinite(energy[[0, 2]]).all()
    assert np.isnan(energy[1]).all()
    assert np.isfinite(exponent[[0, 2], 0]).all()
    assert np.isnan(exponent[:, 1]).all()
    assert found.refused.values[0, 0] == found.refused.values[2, 0] == ""
    assert "period 2πn" in found.refused.values[0, 1]
    assert "got -1.0" in found.refused.values[1, 0]
    assert not any("index" in text for text in found.refused.values.flat)


AXES_OF_EDGE = ["polaron_energy", "threshold_exponent"]


def test_functions_of_gamma_at_their_ends() -> None:
    found = yg.sweep({"gamma": [0.0, 5e-324, 1.0, np.inf, -0.0]}, ["pressure", "compressibility"])
    assert found.compressibility.values[[0, 3]].tolist() == [np.inf, (1 / np.pi) ** 2]
    assert np.isnan(found.compressibility.values[1])
    assert "compressibility does not fit into a double" in found.refused.values[1]
    assert found.pressure.values[1] == 0.0
    assert found.pressure_error.values.tolist()[:2] == [0.0, 5e-324]  # the second was rounded to 0


@pytest.mark.parametrize("spoiled", range(1, 9))
def test_chunks_do_not_depend_on_their_neighbours(spoiled: int) -> None:
    """A refused point costs the others nothing, wherever it is."""
    gamma = np.geomspace(0.1, 10, 9)
    clean = yg.sweep({"gamma": gamma}, "mass_ratio").mass_ratio.values
    gamma[spoiled] = -1.0
    found = yg.sweep({"gamma": gamma}, "mass_ratio").mass_ratio.values
    assert np.flatnonzero(np.isnan(found)).tolist() == [spoiled]
    assert np.array_equal(np.delete(found, spoiled), np.delete(clean, spoiled))


def imap(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    with ThreadPool(2) as pool:
        yield from pool.imap(function, items)


@pytest.mark.parametrize("workers", [map, imap, 2])
def test_engines_give_the_same_bits(workers: Any, tmp_path: Path) -> None:
    axes = {"gamma": np.geomspace(0.1, 10, 20), "temperature": [1.0, 1e-9, 4.0]}
    names = ["pressure", "sound_velocity", "mass_ratio"]
    serial = yg.sweep(axes, names)
    other = yg.sweep(axes, names, workers=workers, store=tmp_path / "run.sqlite")
    again = yg.sweep(axes, names, store=tmp_path / "run.sqlite")
    for found in (other, again):
        assert found.identical(serial)
        for name in found:
            if found[name].dtype == float:
                assert found[name].values.tobytes() == serial[name].values.tobytes()


def test_threads_of_a_cluster_in_this_process_give_the_same_bits() -> None:
    """Two at once would lower and raise the threads of BLAS under each other's hands."""
    distributed = pytest.importorskip("distributed")
    axes = {"gamma": np.geomspace(1, 10, 12), "temperature": [1.0, 2.0, 5.0, 7.0, 30.0]}
    serial = yg.sweep(axes, ["pressure", "mass_ratio"])
    options = {"n_workers": 1, "threads_per_worker": 2, "processes": False}
    with (
        distributed.LocalCluster(dashboard_address=None, **options) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        found = yg.sweep(axes, ["pressure", "mass_ratio"], scheduler=client)
        assert client.status == "running"
    assert found.identical(serial)


def test_a_store_is_resumed_and_nothing_computed_twice(tmp_path: Path) -> None:
    axes = {"gamma": np.geomspace(1, 10, 15), "temperature": [1.0, 3.0, -0.0, 9.0, 20.0]}
    seen: list[tuple[str, int]] = []

    def counting(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        for number, task in enumerate(tasks):
            if number == 2:
                raise KeyboardInterrupt
            seen.append(task.key)
            yield function(task)

    store = tmp_path / "run.sqlite"
    with pytest.raises(KeyboardInterrupt):
        yg.sweep(axes, ["pressure"], store=store, workers=counting)
    found = yg.sweep(axes, ["pressure"], store=store, workers=counting)
    assert len(seen) == len(set(seen)) == 3
    assert found.identical(yg.sweep(axes, ["pressure"]))


@pytest.mark.parametrize("kind", [tuple, np.array, iter, dict.fromkeys])
def test_names_may_come_in_whatever_has_an_order(kind: Callable[[Any], Any]) -> None:
    names = ["pressure", "energy"]
    found = Definition.of({"gamma": 1.0}, kind(names)).quantities
    assert found == ("pressure", "energy")
    assert {type(name) for name in found} == {str}


def test_one_atom_has_no_mass_of_a_ring() -> None:
    found = yg.sweep({"gamma": 1.0, "n_particles": [1, 2]}, ["ring_mass_ratio", "ring_energy"])
    assert found.ring_energy.values[0, 0] == 0.0
    assert found.refused.values[0, 0].startswith("ring_mass_ratio needs n_particles of at least 2")
    assert found.refused.values[0, 1] == ""


def test_definition_is_cut_the_same_way_whatever_the_order() -> None:
    one = Definition.of({"temperature": [1, 2], "gamma": 3.0}, ["pressure", "specific_heat"])
    other = Definition.of({"gamma": [3.0], "temperature": (1, 2)}, ["specific_heat", "pressure"])
    for a, b in zip(one.tasks(), other.tasks(), strict=True):
        assert a.key == b.key
        assert a.quantities == b.quantities == ("pressure", "specific_heat")
        assert all(np.array_equal(p, q) for p, q in zip(a.points, b.points, strict=True))


@pytest.mark.parametrize(
    ("coordinates", "quantities", "message"),
    [
        ({"gamma": 1}, [], "quantities must be a list of names"),
        ({"gamma": 1}, 3, "quantities must be a list of names"),
        ({"gamma": 1}, b"pressure", "quantities must be a list of names"),
        ({"gamma": 1}, np.array("pressure"), "quantities must be a list of names"),
        ({"gamma": 1}, ["mass"], "did you mean mass_shift"),
        ({"gamma": 1}, ["magnon"], "a sweep cannot compute 'magnon'"),
        ({"gamma": 1}, [["pressure"]], "a sweep cannot compute"),
        ([1.0], ["pressure"], "coordinates must be a dictionary"),
        ({"g": 1}, ["pressure"], "coordinates must be among gamma, temperature, momentum"),
        ({"gamma": []}, ["pressure"], "gamma must be a list of numbers"),
        ({"gamma": [[1.0]]}, ["pressure"], "gamma must be a list of numbers"),
        ({"gamma": "1:10"}, ["pressure"], "gamma must hold real numbers"),
        ({"gamma": [1.0, np.nan]}, ["pressure"], r"gamma must be numbers, got nan at index \(1,\)"),
        ({"gamma": 1, "n_particles": 2.5}, ["ring_energy"], "n_particles must be whole numbers"),
        ({"gamma": 1, "n_particles": np.inf}, ["ring_energy"], "n_particles must be whole numbers"),
        ({"gamma": 1, "momentum": 1}, ["pressure"], "none of pressure depends on momentum"),
        ({"temperature": 1}, ["pressure"], "gamma is missing"),
        ({"gamma": 1}, ["specific_heat"], "temperature is missing"),
        ({"gamma": 1}, ["excitation_energy"], "n_particles and magnon is missing"),
    ],
)
def test_wrong_sweeps_are_refused_by_name(coordinates: Any, quantities: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.sweep(coordinates, quantities)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers must be at least 1"),
        ({"workers": True}, "workers must be a whole number"),
        ({"workers": "2"}, "workers must be a whole number"),
        ({"workers": lambda *_: [1]}, "map a function"),
        ({"workers": lambda *_: 1}, "map a function"),
        ({"workers": len}, "must map a function over tasks"),
        ({"workers": lambda f, tasks: 2 * [*map(f, tasks)]}, "chunk 0 of ground_state twice"),
        ({"scheduler": 5}, "scheduler must be an address"),
        *(
            ({"scheduler": address}, "scheduler must be an address")
            for address in ("nonsense://x", "nonsense", "", "tcp://", "tcp://nohost", "inproc://x")
        ),
        ({"scheduler": "tcp://127.0.0.1:99999"}, "scheduler must be an address"),
        ({"scheduler": "tcp://127.0.0.1:1", "workers": 2}, "exclude each other"),
        *(({"store": path}, "store must be the path") for path in (5, "", "a\0b", "\ud800", b"a")),
        ({"store": ":memory:"}, "write ./:memory: for a file of this name"),
        ({"store": "file:a?mode=memory"}, "SQLite takes for something else"),
    ],
)
def test_wrong_engines_are_refused(options: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.sweep({"gamma": 1}, ["pressure"], **options)


def test_a_closed_client_is_refused() -> None:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 0, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        with distributed.Client(cluster, set_as_default=False) as client:
            pass
        with pytest.raises(DomainError, match="connected, got one that is closed"):
            yg.sweep({"gamma": 1}, ["pressure"], scheduler=client)


def test_a_grid_that_is_too_large_is_refused() -> None:
    many = np.linspace(1.0, 2.0, 100_000)
    grid = {"gamma": many, "temperature": many}
    with pytest.raises(DomainError, match="10000000000 points need 240 GB of memory"):
        yg.sweep(grid, ["pressure"])


@pytest.mark.parametrize("workers", [1, imap])
def test_want_of_memory_is_no_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: Any
) -> None:
    """It would stay in the store, and differ between machines."""
    grid, store = {"gamma": [1.0, 2.0], "n_particles": [3]}, tmp_path / "run.sqlite"
    with monkeypatch.context() as small:
        small.setattr("yanggaudin.ring.plan._free_in_machine", lambda: 500.0)
        with pytest.raises(SweepError, match=r"memory of a worker is too little.*0 of 2 points"):
            yg.sweep(grid, ["ring_energy"], store=store, workers=workers)
    assert not yg.sweep(grid, ["ring_energy"], store=store).refused.values.any()


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 400 \r\n" * 99])
def test_what_is_no_scheduler_is_given_up(greeting: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("yanggaudin.sweeps.cluster._PATIENCE", 1)

    class Other(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(greeting)
            while self.request.recv(1000):
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Other) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(SweepError, match=f"no Dask scheduler answers at {address}"):
            yg.sweep({"gamma": 1}, ["pressure"], scheduler=address)
        server.shutdown()


def test_a_worker_is_no_scheduler() -> None:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 1, "processes": False, "dashboard_address": None, "protocol": "tcp"}
    with distributed.LocalCluster(**options) as cluster:
        address = cluster.workers[0].worker_address
        with pytest.raises(SweepError, match="is the Worker of a Dask cluster"):
            yg.sweep({"gamma": 1}, ["pressure"], scheduler=address)


def test_workers_that_lose_points_are_found_out() -> None:
    with pytest.raises(SweepError, match="0 of 1 points"):
        yg.sweep({"gamma": 1}, ["pressure"], workers=lambda *_: [])


def test_worker_of_another_version_is_refused() -> None:
    (task,) = Definition.of({"gamma": 1}, ["pressure"]).tasks()
    with pytest.raises(SweepError, match=r"who sent the work 0\.0\.1"):
        compute(task._replace(version="0.0.1"))


@pytest.mark.parametrize("package", ["xarray", "distributed"])
def test_what_is_missing_is_named(package: str, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    scheduler = "tcp://127.0.0.1:1" if package == "distributed" else None
    with pytest.raises(MissingPackageError, match=rf"{package} is needed .*yanggaudin\[sweeps\]"):
        yg.sweep({"gamma": 1}, ["pressure"], scheduler=scheduler)
    assert rows_of(run("sweep", "--gamma", "1", "--quantity", "pressure", "--json"))


def test_every_coordinate_and_quantity_is_in_the_catalogue() -> None:
    assert {*COORDINATES} == {*AXES}
    names = [name for system in SYSTEMS.values() for name in system.quantities]
    assert {*names, *COORDINATES} <= {*QUANTITIES}
    assert all(len({*system.quantities}) == len(system.quantities) for system in SYSTEMS.values())


# --- the command ----------------------------------------------------------------------------------


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
