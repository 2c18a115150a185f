"""The host gas in its ground state: Eqs. (5)-(7), (12), (13), (17), (20), and its excitations."""
