"""Numbers, couplings and options from the words of the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from cyclopts import Parameter, Token


class UsageError(Exception):
    """The command line is not understood."""


def _whole_number(_: type, tokens: Sequence[Token]) -> int:
    """Return the whole number of an option; cyclopts itself would turn 2.5 into 2."""
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


WholeNumber = Annotated[int, Parameter(converter=_whole_number)]
Couplings = Annotated[str, Parameter(allow_leading_hyphen=True, help="Coupling γ > 0.")]


def read_words(words: Sequence[str]) -> list[str]:
    """Return the words, those of standard input in place of a dash; refuse unknown options."""
    texts: list[str] = []
    for word in words:
        if word == "-" and sys.stdin is None:
            raise UsageError("there is no standard input to read couplings from")
        texts += sys.stdin.read().split() if word == "-" else [word]
    for text in texts:
        if text.startswith("--"):
            raise UsageError(f"{text!r} is an unknown option; see yanggaudin --help")
    if not texts:
        raise UsageError("give at least one coupling γ, or - to read them from standard input")
    return texts


def read_couplings(words: Sequence[str]) -> list[float]:
    """Return the couplings of the words, checked."""
    from ..arguments import coupling

    values = []
    for text in read_words(words):
        try:
            values.append(float(text))
        except ValueError:
            raise UsageError(f"{text!r} is no number; see yanggaudin --help") from None
        if values[-1] == 0 and Decimal(text):
            raise UsageError(f"{text} is too small for a double")
    return [coupling(value) for value in values]


def one_coupling(command: str, word: str) -> float:
    """Return the one coupling that a command takes."""
    couplings = read_couplings([word])
    if len(couplings) != 1:
        raise UsageError(f"{command} takes one coupling, got {len(couplings)}")
    return couplings[0]


def whole_numbers(option: str, text: str) -> list[int]:
    """Return the whole numbers of an option, separated by commas."""
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"{option} takes whole numbers with commas, got {text!r}") from None
