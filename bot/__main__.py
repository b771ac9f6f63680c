"""`python -m bot` and the command `renkei`."""

import sys
import traceback
from types import TracebackType

from bot.cli.root import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.excepthook = _unforeseen
    sys.exit(run(sys.argv[1:]))


def _unforeseen(
    kind: type[BaseException],
    error: BaseException,  # noqa: ARG001 - its text may quote people, and terminals are kept
    place: TracebackType | None,
) -> None:
    """A fault of ours: where it happened and of which kind."""
    print("".join(traceback.format_tb(place)), kind.__name__, sep="", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
