"""Atoms and guides: sourced data, Olshanii's coupling, mixtures, validity."""

import dataclasses
import math
from typing import Any

import pytest
from mpmath import mp, mpf, quad, sqrt as mp_sqrt, zeta
from scipy import constants

import yanggaudin as yg
from yanggaudin import DomainError, ValidityWarning, lab
from yanggaudin.lab.confinement import ISOTROPIC, confinement_constant
from yanggaudin.units import ATOMIC_MASS, BOHR_RADIUS

RUBIDIUM = 86.909180529 * ATOMIC_MASS
TIGHT = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)


# --- atoms ------------------------------------------------------------------------------------


def test_masses_are_those_of_periodictable() -> None:
    table = pytest.importorskip("periodictable")
    for name in ("4He*", "7Li", "23Na", "39K", "41K", "85Rb", "87Rb", "133Cs"):
        number = "".join(filter(str.isdigit, name))
        symbol = "".join(filter(str.isalpha, name))
        isotope = getattr(table, symbol)[int(number)]
        assert lab.Atom(name).mass_in_u == isotope.mass
        assert lab.Atom(name).mass_error == pytest.approx(isotope._mass_unc * ATOMIC_MASS)
    for nucleons in (168, 170, 174):
        assert lab.Atom(f"{nucleons}Yb").mass_in_u == table.Yb[nucleons].mass
    assert lab.Atom("168Er").mass_in_u == table.Er[168].mass


def test_scattering_lengths_have_sources() -> None:
    rb = lab.Atom("87Rb")
    assert rb.scattering_length == 100.4
    assert rb.scattering_length_error is None
    lengths = {c.states: (c.length, c.error) for c in rb.channels}
    assert lengths["1,-1", "2,1"] == (98.006, 0.016)
    assert lengths["2,1", "2,1"] == (95.44, 0.07)
    assert all(c.source for c in rb.channels)
    assert lab.Atom("174Yb").scattering_length == 104.9
    assert lab.Atom("4He*").scattering_length_error == 0.09
    for name in ("7Li", "39K", "133Cs", "85Rb"):
        assert lab.Atom(name).scattering_length is None


def test_stretched_pairs_are_the_model_and_the_clock_pair_is_not() -> None:
    rb = lab.Atom("87Rb")
    for bath, flipped in (("1,-1", "1,0"), ("1,1", "1,0"), ("2,2", "2,1"), ("2,-2", "2,-1")):
        mixture = rb.mixture(bath, flipped)
        assert mixture.exact
        assert mixture.mismatch == 0
        assert "exact" in mixture.meaning
    clock = rb.mixture("1,-1", "2,1")
    assert not clock.exact
    assert clock.mismatch + 1 == pytest.approx(0.976, abs=5e-4)
    assert "-2.38 %" in clock.meaning
    for f_perp in (20e3, 1e5, 1e6):
        guide, mixed = (lab.Guide(rb, f_perp=f_perp, scattering_length=a) for a in (100.4, 98.006))
        gas = guide.gas(density=2e6)
        expected = (mixed.g - guide.g) * 2e6 * yg.pair_correlation(gas.gamma)
        assert clock.energy_shift(gas) == pytest.approx(expected, rel=1e-13)


def test_shifts_refuse() -> None:
    rb = lab.Atom("87Rb")
    clock = rb.mixture("1,-1", "2,1")
    with pytest.raises(DomainError, match="gas must be a Gas, got 5"):
        clock.energy_shift(5)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="gas must be one of 87Rb, as the mixture is, got 174Yb"):
        clock.energy_shift(lab.Guide(lab.Atom("174Yb"), f_perp=20e3).gas(density=1e6))
    wider = dataclasses.replace(clock, mixed_length=110.0)
    near = lab.Guide(rb, f_perp=20e3, scattering_length=1300.0)
    with pytest.raises(DomainError, match="below the confinement-induced resonance"):
        wider.energy_shift(near.gas(density=1e6))


def test_atoms_refuse() -> None:
    with pytest.raises(DomainError, match=r"atom must be one of .*87Rb.*, got 'Rb87'"):
        lab.Atom("Rb87")
    rb = lab.Atom("87Rb")
    with pytest.raises(DomainError, match="another state"):
        rb.mixture("1,-1", "1,-1")
    with pytest.raises(DomainError, match=r"not in the table for 87Rb; it has: \(1,-1\)"):
        rb.mixture("1,-1", "2,0")
    for wrong in ("1,2", "3,0", "1", 7):
        with pytest.raises(DomainError, match="state"):
            rb.mixture("1,-1", wrong)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="no hyperfine states"):
        lab.Atom("174Yb").mixture("0,0", "1,0")
    unknown = dataclasses.replace(rb.mixture("1,-1", "2,1"), mixed_length=None)
    with pytest.raises(DomainError, match=r"no scattering length of \(1,-1\) with \(2,1\) known"):
        _ = unknown.mismatch


# --- guides -----------------------------------------------------------------------------------


def test_guide_of_the_sheet() -> None:
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=1300.0, scattering_length=5.2e-9 / BOHR_RADIUS)
    assert guide.c == pytest.approx(1.1838e5, rel=5e-5)
    with pytest.warns(ValidityWarning) as caught:
        gas = guide.gas(density=5000 / 100e-6, temperature=50e-9)
    texts = " ".join(str(w.message) for w in caught)
    assert "μ = 0.521 ħω⊥" in texts
    assert "k_BT = 0.801 ħω⊥" in texts
    assert all(w.filename == __file__ for w in caught)
    assert gas.gamma == pytest.approx(0.0023675, abs=5e-8)
    gap = constants.hbar * guide.omega_perp
    assert gas.chemical_potential / gap == pytest.approx(0.529, abs=5e-4)
    assert gas.pair_correlation == pytest.approx(0.9984, abs=5e-5)


def test_two_conventions_of_olshanii_agree() -> None:
    """With √(ħ/mω) as the length the constant is C/√2, with √(2ħ/mω) it is C."""
    for f_perp, a in ((1300.0, 5.3e-9), (5e4, 1e-8), (2e5, 2.2e-8)):
        guide = lab.Guide(lab.Atom("87Rb"), f_perp=f_perp, scattering_length=a / BOHR_RADIUS)
        omega = 2 * math.pi * f_perp
        length = math.sqrt(constants.hbar / (RUBIDIUM * omega))
        fraction = 1.0326265761 / length * guide.a  # ten digits of C/√2
        assert guide.resonance_fraction == pytest.approx(fraction, rel=1e-10)
        exact = float(-zeta(0.5) / mp_sqrt(2)) / length * guide.a
        assert guide.resonance_fraction == pytest.approx(exact, rel=1e-15, abs=0)
        g = 2 * constants.hbar * omega * guide.a / (1 - exact)
        assert guide.g == pytest.approx(g, rel=2e-15, abs=0)
        assert guide.c == pytest.approx(RUBIDIUM * g / constants.hbar**2, rel=3e-15, abs=0)
        assert guide.a_1d == pytest.approx(-2 / guide.c, rel=1e-15, abs=0)
    assert pytest.approx(0.684765, abs=5e-7) == 1 / ISOTROPIC


@pytest.mark.parametrize("ratio", [1 + 1e-9, 2.0, 10.0, 100.0])
def test_constant_of_unequal_frequencies(ratio: float) -> None:
    """The integral with forty digits, its ends integrated by hand."""
    with mp.workdps(40):
        y = mp_sqrt(mpf(ratio))
        low, high = mpf(10) ** -12, 40 * max(y, 1)

        def integrand(r: Any) -> Any:
            s = r * r
            product = (1 - mp.exp(-2 * y * s)) * (1 - mp.exp(-2 * s / y))
            return 2 * (1 / mp_sqrt(product) - 1 - 1 / (2 * s))

        points = [mp_sqrt(low), 0.01, 0.1, 0.5, 1, 2, 4, 8, mp_sqrt(high)]
        inside = quad(integrand, points)
        ends = 2 * mp_sqrt(low) * ((y + 1 / y) / 4 - 1) - 1 / mp_sqrt(high)
        exact = -mp_sqrt(2 / mp.pi) * (inside + ends)
    assert confinement_constant(ratio) == pytest.approx(float(exact), rel=1e-13, abs=1e-14)
    assert confinement_constant(1 / ratio) == pytest.approx(float(exact), rel=1e-13, abs=1e-14)


def test_unequal_frequencies() -> None:
    rb = lab.Atom("87Rb")
    equal = lab.Guide(rb, f_perp=20e3)
    unequal = lab.Guide(rb, f_perp=(16e3, 25e3))
    assert unequal.f_perp == pytest.approx(20e3, rel=1e-15)
    assert unequal.resonance_fraction < equal.resonance_fraction
    with pytest.raises(DomainError, match="a sheet, not a guide"):
        lab.Guide(rb, f_perp=(100.0, 20e3))


def test_the_softer_frequency_decides_what_is_one_dimensional() -> None:
    rb = lab.Atom("87Rb")
    flat = lab.Guide(rb, f_perp=(200.0, 20e3))
    assert flat.f_soft == 200.0
    assert flat.f_perp == pytest.approx(2000.0, rel=1e-15)
    gap = constants.h * 200.0
    with pytest.warns(ValidityWarning, match=r"μ = 1\.97 ħω⊥ is not small"):
        gas = flat.gas(density=2e7)
    assert gas.chemical_potential_over_gap == pytest.approx(gas.chemical_potential / gap, rel=1e-13)
    kelvin = 0.5 * gap / constants.k
    excited = 1 - (1 - math.exp(-2.0)) * (1 - math.exp(-200.0))
    with pytest.warns(ValidityWarning, match=f"a fraction of about {excited:.2g} of the atoms"):
        warm = flat.gas(density=1e5, temperature=kelvin)
    assert warm.temperature_over_gap == pytest.approx(0.5, rel=1e-14)
    with pytest.raises(DomainError, match=r"f_axial must be below f_perp = 200\.0 Hz, got 300\.0"):
        lab.Trap(flat, f_axial=300.0, n_atoms=60)


def test_uncertainty_is_that_of_the_scattering_length() -> None:
    helium = lab.Atom("4He*")
    guide = lab.Guide(helium, f_perp=100e3)
    low, high = (
        lab.Guide(helium, f_perp=100e3, scattering_length=guide.scattering_length + side)
        for side in (-0.09, 0.09)
    )
    assert guide.c_error == pytest.approx((high.c - low.c) / 2, rel=1e-6)
    gas, lighter, heavier = (g.gas(density=2e6) for g in (guide, low, high))
    assert gas.gamma_error == pytest.approx((heavier.gamma - lighter.gamma) / 2, rel=1e-6)
    change = (heavier.polaron_mass - lighter.polaron_mass) / 2
    assert gas.polaron_mass_error == pytest.approx(change, rel=1e-5)
    exact = lab.Guide(helium, f_perp=1e5, scattering_length=142.0, scattering_length_error=0)
    assert exact.c_error == 0
    # what no source states is not known
    rubidium = lab.Guide(lab.Atom("87Rb"), f_perp=1e5)
    for unknown in (rubidium, lab.Guide(helium, f_perp=1e5, scattering_length=142.0)):
        assert unknown.scattering_length_error is None
        assert unknown.c_error is None
        saved = unknown.gas(density=2e6).to_dict()
        assert saved["gamma_error"] is None
        assert saved["polaron_mass_error"] is None


def test_guides_refuse() -> None:
    rb = lab.Atom("87Rb")
    for wrong in (0.0, -1300.0, math.nan, math.inf, "1300", None, [1e3, 1e3, 1e3]):
        with pytest.raises(DomainError, match="f_perp"):
            lab.Guide(rb, f_perp=wrong)
    with pytest.raises(DomainError, match=r"confinement-induced resonance is; got 2000.0: beyond"):
        lab.Guide(rb, f_perp=100e3, scattering_length=2000.0)
    with pytest.raises(DomainError, match=r"so give 100.1"):
        lab.Guide(rb, f_perp=1e3, scattering_length=5.3e-9)
    for wrong in (-100.0, 0.0, math.nan):
        with pytest.raises(DomainError, match="scattering_length"):
            lab.Guide(rb, f_perp=1e3, scattering_length=wrong)
    with pytest.raises(DomainError, match="scattering_length_error must be ≥ 0"):
        lab.Guide(rb, f_perp=1e3, scattering_length_error=-1.0)
    with pytest.raises(DomainError, match="scattering_length must be given for 133Cs"):
        lab.Guide(lab.Atom("133Cs"), f_perp=1e3)
    with pytest.raises(DomainError, match="atom must be an Atom"):
        lab.Guide("87Rb", f_perp=1e3)  # type: ignore[arg-type]
