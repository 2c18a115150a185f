import re

import pytest

import yanggaudin as yg
from yanggaudin.citation import references
from yanggaudin.quantities import QUANTITIES


def test_every_source_is_in_the_bibliography() -> None:
    assert {q.source for q in QUANTITIES.values()} - {""} <= set(references())


def test_entries_are_whole() -> None:
    for key, entry in references().items():
        assert entry.startswith("@")
        assert f"{{{key}," in entry
        assert entry.count("{") == entry.count("}")
        for field in ("author", "title", "year"):
            assert re.search(rf"^  {field} = \{{.+\}},?$", entry, re.M), (key, field)
        fields = entry.strip().splitlines()[1:-1]
        assert all(line.endswith("},") or line.endswith(",") for line in fields[:-1])


def test_cite(capsys: pytest.CaptureFixture[str]) -> None:
    yg.cite("particle_energy", "hole_energy", "pressure")
    printed = capsys.readouterr().out
    assert re.findall(r"@\w+\{(\w+),", printed) == ["Ristivojevic2021", "yanggaudin", "Lieb1963"]
    assert f"version = {{{yg.__version__}}}" in printed


def test_unknown_quantity_is_named() -> None:
    with pytest.raises(yg.DomainError, match="got 'polaron_mass'; these are gamma, "):
        yg.cite("pressure", "polaron_mass")
