"""Writes docs/reference/dependencies.md: whose work Renkei stands on, and under which licences.

python -m tests.supply.page
"""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from tests.supply import locked
from tests.supply.licences import ALLOWED, licence_of

PAGE = locked.ROOT / "docs" / "reference" / "dependencies.md"
# Locked for other systems alone, and so not installed where this page is made.
ELSEWHERE = {"colorama": "BSD-3-Clause"}
_HEAD = """# Dependencies

Whose work Renkei stands on. The versions, each with the SHA-256 of every file that may stand for
it, are in `requirements.lock`; `make install` takes nothing else. `make check` compares what is
installed with the locks, file by file with what the wheels brought, and each licence with the list
below; this page is made by `python -m tests.supply.page`. `make audit` asks for known
vulnerabilities (see [Security](../explanation/security.md#others-work)).

## Licences that may be used

| licence | why |
|---|---|
"""
_ASKED = """
## Asked for by Renkei

| package | licence | where |
|---|---|---|
"""
_BROUGHT = """
## Brought along by those

| package | licence | where |
|---|---|---|
"""
_PAGES = (
    """
## Of the practice page

Installed with npm from `package-lock.json`, each by its SHA-512. Only `adaptivecards` and
`markdown-it` reach a browser, and only that of somebody who practises.

| package | licence |
|---|---|
""",
    """
## Of the tab

Installed with npm from `package-lock.json` of the tab, each by its SHA-512. `esbuild` builds the
page; what of the others reaches a browser is named, with its whole licence, in the built page's
`licences.txt`.

| package | licence |
|---|---|
""",
)


def text() -> str:
    """The page as it should be."""
    asked = {canonicalize_name(one.name) for one in locked.asked()}
    rows = dict(_rows())
    return "".join(
        (
            _HEAD,
            *(f"| {name} | {why} |\n" for name, why in ALLOWED.items()),
            _ASKED,
            *(row for name, row in rows.items() if name in asked),
            _BROUGHT,
            *(row for name, row in rows.items() if name not in asked),
            *(
                part
                for head, whose in zip(_PAGES, locked.PAGES, strict=True)
                for part in (head, *_of_page(whose))
            ),
        )
    )


def _of_page(whose: str) -> Iterator[str]:
    for name, one in locked.page_packages(whose).items():
        yield f"| {name} | {one.get('license', '')} |\n"


def _rows() -> Iterator[tuple[str, str]]:
    shipped, here = locked.shipped(), locked.installed()
    for name in sorted({one.name for one in locked.lock("requirements.lock")} - locked.BROUGHT):
        licence = licence_of(name, here[name]) if name in here else ELSEWHERE[name]
        where = "with the bot" if name in shipped else "development"
        yield name, f"| {name} | {licence} | {where if name in here else 'other systems'} |\n"


def differs() -> Iterator[str]:
    """Whether the page must be made anew: another Python may have fewer packages, never others."""
    page = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []
    lacking = set(text().splitlines()) - set(page)
    if lacking or _named(page) - _named(text().splitlines()):
        yield "docs/reference/dependencies.md: make it anew: python -m tests.supply.page"


def _named(lines: list[str]) -> set[str]:
    return {line.split("|")[1].strip() for line in lines if line.startswith("|")}


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
