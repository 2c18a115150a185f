"""`python -m yanggaudin` and the command `yanggaudin`."""

import sys


def main() -> None:
    """Run the command line; an interrupt is quiet even while its modules are being imported."""
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        print("yanggaudin: interrupted", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
