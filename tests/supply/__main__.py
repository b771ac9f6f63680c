"""The checks of others' work, as `make check` runs them: exit status 1 where one fails."""

import sys

from tests.supply import checks, locked, page


def main() -> int:
    wrong = [line for check in (*checks.EVERY, page.differs) for line in check()]
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(f"{len(locked.installed())} packages: as locked, unchanged, licences allowed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
