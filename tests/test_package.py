import ast
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import yanggaudin as yg


def test_every_public_name_exists() -> None:
    names = [name for name in dir(yg) if name != "__version__"]
    assert {"Polaron", "mass_ratio", "ring"} <= set(names)
    for name in names:
        assert getattr(yg, name).__name__.split(".")[-1] == name


def test_submodules_have_a_type() -> None:
    """The names that are imported late are those that type checkers see."""
    tree = ast.parse(Path(yg.__file__).read_text(encoding="utf-8"))
    (seen,) = [
        n
        for n in tree.body
        if isinstance(n, ast.If) and ast.unparse(n.test) == "_typing.TYPE_CHECKING"
    ]
    typed = {alias.name for n in seen.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert typed == set(yg._LATER)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'polaron_mass'"):
        _ = yg.polaron_mass  # type: ignore[attr-defined]


@pytest.mark.parametrize("heavy", ["matplotlib", "scipy", "flint", "cyclopts", "xarray", "sqlite3"])
def test_import_and_use_load_nothing_heavy(heavy: str) -> None:
    code = (
        "import sys, yanggaudin; yanggaudin.Polaron(1.0).mass_ratio; "
        f"sys.exit({heavy!r} in sys.modules)"
    )
    # without coverage.py, which may follow into processes and has a database of its own
    alone = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE")}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=alone).returncode == 0


def test_the_command_loads_no_pictures_until_it_draws() -> None:
    code = "import sys, yanggaudin.cli; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "thing",
    [
        yg.GroundState(0.7),
        yg.Polaron(0.7),
        yg.FermiPolaron(0.7),
        yg.Excitations(0.7),
        yg.GreenFunction(yg.GroundState(0.7), rapidity=0.25),
        yg.ShiftFunction(yg.GroundState(0.7), spin_rapidity=0.1),
        yg.ring.Ring(0.7, n_particles=4),
        yg.ThermalGas(0.7, 2.0),
        yg.TwoComponentGas(10.0, 10.0, field=0.7),
    ],
)
def test_objects_are_shown_by_what_makes_them(thing: object) -> None:
    shown = repr(thing)
    again = eval(shown, {**vars(yg), **vars(yg.ring)})
    assert type(again) is type(thing)
    assert repr(again) == shown
    assert "0.7" in shown


def test_values_cannot_be_changed() -> None:
    """Every dataclass of the package is frozen, so that a result stays what was computed."""
    kinds: set[Any] = set()
    for module in pkgutil.walk_packages(yg.__path__, "yanggaudin."):
        if module.name != "yanggaudin.__main__":
            members = vars(importlib.import_module(module.name)).values()
            classes = [kind for kind in members if isinstance(kind, type)]
            kinds |= {kind for kind in classes if hasattr(kind, "__dataclass_params__")}
    own = [kind for kind in kinds if kind.__module__.startswith("yanggaudin")]
    assert len(own) > 20
    assert not [kind.__name__ for kind in own if not kind.__dataclass_params__.frozen]
