"""The catalogue: every quantity of the package, described once.

Tables of the command line, columns of CSV files, keys of JSON, axis labels, asymptotes and the
tables of the documentation are made from these records.

One way to state an error: what has several numbers has `errors`, a mapping from the name of each
to a bound on its absolute error; what is one number has `value` and `error`.  An `ErrorRule` says
how large the bound is.  (A `certified.Ball` has a radius instead, which is proven.)
"""

from __future__ import annotations

from dataclasses import dataclass

from .limits import Limit
from .units import DIMENSIONLESS, Unit

__all__ = ["QUANTITIES", "RELATIVE_ERROR", "ErrorRule", "Quantity"]

#: bound on the relative error of what has no other rule, thrice the worst seen
RELATIVE_ERROR = 1e-14


@dataclass(frozen=True)
class ErrorRule:
    """How large the error of a quantity is at most.

    Attributes
    ----------
    bound : float
        The factor, nearly always `RELATIVE_ERROR`.
    of : str
        What the bound is a fraction of; the size of the quantity itself unless said.
    """

    bound: float = RELATIVE_ERROR
    of: str = "its size"

    def __str__(self) -> str:
        if self.bound == 0:
            return "exact"
        return f"{self.bound:.0e}".replace("e-0", "e-") + f" of {self.of}"


RELATIVE = ErrorRule()
#: an integer, an input, or a number that measures an error itself
EXACT = ErrorRule(0.0)
#: what the atoms near the Fermi points decide: a rounding of ε acts as 1/T
_COLD = ErrorRule(of="its size, in a very cold gas more")


@dataclass(frozen=True)
class Quantity:
    """One record of the catalogue.

    Attributes
    ----------
    name : str
        Name in the catalogue: key of JSON, column of CSV, function, attribute.
    symbol, latex : str
        Symbol in plain text and in LaTeX without dollars.
    meaning : str
        What it is, in a few words.
    unit : Unit
        What a number of the package is multiplied by.
    equations : tuple of int
        Equations of the paper that define or give it.
    weak, strong : Limit or None
        Leading terms as γ → 0 and γ → ∞ in the ground state, where there are any.
    error : ErrorRule
        Bound on the error of the floating-point result, in the ground state where it has one;
        at a temperature `ThermalGas.errors` says more.
    attribute : str
        Attribute of the object that has it, where the object's own name says the rest:
        `polaron_energy` is `Polaron.energy`.
    source : str
        Key in data/references.bib of where it comes from, if not from the paper.
    """

    name: str
    symbol: str
    latex: str
    meaning: str
    unit: Unit = DIMENSIONLESS
    equations: tuple[int, ...] = ()
    weak: Limit | None = None
    strong: Limit | None = None
    error: ErrorRule = RELATIVE
    attribute: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.attribute or self.name)

    @property
    def label(self) -> str:
        """Axis label: symbol and unit in LaTeX."""
        return f"${self.unit.label(self.latex)}$"

    @property
    def title(self) -> str:
        """Meaning and symbol, for a table."""
        return f"{self.meaning} {self.symbol}"


_NUMBER = DIMENSIONLESS
_MOMENTUM = Unit(hbar=1, density=1)
_RAPIDITY = Unit(density=1)
_ENERGY = Unit(hbar=2, mass=-1, density=2)
_PRESSURE = Unit(hbar=2, mass=-1, density=3)
_VELOCITY = Unit(hbar=1, mass=-1, density=1)
_PER_ATOM = Unit(boltzmann=1)


# fmt: off
_RECORDS = (
    # name, symbol, LaTeX, meaning, unit, equations; limits as "rational, power of π, power of γ"
    # --- what chooses a system ---
    Quantity("gamma", "γ", r"\gamma", "coupling", error=EXACT, source="LiebLiniger1963"),
    Quantity("temperature", "T", "T", "temperature",
             Unit(hbar=2, mass=-1, density=2, boltzmann=-1), error=EXACT),
    Quantity("n_particles", "N", "N", "number of atoms", error=EXACT),
    Quantity("magnon", "J", "J", "spin quantum number", error=EXACT),
    Quantity("momentum", "p", "p", "momentum", _MOMENTUM, (3, 8)),
    Quantity("spin_rapidity", "η", r"\eta", "spin rapidity", _RAPIDITY, (2,),
             error=ErrorRule(of="the larger of Q and c")),
    # --- ground state of the gas ---
    Quantity("energy", "e", "e", "dimensionless energy", _NUMBER, (20,),
             Limit.of("1 0 1", "-4/3 -1 3/2"), Limit.of("1/3 2 0", "-4/3 2 -1"),
             source="LiebLiniger1963"),
    Quantity("energy_derivative", "e′", "e'", "first derivative of the energy", _NUMBER, (),
             Limit.of("1 0 0", "-2 -1 1/2"), Limit.of("4/3 2 -2")),
    Quantity("energy_second_derivative", "e″", "e''", "second derivative of the energy",
             _NUMBER, (), Limit.of("-1 -1 -1/2"), Limit.of("-8/3 2 -3")),
    Quantity("energy_per_particle", "E/N", "E/N", "energy per particle", _ENERGY, (7, 20),
             Limit.of("1/2 0 1"), Limit.of("1/6 2 0")),
    Quantity("chemical_potential", "μ", r"\mu", "chemical potential", _ENERGY, (),
             Limit.of("1 0 1", "-1 -1 3/2"), Limit.of("1/2 2 0", "-8/3 2 -1")),
    Quantity("mu_over_c2", "μ/c²", r"\mu/c^2", "chemical potential in ħ²c²/m", _NUMBER, (),
             Limit.of("1 0 -1", "-1 -1 -1/2"), Limit.of("1/2 2 -2", "-8/3 2 -3")),
    Quantity("pressure", "P", "P", "pressure", _PRESSURE, (),
             Limit.of("1/2 0 1", "-1/3 -1 3/2"), Limit.of("1/3 2 0", "-2 2 -1")),
    Quantity("sound_velocity", "v", "v", "sound velocity", _VELOCITY, (),
             Limit.of("1 0 1/2"), Limit.of("1 1 0", "-4 1 -1")),
    Quantity("sound_velocity_squared", "v²", "v^2", "squared sound velocity",
             Unit(hbar=2, mass=-2, density=2), (), Limit.of("1 0 1"), Limit.of("1 2 0", "-8 2 -1")),
    Quantity("luttinger_parameter", "K", "K", "Luttinger parameter", _NUMBER, (),
             Limit.of("1 1 -1/2"), Limit.of("1 0 0", "4 0 -1")),
    Quantity("inverse_luttinger_squared", "1/K²", "1/K^2",
             "inverse square of K", _NUMBER, (), Limit.of("1 -2 1"), Limit.of("1 0 0", "-8 0 -1")),
    Quantity("compressibility", "∂n/∂μ", r"\partial n/\partial\mu", "compressibility",
             Unit(hbar=-2, mass=1, density=-1), (), Limit.of("1 0 -1"), Limit.of("1 -2 0")),
    Quantity("pair_correlation", "g₂", "g_2", "pair correlation", _NUMBER, (),
             Limit.of("1 0 0", "-2 -1 1/2"), Limit.of("4/3 2 -2"),
             source="GangardtShlyapnikov2003"),
    Quantity("three_body_correlation", "g₃", "g_3", "three-body correlation", _NUMBER, (),
             Limit.of("1 0 0", "-6 -1 1/2"), Limit.of("16/15 6 -6"),
             source="CheianovSmithZvonarev2006"),
    Quantity("tan_contact", "C", "C", "contact", Unit(density=4), (),
             Limit.of("1 0 2", "-2 -1 5/2"), Limit.of("4/3 2 0", "-8 2 -1"),
             source="OlshaniiDunjko2003"),
    Quantity("fermi_rapidity", "Q", "Q", "Fermi rapidity", _RAPIDITY, (5, 6),
             Limit.of("2 0 1/2"), Limit.of("1 1 0", "-2 1 -1")),
    Quantity("fermi_rapidity_over_c", "Q/c", "Q/c", "Fermi rapidity in units of c", _NUMBER, (5, 6),
             Limit.of("2 0 -1/2"), Limit.of("1 1 -1")),
    Quantity("rapidity_density", "ρ", r"\rho", "density of rapidities", _NUMBER, (5,)),
    Quantity("density_over_c", "n/c", "n/c", "density in units of c", _NUMBER, (6,),
             Limit.of("1 0 -1"), Limit.of("1 0 -1")),
    Quantity("dressed_momentum", "mσ/ħ", r"m\sigma/\hbar", "dressed momentum", _MOMENTUM,
             (13,), error=ErrorRule(of="its largest value")),
    Quantity("dressed_energy", "ε", r"\varepsilon", "dressed energy", _ENERGY, (),
             error=ErrorRule(of="|ε(0)|"), source="YangYang1969"),
    Quantity("resolvent", "R", "R", "resolvent G − δ of Green's function", Unit(density=-1), (12,),
             error=ErrorRule(2 * RELATIVE_ERROR, "its largest value, more as γ → 0")),
    Quantity("spin_wave_moment", "S", "S", "moment ∫kσ dk", _PRESSURE, (16, 17),
             Limit.of("1 1 1"), Limit.of("2/3 3 0")),
    # --- the polaron ---
    Quantity("mass_ratio", "m/m*", "m/m^*", "inverse polaron mass", _NUMBER, (16, 19, 21, 22, 23),
             Limit.of("1 0 0", "-2/3 -1 1/2"), Limit.of("2/3 2 -1")),
    Quantity("mass_enhancement", "m*/m", "m^*/m", "polaron mass", _NUMBER, (16, 21),
             Limit.of("1 0 0", "2/3 -1 1/2"), Limit.of("3/2 -2 1")),
    Quantity("mass_shift", "1 − m/m*", "1-m/m^*", "mass shift", _NUMBER, (16, 21),
             Limit.of("2/3 -1 1/2"), Limit.of("1 0 0", "-2/3 2 -1")),
    Quantity("quartic_coefficient", "A₄", "A_4", "coefficient of p⁴",
             Unit(hbar=-2, mass=-1, density=-2), (8, 14),
             Limit.of("-1/5 -1 -1/2"), Limit.of("-1/36 2 -1"), ErrorRule(of="(m/m*)(1/24 + e/γ²)")),
    Quantity("sextic_coefficient", "A₆", "A_6", "coefficient of p⁶",
             Unit(hbar=-4, mass=-1, density=-4), (8, 14), None, Limit.of("1/1080 2 -1"),
             ErrorRule(4 * RELATIVE_ERROR, "the sum of the sizes of its terms")),
    Quantity("top_mass_ratio", "m/m̂", r"m/\hat m", "inverse mass at the top", _NUMBER, (8, 14),
             Limit.of("-1/4 0 1/2"), Limit.of("-2/3 2 -1")),
    Quantity("maximum_energy", "E(πn)", r"E(\pi n)", "top of the branch", _ENERGY, (14,),
             Limit.of("4/3 0 1/2"), Limit.of("4/3 2 -1")),
    Quantity("polaron_energy", "E", "E", "polaron energy", _ENERGY, (11, 14, 15),
             attribute="energy"),
    Quantity("polaron_velocity", "V", "V", "polaron velocity dE/dp", _VELOCITY, (8, 14),
             error=ErrorRule(of="the sound velocity"), attribute="velocity"),
    Quantity("shift_function", "g", "g", "shift function", _NUMBER, (10,),
             error=ErrorRule(1e-12, "its largest value")),
    Quantity("expelled_atoms", "N", "N", "expelled atoms", _NUMBER, (8,),
             error=ErrorRule(1e-13), source="SchecterGangardtKamenev2012"),
    Quantity("phase_drop", "Φ", r"\Phi", "phase drop", _NUMBER, (8, 14),
             error=ErrorRule(of="its largest value, 2π"), source="SchecterGangardtKamenev2012"),
    Quantity("shift_right", "g₊", "g_+", "shift of the right Fermi point", _NUMBER, (10,),
             error=ErrorRule(of="the larger of |g₊| and |g₋|")),
    Quantity("shift_left", "g₋", "g_-", "shift of the left Fermi point", _NUMBER, (10,),
             error=ErrorRule(of="the larger of |g₊| and |g₋|")),
    Quantity("threshold_exponent", "g₊² + g₋² − 1", "g_+^2+g_-^2-1", "threshold exponent", _NUMBER,
             (10,), error=ErrorRule(4 * RELATIVE_ERROR, "the larger of 1 and g₊² + g₋²"),
             attribute="exponent",
             source="ZvonarevCheianovGiamarchi2009"),
    Quantity("density_slope", "∂E/∂n", r"\partial E/\partial n", "slope of E in n at fixed p",
             Unit(hbar=2, mass=-1, density=1), (),
             error=ErrorRule(of="the larger of v²N and |VΦ|")),
    # --- excitations of the gas ---
    Quantity("particle_energy", "ε₁", r"\varepsilon_1", "energy of type I", _ENERGY,
             source="Lieb1963"),
    Quantity("particle_velocity", "v₁", "v_1", "velocity of type I", _VELOCITY, source="Lieb1963"),
    Quantity("particle_rapidity", "λ₁", r"\lambda_1", "rapidity of type I", _RAPIDITY,
             source="Lieb1963"),
    Quantity("hole_energy", "ε₂", r"\varepsilon_2", "energy of type II", _ENERGY,
             source="Lieb1963"),
    Quantity("hole_velocity", "v₂", "v_2", "velocity of type II", _VELOCITY,
             error=ErrorRule(of="the sound velocity"), source="Lieb1963"),
    Quantity("hole_rapidity", "λ₂", r"\lambda_2", "rapidity of type II", _RAPIDITY,
             error=ErrorRule(of="the larger of Q and c"), source="Lieb1963"),
    Quantity("fermi_point_mass_ratio", "m/m̃", r"m/\tilde m", "inverse mass at the Fermi points",
             _NUMBER, (), Limit.of("3/4 -1/2 1/4"), Limit.of("1 0 0"), ErrorRule(of="(1 + Q/c)/√K"),
             source="PustilnikMatveev2014"),
    Quantity("hole_top_mass_ratio", "m/m̂₂", r"m/\hat m_2", "inverse mass of type II at the top",
             _NUMBER, (), Limit.of("-1/4 0 1/2"), Limit.of("-1 0 0")),
    # --- the gas at a temperature ---
    Quantity("free_energy_per_particle", "F/N", "F/N", "free energy per particle", _ENERGY,
             error=ErrorRule(of="the larger of |F/N| and T"), source="YangYang1969"),
    Quantity("entropy_per_particle", "S/N", "(S/N)", "entropy per particle", _PER_ATOM,
             error=_COLD, source="YangYang1969"),
    Quantity("specific_heat", "c_L", "c_L", "specific heat per particle at constant length",
             _PER_ATOM, error=_COLD, source="YangYang1969"),
    Quantity("flipped_fraction", "ζ/n", r"\zeta/n", "fraction of flipped atoms over e^{−h/T}",
             _NUMBER),
    # --- two components at a temperature ---
    Quantity("field", "h", "h", "field μ↑ − μ↓", _ENERGY,
             error=ErrorRule(1e-13, "the larger of h and T")),
    Quantity("mean_chemical_potential", "μ̄", r"\bar\mu", "mean chemical potential", _ENERGY,
             error=ErrorRule(1e-13, "the larger of |μ̄| and T"),
             source="CauxKlauserVanDenBrink2009"),
    Quantity("polarisation", "(n↑ − n↓)/n", r"(n_\uparrow-n_\downarrow)/n", "polarisation",
             _NUMBER, error=ErrorRule(1e-12, "1"), source="CauxKlauserVanDenBrink2009"),
    Quantity("density_up", "n↑", r"n_\uparrow", "density of the majority", Unit(density=1),
             error=ErrorRule(1e-12, "n")),
    Quantity("density_down", "n↓", r"n_\downarrow", "density of the minority", Unit(density=1),
             error=ErrorRule(1e-12, "n")),
    Quantity("susceptibility", "χ", r"\chi", "spin susceptibility ∂M/∂h at fixed μ̄",
             Unit(hbar=-2, mass=1, density=-1), error=ErrorRule(1e-11)),
    Quantity("temperature_over_c2", "T", "T", "temperature in units of c",
             Unit(hbar=2, mass=-1, interaction=2, boltzmann=-1), error=EXACT),
    Quantity("chemical_potential_over_c2", "μ", r"\mu", "chemical potential in units of c",
             Unit(hbar=2, mass=-1, interaction=2), error=EXACT),
    Quantity("mean_chemical_potential_over_c2", "μ̄", r"\bar\mu",
             "mean chemical potential in units of c",
             Unit(hbar=2, mass=-1, interaction=2), error=EXACT),
    Quantity("field_over_c2", "h", "h", "field μ↑ − μ↓ in units of c",
             Unit(hbar=2, mass=-1, interaction=2), error=EXACT),
    Quantity("pressure_over_c3", "P", "P", "pressure in units of c",
             Unit(hbar=2, mass=-1, interaction=3), source="YangYang1969",
             error=ErrorRule(of="its size, in a very cold or dense gas more")),
    Quantity("pressure_over_c", "P", "P", "pressure of two components in units of c",
             Unit(hbar=2, mass=-1, interaction=3), error=ErrorRule(1e-13)),
    # --- N atoms on a ring ---
    Quantity("excitation_energy", "ΔE", r"\Delta E", "excitation energy", _ENERGY, (3, 9)),
    Quantity("ring_energy", "E", "E", "energy of the ring", _ENERGY, (3,), attribute="energy"),
    Quantity("ring_mass_ratio", "m/m*_N", "m/m^*_N", "inverse mass on the ring", _NUMBER,
             (3, 15), attribute="mass_ratio"),
    Quantity("form_factor", "|F|²", "|F|^2", "weight of a transition", _NUMBER,
             error=ErrorRule(1e-9, "its size, stated with each"), attribute="weights",
             source="Slavnov1989"),
    Quantity("time", "t", "t", "time", Unit(hbar=-1, mass=1, density=-2), error=EXACT),
    Quantity("impurity_momentum", "⟨p↓⟩", r"\langle p_\downarrow\rangle",
             "momentum of the injected atom", _MOMENTUM,
             error=ErrorRule(0.15, "p at the start if the share is 0.98, stated with each"),
             attribute="momentum",
             source="Slavnov1989"),
    Quantity("residual", "δ", r"\delta", "largest relative residual", _NUMBER, (2,), error=EXACT),
)
# fmt: on

#: the records by name, in the order in which tables show them
QUANTITIES = {record.name: record for record in _RECORDS}


def __dir__() -> list[str]:
    return sorted(__all__)
