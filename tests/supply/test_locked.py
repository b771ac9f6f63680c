"""The locks are read as they are, and what is wrong with them is found."""

import pytest

from tests.supply import checks, locked, page
from tests.supply.licences import is_allowed, licence_of

GOOD = "a" * 64


def test_a_lock_line_gives_package_version_marker_and_digests():
    first = "# made by hand\nA.B==1.2 ; python_version < '3' \\\n"
    text = f"{first}    --hash=sha256:{GOOD}\n    # via c\n"
    (one,) = locked.locked(text)
    assert (one.name, one.version, one.hashes) == ("a-b", "1.2", (f"sha256:{GOOD}",))
    assert one.is_pinned
    assert not one.is_wanted_here


@pytest.mark.parametrize(
    "line",
    [
        "a>=1 --hash=sha256:" + GOOD,
        "a==1",
        "a==1 --hash=md5:" + GOOD[:32],
        "a==1 --hash=sha256:" + GOOD[:63],
        "a==1,==2 --hash=sha256:" + GOOD,
    ],
)
def test_what_is_not_pinned_by_version_and_whole_digest_is_found(line: str):
    (one,) = locked.locked(line)
    assert not one.is_pinned


@pytest.mark.parametrize(
    "line", ["--index-url https://example.jp/simple", "-e .", "a @ https://example.jp/a.whl"]
)
def test_a_lock_names_no_place_to_fetch_from(line: str):
    with pytest.raises(ValueError, match="no package"):
        locked.locked(line)


def test_every_lock_of_the_project_is_pinned_and_holds_what_is_asked_for():
    assert [*checks.pinned(), *checks.asked_for()] == []


def test_what_is_installed_is_what_is_locked_under_allowed_licences():
    assert [*checks.installed_as_locked(), *checks.licensed()] == []


def test_the_page_of_dependencies_is_as_the_environment_is():
    assert [*page.differs()] == []


def test_what_runs_with_the_bot_has_no_tool_of_development():
    shipped = locked.shipped()
    assert {"aiohttp", "psycopg-binary", "cryptography"} <= shipped
    assert not shipped & {"pytest", "pip-audit", "mypy", "hypothesis", "playwright"}


class Package:
    """As much of an installed package as is looked at."""

    version = "1"

    def __init__(self, **told: str) -> None:
        self._told = {name.replace("_", "-"): text for name, text in told.items()}
        self.metadata = self

    def get(self, name: str) -> str | None:
        return self._told.get(name)

    def get_all(self, name: str) -> list[str] | None:
        return [self._told[name]] if name in self._told else None


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ({"License_Expression": "MIT OR Apache-2.0"}, "MIT OR Apache-2.0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "Copyright (c) 2021\nall of it", "Classifier": "License :: BSD License"},
         "BSD-3-Clause"),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        ({"License": "as you like"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_licence_is_told_in_spdx_or_not_at_all(told: dict[str, str], licence: str):
    assert licence_of("a", Package(**told)) == licence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-2.0-only)", True),
        ("AGPL-3.0-or-later", False),
        ("LicenseRef-Proprietary", False),
    ],
)
def test_one_way_of_reading_a_licence_must_be_allowed(expression: str, *, allowed: bool):
    assert is_allowed(expression) is allowed


def test_a_changed_file_is_found(tmp_path):
    package, file = _package(tmp_path, b"print('ours')\n")
    assert not checks._differs(package, file)
    (tmp_path / "a.py").write_bytes(b"print('theirs')\n")
    assert checks._differs(package, file)
    (tmp_path / "a.py").unlink()
    assert checks._differs(package, file)


@pytest.mark.parametrize(
    ("added", "differs"),
    [
        (b"", False),
        (b"\n-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n", False),
        (b"\nprint('theirs')\n", True),
    ],
)
def test_a_city_may_add_its_authority_to_those_that_are_trusted(tmp_path, added, *, differs):
    name, held = "certifi/cacert.pem", b"-----BEGIN CERTIFICATE-----\nWFla\n"
    package, file = _package(tmp_path, held, name)
    (tmp_path / name).write_bytes(held + added)
    assert checks._differs(package, file) is differs
    (tmp_path / name).write_bytes(held.replace(b"WFla", b"QUJD") + added)
    assert checks._differs(package, file)


def _package(folder, content: bytes, name: str = "a.py"):
    import base64
    import hashlib
    from importlib.metadata import PathDistribution

    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    told = folder / "a-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: a\nVersion: 1\n", encoding="utf-8")
    (told / "RECORD").write_text(f"{name},sha256={digest},{len(content)}\n", encoding="utf-8")
    package = PathDistribution(told)
    (file,) = package.files or ()
    return package, file
