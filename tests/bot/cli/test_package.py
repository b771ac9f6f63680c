"""`renkei package` writes the app for the bot in the settings, or one line of what is missing."""

import json
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import root

APP = "7f3c1b52-0d6e-4a1f-9c3a-5f2f6f0f1a77"


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_APP_ID", APP)
    monkeypatch.setenv("RENKEI_TENANT_ID", "c6a1f5f0-8f6c-4b68-9a3a-2d1b6f7c8e90")
    return tmp_path / "renkei.zip"


def written(file: Path) -> dict[str, object]:
    with zipfile.ZipFile(file) as archive:
        found: dict[str, object] = json.loads(archive.read("manifest.json"))
    return found


def test_the_app_is_written_for_the_bot_in_the_settings(
    city: Path, capsys: pytest.CaptureFixture[str]
):
    assert root.run(["package", str(city)]) == 0
    assert (written(city)["id"], written(city)["version"]) == (APP, version("renkei"))
    told = capsys.readouterr().out
    assert "without the tab: RENKEI_PUBLIC_URL" in told
    assert "--website" in told


def test_a_city_puts_its_own_name_and_addresses_into_it(city: Path):
    own = "https://www.city.akatsuki.lg.jp/renkei"
    given = [f"--{name}={own}/{name}" for name in ("website", "privacy", "terms")]
    assert (
        root.run(["package", str(city), "--developer=あかつき市", "--app-version=2.0.1", *given])
        == 0
    )
    found = written(city)
    assert found["version"] == "2.0.1"
    assert found["developer"] == {
        "name": "あかつき市",
        "websiteUrl": f"{own}/website",
        "privacyUrl": f"{own}/privacy",
        "termsOfUseUrl": f"{own}/terms",
    }


def test_without_a_registration_nothing_is_written(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("RENKEI_APP_ID")
    assert root.run(["package", str(city)]) == 2
    assert "RENKEI_APP_ID" in capsys.readouterr().err
    assert not city.exists()


def test_another_ending_than_zip_is_wrong_use(city: Path, capsys: pytest.CaptureFixture[str]):
    assert root.run(["package", str(city.with_suffix(".tar"))]) == 2
    assert ".zip" in capsys.readouterr().err
