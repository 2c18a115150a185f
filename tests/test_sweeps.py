"""Sweeps: the same numbers as one by one, and refusals as results."""

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin.quantities import QUANTITIES
from yanggaudin.ring import Ring
from yanggaudin.sweeps.definition import COORDINATES, Definition
from yanggaudin.sweeps.engines import processes
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
    axes = {"gamma": np.geomspace(0.1, 10, 12), "temperature": [1.0, 1e-9, 4.0]}
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
        distributed.LocalCluster(dashboard_address=":0", **options) as cluster,
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


def test_every_coordinate_and_quantity_is_in_the_catalogue() -> None:
    assert {*COORDINATES} == {*AXES}
    names = [name for system in SYSTEMS.values() for name in system.quantities]
    assert {*names, *COORDINATES} <= {*QUANTITIES}
    assert all(len({*system.quantities}) == len(system.quantities) for system in SYSTEMS.values())


def test_errors_along_the_branch_are_those_of_the_catalogue() -> None:
    """Of V a part of the sound velocity, of η one of the larger of |η|, Q and c."""
    momenta = [1e-3, 1.0, 3.0]
    found = yg.sweep(
        {"gamma": GAMMA, "momentum": momenta},
        ["polaron_velocity", "spin_rapidity", "polaron_energy"],
    )
    for i, gamma in enumerate(GAMMA):
        polaron = yg.Polaron(gamma)
        gas = polaron.gas
        velocity = found.polaron_velocity_error.values[i]
        assert velocity == pytest.approx(3 * [1e-14 * gas.sound_velocity], rel=1e-12, abs=0)
        sizes = np.maximum(abs(polaron.spin_rapidity(momenta)), max(gas.fermi_rapidity, gamma))
        assert found.spin_rapidity_error.values[i] == pytest.approx(1e-14 * sizes, rel=1e-12, abs=0)
        energies = 1e-14 * polaron.energy(momenta)
        assert found.polaron_energy_error.values[i] == pytest.approx(energies, rel=1e-12, abs=0)


def test_errors_of_a_branch_are_parts_of_their_scales() -> None:
    """V and η pass through 0: the errors are parts of the sound velocity, and of Q or c."""
    found = yg.sweep(
        {"gamma": [0.5, 5.0], "momentum": [0.1, math.pi]},
        ["polaron_energy", "polaron_velocity", "spin_rapidity"],
    )
    for gamma in (0.5, 5.0):
        here, gas = found.sel(gamma=gamma), yg.GroundState(gamma)
        sound = 1e-14 * gas.sound_velocity
        assert here.polaron_velocity_error.values == pytest.approx([sound, sound])
        far, near = here.spin_rapidity_error.values
        assert far == pytest.approx(1e-14 * float(here.spin_rapidity[0]))
        assert near == pytest.approx(1e-14 * max(gas.fermi_rapidity, gamma))
        energies = here.polaron_energy.values
        assert here.polaron_energy_error.values == pytest.approx(1e-14 * energies)


def test_processes_are_handed_two_tasks_each_in_advance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep of a million chunks is not a million tasks in memory; all of them are done."""
    taken: list[int] = []

    class Threads(ThreadPoolExecutor):
        def __init__(self, count: int, **_: Any) -> None:
            super().__init__(count)

    def tasks() -> Iterator[Any]:
        for number in range(30):
            taken.append(number)
            yield number

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Threads)
    monkeypatch.setattr("yanggaudin.sweeps.engines.compute", lambda task: task)
    done: list[Any] = []
    for count, chunk in enumerate(processes(3, tasks())):
        done.append(chunk)
        assert len(taken) <= count + 2 * 3
        assert len(taken) >= min(2 * 3, 30)
    assert sorted(done) == list(range(30))
