"""The bill of materials names all that a release stands on, and is the same each time."""

import json
from typing import Any

import pytest

from tests.supply import locked, sbom
from tests.supply.licences import ALLOWED


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sbom.written())
    return found


def test_it_is_of_this_release_and_says_what_it_stands_on(bill: dict[str, Any]):
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/renkei@{locked.version()}"
    purls = {one["purl"].partition("@")[0] for one in bill["components"] if "pypi" in one["purl"]}
    assert purls == {f"pkg:pypi/{name}" for name in locked.shipped()}
    assert "pkg:pypi/aiohttp" in purls
    assert "pkg:pypi/pytest" not in purls


def test_what_pages_bring_into_a_browser_is_named_by_its_digest(bill: dict[str, Any]):
    pages = {one["name"]: one for one in bill["components"] if one["purl"].startswith("pkg:npm/")}
    assert {"adaptivecards", "markdown-it"} <= set(pages)
    assert "axe-core" not in pages
    assert {len(one["hashes"][0]["content"]) for one in pages.values()} == {128}


def test_every_package_has_its_version_and_a_licence_that_may_be_used(bill: dict[str, Any]):
    assert [one["name"] for one in bill["components"] if not one["version"]] == []
    for one in bill["components"]:
        (licence,) = one["licenses"]
        told = licence.get("expression") or licence["license"]["id"]
        names = told.replace("(", " ").replace(")", " ").replace(" AND ", " ").replace(" OR ", " ")
        assert set(names.split()) <= set(ALLOWED), one["name"]


def test_who_needs_whom_is_told_of_everybody_and_reaches_everybody(bill: dict[str, Any]):
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    known = {one["bom-ref"] for one in bill["components"]}
    start = bill["metadata"]["component"]["bom-ref"]
    assert set(needs) == known | {start}
    reached, waiting = {start}, [start]
    while waiting:
        new = set(needs[waiting.pop()]) - reached
        reached |= new
        waiting += new
    assert reached == known | {start}


def test_the_same_locks_make_the_same_bill(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first, again = sbom.written(), sbom.written()
    assert first == again
    assert json.loads(first)["metadata"]["timestamp"].startswith("2026-09-2")
