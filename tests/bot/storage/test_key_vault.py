"""The envelope key in Azure Key Vault, played by the emulator over HTTP."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.emulator.city import spec
from bot.emulator.login import KEY_VAULT
from bot.emulator.server import Emulator
from bot.errors import Misconfigured, Unavailable
from bot.settings import Settings, check
from bot.storage import rotation
from bot.storage.crypto.envelopes import envelope_of
from bot.storage.crypto.turning import keys
from bot.storage.rotation import retire, rotate
from bot.storage.store import open_storage

TENANT, TOKEN = "here", "a-fixed-token"


@pytest.fixture
def emulator():
    """On a thread of its own: what asks the vault waits for the answer."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def on_loop(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    async def begun():
        found = Emulator(spec())
        await found.start()
        return found

    found = on_loop(begun())
    found.login.accept(TOKEN, audience=KEY_VAULT)
    found.key_vault.make("renkei")
    yield found
    on_loop(found.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def settings(emulator, tmp_path):
    host = emulator.url.removeprefix("http://")
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'renkei.db'}",
        key_vault_key=f"{emulator.url}/keys/renkei",
        credential="static",
        static_token=TOKEN,
        service_hosts=(host,),
        graph_hosts=(host,),
    )


def sealed(storage):
    return storage.write_now(TENANT, lambda tx: tx.seal("t", "c", "r", "あいう"))


def opened(storage, value):
    return storage.read_now(TENANT, lambda tx: tx.unseal("t", "c", "r", value))


def test_what_is_sealed_opens_after_a_restart_and_no_key_file_is_made(settings, tmp_path):
    storage = open_storage(settings)
    value = sealed(storage)
    storage.close()
    storage = open_storage(settings)
    assert opened(storage, value) == "あいう"
    storage.close()
    assert not list(tmp_path.glob("*.key*"))


def test_a_wrapped_key_names_its_version(settings, emulator):
    storage = open_storage(settings)
    sealed(storage)
    found = {key.envelope for key in storage.read_now(TENANT, keys)}
    storage.close()
    [one] = found
    assert one.startswith(f"{emulator.url}/keys/renkei/")


def test_the_vault_is_asked_at_start_and_for_a_new_tenant_and_not_for_each_press(
    settings, emulator
):
    storage = open_storage(settings)
    value = sealed(storage)
    before = len(emulator.key_vault.asked)
    for _ in range(20):
        opened(storage, value)
        sealed(storage)
    assert len(emulator.key_vault.asked) == before
    storage.close()


def test_a_rotation_takes_the_vaults_newest_version(settings, emulator, monkeypatch):
    monkeypatch.setattr(rotation, "SETTLED", timedelta(0))
    storage = open_storage(settings)
    value = sealed(storage)
    old = storage.vault.envelopes.newest().rpartition("/")[2]
    version = emulator.key_vault.make("renkei")
    done = rotate(storage)
    assert done.renewed
    assert done.envelope.endswith(version)
    assert {key.envelope for key in storage.read_now(TENANT, keys)} == {done.envelope}
    assert opened(storage, value) == "あいう"
    storage.close()
    emulator.key_vault.drop("renkei", old)
    storage = open_storage(settings)
    assert opened(storage, value) == "あいう"
    storage.close()


def test_without_a_new_version_the_data_keys_are_rotated_all_the_same(settings):
    storage = open_storage(settings)
    sealed(storage)
    done = rotate(storage)
    assert not done.renewed
    assert [key.number for key in storage.read_now(TENANT, keys)] == [0, 1, 2]
    storage.close()


def test_a_rotation_moves_from_the_key_file_to_the_vault(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(rotation, "SETTLED", timedelta(0))
    storage = open_storage(replace(settings, key_vault_key=""))
    value = sealed(storage)
    storage.close()
    storage = open_storage(settings)
    assert opened(storage, value) == "あいう"
    rotate(storage)
    retire(storage)
    storage.close()
    (tmp_path / "renkei.db.key").unlink()
    storage = open_storage(settings)
    sealed(storage)
    storage.close()


def test_a_key_file_alone_says_that_a_vault_wrapped_the_keys(settings):
    storage = open_storage(settings)
    value = sealed(storage)
    storage.close()
    Path(settings.database_url.removeprefix("sqlite:///") + ".key").write_bytes(bytes(32))
    storage = open_storage(replace(settings, key_vault_key=""))
    with pytest.raises(Misconfigured, match="KEY_VAULT_KEY: not set"):
        opened(storage, value)
    storage.close()


def test_a_missing_key_is_one_clear_line(settings, emulator):
    wrong = replace(settings, key_vault_key=f"{emulator.url}/keys/other")
    with pytest.raises(Misconfigured, match=r"has no key other.*; correct the address"):
        open_storage(wrong)


@pytest.mark.parametrize("operation", ["get", "unwrapKey"])
def test_a_vault_that_forbids_is_one_clear_line(settings, emulator, operation):
    emulator.key_vault.granted.discard(operation)
    with pytest.raises(
        Misconfigured, match=r"forbids this app.*Key Vault Crypto Service Encryption User"
    ):
        open_storage(settings)


def test_a_token_that_the_vault_refuses_is_one_clear_line(settings):
    with pytest.raises(Misconfigured, match=r"RENKEI_CREDENTIAL: .*check the credential"):
        open_storage(replace(settings, static_token="wrong"))


def test_an_unreachable_vault_is_one_clear_line(settings, monkeypatch):
    monkeypatch.setattr("bot.storage.crypto.key_vault._RETRIES", 0)
    away = replace(settings, key_vault_key="http://127.0.0.1:9/keys/renkei")
    with pytest.raises(Unavailable, match=r"check the address 127\.0\.0\.1:9"):
        open_storage(away)


def test_a_vault_that_is_down_is_one_clear_line(settings, emulator, monkeypatch):
    monkeypatch.setattr("bot.storage.crypto.key_vault._RETRIES", 0)
    emulator.key_vault.away = True
    with pytest.raises(Unavailable, match="try again"):
        open_storage(settings)


def test_what_runs_goes_on_while_the_vault_is_down(settings, emulator, monkeypatch):
    monkeypatch.setattr("bot.storage.crypto.key_vault._RETRIES", 0)
    storage = open_storage(settings)
    value = sealed(storage)
    emulator.key_vault.away = True
    storage.vault._opened.clear()
    monkeypatch.setattr("bot.storage.crypto.vault.real_seconds", lambda: 1e12)
    assert opened(storage, value) == "あいう"
    assert opened(storage, sealed(storage)) == "あいう"
    storage.close()


def test_the_keys_of_another_vault_are_named(settings, emulator):
    storage = open_storage(settings)
    value = sealed(storage)
    storage.close()
    emulator.key_vault.make("second")
    storage = open_storage(replace(settings, key_vault_key=f"{emulator.url}/keys/second"))
    with pytest.raises(Misconfigured, match=f"are wrapped by {emulator.url}/keys/renkei; name it"):
        opened(storage, value)
    storage.close()


def test_a_wrapped_key_opens_for_its_tenant_and_number_alone(settings):
    storage = open_storage(settings)
    envelopes = storage.vault.envelopes
    wrapped = envelopes.wrap("a", 1, bytes(32))
    assert envelopes.unwrap("a", 1, wrapped) == bytes(32)
    assert envelope_of(wrapped) == envelopes.newest()
    for place in (("b", 1), ("a", 2)):
        with pytest.raises(Misconfigured, match="another belongs"):
            envelopes.unwrap(*place, wrapped)
    storage.close()


def test_a_managed_identity_signs_in(settings, emulator, monkeypatch):
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", emulator.identity_header)
    storage = open_storage(replace(settings, credential="managed-identity"))
    assert opened(storage, sealed(storage)) == "あいう"
    storage.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://vault.example/keys/renkei",
        "https://vault.example",
        "https://vault.example/secrets/renkei",
        "https://vault.example/keys/a/b/c",
        "vault.example/keys/renkei",
    ],
)
def test_another_address_than_a_vaults_key_is_refused(address):
    with pytest.raises(Misconfigured, match="RENKEI_KEY_VAULT_KEY: write https"):
        check(Settings(key_vault_key=address))


def test_a_fixed_token_goes_to_no_vault_elsewhere(settings):
    elsewhere = replace(settings, key_vault_key="https://renkei.vault.azure.net/keys/renkei")
    with pytest.raises(Misconfigured, match="RENKEI_CREDENTIAL=static"):
        check(elsewhere)
