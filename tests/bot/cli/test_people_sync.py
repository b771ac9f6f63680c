"""`renkei people sync` and what doctor says of it, beside a practice tenant."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from click.testing import CliRunner

from bot.cli import doctor_people
from bot.cli.root import renkei
from bot.emulator.server import Emulator
from bot.emulator.tenant import Group, Person, TenantSpec
from bot.errors import Misconfigured
from bot.settings import load

TENANT, APP = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
DESK = "00000000-0000-4000-8000-0000000000d1"
OFFICER = (
    "22222222-2222-4222-8222-000000000009,試験 九郎,p9@akatsuki.example,課,課長,security_officer,"
)


def person(number):
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"p{number}@akatsuki.example",
    )


@dataclass
class Site:
    emulator: Emulator

    async def run(self, *arguments):
        """A command in a thread, as its own loop asks the practice tenant; status and output."""
        import asyncio

        done = await asyncio.to_thread(CliRunner().invoke, renkei, list(arguments))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output


@pytest.fixture
async def site(tmp_path, monkeypatch, _migrated) -> AsyncIterator[Site]:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    group = Group(id=DESK, name="監査", members=(person(1).aad_object_id,))
    people = tuple(person(number) for number in range(1, 4))
    spec = TenantSpec(tenant_id=TENANT, name="試験", app_id=APP, people=people, groups=(group,))
    emulator = Emulator(spec)
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
        "RENKEI_GRAPH_LOG": str(tmp_path / "graph.ndjson"),
    }.items():
        monkeypatch.setenv(name, value)
    yield Site(emulator)
    await emulator.stop()


async def test_the_directory_is_read_and_then_its_changes(site):
    assert await doctor_people.directory(load()) == (
        "never read; serve reads it each night, and renkei people sync at once"
    )
    first = json.loads(await site.run("people", "sync", "--json"))
    assert first == {"listed": 3, "left": 0, "back": 0, "unread_groups": 0}
    site.emulator.tenant.put(replace(person(2), account_enabled=False))
    assert "0 newly listed, 1 left, 0 came back" in await site.run("people", "sync")
    assert "the next reading asks for changes alone" in await doctor_people.directory(load())


async def test_without_an_officer_incidents_have_nobody_to_lead_them(site, tmp_path):
    with pytest.raises(Misconfigured, match="security_officer"):
        await doctor_people.officers(load())
    file = tmp_path / "people.csv"
    rows = ["aad_object_id,name,mail,department,post,roles,leave_from"]
    file.write_text("\n".join([*rows, OFFICER]), encoding="utf-8")
    await site.run("people", "import", str(file))
    assert await doctor_people.officers(load()) == "1 with the role security_officer"
    file.write_text("\n".join([*rows, f"{OFFICER}2020-01-01"]), encoding="utf-8")
    await site.run("people", "import", str(file))
    with pytest.raises(Misconfigured, match="nobody stands in"):
        await doctor_people.officers(load())


async def test_groups_of_the_tenants_settings_are_read(site, tmp_path):
    file = tmp_path / "city.toml"
    file.write_text(f'role_groups = [["auditor", "{DESK}"]]', encoding="utf-8")
    await site.run("tenant", "set", str(file))
    assert DESK in await site.run("tenant", "show")
    await site.run("people", "sync")
    assert "transitiveMembers" in (tmp_path / "graph.ndjson").read_text(encoding="utf-8")
    unknown = DESK.replace("d1", "d2")
    file.write_text(f'role_groups = [["auditor", "{unknown}"]]', encoding="utf-8")
    await site.run("tenant", "set", str(file))
    assert "could not be read: 1" in await site.run("people", "sync")
    with pytest.raises(Misconfigured, match="role_groups"):
        await doctor_people.directory(load())


async def test_a_role_that_there_is_not_is_refused(site, tmp_path):
    file = tmp_path / "city.toml"
    file.write_text(f'role_groups = [["mayor", "{DESK}"]]', encoding="utf-8")
    with pytest.raises(Exception, match="no such role"):
        await site.run("tenant", "set", str(file))
    assert "mayor" not in await site.run("tenant", "show")


async def test_a_missing_consent_is_named(site):
    site.emulator.granted.clear()
    with pytest.raises(Misconfigured, match=r"User\.Read\.All"):
        await site.run("people", "sync")
