"""Builds the documentation as a site: `make docs` (exit status 1 where a page would be broken)."""

import sys

from tests.site.building import SITE, build

if __name__ == "__main__":
    status = build()
    if status == 0:
        print(f"{SITE}: look at it with {sys.executable} -m http.server -d {SITE} --bind 127.0.0.1")
    sys.exit(status)
