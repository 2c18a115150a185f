import subprocess
import sys

import pytest

import yanggaudin as yg


def test_every_public_name_exists() -> None:
    for name in yg.__all__:
        assert getattr(yg, name).__name__.split(".")[-1] == name
    assert set(yg.__all__) <= set(dir(yg))


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'polaron_mass'"):
        _ = yg.polaron_mass


@pytest.mark.parametrize("heavy", ["matplotlib", "scipy", "flint", "cyclopts"])
def test_import_and_use_load_nothing_heavy(heavy: str) -> None:
    code = (
        "import sys, yanggaudin; yanggaudin.Polaron(1.0).mass_ratio; "
        f"sys.exit({heavy!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
