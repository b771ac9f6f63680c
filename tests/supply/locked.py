"""What the locks pin, what pyproject asks for, and what is installed."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = (
    "requirements.lock",
    "requirements-uv.lock",
    "requirements-node.lock",
    "requirements-fuzz.lock",
)
PAGES = {
    "of the practice page": ROOT / "bot" / "emulator" / "playground" / "package-lock.json",
    "of the tab": ROOT / "bot" / "tab" / "page" / "package-lock.json",
}
OURS = "renkei"
# What every virtual environment brings along.
BROUGHT = frozenset({"pip", "setuptools", "wheel", OURS})
_HASH = re.compile(r"--hash=(\S+)")
_TRUE_HASH = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One package of a lock: its requirement and the digests of the files that may stand for it."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The version; empty where it isn't pinned to one."""
        exact = [one for one in self.requirement.specifier if one.operator == "=="]
        return exact[0].version if len(exact) == 1 else ""

    @property
    def is_wanted_here(self) -> bool:
        marker = self.requirement.marker
        return marker is None or marker.evaluate()

    @property
    def is_pinned(self) -> bool:
        """One version, by digests of which each is a whole SHA-256."""
        return bool(self.version and self.hashes) and all(map(_TRUE_HASH.fullmatch, self.hashes))


def locked(text: str) -> tuple[Locked, ...]:
    """The packages of a lock. Raises ValueError for a line that is none, such as an option."""
    return tuple(_locked(line) for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    """Each package's line, with those that it is continued on; comments left out."""
    bare = "\n".join(line for line in text.splitlines() if not line.strip().startswith("#"))
    yield from (line for line in bare.replace("\\\n", " ").splitlines() if line.strip())


def _locked(line: str) -> Locked:
    requirement = line.partition("--hash=")[0].strip()
    if requirement.startswith("-") or "://" in requirement:
        raise ValueError(f"no package: {requirement}")
    return Locked(requirement=Requirement(requirement), hashes=tuple(_HASH.findall(line)))


def lock(name: str) -> tuple[Locked, ...]:
    """The packages of one of the project's locks."""
    return locked((ROOT / name).read_text(encoding="utf-8"))


def asked(*, dev: bool = True) -> tuple[Requirement, ...]:
    """What pyproject asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = project["optional-dependencies"]["dev"] if dev else []
    return tuple(map(Requirement, [*project["dependencies"], *more]))


def version() -> str:
    """The release: pyproject is the one place that says it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def installed() -> dict[str, Distribution]:
    """The packages of this environment but for what every environment brings, and ourselves."""
    found = {canonicalize_name(one.name): one for one in distributions()}
    return {name: one for name, one in sorted(found.items()) if name not in BROUGHT}


def shipped() -> frozenset[str]:
    """The packages that run where the bot runs: what it asks for, and what that asks for."""
    return frozenset(standing())


def standing() -> dict[str, frozenset[str]]:
    """Each of them with the packages that it asks for here, those of the extras that are used."""
    here, found = installed(), dict[tuple[str, str], list[tuple[str, str]]]()
    waiting = [wish for one in asked(dev=False) for wish in _wishes(one)]
    while waiting:
        wish = waiting.pop()
        if wish[0] in here and wish not in found:
            found[wish] = _needs(here[wish[0]], extra=wish[1])
            waiting += found[wish]
    names = {name for name, _ in found}
    return {
        name: frozenset(
            need for (own, _), needs in found.items() if own == name for need, _ in needs
        )
        & names - {name}
        for name in names
    }


def _wishes(wanted: Requirement) -> list[tuple[str, str]]:
    """The package without extras, and with each of those that are wanted."""
    return [(canonicalize_name(wanted.name), extra) for extra in ("", *sorted(wanted.extras))]


def _needs(package: Distribution, *, extra: str) -> list[tuple[str, str]]:
    needed = map(Requirement, package.requires or ())
    here = (one for one in needed if not one.marker or one.marker.evaluate({"extra": extra}))
    return [wish for one in here for wish in _wishes(one)]


def page_packages(whose: str) -> dict[str, dict[str, object]]:
    """The packages of a page's lock by name; `whose` is one of PAGES."""
    packages = json.loads(PAGES[whose].read_text(encoding="utf-8"))["packages"]
    return {name.rpartition("node_modules/")[2]: one for name, one in packages.items() if name}
