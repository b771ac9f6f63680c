"""The connector over the wire, against the practice tenant and its faults."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bot.delivery import connector as module
from bot.delivery.connector import Connector, Created, Member, open_session
from bot.delivery.outcomes import Later, Never, Outcome, Place, Sent, Unknown
from bot.delivery.tokens import Tokens
from bot.emulator.conversations import Conversation
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.settings import Settings
from tests.doorway import APP, SATO, TENANT, Login

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
ATTACHED = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
MESSAGE = {"type": "message", "attachments": [ATTACHED]}
PATIENCE = 0.3


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    people = tuple(
        Person(
            aad_object_id=f"{number:08}-0000-4000-8000-000000000000", name="某", mail=f"{number}@x"
        )
        for number in range(1200)
    )
    spec = TenantSpec(tenant_id=TENANT, name="あかつき市", app_id=APP, people=(SATO, *people))
    practice = Emulator(spec, limits=Limits.none())
    practice.conversations.personal(SATO).installed = True
    await practice.start()
    yield practice
    await practice.stop()


@pytest.fixture
def settings(emulator: Emulator) -> Settings:
    return Settings(app_id=APP, service_hosts=(emulator.url.removeprefix("http://"),))


@pytest.fixture
async def tokens(emulator: Emulator) -> AsyncIterator[Tokens]:
    made = Tokens(lambda: Login(emulator))
    yield made
    await made.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
def connector(
    session: aiohttp.ClientSession,
    tokens: Tokens,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Connector:
    monkeypatch.setattr(module, "PATIENCE", aiohttp.ClientTimeout(total=PATIENCE))
    return Connector(session, tokens, settings)


@pytest.fixture
def place(emulator: Emulator) -> Place:
    return Place(service_url=emulator.service_url, conversation=emulator.spec.personal_chat(SATO))


def sent(outcome: object) -> str:
    assert isinstance(outcome, Sent)
    return outcome.activity_id


async def test_message_is_posted_edited_and_deleted(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    name = sent(await connector.post(place, MESSAGE))
    assert [one.card for one in emulator.inbox(SATO)] == [CARD]
    assert await connector.edit(place, name, {"type": "message", "text": "済"}) == Sent(name)
    assert [one.text for one in emulator.inbox(SATO)] == ["済"]
    assert await connector.delete(place, name) == Sent("")
    assert [one.deleted for one in emulator.inbox(SATO)] == [True]


async def test_reply_names_what_it_answers(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    await connector.post(place, MESSAGE, reply_to="17/../1")
    assert emulator.history[-1].path.endswith("/activities/17%2F..%2F1")


async def test_bytes_go_out_untouched(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    raw = '{ "text":"期限",  "type":"message" }'.encode()
    await connector.post(place, raw)
    assert emulator.history[-1].raw == raw


async def test_service_address_may_lack_its_last_slash(connector: Connector, place: Place) -> None:
    bare = replace(place, service_url=place.service_url.rstrip("/"))
    assert sent(await connector.post(bare, MESSAGE))


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (412, Later()),
        (429, Later(throttled=True)),
        (503, Later()),
        (403, Never("MessageWritesBlocked", unreachable=True)),
        (404, Never("ConversationNotFound", unreachable=True)),
        (413, Never("too_large")),
        (500, Unknown("500")),
        (502, Unknown("502")),
        (504, Unknown("504")),
        ("hang", Unknown("timeout")),
        ("reset_before", Unknown("reset")),
        ("reset_after", Unknown("reset")),
    ],
)
async def test_fault_is_told_apart(
    connector: Connector, emulator: Emulator, place: Place, kind: int | str, outcome: Outcome
) -> None:
    name = sent(await connector.post(place, MESSAGE))
    for ask in (
        connector.post(place, MESSAGE),
        connector.edit(place, name, MESSAGE),
        connector.delete(place, name),
        connector.create(place.service_url, TENANT, SATO.teams_id),
        connector.members(place),
    ):
        # Twice where the client may try an idempotent request again on a fresh connection.
        emulator.faults.add(kind=kind, times=2)
        assert await ask == outcome
        emulator.faults.clear()


async def test_retry_after_is_handed_on(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    emulator.faults.add(kind=429, retry_after=12)
    assert await connector.post(place, MESSAGE) == Later(12.0, throttled=True)


async def test_refused_connection_is_tried_later(
    connector: Connector, settings: Settings, session: aiohttp.ClientSession, tokens: Tokens
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    here = Connector(session, tokens, replace(settings, service_hosts=("127.0.0.1",)))
    place = Place(service_url=f"http://127.0.0.1:{port}/", conversation="a")
    assert await here.post(place, MESSAGE) == Later()


async def test_blocked_and_uninstalled_people_are_unreachable(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    emulator.block(SATO)
    assert await connector.post(place, MESSAGE) == Never("MessageWritesBlocked", unreachable=True)
    emulator.block(SATO, blocked=False)
    emulator.conversations.personal(SATO).installed = False
    roster = Never("BotNotInConversationRoster", unreachable=True)
    assert await connector.post(place, MESSAGE) == roster


async def test_unknown_conversation_is_unreachable(connector: Connector, place: Place) -> None:
    nowhere = replace(place, conversation="a:nowhere")
    outcome = await connector.post(nowhere, MESSAGE)
    assert outcome == Never("ConversationNotFound", unreachable=True)


async def test_deleting_what_is_gone_is_done(connector: Connector, place: Place) -> None:
    name = sent(await connector.post(place, MESSAGE))
    assert await connector.delete(place, name) == Sent("")
    assert await connector.delete(place, name) == Sent("")


async def test_editing_what_is_gone_is_no_fault_of_the_person(
    connector: Connector, place: Place
) -> None:
    assert await connector.edit(place, "1", MESSAGE) == Never("ActivityNotFoundInConversation")


async def test_too_large_a_message_is_refused(connector: Connector, place: Place) -> None:
    large = {"type": "message", "text": "期" * 60_000}
    assert await connector.post(place, large) == Never("too_large")


# tokens


async def test_refused_token_is_renewed_once(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    await connector.post(place, MESSAGE)
    emulator.login.revoke_all()
    assert sent(await connector.post(place, MESSAGE))
    assert [call.status for call in emulator.history][-2:] == [401, 201]


async def test_token_that_is_refused_twice_is_tried_later(
    session: aiohttp.ClientSession, settings: Settings, emulator: Emulator, place: Place
) -> None:
    class Stranger(Login):
        async def get_token(self, *scopes: str, **_options: Any) -> Any:
            return SimpleNamespace(token="stranger", expires_on=2**31)

    connector = Connector(session, Tokens(lambda: Stranger(emulator)), settings)
    assert await connector.post(place, MESSAGE) == Later()
    assert [call.status for call in emulator.history] == [401, 401]


async def test_login_that_is_away_is_tried_later(
    session: aiohttp.ClientSession, settings: Settings, emulator: Emulator, place: Place
) -> None:
    class Away(Login):
        async def get_token(self, *scopes: str, **_options: Any) -> Any:
            raise OSError

    connector = Connector(session, Tokens(lambda: Away(emulator)), settings)
    assert await connector.post(place, MESSAGE) == Later()
    assert len(emulator.history) == 0


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "http://smba.trafficmanager.net/", "http://127.0.0.1:1/", ""]
)
async def test_token_goes_to_no_address_that_is_not_listed(
    connector: Connector, place: Place, url: str
) -> None:
    away = replace(place, service_url=url)
    assert await connector.post(away, MESSAGE) == Never("service_url")
    assert await connector.create(url, TENANT, SATO.teams_id) == Never("service_url")
    assert await connector.members(away) == Never("service_url")


async def test_redirect_is_not_followed(
    session: aiohttp.ClientSession, tokens: Tokens, settings: Settings
) -> None:
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        where = b"Location: https://evil.example/\r\nContent-Length: 0\r\n"
        writer.write(b"HTTP/1.1 307 Temporary Redirect\r\n" + where + b"\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    here = Connector(session, tokens, replace(settings, service_hosts=("127.0.0.1",)))
    place = Place(service_url=f"http://127.0.0.1:{port}/", conversation="a")
    assert await here.post(place, MESSAGE) == Later()
    assert len(seen) == 1
    server.close()


async def test_loopback_is_spoken_to_without_a_token_where_that_is_allowed(
    session: aiohttp.ClientSession, tokens: Tokens, emulator: Emulator, place: Place
) -> None:
    connector = Connector(session, tokens, Settings(unauthenticated_loopback=True))
    await connector.post(place, MESSAGE)
    assert [call.status for call in emulator.history] == [401]
    assert emulator.login._issued == {}


# conversations and members


async def test_conversation_is_created_and_the_same_again(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    first = await connector.create(place.service_url, TENANT, SATO.teams_id)
    assert first == Created(place.conversation, place.service_url)
    assert await connector.create(place.service_url, TENANT, SATO.aad_object_id) == first


async def test_stranger_can_not_be_written_to(connector: Connector, place: Place) -> None:
    outcome = await connector.create(place.service_url, TENANT, "29:stranger")
    assert isinstance(outcome, Never)
    assert outcome.unreachable


async def test_members_of_every_page_are_read(
    connector: Connector, emulator: Emulator, place: Place
) -> None:
    everyone = list(emulator.tenant.people)
    channel = emulator.conversations.add(
        Conversation(
            id="19:c@thread.tacv2",
            kind="channel",
            members=[one.aad_object_id for one in everyone],
            name="研修",
        )
    )
    channel.installed = True
    members = await connector.members(replace(place, conversation=channel.id))
    assert isinstance(members, tuple)
    assert [one.aad_object_id for one in members] == [one.aad_object_id for one in everyone]
    assert members[0] == Member(
        teams_id=SATO.teams_id, aad_object_id=SATO.aad_object_id, role="user", mail=SATO.mail
    )
    assert sum("pagedmembers" in call.path for call in emulator.history) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b"{}",
        b'{"members":[7]}',
        b'{"members":[{}]}',
        b'{"members":[],"continuationToken":7}',
        b'{"members":[],"continuationToken":"again"}',
    ],
)
async def test_members_that_make_no_sense_are_no_members(
    connector: Connector, place: Place, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    async def send(*_given: Any) -> Any:
        return module._Reply(200, {}, body)

    monkeypatch.setattr(connector, "_send", send)
    assert await connector.members(place) == Unknown("unreadable_answer")
