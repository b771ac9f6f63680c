"""`renkei doctor` as an operator runs it, beside a practice tenant."""

import asyncio
import errno
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from azure.core.pipeline.policies import AsyncRetryPolicy
from click.testing import CliRunner
from sqlalchemy import text, update

from bot import errors
from bot.cli import doctor_clock, doctor_permissions, doctor_person, doctor_places, doctor_schema
from bot.cli.findings import NETWORK, Fails, Finding, Level, Warn, failed, looked, looked_at
from bot.cli.root import renkei
from bot.clock import real_now
from bot.delivery import outbox
from bot.delivery.outcomes import Later, Never, Unknown
from bot.delivery.place_rows import PLACE
from bot.delivery.rows import DELIVERY, State
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.errors import Misconfigured, Unavailable
from bot.package import permissions
from bot.settings import Settings, load
from bot.storage import schema
from bot.storage.store import engine_of, open_storage
from graph import errors as graph_errors
from tests.bot.delivery.rig import card, enlist

ROOT = Path(__file__).parents[3]
NOWHERE = "http://127.0.0.1:9/"
HEALTH = "look at Microsoft 365's service health"
AS_ITS_USER = "run this as the user that runs Renkei"
TENANT, APP = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"


def person(number: int, **more: Any) -> Person:
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"p{number}@akatsuki.example",
        **more,
    )


HEAD, BLOCKED = person(1, has_app=True), person(4, has_app=True)
NEW, AWAY, REMOVED = person(2), person(3, account_enabled=False), person(5)
SPEC = TenantSpec(
    tenant_id=TENANT, name="試験", app_id=APP, people=(HEAD, NEW, AWAY, BLOCKED, REMOVED)
)


@dataclass
class Site:
    """A practice tenant, and a database that the environment names."""

    emulator: Emulator
    settings: Settings

    async def run(self, *arguments: str) -> tuple[int, str]:
        """The command in a thread, as its own loop asks the practice tenant; status and output."""
        words = ["doctor", *arguments]
        done = await asyncio.to_thread(CliRunner().invoke, renkei, words, standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return int(done.return_value), done.output

    async def found(self, *arguments: str) -> dict[str, dict[str, Any]]:
        _, text = await self.run("--json", *arguments)
        return {one["what"]: one for one in json.loads(text)["findings"]}

    def write(self, work: Any) -> Any:
        storage = open_storage(self.settings)
        try:
            return storage.write_now(TENANT, work)
        finally:
            storage.close()


@pytest.fixture
async def site(tmp_path, monkeypatch, _migrated) -> AsyncIterator[Site]:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    emulator = Emulator(SPEC)
    await emulator.start()
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "IDENTITY_ENDPOINT": emulator.identity_endpoint,
        "IDENTITY_HEADER": emulator.identity_header,
        "RENKEI_DATABASE_URL": f"sqlite:///{tmp_path / 'renkei.db'}",
        "RENKEI_APP_ID": APP,
        "RENKEI_TENANT_ID": TENANT,
        "RENKEI_GRAPH_URL": emulator.graph_url,
        "RENKEI_GRAPH_HOSTS": "127.0.0.1",
        "RENKEI_SERVICE_HOSTS": "127.0.0.1",
        "RENKEI_OPENID_URL": emulator.openid_url,
    }.items():
        monkeypatch.setenv(name, value)
    made = Site(emulator, load())
    made.write(lambda tx: tx.seal("test", "first", "", "makes the keys"))
    yield made
    await emulator.stop()


# what every line says


def test_what_is_not_well_cannot_be_told_without_what_to_do():
    assert Finding(what="it", level=Level.OK).remedy == ""
    assert Finding(what="it", level=Level.WARN, known="late", todo="wait").remedy == "late; wait"
    for level in (Level.WARN, Level.FAIL):
        for todo in ("", " "):
            with pytest.raises(ValueError, match="what is there to do"):
                Finding(what="it", level=level, known="broken", todo=todo)


def test_no_look_raises_what_needs_no_remedy():
    for file in (ROOT / "bot" / "cli").glob("doctor*.py"):
        assert "raise Misconfigured" not in file.read_text(encoding="utf-8"), file.name


@pytest.mark.parametrize(
    ("error", "todo"),
    [
        (errors.Refused("reason"), "tell who maintains it"),
        (errors.NotFound("agreement:7"), "tell who maintains it"),
        (KeyError("x"), "tell who maintains it"),
        (errors.Unavailable("Teams"), NETWORK),
        (errors.Unavailable("the key", remedy="unlock it"), "unlock it"),
        (errors.Misconfigured("no key; make one"), "no key; make one"),
        (errors.Unreadable("line 3", "correct it"), "correct it"),
        (Fails("broken", "mend it"), "mend it"),
        (graph_errors.Throttled(5), HEALTH),
        (graph_errors.Broken(503), HEALTH),
        (graph_errors.Broken(), NETWORK),
        (graph_errors.NotConsented("User.Read.All"), "grant the application User.Read.All"),
        (graph_errors.Missing(), "tell who maintains Renkei"),
        (graph_errors.NoMailbox(), "tell who maintains Renkei"),
        (graph_errors.Expired(), "tell who maintains Renkei"),
        (graph_errors.Exists(), "tell who maintains Renkei"),
        (graph_errors.Refused(graph_errors.Reason.OTHER), "tell who maintains Renkei"),
        (ServiceRequestError("no route"), NETWORK),
        (ClientAuthenticationError("AADSTS7000215"), "check RENKEI_CREDENTIAL"),
        (PermissionError(13, "Permission denied", "/etc/renkei.key"), AS_ITS_USER),
        (IsADirectoryError(21, "Is a directory", "/etc"), "correct the setting that names it"),
    ],
    ids=lambda given: "" if isinstance(given, str) else f"{type(given).__module__}.{given!r}",
)
def test_whatever_a_look_ends_in_says_what_to_do(error, todo):
    found = failed("it", error)
    assert found.todo.endswith(todo)
    assert found.remedy.endswith(todo)


async def test_where_nothing_can_be_reached_every_such_line_says_what_to_check(site, monkeypatch):
    """Five lines said only that there was no answer."""
    site.write(lambda tx: enlist(tx, [HEAD], SPEC, f"{NOWHERE}teams/"))
    monkeypatch.setattr(AsyncRetryPolicy, "get_backoff_time", lambda *_: 0)
    for name in ("RENKEI_GRAPH_URL", "RENKEI_OPENID_URL", "IDENTITY_ENDPOINT"):
        monkeypatch.setenv(name, NOWHERE)
    found = await site.found("--person", HEAD.mail)
    for what in (
        "sign-in for Teams", "keys that sign what Teams sends", "Microsoft Graph (User.Read.All)",
        "the app in the organisation's catalogue", "the clock", "permissions",
        "whether a card would reach that person",
    ):  # fmt: skip
        assert found[what]["level"] != "ok", what
        assert NETWORK in found[what]["remedy"], found[what]


@pytest.mark.parametrize("error", [Unavailable("the login of Microsoft"), graph_errors.Broken()])
def test_a_credential_that_is_refused_is_not_told_as_a_network_that_is_down(error):
    error.__context__ = ClientAuthenticationError("AADSTS7000215")
    found = failed("sign-in for Teams", error)
    assert found.remedy.startswith("Microsoft's login refuses")
    assert found.todo == "check RENKEI_CREDENTIAL"


async def test_every_line_has_its_level_and_only_a_failure_fails_the_command(site):
    status, text = await site.run()
    lines = text.splitlines()
    assert status == 1  # nobody is in the register
    assert {line[:5] for line in lines} == {"ok   ", "fail ", "warn "} - (
        set() if "warn " in text else {"warn "}
    )
    found = await site.found()
    assert {one["level"] for one in found.values()} <= {"ok", "warn", "fail"}
    assert all(one["ok"] is (one["level"] != "fail") for one in found.values())
    assert all(one["remedy"] for one in found.values() if one["level"] != "ok")
    for what in (
        "settings for serving", "database and migrations", "database and its key", "the clock",
        "sign-in for Teams", "Microsoft Graph (User.Read.All)", "backups", "the ledger",
        "the app in the organisation's catalogue", "destinations",
    ):  # fmt: skip
        assert what in found
    assert found["the clock"]["level"] == "ok"
    assert found["the ledger"] | {"what": ""} == {
        "what": "", "level": "ok", "ok": True, "remedy": "0 entries, whole",
    }  # fmt: skip


async def test_it_changes_nothing_and_sends_nothing(site):
    await site.found("--person", HEAD.mail)
    asked = [call for call in site.emulator.history if "/graph/" in call.path]
    assert asked
    assert {call.method for call in asked} == {"GET"}
    assert not [call for call in site.emulator.history if "/activities" in call.path]


async def test_an_unreadable_setting_is_one_failure(site, monkeypatch):
    monkeypatch.setenv("RENKEI_PORT", "many")
    found = await site.found()
    assert list(found) == ["settings"]
    assert found["settings"]["level"] == "fail"
    assert "RENKEI_PORT" in found["settings"]["remedy"]


async def test_what_is_for_practice_alone_is_a_warning(site, monkeypatch):
    monkeypatch.setenv("RENKEI_NOW", "2026-11-24T09:00+09:00")
    found = await site.found()
    assert found["settings for serving"]["level"] == "warn"
    assert "RENKEI_NOW" in found["settings for serving"]["remedy"]


# where there is nothing yet


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_in_an_empty_folder_it_makes_nothing_and_says_what_is_missing(
    site, tmp_path, monkeypatch
):
    """It once made a database there, and the key that was to be kept safe."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.delenv("RENKEI_DATABASE_URL")
    status, _ = await site.run()
    line = (await site.found())["database and migrations"]
    assert (status, line["level"]) == (1, "fail")
    assert "there is no renkei.db in this folder" in line["remedy"]
    assert "renkei migrate" in line["remedy"]
    assert held(empty) == {}


async def test_an_empty_database_stays_empty(site, tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "renkei.db").touch(mode=0o600)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{empty / 'renkei.db'}")
    line = (await site.found())["database and migrations"]
    assert (line["level"], line["remedy"]) == (
        "fail", "sqlite, empty; make its tables with: renkei migrate",
    )  # fmt: skip
    engine = engine_of(load())
    assert schema.revision(engine.engine) is None
    engine.close()
    assert list(held(empty)) == ["renkei.db"]


async def test_a_database_without_its_key_gets_none_by_looking(
    site, tmp_path, monkeypatch, _migrated
):
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(_migrated, new / "renkei.db")
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{new / 'renkei.db'}")
    status, _ = await site.run()
    found = await site.found()
    line = found["where the envelope key is"]
    assert (status, line["level"]) == (1, "fail")
    assert "nobody is registered" in line["remedy"]
    assert "keep a copy" in line["remedy"]
    assert "database and its key" not in found
    assert list(held(new)) == ["renkei.db"]


@pytest.mark.parametrize("gone", ["renkei.db", "renkei.db.key"])
async def test_what_was_not_looked_at_is_named(site, tmp_path, gone):
    """People, backups and officers were passed over without a word."""
    (tmp_path / gone).unlink()
    status, _ = await site.run("--person", HEAD.mail)
    found = await site.found("--person", HEAD.mail)
    line = found["what the database holds"]
    assert (status, line["level"]) == (1, "warn")
    for what in (
        "database and its key", "people and posts", "backups", "who leads incidents",
        "whether a card would reach that person",
    ):  # fmt: skip
        assert what not in found
        assert what in line["remedy"]


async def test_what_was_looked_at_is_not_named_as_left_out(site):
    assert "what the database holds" not in await site.found()


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("renkei.db", "database and migrations"),
        ("renkei.db.key", "where the envelope key is"),
    ],
)
@pytest.mark.parametrize("shut", [("open",), ("open", "stat")], ids=["file", "folder"])
async def test_who_may_not_read_a_file_is_told_to_run_it_as_its_user(
    site, monkeypatch, name, what, shut
):
    """Where the folder may not be entered either, it ended in a traceback."""
    for method in shut:
        monkeypatch.setattr(Path, method, refusing(name, getattr(Path, method)))
    status, _ = await site.run()
    found = await site.found()
    assert (status, found[what]["level"]) == (1, "fail")
    assert found[what]["remedy"] == f"{name} can't be read (Permission denied); {AS_ITS_USER}"
    assert "people and posts" in found["what the database holds"]["remedy"]


def refusing(name: str, own: Any) -> Any:
    """A method of paths that denies the file of that name."""

    def method(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return own(path, *arguments, **more)

    return method


async def test_a_postgresql_without_a_key_file_named_says_so_among_the_other_lines(
    site, monkeypatch
):
    async def at_head(_: Settings) -> str:
        return "postgresql, at its newest"

    monkeypatch.setattr(doctor_schema, "version", at_head)
    monkeypatch.setenv("RENKEI_DATABASE_URL", "postgresql://127.0.0.1:9/renkei")
    found = await site.found()
    assert found["where the envelope key is"]["level"] == "fail"
    assert "RENKEI_KEY_FILE: not set" in found["where the envelope key is"]["remedy"]


async def test_a_key_that_is_lost_is_one_failure_and_not_one_of_each_part(site, tmp_path):
    (tmp_path / "renkei.db.key").unlink()
    found = await site.found()
    line = found["where the envelope key is"]
    assert (line["level"], "put back" in line["remedy"]) == ("fail", True)
    assert "the ledger" not in found
    assert not (tmp_path / "renkei.db.key").exists()


async def test_what_was_never_sealed_with_is_not_begun_by_looking(
    site, tmp_path, monkeypatch, _migrated
):
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(_migrated, new / "renkei.db")
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{new / 'renkei.db'}")
    (new / "renkei.db.key").write_bytes(bytes(32))
    (new / "renkei.db.key").chmod(0o600)
    before = held(new)
    found = await site.found()
    assert found["database and its key"]["remedy"] == "nothing is sealed yet"
    assert held(new) == before


# permissions


async def test_every_permission_of_the_table_has_its_line(site):
    found = {one.what: one for one in await doctor_permissions.granted(site.settings)}
    names = (*permissions.application(), *permissions.resource())
    assert list(found) == [f"permission {name}" for name in names]
    assert {one.level for one in found.values()} == {Level.OK}
    assert "the app's package" in found["permission ChatMember.Read.Chat"].remedy


def test_it_is_known_what_stands_still_without_each():
    assert set(doctor_permissions.WITHOUT) == set(permissions.application())
    assert set(permissions.application()) > doctor_permissions.SCOPED


@pytest.mark.parametrize(
    ("name", "level"),
    [("User.Read.All", "fail"), ("EduRoster.Read.All", "warn"), ("Calendars.ReadWrite", "warn")],
)
async def test_one_that_was_not_granted_says_what_stands_still(site, name, level):
    site.emulator.granted.discard(name)
    found = await site.found()
    assert found[f"permission {name}"]["level"] == level
    assert doctor_permissions.WITHOUT[name] in found[f"permission {name}"]["remedy"]
    others = [one for one in found.values() if one["what"].startswith("permission ")]
    assert [one["what"] for one in others if one["level"] != "ok"] == [f"permission {name}"]


async def test_a_fixed_token_says_nothing_of_permissions(site):
    settings = replace(site.settings, credential="static", static_token="fixed")
    found = await doctor_permissions.granted(settings)
    assert "not told by a fixed token" in found[0].remedy


async def test_each_tenant_is_asked_for_its_own_grants(site):
    settings = replace(site.settings, tenants=(TENANT, "other"))
    found = await doctor_permissions.granted(settings)
    assert f"permission User.Read.All ({TENANT})" in {one.what for one in found}
    assert "permission User.Read.All (other)" in {one.what for one in found}


async def test_a_tenant_without_consent_hides_none_of_the_others(site, monkeypatch):
    given = doctor_permissions._roles

    async def roles(settings: Settings, tenant: str) -> Any:
        if tenant == "refuses":
            raise ClientAuthenticationError("AADSTS7000229")
        return await given(settings, tenant)

    monkeypatch.setattr(doctor_permissions, "_roles", roles)
    settings = replace(site.settings, tenants=("refuses", TENANT))
    found = {one.what: one.level for one in await doctor_permissions.granted(settings)}
    assert found["permissions (refuses)"] is Level.FAIL
    assert found[f"permission User.Read.All ({TENANT})"] is Level.OK
    assert found["permission ChatMember.Read.Chat"] is Level.OK


# schema


async def test_the_schema_is_told_with_its_migration(site):
    assert await doctor_schema.version(site.settings) == f"sqlite, at {schema.HEAD}"
    assert "PostgreSQL" in await doctor_schema.queue(site.settings)


async def test_an_older_schema_is_not_brought_up_to_date_by_looking(site, tmp_path, monkeypatch):
    older = schema.revisions()[-2]
    file = tmp_path / "older.db"
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{file}")
    file.touch(mode=0o600)
    engine = engine_of(load())
    schema.build(engine.engine, older)
    engine.close()
    found = await site.found()
    assert found["database and migrations"]["level"] == "fail"
    assert "renkei migrate" in found["database and migrations"]["remedy"]
    assert "people and posts" not in found
    engine = engine_of(load())
    assert schema.revision(engine.engine) == older
    engine.close()


async def test_a_newer_schema_is_good_only_as_long_as_it_says_so(site):
    """It once was told as good although nothing could open the database."""
    engine = engine_of(site.settings)
    with engine.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "a newer release's" in await doctor_schema.version(site.settings)
    with engine.engine.begin() as connection:
        connection.execute(text("UPDATE release SET oldest = '99.0.0'"))
    engine.close()
    found = await looked("database and migrations", doctor_schema.version, site.settings)
    assert (found.level, found.remedy.partition(";")[0]) == (
        Level.FAIL,
        "the database was upgraded and needs Renkei 99.0.0 or newer",
    )


async def test_an_unmigrated_postgresql_says_so(postgresql_url, tmp_path):
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE unmigrated")
    url = postgresql_url.replace("/postgres?", "/unmigrated?")
    settings = Settings(database_url=url, key_file=str(tmp_path / "renkei.key"))
    with pytest.raises(Misconfigured, match="renkei migrate"):
        await doctor_schema.version(settings)
    with pytest.raises(Misconfigured, match="renkei migrate"):
        await doctor_schema.queue(settings)
    assert abs(doctor_clock._of_database(settings) or 0.0) < 5
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE unmigrated WITH (FORCE)")


# the clock


async def test_the_clock_agrees_with_this_machines_servers(site):
    line = await doctor_clock.skew(site.settings)
    assert not isinstance(line, Warn)
    assert "the login of Teams, Microsoft Graph" in line


@pytest.mark.parametrize(
    ("seconds", "level", "word"),
    [
        (10, Level.OK, "within 10 s"),
        (100, Level.WARN, "100 s behind"),
        (-100, Level.WARN, "100 s ahead of"),
        (301, Level.FAIL, "301 s behind"),
    ],
)
async def test_a_clock_that_is_off_is_told_by_how_much(site, monkeypatch, seconds, level, word):
    async def told(url: str) -> float | None:
        return float(seconds) if "graph" in url else None

    monkeypatch.setattr(doctor_clock, "_of_http", told)
    found = await looked("the clock", doctor_clock.skew, site.settings)
    assert found.level is level
    assert word in found.remedy


async def test_where_nobody_tells_the_time_that_is_a_warning(site):
    settings = replace(site.settings, openid_url=NOWHERE, graph_url=NOWHERE)
    assert isinstance(await doctor_clock.skew(settings), Warn)


def test_a_date_is_held_against_the_second_in_which_it_was_told():
    before = datetime(2026, 11, 24, 0, 0, 0, 900_000, tzinfo=UTC)
    after = before + timedelta(milliseconds=300)

    def ahead(told: str) -> float | None:
        return doctor_clock._ahead(told, before, after)

    assert ahead("Tue, 24 Nov 2026 00:00:00 GMT") == 0
    assert ahead("Tue, 24 Nov 2026 00:00:01 GMT") == 0
    assert ahead("Tue, 24 Nov 2026 00:01:01 GMT") == pytest.approx(59.8)
    assert ahead("Mon, 23 Nov 2026 23:59:00 GMT") == pytest.approx(-60.9)
    assert ahead("soon") is None


# a test person


def enlisted(site: Site, *people: Person, met: bool) -> None:
    url = site.emulator.service_url if met else ""
    site.write(lambda tx: enlist(tx, people, SPEC, url))


async def look(site: Site, who: Person) -> Finding:
    return await looked("person", doctor_person.reached(who.mail), site.settings)


async def test_somebody_with_a_chat_would_get_a_card(site):
    enlisted(site, HEAD, met=True)
    found = await look(site, HEAD)
    assert (found.level, found.remedy[:15]) == (Level.OK, "in the register")


async def test_somebody_who_removed_the_app_would_not(site):
    enlisted(site, REMOVED, met=True)
    found = await look(site, REMOVED)
    assert found.level is Level.FAIL
    assert "they removed it" in found.remedy


async def test_a_service_that_is_away_is_not_told_as_one_that_asks_to_wait(site):
    site.write(lambda tx: enlist(tx, [HEAD], SPEC, f"{NOWHERE}teams/"))
    found = await look(site, HEAD)
    assert found.level is Level.FAIL
    assert "wait" not in found.remedy
    assert NETWORK in found.remedy


@pytest.mark.parametrize(
    ("outcome", "known", "todo"),
    [
        (Later(30, throttled=True), "Teams asks to wait", "again in a while"),
        (Later(), "Teams can't be reached", NETWORK),
        (Unknown("timeout"), "(timeout)", NETWORK),
        (Never("BotDisabledByAdmin"), "(BotDisabledByAdmin)", "Teams admin centre"),
        (Never("Gone", unreachable=True), "they removed it", "ask them to add the app"),
    ],
)
def test_each_way_in_which_teams_says_nothing_has_its_own_remedy(outcome, known, todo):
    told = doctor_person._refusal(outcome)
    assert known in told.known
    assert todo in told.todo


async def test_somebody_who_blocked_the_bot_is_known_by_their_last_card(site):
    enlisted(site, BLOCKED, met=True)
    assert (await look(site, BLOCKED)).level is Level.OK

    def refused(tx: Any) -> None:
        outbox.post(
            tx, kind="test", source_key="k", lane=2, due_at=real_now(),
            expires_at=real_now() + timedelta(days=1), cards={"ja": card()}, summaries={}, to=[1],
        )  # fmt: skip
        gone = {"state": State.UNREACHABLE.value, "reason": "MessageWritesBlocked"}
        tx.run(update(DELIVERY).values(gone))

    site.write(refused)
    found = await look(site, BLOCKED)
    assert found.level is Level.FAIL
    assert "MessageWritesBlocked" in found.remedy


async def test_somebody_without_a_chat_gets_the_app_first(site):
    enlisted(site, NEW, met=False)
    found = await look(site, NEW)
    assert found.level is Level.WARN
    assert "app" in found.remedy


async def test_an_account_that_may_not_sign_in_is_found_out(site):
    enlisted(site, AWAY, met=False)
    found = await look(site, AWAY)
    assert found.level is Level.FAIL
    assert "may not sign in" in found.remedy


async def test_an_account_that_the_directory_does_not_know_is_found_out(site):
    enlisted(site, person(9), met=False)
    found = await look(site, person(9))
    assert (found.level, found.remedy) == (
        Level.FAIL,
        "the directory knows no such account; correct their mail address in the people file, then: "
        "renkei people sync",
    )


async def test_a_mail_of_nobody_is_found_out(site):
    found = await site.found("--person", "nobody@akatsuki.example")
    line = found["whether a card would reach that person"]
    assert line["level"] == "fail"
    assert "nobody@akatsuki.example" in line["remedy"]


# destinations


def place(trouble: str, number: int = 1, owner: str = "school:3") -> Any:
    values = {
        "owner": owner, "near": [], "kind": "chat", "name": None,
        "conversation": f"19:{number}@thread.v2", "service_url": "http://127.0.0.1/", "team": "",
        "thread": f"19:{number}@thread.v2", "channel": "", "trouble": trouble, "told": 1,
        "recheck": 0, "version": 1, "met_at": real_now(), "fine_at": None, "swept_on": None,
    }  # fmt: skip
    return lambda tx: tx.run(PLACE.insert().values(values))


async def test_destinations_are_told_as_the_guard_last_saw_them(site):
    assert "none chosen" in await doctor_places.chosen(site.settings)
    site.write(place(""))
    site.write(place("guest", 2, owner=""))  # chosen by nobody
    assert await doctor_places.chosen(site.settings) == "1 chosen"
    site.write(place("guest", 3))
    found = await doctor_places.chosen(site.settings)
    assert isinstance(found, Warn)
    assert "1 of 2 get nothing now: place 3 of school:3 (guest)" in found.known
    site.write(place("not_consented", 4))
    with pytest.raises(Misconfigured, match="consent"):
        await doctor_places.chosen(site.settings)


# a look that breaks


async def test_a_login_that_cannot_be_reached_is_not_told_as_one_that_refuses(site):
    async def unreached(_: Settings) -> Any:
        raise ServiceRequestError("no route to host")

    async def refused(_: Settings) -> Any:
        raise ClientAuthenticationError("AADSTS7000215")

    line = (await looked("it", unreached, site.settings)).remedy
    assert "check the network" in line
    assert "RENKEI_CREDENTIAL" not in line
    assert "RENKEI_CREDENTIAL" in (await looked("it", refused, site.settings)).remedy


async def test_a_look_that_breaks_leaves_the_others_and_names_no_text(site):
    async def breaks(_: Settings) -> Any:
        raise KeyError("試験 1郎")

    found = await looked("it", breaks, site.settings)
    (several,) = await looked_at("they", breaks, site.settings)
    for one in (found, several):
        assert one.level is Level.FAIL
        assert "KeyError at test_doctor.py" in one.remedy
        assert "試験" not in one.remedy
