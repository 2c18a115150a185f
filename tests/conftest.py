"""The same examples every time: a failure is a fault of the change, not of the day."""

import io
import sys

import pytest
from hypothesis import settings

from command import Result, Run
from yanggaudin.cli import main

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, as `command.start` does in one of its own."""

    def command(*words: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["yanggaudin", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = 0
        try:
            main()
        except SystemExit as error:
            code = int(str(error.code))
        return Result(words, code, *capsys.readouterr())

    return command
