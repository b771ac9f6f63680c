"""`renkei migrate`, `renkei serve` and `renkei work` on PostgreSQL, as an operator runs them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.settings import Settings
from bot.storage.store import migrate

pytestmark = pytest.mark.limit(300)

FIXED = {
    "RENKEI_CREDENTIAL": "static",
    "RENKEI_STATIC_TOKEN": "fixed",
    "RENKEI_APP_ID": "a",
    "RENKEI_TENANT_ID": "t",
    "RENKEI_SERVICE_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_URL": "http://127.0.0.1:9/v1.0",
    "RENKEI_OPENID_URL": "http://127.0.0.1:9/keys",
    "RENKEI_METRICS_PORT": "0",
    "RENKEI_PORT": "0",
}


@pytest.fixture
def given(postgresql_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings that name an empty database."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE working")
        url = postgresql_url.replace("/postgres?", "/working?")
        key = str(tmp_path / "renkei.key")
        yield {**FIXED, "RENKEI_DATABASE_URL": url, "RENKEI_KEY_FILE": key}
        connection.execute("DROP DATABASE working WITH (FORCE)")


def renkei(word: str, folder: Path, given: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", word]
    path = str(Path(__file__).parents[3])
    environment = {**os.environ, **given, "PYTHONPATH": path}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def said(word: str, folder: Path, given: dict[str, str]) -> tuple[int, str]:
    process = renkei(word, folder, given)
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def test_work_on_a_file_is_refused_with_one_line(tmp_path: Path):
    given = {**FIXED, "RENKEI_DATABASE_URL": f"sqlite:///{tmp_path / 'renkei.db'}"}
    status, line = said("work", tmp_path, given)
    assert status == 2
    assert line.startswith("renkei: RENKEI_DATABASE_URL: ")
    assert line.count("\n") == 1


@pytest.mark.parametrize("word", ["serve", "work"])
def test_without_procrastinates_tables_the_line_names_the_command(
    word: str, tmp_path: Path, given: dict[str, str]
):
    ours = Settings(database_url=given["RENKEI_DATABASE_URL"], key_file=given["RENKEI_KEY_FILE"])
    migrate(ours)
    status, line = said(word, tmp_path, given)
    assert status == 2
    assert "renkei migrate" in line
    assert line.count("\n") == 1


def test_after_migrating_serve_and_work_run_beside_each_other_until_they_are_told(
    tmp_path: Path, given: dict[str, str]
):
    for _ in range(2):
        assert said("migrate", tmp_path, given)[0] == 0
    processes = [renkei(word, tmp_path, given) for word in ("serve", "work", "work")]
    try:
        for process in processes:
            assert process.stderr is not None
            while '"ready"' not in process.stderr.readline():
                assert process.poll() is None
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        errors = [process.communicate(timeout=30)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert all("Traceback" not in error for error in errors)
