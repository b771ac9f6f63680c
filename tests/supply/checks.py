"""What must hold of others' work before it is used: each check gives what is wrong, in lines."""

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.supply import locked
from tests.supply.licences import is_allowed, licence_of

_COMPILED = (".pyc",)
# Many a city's machines add the city's own authority to the list of those that are trusted.
_ADDED_TO = ("certifi/cacert.pem",)
_CERTIFICATES = re.compile(
    rb"(\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)*"
)


def pinned() -> Iterator[str]:
    """Every package of every lock is one version, known by its digests, from no named place."""
    for name in locked.LOCKS:
        for one in locked.lock(name):
            if not one.is_pinned:
                yield f"{name}: {one.name} is not pinned by version and SHA-256"
    for whose in locked.PAGES:
        for name, one in locked.page_packages(whose).items():
            if not str(one.get("integrity", "")).startswith("sha512-") or "resolved" in one:
                told = f"{name} is not pinned by digest, or names a place"
                yield f"package-lock.json {whose}: {told}"


def asked_for() -> Iterator[str]:
    """The lock holds what pyproject asks for, in a version that it takes."""
    here = {one.name: one for one in locked.lock("requirements.lock")}
    for wanted in locked.asked():
        found = here.get(canonicalize_name(wanted.name))
        if found is None or not wanted.specifier.contains(found.version, prereleases=True):
            yield f"requirements.lock: lacks {wanted}; make it anew with `make lock`"


def installed_as_locked() -> Iterator[str]:
    """What is installed is what the locks say, in that version, and nothing beside it."""
    wanted = {
        one.name: one.version
        for name in locked.LOCKS[:2]
        for one in locked.lock(name)
        if one.is_wanted_here
    }
    if_any = {(one.name, one.version) for name in locked.LOCKS[2:] for one in locked.lock(name)}
    here = {name: one.version for name, one in locked.installed().items()}
    for name in sorted((wanted.keys() | here.keys()) - locked.BROUGHT):
        if wanted.get(name) != here.get(name) and (name, here.get(name)) not in if_any:
            told = f"installed {here.get(name, 'nothing')}, locked {wanted.get(name, 'nothing')}"
            yield f"{name}: {told}; run `make install`"


def unchanged() -> Iterator[str]:
    """Each installed file still is the one that its wheel brought."""
    for name, package in locked.installed().items():
        for file in package.files or ():
            if file.hash is not None and file.suffix not in _COMPILED and _differs(package, file):
                yield f"{name}: {file} was changed since it was installed"


def _differs(package: Distribution, file: PackagePath) -> bool:
    place = Path(str(package.locate_file(file)))
    if file.hash is None or not place.is_file():
        return True
    content = place.read_bytes()
    if str(file) in _ADDED_TO and _CERTIFICATES.fullmatch(content, file.size or len(content)):
        content = content[: file.size]
    found = hashlib.new(file.hash.mode, content).digest()
    return base64.urlsafe_b64encode(found).decode().rstrip("=") != file.hash.value


def licensed() -> Iterator[str]:
    """Each package is under a licence on the list."""
    for name, package in locked.installed().items():
        told = licence_of(name, package)
        if not told:
            yield f"{name}: its metadata names no licence; read it and note it in licences.py"
        elif not is_allowed(told):
            yield f"{name}: {told} is not among the licences that may be used"


EVERY = (pinned, asked_for, installed_as_locked, unchanged, licensed)
