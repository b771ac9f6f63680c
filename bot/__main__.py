"""`python -m bot` and the command `renkei`."""

import sys

from bot.cli.root import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
