"""Pictures with matplotlib: every function draws on the axes it is given and returns them."""
