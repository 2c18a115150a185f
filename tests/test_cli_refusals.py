"""What the command does not do: exit code 1 (refused) or 2 (not understood), and what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import Run, start
from yanggaudin.cli.words import UsageError, read_words


@pytest.mark.parametrize(
    ("words", "message"),
    [
        # an unknown option comes first, whatever else is missing
        ("ring --atoms 5 --c 1 --length 5", "ring has no option --c; it has --atoms, --gamma"),
        ("mass --rootes 1", "mass has no option --rootes; did you mean --routes?"),
        ("mass 1 --certfied", "did you mean --certified?"),
        ("thermal --temprature 1", "thermal has no option --temprature; did you mean --temp"),
        ("cite --json", "cite has no option --json"),
        ("cite foo", "n_particles, magnon, "),
        # then an option without its value, by its name
        ("mass 1 --csv", "mass: --csv needs a value"),
        ("mass 1 --csv --json", "mass: --csv needs a value"),
        ("dispersion 1 --momentum", "--momentum needs a value"),
        ("ring --atoms 5 --gamma", "ring: --gamma needs a value"),
        # then what is missing
        ("thermal 1", "thermal needs --temperature"),
        ("thermal --temperature 1", "thermal needs a coupling γ, or --mu"),
        ("dispersion", "dispersion needs a coupling γ"),
        ("edge", "edge needs a coupling γ"),
        ("mass", "at least one coupling"),
        ("dispersion -", "at least one coupling"),
        ("ring --atoms 5", "ring needs --gamma"),
        ("ring --gamma 1", "needs --atoms"),
        # and what is too much
        ("dispersion 1 2", "dispersion takes one coupling, got 2: 1 2"),
        ("excitations 1:2:3lin", "takes one coupling, got 3"),
        ("thermal 1 --mu 2 --temperature 1", "a coupling or --mu"),
        ("dispersion 1 --momentum 0.1 --points 3", "exclude each other"),
        ("mass 1 --certified --routes", "--certified and --routes exclude each other"),
        ("mass 1 --json --csv -", "would both be printed"),
        ("dispersion 1 --json --csv -", "would both be printed"),
        ("mass 1 --digits 3", "--digits needs --certified"),
        ("thermal 2 --temperature 0.5 1", "takes one value, and 1 stands apart from 2; write what"),
        ("dispersion 1 --points 3 2", "--points takes one value, and 2 stands apart from 1"),
        ("lab gas --atom 87Rb --f-perp 1300 --density 1e6 2e6", "lab gas takes options only, or"),
        # numbers
        (f"mass {'9' * 400}/7", "is too large for a double"),
        ("mass 1e5000", "1e5000 is too large for a double"),
        ("mass 1e-400", "1e-400 is too small for a double"),
        ("mass 1e-400/2", "'1e-400/2' is no number"),
        ("mass one", "coupling: 'one' is no number"),
        ("mass 1/0", "'1/0' is no number"),
        ("mass 1 nan", "'nan' is no number"),
        ("mass 0.1:10", "'0.1:10' is no range: start:stop:count, and log or lin"),
        ("mass 0.1:10:50", "is no range"),
        ("mass 0.1:10:50:7log", "is no range"),
        ("mass 0.1:10:50log:7", "is no range"),
        ("mass 0:10:50log", "needs ends > 0"),
        ("mass 1:inf:50lin", "finite ends"),
        ("mass -1e308:1e308:3lin", "finite ends"),
        ("mass 1:2:1lin", "from 2 to 1000000 points"),
        ("mass 1:a:3lin", "'a' is no number"),
        ("thermal 1 --temperature warm", "--temperature: 'warm' is no number"),
        ("thermal 1 --temperature 1 --field 1 --mu 2", "two components takes a coupling"),
        ("thermal 1 --temperature 1 --field 1 --plot x.png", "has no --plot"),
        ("thermal --mu x --temperature 1", "--mu: 'x' is no number"),
        ("dispersion 1 --momentum x", "--momentum: 'x' is no number"),
        ("dispersion 1 --points 1", "from 2 to"),
        ("dispersion 1 --points x", "--points"),
        ("dispersion 1 --points 2.5", "no whole number"),
        ("ring --atoms 5.5 --gamma 1", "no whole number"),
        ("ring --atoms 5 --gamma 1 --magnon 1.5", "whole numbers"),
        ("series weak --order 2.5", "no whole number"),
        # files
        ("mass 1 --csv /nonexistent/file.csv", "there is no folder /nonexistent"),
        ("mass 1 --csv -json", "its name looks like an option"),
        ("dispersion 1 --plot x.bmpp", "end its name with .png, .svg, .pdf"),
        ("dispersion 1 --plot picture", "end its name with"),
        ("dispersion 1 --plot none/picture.png", "there is no folder none"),
        ("dispersion 1 --size 3x2", "--size and --dpi need --plot"),
        ("dispersion 1 --plot x.png --size 3by2", "--size takes 6x4.2 (inches) or 8.6x6cm"),
        ("dispersion 1 --plot x.png --size 300x2 --dpi 300", "at most 65535 dots"),
        ("dispersion 1 --plot x.png --size 0x2", "an inch or more"),
        ("thermal 1 2 --temperature 1 --plot x.png", "one coupling"),
        ("thermal --mu 1 --temperature 1:2:3lin --plot x.png", "one coupling"),
        ("ring --atoms 5 --gamma 1 --plot e.png", "--plot needs"),
        ("ring --atoms 5 --gamma 1 --magnon 1 --spectrum", "exclude"),
        ("ring --gamma 1 --atoms 5 --extrapolate 5,6", "--gamma alone"),
        ("series middle", "middle"),
        ("weight 1", "Unknown command"),
    ],
)
def test_mistakes_are_named(run: Run, words: str, message: str) -> None:
    result = run(*words.split())
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.startswith("yanggaudin: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("mass -1", "got -1.0"),
        ("edge -3", "attract"),
        ("excitations inf", "must be finite"),
        ("ring --gamma 0 --atoms 5", "coupling must be > 0"),
        ("ring --gamma -1 --atoms 5", "have complex rapidities, which are not solved for here"),
        ("ring --gamma inf --atoms 5", "impenetrable atoms have the rapidities (2πI_j + p)/L"),
        ("mass 1 one --certified", "got 'one'"),
        ("mass 1 --certified --digits 0", "digits must be a whole number from 1 to 4000"),
        ("mass 1e-29 --certified", "gamma = 1e-29, 30 digits"),
        ("gas 1e-309", "compressibility does not fit into a double"),
        ("ring --atoms 0 --gamma 1", "--atoms must be a whole number"),
        ("ring --atoms 5 --gamma 1 --magnon 5", "--magnon must be a whole number from 0 to 4"),
        ("ring --atoms 9 --gamma 1 --magnon 2,3", "strings"),
        ("ring --gamma 1 --extrapolate 5", "--extrapolate must hold at least two"),
        ("series weak --order -1", "from 0 to 80"),
        ("series weak --quantity weight", "one of energy"),
        ("thermal 1 --temperature 1 --field -1", "exchange the components, field=1.0"),
        ("thermal 1 --temperature 1 --field 1 --polarisation 0", "not both"),
        ("thermal 1 --temperature 1 --polarisation 1.5", "must lie in [0, 1)"),
        ("thermal 1 --temperature 1e-4 --field 0", "too cold"),
        ("thermal 1 --temperature -1", "--temperature must be > 0, got -1.0"),
        ("thermal 1 --temperature 1e-9", "use yanggaudin gas"),
        ("dispersion 1 --momentum inf", "--momentum must"),
        ("thermal --mu 1e7 --temperature 1", "--mu must be at most 2000000.0 ħ²c²/m, got 1"),
        ("thermal --mu -400 --temperature 1", "yg.thermal_column of the library gives its n/c"),
    ],
)
def test_refusals_have_a_reason_in_the_words_of_the_command(
    run: Run, words: str, message: str
) -> None:
    result = run(*words.split())
    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr
    for python in ("n_particles", "GroundState", "Traceback", "index ("):
        assert python not in result.stderr


@pytest.mark.parametrize(
    ("command", "text", "code", "message"),
    [
        ("mass", "# c\n\n1 2 # 3\nx\n", 2, "line 4 of standard input: coupling: 'x' is no number"),
        ("gas", "1\n1e999\n", 2, "line 2 of standard input: coupling: 1e999 is too large"),
        ("mass", "1\n\n\n2 -3\n", 1, "line 4 of standard input: the coupling must"),
        ("identities", "1\n0\n", 1, "line 2 of standard input: the coupling must"),
        ("thermal --temperature 1", "1\n1e-7\n", 1, "line 2 of standard input: the coupling must"),
        (
            "thermal --temperature 1 --field 1",
            "1\n1e-5",
            1,
            "line 2 of standard input: the coupling must",
        ),
        (
            "mass --certified",
            "\ufeff1\n\nx",
            1,
            "line 3 of standard input: the",
        ),
        ("mass", "# nothing\n", 2, "at least one coupling"),
    ],
)
def test_lines_of_standard_input_are_named(
    run: Run, command: str, text: str, code: int, message: str
) -> None:
    result = run(*command.split(), "-", stdin=text)
    assert (result.returncode, result.stdout) == (code, "")
    assert message in result.stderr


def test_refusal_of_a_process() -> None:
    result = start("edge", "-1")
    assert result.returncode == 1
    assert "attract" in result.stderr
    assert result.stdout == ""


def test_reader_that_leaves_is_no_error() -> None:
    words = [sys.executable, "-m", "yanggaudin", "dispersion", "1", "--points", "5000"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_without_a_terminal_s_input_or_matplotlib(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for missing in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, missing, None)
    result = run("dispersion", "1", "--plot", str(tmp_path / "curve.png"))
    assert result.returncode == 2
    assert "pip install 'yanggaudin[plots]'" in result.stderr
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="no standard input"):
        read_words(["1", "-"])


def test_a_file_that_may_not_be_written_is_refused_before_the_work(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the file if there is one, else of its folder; who is root may always write."""
    there, new = tmp_path / "there.csv", tmp_path / "new.csv"
    there.touch()
    asked = []

    def access(path: Path, mode: int) -> bool:
        asked.append((path, mode))
        return False

    monkeypatch.setattr(os, "access", access)
    for path in (there, new):
        result = run("mass", "1", "--csv", str(path))
        assert (result.returncode, result.stdout) == (2, "")
        assert f"cannot write {path}: it is not allowed" in result.stderr.replace("\n", " ")
    assert asked == [(there, os.W_OK), (tmp_path, os.W_OK)]
    assert there.read_bytes() == b""
