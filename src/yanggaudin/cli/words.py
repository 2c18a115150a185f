"""What the words on the command line mean."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from cyclopts import Parameter, Token


class UsageError(Exception):
    """A word on the command line that means nothing."""


def _whole_number(_: type, tokens: Sequence[Token]) -> int:
    # cyclopts would turn 2.5 into 2
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


WholeNumber = Annotated[int, Parameter(converter=_whole_number)]
Couplings = Annotated[str, Parameter(allow_leading_hyphen=True, help="Coupling γ > 0.")]


def read_words(words: Sequence[str]) -> list[str]:
    """The words, a single dash standing for those of standard input."""
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
    """The couplings meant by the words."""
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
    """The one coupling that a command takes."""
    couplings = read_couplings([word])
    if len(couplings) != 1:
        raise UsageError(f"{command} takes one coupling, got {len(couplings)}")
    return couplings[0]


def whole_numbers(option: str, text: str) -> list[int]:
    """The whole numbers of an option, separated by commas."""
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"{option} takes whole numbers with commas, got {text!r}") from None
