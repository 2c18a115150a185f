"""The host gas in its ground state, Eqs. (5)-(7), (12), (13), (16), (20), and its excitations."""
