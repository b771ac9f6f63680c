"""The app package is one that Teams takes, and says nothing that the bot doesn't do."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import slices
from bot.errors import Misconfigured
from bot.notices import errands
from bot.package import permissions
from bot.package.archive import packed
from bot.package.manifest import Publisher, filled
from bot.settings import Settings
from bot.turns.router import MOST_SAID, normalised

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
CHECKER = SHARED / "tools" / "check_manifest.py"
APP = "7f3c1b52-0d6e-4a1f-9c3a-5f2f6f0f1a77"
PAGE_WORDS = "".join(
    (ROOT / "bot" / "tab" / "page" / "src" / f"words.{lang}.js").read_text(encoding="utf-8")
    for lang in ("ja", "en")
)
PLAIN = Settings(app_id=APP, tenant_id="c6a1f5f0-8f6c-4b68-9a3a-2d1b6f7c8e90")
TABBED = replace(PLAIN, public_url="https://renkei.akatsuki.lg.jp/bot/")
BOTH = pytest.mark.parametrize("settings", [PLAIN, TABBED], ids=["chat", "with the tab"])
PUBLISHER = Publisher(
    name="あかつき市",
    website="https://www.city.akatsuki.lg.jp/renkei/",
    privacy="https://www.city.akatsuki.lg.jp/renkei/privacy.html",
    terms="https://www.city.akatsuki.lg.jp/renkei/terms.html",
)


def parts(settings: Settings, publisher: Publisher = PUBLISHER) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed(settings, publisher, "1.2.3"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parts(settings)["manifest.json"])
    return found


def english(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = json.loads(parts(settings)["en.json"])
    return found


def _knows_schemas() -> str | None:
    """An interpreter that has what the official checker needs."""
    for one in (sys.executable, os.environ.get("PY"), "/usr/local/bin/python3", "/usr/bin/python3"):
        found = shutil.which(one) if one else None
        if (
            found
            and not subprocess.run(
                [found, "-c", "import jsonschema"], capture_output=True
            ).returncode
        ):
            return found
    return None


@BOTH
def test_the_official_schema_and_rules_have_nothing_against_it(settings: Settings, tmp_path: Path):
    if not CHECKER.exists():
        pytest.skip("the checker of manifests does not stand beside the checkout")
    if (python := _knows_schemas()) is None:
        pytest.skip("no Python here has jsonschema, which the checker of manifests needs")
    file = tmp_path / "renkei.zip"
    file.write_bytes(packed(settings, PUBLISHER, "1.2.3"))
    command = [python, str(CHECKER), str(file)]
    command += ["--schema-dir", str(SHARED / "conformance" / "manifest")]
    command += ["--rsc-list", str(SHARED / "conformance" / "manifest" / "rsc-permissions.txt")]
    done = subprocess.run(command, capture_output=True, text=True)
    # Its list leaves out the permission of read receipts, which the vendor's pages name.
    known = "w RSC permission not in the known list: ChatMessageReadReceipt.Read.Chat"
    said = [line for line in done.stdout.splitlines() if line != known]
    assert (done.returncode, done.stderr, [line for line in said if line[:2] in ("E ", "w ")]) == (
        0,
        "",
        [],
    ), done.stdout


@BOTH
def test_it_asks_for_the_permissions_of_the_table_and_no_others(settings: Settings):
    rows = tomllib.loads((ROOT / "infra" / "permissions.toml").read_text(encoding="utf-8"))
    asked = manifest(settings)["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": row["permission"], "type": "Application"} for row in rows["resource"]]
    assert permissions.application() == tuple(row["permission"] for row in rows["application"])
    assert permissions.resource() == tuple(row["permission"] for row in rows["resource"])


@BOTH
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_command_that_teams_offers_is_heard(settings: Settings, language: str):
    lists, texts = manifest(settings)["bots"][0]["commandLists"], english(settings)
    patterns = [heard.pattern for heard in slices.router().words]
    for i, of_scope in enumerate(lists):
        for k, command in enumerate(of_scope["commands"]):
            path = f"bots[0].commandLists[{i}].commands[{k}].title"
            said = normalised(command["title"] if language == "ja" else texts[path])
            assert len(said) <= min(32, MOST_SAID)
            assert any(pattern.fullmatch(said) for pattern in patterns), said


def test_every_scope_has_commands_and_no_title_twice():
    (bot,) = manifest(TABBED)["bots"]
    listed = [scope for one in bot["commandLists"] for scope in one["scopes"]]
    assert sorted(listed) == sorted(bot["scopes"]) == ["groupChat", "personal", "team"]
    for one in bot["commandLists"]:
        titles = [command["title"] for command in one["commands"]]
        assert len(set(titles)) == len(titles) <= 10


def test_the_bell_rings_with_a_type_that_the_manifest_names():
    types = [one["type"] for one in manifest(PLAIN)["activities"]["activityTypes"]]
    assert types == [errands.ACTIVITY]


@BOTH
def test_one_registration_is_the_app_the_bot_and_the_sign_on(settings: Settings):
    found = manifest(settings)
    assert found["id"] == found["bots"][0]["botId"] == found["webApplicationInfo"]["id"] == APP
    assert found["webApplicationInfo"]["resource"].endswith(f"/botid-{APP}")


def test_the_tab_is_there_with_an_address_that_browsers_reach_and_only_then():
    found = manifest(TABBED)
    address = "https://renkei.akatsuki.lg.jp/bot/tab/"
    assert [tab.get("contentUrl") for tab in found["staticTabs"]] == [None, address, None]
    assert found["validDomains"] == ["renkei.akatsuki.lg.jp"]
    names = [json.loads(one) for one in re.findall(r'"title": (".+")', PAGE_WORDS)]
    assert [found["staticTabs"][1]["name"], english(TABBED)["staticTabs[1].name"]] == names
    for public_url in ("", "http://127.0.0.1:3979", "https://localhost/"):
        plain = manifest(replace(PLAIN, public_url=public_url))
        assert "staticTabs" not in plain
        assert "validDomains" not in plain


@BOTH
def test_english_says_all_that_japanese_says(settings: Settings):
    texts = english(settings)
    shown = dict(_texts(manifest(settings)))
    assert set(texts) - {"$schema"} == set(shown)
    assert [key for key, text in shown.items() if text == texts[key]] == []
    assert re.findall("{[^}]*}", "".join(shown.values())) == re.findall(
        "{[^}]*}", "".join(texts[key] for key in shown)
    )


_SHOWN = re.compile(
    r"(name|description)\.(short|full)|staticTabs\[\d\]\.name"
    r"|.*\.(title|description|templateText)"
)


def _texts(value: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        inner = [(f"{path}.{key}".lstrip("."), one) for key, one in value.items()]
    elif isinstance(value, list):
        inner = [(f"{path}[{i}]", one) for i, one in enumerate(value)]
    else:
        return [(path, value)] if _SHOWN.fullmatch(path) else []
    return [found for key, one in inner for found in _texts(one, key)]


def test_what_teams_cuts_off_is_short_enough():
    longest = {"name.short": 30, "name.full": 100, "description.short": 80}
    for texts in (dict(_texts(manifest(TABBED))), english(TABBED)):
        assert [key for key, most in longest.items() if len(texts[key]) > most] == []


def test_the_same_settings_make_the_same_file():
    assert packed(TABBED, PUBLISHER, "1.2.3") == packed(TABBED, PUBLISHER, "1.2.3")
    assert sorted(parts(TABBED)) == ["color.png", "en.json", "manifest.json", "outline.png"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"settings": Settings()}, "RENKEI_APP_ID"),
        ({"settings": replace(PLAIN, app_id="renkei")}, "RENKEI_APP_ID"),
        ({"version": "1.2"}, "--app-version"),
        ({"publisher": replace(PUBLISHER, name="あ" * 33)}, "--developer"),
        ({"publisher": replace(PUBLISHER, website="http://city.example")}, "--website"),
        ({"publisher": replace(PUBLISHER, privacy="city.example")}, "--privacy"),
        ({"publisher": replace(PUBLISHER, terms="https://")}, "--terms"),
    ],
)
def test_what_teams_would_refuse_is_told_before(wrong: dict[str, Any], told: str):
    given = {"settings": PLAIN, "publisher": PUBLISHER, "version": "1.2.3"} | wrong
    with pytest.raises(Misconfigured, match=re.escape(told)):
        filled(**given)
