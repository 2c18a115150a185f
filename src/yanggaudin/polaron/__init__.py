"""The flipped atom: Eqs. (8), (10), (11), (14), (15), (19) and (21)."""
