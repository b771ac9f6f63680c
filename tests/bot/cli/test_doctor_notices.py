"""What `renkei doctor` finds about notices to many, beside a practice tenant; it sends nothing."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli import doctor_notices
from bot.cli.findings import Warn
from bot.clock import real_now
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from bot.errands import rows
from bot.errands.model import State
from bot.errors import Misconfigured
from bot.notices import contact, reach
from bot.notices.asked import INSTALL, RING, Install
from bot.settings import Settings
from bot.storage.store import open_storage

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
TENANT, APP = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
INSTALLING = "TeamsAppInstallation.ReadWriteSelfForUser.All"


@dataclass
class Site:
    """What a command is run with."""

    emulator: Emulator
    settings: Settings

    def write(self, work):
        storage = open_storage(self.settings)
        try:
            return storage.write_now(TENANT, work)
        finally:
            storage.close()

    def ended(self, kind, key, state, result=""):
        """An errand that ended so."""

        def work(tx):
            job = Install(person=1, account="a")
            rows.ask(tx, kind, key=key, job=job, due=NOW, now=real_now())
            (errand,) = rows.claim(
                tx, owner="me", civil=NOW, real=real_now(), lease=timedelta(minutes=1), most=1
            )
            rows.end(tx, errand, owner="me", state=state, result=result)

        self.write(work)


@pytest.fixture
async def site(tmp_path, monkeypatch, _migrated) -> AsyncIterator[Site]:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    emulator = Emulator(TenantSpec(tenant_id=TENANT, name="試験", app_id=APP))
    await emulator.start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", emulator.identity_header)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'renkei.db'}",
        app_id=APP,
        tenant_id=TENANT,
        service_hosts=("127.0.0.1",),
        graph_url=emulator.graph_url,
        graph_hosts=("127.0.0.1",),
    )
    yield Site(emulator, settings)
    await emulator.stop()


async def test_the_app_is_found_in_the_catalogue(site):
    assert await doctor_notices.catalogue(site.settings) == ""
    asked = [call.method for call in site.emulator.history if "/graph/" in call.path]
    assert set(asked) == {"GET"}


async def test_an_app_that_nobody_uploaded_is_found_out(site):
    with pytest.raises(Misconfigured, match="RENKEI_TEAMS_APP_ID"):
        await doctor_notices.catalogue(replace(site.settings, app_id=TENANT))


async def test_an_app_whose_id_is_set_is_not_looked_up(site):
    settings = replace(site.settings, teams_app_id="known")
    assert "RENKEI_TEAMS_APP_ID" in await doctor_notices.catalogue(settings)
    assert not site.emulator.history


async def test_a_catalogue_that_may_not_be_read_is_no_fault_until_it_is_needed(site):
    site.emulator.granted.discard("AppCatalog.Read.All")
    found = await doctor_notices.catalogue(site.settings)
    assert isinstance(found, Warn)
    assert "AppCatalog.Read.All" in found.known


async def test_what_was_refused_names_what_to_grant(site):
    assert await doctor_notices.refused(site.settings) == ""
    site.ended(INSTALL, "1", State.FAILED, f"not consented: {INSTALLING}")
    site.ended(RING, "2", State.FAILED, "not consented: TeamsActivity.Send.User")
    with pytest.raises(Misconfigured, match=f"TeamsActivity.Send.User, {INSTALLING}"):
        await doctor_notices.refused(site.settings)


async def test_what_was_granted_meanwhile_is_forgotten(site):
    site.ended(INSTALL, "1", State.FAILED, f"not consented: {INSTALLING}")
    site.ended(INSTALL, "2", State.DONE)
    assert await doctor_notices.refused(site.settings) == ""


async def test_what_holds_up_first_contacts_is_said(site):
    site.write(
        lambda tx: reach.keep(
            tx, contact.NOBODY, reach.REFUSED, reason="BotDisabledByAdmin", at=real_now()
        )
    )
    with pytest.raises(Misconfigured, match="BotDisabledByAdmin"):
        await doctor_notices.refused(site.settings)
