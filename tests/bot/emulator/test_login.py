"""Tokens for the bot and tokens of Teams."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import aiohttp
import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity.aio import ManagedIdentityCredential
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.emulator.login import BOT_FRAMEWORK, GRAPH, TOKEN_EXCHANGE
from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import APP, CLERK, TENANT, Caller, ListeningBot


async def key_set(emulator: Emulator, session: aiohttp.ClientSession) -> jwt.PyJWKSet:
    async with session.get(emulator.openid_url) as answer:
        metadata = await answer.json()
    assert metadata["issuer"] == BOT_FRAMEWORK
    assert metadata["id_token_signing_alg_values_supported"] == ["RS256"]
    async with session.get(metadata["jwks_uri"]) as answer:
        keys = await answer.json()
    assert all(key["endorsements"] == ["msteams"] for key in keys["keys"])
    return jwt.PyJWKSet.from_dict(keys)


async def test_an_activity_is_signed_by_a_published_key(
    emulator: Emulator, bot: ListeningBot, session: aiohttp.ClientSession
) -> None:
    await emulator.say(CLERK, "期限")
    (token,) = bot.tokens
    keys = await key_set(emulator, session)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP, issuer=BOT_FRAMEWORK)
    assert claims["serviceurl"] == bot.heard[0]["serviceUrl"] == emulator.service_url
    assert {"exp", "nbf"} <= claims.keys()


async def test_a_rotated_key_signs_and_the_old_one_is_gone(
    emulator: Emulator, bot: ListeningBot, session: aiohttp.ClientSession
) -> None:
    await emulator.say(CLERK, "一")
    emulator.rotate_key()
    await emulator.say(CLERK, "二")
    old, new = (jwt.get_unverified_header(token)["kid"] for token in bot.tokens)
    published = [key.key_id for key in (await key_set(emulator, session)).keys]
    assert published == [new]
    assert old != new
    emulator.rotate_key(keep_old=True)
    assert new in [key.key_id for key in (await key_set(emulator, session)).keys]


async def test_forged_claims_and_keys_can_be_had(emulator: Emulator) -> None:
    claims = emulator.claims(aud="someone-else", exp=None)
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = emulator.sign(claims, key=foreign, headers={"kid": "unknown"})
    assert jwt.get_unverified_header(token)["kid"] == "unknown"
    assert jwt.decode(token, foreign.public_key(), algorithms=["RS256"], audience="someone-else")
    assert "exp" not in claims


async def form(emulator: Emulator, caller: Caller, **fields: str) -> tuple[int, dict[str, object]]:
    sent = {
        "grant_type": "client_credentials",
        "client_id": APP,
        "scope": f"{BOT_FRAMEWORK}/.default",
        **fields,
    }
    async with caller.session.post(emulator.token_url, data=sent) as answer:
        return answer.status, await answer.json()


async def test_a_secret_buys_a_token_that_the_connector_takes(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    status, body = await form(emulator, caller, client_secret=emulator.login.client_secret)
    assert (status, body["token_type"]) == (200, "Bearer")
    caller.token = str(body["access_token"])
    assert (await caller.post(chat))[0] == 201


async def test_a_certificate_or_the_managed_identity_buys_one_too(
    emulator: Emulator, caller: Caller
) -> None:
    ours = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    emulator.login.certificates.append(ours.public_key())
    claims = {"iss": APP, "sub": APP, "aud": emulator.token_url}
    signed = jwt.encode(claims, ours, algorithm="PS256")
    federated, _ = emulator.login.issue(TOKEN_EXCHANGE)
    for assertion in (signed, federated):
        assert (await form(emulator, caller, client_assertion=assertion))[0] == 200
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims, stranger, algorithm="RS256")
    assert (await form(emulator, caller, client_assertion=forged))[0] == 401


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"client_secret": "guess"}, 7000215),
        ({"client_id": TENANT}, 700016),
        ({"grant_type": "password"}, 70003),
        ({"scope": "https://elsewhere.example/.default"}, 70011),
    ],
)
async def test_a_wrong_token_request_is_told_why(
    emulator: Emulator, caller: Caller, wrong: dict[str, str], code: int
) -> None:
    status, body = await form(emulator, caller, **wrong)
    assert status in (400, 401)
    assert body["error_codes"] == [code]


async def test_without_a_good_token_the_connector_is_shut(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    good = caller.token
    expired, _ = emulator.login.issue(BOT_FRAMEWORK, lifetime=-1)
    graph, _ = emulator.login.issue(GRAPH)
    for token in ("", "guess", expired, graph):
        caller.token = token
        assert (await caller.post(chat))[0] == 401
    caller.token = "fixed"
    emulator.login.accept("fixed", audience=BOT_FRAMEWORK)
    assert (await caller.post(chat))[0] == 201
    emulator.login.revoke_all()
    caller.token = good
    assert (await caller.post(chat))[0] == 401
    assert len(emulator.inbox(CLERK)) == 1


@pytest.fixture
def app_service(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(("AZURE_", "MSI_", "IDENTITY_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", emulator.identity_header)
    yield


@pytest.fixture
async def credential(app_service: None) -> AsyncIterator[ManagedIdentityCredential]:
    async with ManagedIdentityCredential() as opened:
        yield opened


async def test_azure_identity_gets_its_managed_identity_token_here(
    credential: ManagedIdentityCredential, caller: Caller, chat: str
) -> None:
    token = await credential.get_token(f"{BOT_FRAMEWORK}/.default")
    caller.token = token.token
    assert (await caller.post(chat))[0] == 201
    graph = await credential.get_token(f"{GRAPH}/.default")
    caller.token = graph.token
    assert (await caller.ask("GET", "/graph/v1.0/users"))[0] == 200


async def test_a_wrong_identity_header_is_refused(
    credential: ManagedIdentityCredential, emulator: Emulator
) -> None:
    emulator.login.identity_header = "another"
    with pytest.raises(ClientAuthenticationError):
        await asyncio.wait_for(credential.get_token(f"{BOT_FRAMEWORK}/.default"), 10)


async def test_no_secret_enters_the_record(emulator: Emulator, caller: Caller) -> None:
    await form(emulator, caller, client_secret=emulator.login.client_secret)
    call = emulator.history[-1]
    assert (call.status, call.raw) == (200, b"")
    emulator.faults.add(kind=503, match="/oauth2/")
    async with caller.session.post(emulator.token_url) as answer:
        assert answer.status == 503
