"""`python -m yanggaudin`."""

from .cli import main

main()
