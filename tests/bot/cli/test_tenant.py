"""--tenant: one of several tenants in one database."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli.root import run
from bot.people import store as people
from bot.settings import Settings, load
from bot.storage.store import open_storage

HOME, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _migrated: Path) -> Path:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_TENANT_ID", HOME)
    monkeypatch.setenv("RENKEI_TENANTS", f"{HOME},{OTHER}")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert run(["tenant", "show", "--json", *words]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_what_one_tenant_sets_is_not_set_for_the_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "city.toml").write_text('timezone = "Europe/London"\nlead_days = 30\n', "utf-8")
    assert run(["tenant", "set", "city.toml", "--tenant", OTHER]) == 0
    capsys.readouterr()
    other, home = shown(capsys, "--tenant", OTHER), shown(capsys)
    assert (other["timezone"], other["lead_days"]) == ("Europe/London", 30)
    assert (home["timezone"], home["lead_days"]) == (None, 90)


def test_what_is_shown_can_be_set_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tenant", "show", "--tenant", OTHER]) == 0
    (folder / "city.toml").write_text(capsys.readouterr().out, "utf-8")
    assert run(["tenant", "set", "city.toml", "--tenant", OTHER]) == 0
    capsys.readouterr()
    assert shown(capsys, "--tenant", OTHER)["timezone"] is None


def test_people_are_loaded_into_the_register_of_the_tenant_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "people.csv").write_text("name,mail,post\n山田,y@city.example,課長\n", "utf-8")
    assert run(["people", "import", "people.csv", "--tenant", OTHER]) == 0
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    storage = open_storage(load())
    try:
        found = {
            tenant: len(storage.read_now(tenant, lambda tx: people.posts_named(tx, "課長", today)))
            for tenant in (HOME, OTHER)
        }
    finally:
        storage.close()
    assert found == {HOME: 0, OTHER: 1}
    assert run(["ledger", "verify", "--json"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    "words",
    [
        ["tenant", "show"],
        ["plan", "--from", "2026-12-01", "--to", "2026-12-31"],
        ["tick"],
        ["agreements", "list"],
        ["ledger", "verify"],
    ],
)
def test_a_tenant_that_is_not_served_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (folder / "renkei.db").unlink()
    assert run([*words, "--tenant", "nobody"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"renkei: --tenant: nobody is not served here; write one of RENKEI_TENANTS: {HOME}, {OTHER}"
    ]
    assert not (folder / "renkei.db").exists()


def test_without_other_tenants_the_home_tenant_may_be_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RENKEI_TENANTS")
    assert shown(capsys, "--tenant", HOME)["lead_days"] == 90
    assert Settings(tenant_id=HOME).home == HOME


def test_tick_looks_after_the_tenant_named_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked: list[str] = []
    monkeypatch.setattr("bot.slices.tick", lambda tx, now, zone: ticked.append(tx.tenant))
    assert run(["tick", "--tenant", OTHER]) == 0
    assert run(["tick"]) == 0
    assert ticked == [OTHER, HOME, OTHER]
