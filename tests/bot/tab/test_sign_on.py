"""Whose token opens the tab: everything that is wrong with one is 401, a strange tenant 403."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.delivery.connector import open_session
from bot.emulator.login import ENTRA, SigningKey
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.errors import Unavailable
from bot.settings import Settings
from bot.tab.sign_on import Caller, SignOn, open_login_keys
from bot.turns.door.keys import Key, read_keys
from bot.turns.door.refusals import TurnedAway

HOME = "11111111-1111-4111-8111-111111111111"
SISTER = "11111111-1111-4111-8111-222222222222"
STRANGE = "11111111-1111-4111-8111-333333333333"
APP = "33333333-3333-4333-8333-333333333333"
WHO = Person(
    aad_object_id="22222222-2222-4222-8222-000000000001", name="試験 一郎", mail="i@a.example"
)
PUBLIC = "https://renkei.akatsuki.example"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    spec = TenantSpec(tenant_id=HOME, name="練習市", app_id=APP, people=(WHO,))
    running = Emulator(spec)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
async def sign_on(emulator: Emulator, session: aiohttp.ClientSession) -> AsyncIterator[SignOn]:
    settings = Settings(
        app_id=APP,
        tenant_id=HOME,
        tenants=(HOME, SISTER.upper()),
        public_url=PUBLIC,
        login_url=f"{emulator.url}/login",
    )
    keys = open_login_keys(settings, session)
    yield SignOn(settings, keys)
    await keys.close()


def claims(emulator: Emulator, **changed: Any) -> dict[str, Any]:
    """What Entra would write, with some of it otherwise; None leaves it out."""
    found = {**emulator.login.claims_for_tab(WHO), **changed}
    return {name: value for name, value in found.items() if value is not None}


async def status(sign_on: SignOn, token: str) -> int:
    """As what a token is answered."""
    try:
        await sign_on.check(f"Bearer {token}")
    except TurnedAway as refusal:
        return refusal.status
    return 200


async def test_a_token_of_teams_names_who_looks(sign_on, emulator):
    token = emulator.login.token_for_tab(WHO)
    found = await sign_on.check(f"Bearer {token}")
    assert found == Caller(tenant=HOME, aad_object_id=WHO.aad_object_id)


@pytest.mark.parametrize(
    "audience",
    [
        APP,
        APP.upper(),
        f"api://{APP}",
        f"api://renkei.akatsuki.example/{APP}",
        f"api://renkei.akatsuki.example/botid-{APP}",
    ],
)
async def test_each_spelling_of_the_apps_address_is_ours(sign_on, emulator, audience):
    assert await status(sign_on, emulator.login.sign(claims(emulator, aud=audience))) == 200


async def test_a_token_in_version_one_has_the_older_issuer(sign_on, emulator):
    older = f"https://sts.windows.net/{HOME}/"
    token = emulator.login.sign(claims(emulator, iss=older, ver="1.0", aud=f"api://{APP}"))
    assert await status(sign_on, token) == 200


async def test_a_served_tenant_beside_the_home_signs_on_too(sign_on, emulator):
    token = emulator.login.sign(claims(emulator, tid=SISTER, iss=f"{ENTRA}/{SISTER}/v2.0"))
    found = await sign_on.check(f"Bearer {token}")
    assert found.tenant == SISTER.upper(), "as the settings write it, and so the database"


async def test_a_tenant_that_is_not_served_is_forbidden(sign_on, emulator):
    token = emulator.login.sign(claims(emulator, tid=STRANGE, iss=f"{ENTRA}/{STRANGE}/v2.0"))
    assert await status(sign_on, token) == 403


WRONG: dict[str, dict[str, Any]] = {
    "no audience": {"aud": None},
    "another app": {"aud": "44444444-4444-4444-8444-444444444444"},
    "an audience among others": {"aud": [APP]},
    "another host": {"aud": f"api://elsewhere.example/{APP}"},
    "Graph's token": {"aud": "https://graph.microsoft.com"},
    "no issuer": {"iss": None},
    "another login": {"iss": f"https://login.example/{HOME}/v2.0"},
    "the issuer of another tenant": {"iss": f"{ENTRA}/{SISTER}/v2.0"},
    "the bot framework's": {"iss": "https://api.botframework.com"},
    "over": {"exp": 1_600_000_000},
    "no end": {"exp": None},
    "an end in words": {"exp": "2099-01-01"},
    "a true end": {"exp": True},
    "not begun": {"nbf": 4_000_000_000},
    "no beginning": {"nbf": None},
    "no scope": {"scp": None},
    "another scope": {"scp": "User.Read"},
    "half of the scope's name": {"scp": "access_as_user_too"},
    "scopes in a list": {"scp": ["access_as_user"]},
    "an app by itself": {"scp": None, "roles": ["access_as_user"]},
    "no tenant": {"tid": None},
    "a tenant that is no id": {"tid": "akatsuki"},
    "no person": {"oid": None},
    "a person that is no id": {"oid": "' OR 1=1"},
    "a person that is a number": {"oid": 7},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG.keys())
async def test_a_claim_that_is_wrong_turns_the_token_away(sign_on, emulator, changed):
    assert await status(sign_on, emulator.login.sign(claims(emulator, **changed))) == 401


async def test_clocks_may_differ_by_five_minutes_and_no_more(sign_on, emulator):
    now = int(time.time())
    for left, wanted in ((-290, 200), (-310, 401)):
        token = emulator.login.sign(claims(emulator, exp=now + left, nbf=now - 3600))
        assert await status(sign_on, token) == wanted


async def test_a_key_that_the_login_does_not_publish_is_no_key(sign_on, emulator):
    other = SigningKey(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    assert await status(sign_on, emulator.login.sign(claims(emulator), key=other)) == 401


async def test_a_forged_signature_or_claim_is_seen(sign_on, emulator):
    head, body, signature = emulator.login.token_for_tab(WHO).split(".")
    other = emulator.login.sign(claims(emulator, oid=SISTER)).split(".")[1]
    assert await status(sign_on, f"{head}.{other}.{signature}") == 401
    assert await status(sign_on, f"{head}.{body}.") == 401
    assert await status(sign_on, f"{head}.{body}") == 401


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
async def test_another_algorithm_than_rs256_is_turned_away(sign_on, emulator, algorithm):
    key = emulator.login.keys[0]
    secret = "x" * 32 if algorithm == "HS256" else ""
    token = jwt.encode(claims(emulator), secret, algorithm=algorithm, headers={"kid": key.id})
    assert await status(sign_on, token) == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b", "Bearer é"])
async def test_a_header_without_a_token_is_turned_away(sign_on, header):
    with pytest.raises(TurnedAway) as refused:
        await sign_on.check(header)
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("issuer", "wanted"),
    [
        (f"{ENTRA}/{{tenantid}}/v2.0", 200),
        (f"{ENTRA}/{HOME}/v2.0", 200),
        (f"{ENTRA}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", 401),
        ("https://login.example/{tenantid}/v2.0", 401),
    ],
    ids=["of every tenant", "of ours", "of private accounts", "of another login"],
)
async def test_a_key_signs_for_those_whose_it_is_and_no_others(sign_on, emulator, issuer, wanted):
    emulator.login.keys[0].public["issuer"] = issuer
    assert await status(sign_on, emulator.login.token_for_tab(WHO)) == wanted


class Written:
    """The emulator's key, under the issuer that the login writes, in small letters."""

    def __init__(self, issuer: str, emulator: Emulator) -> None:
        self.issuer, self.emulator = issuer, emulator

    async def find(self, key_id: str) -> Key | None:
        del key_id
        return read_keys({"keys": [one.public for one in self.emulator.login.keys]}).popitem()[1]


async def test_a_home_written_in_capitals_lets_its_sister_in_too(emulator):
    home = "aaaaaaaa-1111-4111-8111-111111111111"
    settings = Settings(
        app_id=APP, tenant_id=home.upper(), tenants=(home.upper(), SISTER), public_url=PUBLIC
    )
    keys = Written(f"{ENTRA}/{home}/v2.0", emulator)
    for tenant in (home, SISTER):
        token = emulator.login.sign(claims(emulator, tid=tenant, iss=f"{ENTRA}/{tenant}/v2.0"))
        assert await status(SignOn(settings, keys), token) == 200  # type: ignore[arg-type]


async def test_a_rotated_key_opens_at_once(sign_on, emulator):
    assert await status(sign_on, emulator.login.token_for_tab(WHO)) == 200
    emulator.login.rotate()
    assert await status(sign_on, emulator.login.token_for_tab(WHO)) == 200


async def test_without_a_key_set_nobody_is_told_that_they_are_wrong(emulator, session):
    settings = Settings(app_id=APP, tenant_id=HOME, login_url="http://127.0.0.1:9")
    keys = open_login_keys(settings, session)
    with pytest.raises(Unavailable):
        await SignOn(settings, keys).check(f"Bearer {emulator.login.token_for_tab(WHO)}")
    await keys.close()


async def test_without_an_app_id_no_token_is_ours(emulator, session):
    settings = Settings(tenant_id=HOME, login_url=f"{emulator.url}/login")
    keys = open_login_keys(settings, session)
    blank = emulator.login.sign(claims(emulator, aud=""))
    assert await status(SignOn(settings, keys), blank) == 401
    await keys.close()
