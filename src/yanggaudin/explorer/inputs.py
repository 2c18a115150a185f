"""Inputs of a view: what is typed into a field, or stands in an address, becomes a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ..arguments import exact_number, real_number, whole_number
from ..errors import DomainError
from ..quantities import QUANTITIES

#: from the name of an input and what is typed to its value
Read = Callable[[str, str], Any]

# longer than any number that means something here
_LONGEST = 250


@dataclass(frozen=True)
class Slider:
    """The handle of a number: from where to where it moves, and what stands at its ends.

    Attributes
    ----------
    low, high : float
        Ends of the scale.
    log : bool
        Whether equal steps are equal ratios.
    below, above : str
        Words beyond the ends, such as 0 and inf on a logarithmic scale; none if empty.
    whole : bool
        Whether it moves over whole numbers.
    suffix : str
        What follows the number, such as kHz.
    """

    low: float
    high: float
    log: bool = False
    below: str = ""
    above: str = ""
    whole: bool = False
    suffix: str = ""


@dataclass(frozen=True)
class Input:
    """One input of a view.

    Attributes
    ----------
    name : str
        What the library calls the argument: key in addresses, word in its refusals.
    default : str
        As it is typed.
    read : callable
        From the name and what was typed to the value; refuses with `DomainError`.
    title, unit : str
        For the field; both are those of the catalogue if there is no title.
    slider : Slider or None
        Its handle, if it has one.
    choices : tuple of str
        All there are, if it is no number.
    """

    name: str
    default: str
    read: Read
    title: str = ""
    unit: str = ""
    slider: Slider | None = None
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title:
            record = QUANTITIES[self.name]
            unit = "" if record.unit.is_dimensionless else str(record.unit)
            object.__setattr__(self, "title", record.title)
            object.__setattr__(self, "unit", unit)


def number(name: str, word: str) -> float:
    """Return the double that a word is, such as 0.5, 1e-4, 1/3 or inf."""
    try:
        value = real_number(name, exact_number(name, word) if "/" in word else Decimal(word))
    except InvalidOperation:
        value = math.nan
    if math.isnan(value):
        raise DomainError(f"{name} must be one real number, got {word!r}")
    return value


def whole(low: int, high: int) -> Read:
    """Return what reads whole numbers from `low` to `high`."""

    def read(name: str, word: str) -> int:
        value: int | str = word
        if word.strip().lstrip("-+").isdecimal():
            value = int(word)
        return whole_number(name, value, low, high)

    return read


def choice(name: str, default: str, choices: tuple[str, ...], title: str) -> Input:
    """Return an input that is one of some words."""

    def read(name: str, word: str) -> str:
        if word in choices:
            return word
        raise DomainError(f"{name} must be one of {', '.join(choices)}, got {word!r}")

    return Input(name, default, read, title, choices=choices)


def read_all(inputs: tuple[Input, ...], words: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of all inputs, of what is not given the defaults.

    Parameters
    ----------
    inputs : tuple of Input
        All there are.
    words : mapping of str to str
        What is given, by name.

    Returns
    -------
    dict
        Values by name.

    Raises
    ------
    DomainError
        If a word has no value, or there is no such input.
    """
    unknown = words.keys() - {one.name for one in inputs}
    if unknown:
        known = ", ".join(one.name for one in inputs)
        raise DomainError(f"no input has the name {min(unknown)[:_LONGEST]!r}; there are {known}")
    values = {}
    for one in inputs:
        word = words.get(one.name, one.default)
        if len(word) > _LONGEST:
            raise DomainError(f"{one.name} must have at most {_LONGEST} letters, got {len(word)}")
        values[one.name] = one.read(one.name, word)
    return values


GAMMA = Input("gamma", "1", number, slider=Slider(1e-4, 1e4, log=True, below="0", above="inf"))
MOMENTUM = Input("momentum", "1", number, slider=Slider(0.0, 6.28))
