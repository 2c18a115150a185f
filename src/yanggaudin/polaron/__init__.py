"""The flipped atom: Eqs. (8), (10), (11), (14)-(16), (19) and (21)."""
