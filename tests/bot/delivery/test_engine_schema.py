"""Procrastinate's tables: made, brought up to date, and asked for before anything runs."""

from collections.abc import Iterator

import psycopg
import pytest

from bot.delivery.engine import schema
from bot.errors import Misconfigured, Unavailable


@pytest.fixture
def url(postgresql_url: str) -> Iterator[str]:
    """An empty database of this test's own."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
        yield postgresql_url.replace("/postgres?", "/empty?")
        connection.execute("DROP DATABASE empty WITH (FORCE)")


def ask(url: str, statement: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_without_its_tables_nothing_starts_and_the_line_names_the_command(url):
    with pytest.raises(Misconfigured, match="renkei migrate"):
        schema.check(url)


def test_migrating_makes_the_tables_once_and_away_from_ours(url):
    schema.migrate(url)
    schema.migrate(url)
    schema.check(url)
    found = ask(url, "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'procra%'")
    assert found == [(schema.SCHEMA,)]


def test_a_step_that_the_library_brings_later_is_taken_once(url, monkeypatch, tmp_path):
    schema.migrate(url)
    later = tmp_path / "99.00.00_01_later.sql"
    later.write_text("CREATE TABLE later (done int); INSERT INTO later VALUES (42)")
    steps = schema._steps
    monkeypatch.setattr(schema, "_steps", lambda: [*steps(), later])
    with pytest.raises(Misconfigured, match="renkei migrate"):
        schema.check(url)
    schema.migrate(url)
    schema.migrate(url)
    schema.check(url)
    assert ask(url, "SELECT done FROM renkei_procrastinate.later") == [(42,)]


def test_what_the_release_before_still_calls_is_taken_away_by_a_later_call(
    url, monkeypatch, tmp_path
):
    schema.migrate(url)
    before, after = tmp_path / "99.00.00_01_pre_new.sql", tmp_path / "99.00.00_50_post_new.sql"
    before.write_text("CREATE TABLE fresh (done int)")
    after.write_text("DROP TABLE procrastinate_events")
    steps = schema._steps
    monkeypatch.setattr(schema, "_steps", lambda: [*steps(), before, after])
    names = ("fresh", "procrastinate_events")
    asked = ", ".join(f"to_regclass('{schema.SCHEMA}.{name}') IS NOT NULL" for name in names)
    assert not schema.migrate(url)
    schema.check(url)
    assert ask(url, f"SELECT {asked}") == [(True, True)]
    assert schema.migrate(url)
    assert ask(url, f"SELECT {asked}") == [(True, False)]


def test_a_step_that_fails_leaves_nothing_behind(url, monkeypatch, tmp_path):
    schema.migrate(url)
    broken = tmp_path / "99.00.00_01_broken.sql"
    broken.write_text("CREATE TABLE half (done int); SELECT no_such_function()")
    steps = schema._steps
    monkeypatch.setattr(schema, "_steps", lambda: [*steps(), broken])
    with pytest.raises(psycopg.errors.UndefinedFunction):
        schema.migrate(url)
    assert ask(url, f"SELECT to_regclass('{schema.SCHEMA}.half')::text") == [(None,)]


def test_a_user_without_rights_is_told_which_it_needs(url):
    ask(url, "CREATE ROLE clerk LOGIN")
    try:
        with pytest.raises(Misconfigured, match="grant it CREATE"):
            schema.migrate(url.replace("postgres@", "clerk@"))
    finally:
        ask(url, "DROP ROLE clerk")


def test_a_server_that_is_away_is_told_in_one_line():
    with pytest.raises(Unavailable, match="RENKEI_DATABASE_URL"):
        schema.check("postgresql://postgres@/postgres?host=/nowhere")
