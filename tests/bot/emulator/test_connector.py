"""What the bot may ask of Teams."""

from typing import Any

from aiohttp import ClientSession

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import APP, CLERK, HEAD, TEACHER, TENANT, Caller, ListeningBot

CONVERSATIONS = "/connector/v3/conversations"
CARD = {
    "contentType": "application/vnd.microsoft.card.adaptive",
    "content": {"type": "AdaptiveCard", "version": "1.5", "body": []},
}


async def test_a_posted_card_stands_in_the_inbox(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    status, body, _ = await caller.post(chat, "", attachments=[CARD], summary="更新の期限")
    (message,) = emulator.inbox(CLERK)
    assert (status, body) == (201, {"id": message.id})
    assert (message.card, message.summary) == (CARD["content"], "更新の期限")
    assert (message.revision, message.edited, message.deleted) == (1, False, False)
    assert message.id.isdecimal()


async def test_an_update_replaces_the_message_in_place(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    _, first, _ = await caller.post(chat)
    path = f"{CONVERSATIONS}/{chat}/activities/{first['id']}"
    status, body, _ = await caller.ask("PUT", path, {"type": "message", "text": "訂正"})
    (message,) = emulator.inbox(CLERK)
    assert (status, body) == (200, first)
    assert (message.text, message.revision, message.edited) == ("訂正", 2, True)


async def test_a_deleted_message_is_empty_and_cannot_be_changed(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    _, first, _ = await caller.post(chat)
    path = f"{CONVERSATIONS}/{chat}/activities/{first['id']}"
    assert (await caller.ask("DELETE", path))[0] == 200
    (message,) = emulator.inbox(CLERK)
    assert (message.deleted, message.text) == (True, None)
    status, body, _ = await caller.ask("PUT", path, {"type": "message", "text": "遅い"})
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")


async def test_a_reply_and_a_post_are_told_apart_by_ids_only(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    _, first, _ = await caller.post(chat)
    path = f"{CONVERSATIONS}/{chat}/activities/{first['id']}"
    _, second, _ = await caller.ask("POST", path, {"type": "message", "text": "返信"})
    assert second["id"] > first["id"]
    assert [message.text for message in emulator.inbox(CLERK)] == ["通知", "返信"]


async def test_typing_leaves_nothing_behind(emulator: Emulator, caller: Caller, chat: str) -> None:
    status, _, _ = await caller.post(chat, type="typing")
    assert (status, emulator.inbox(CLERK)) == (202, [])


async def test_one_person_has_one_chat(emulator: Emulator, caller: Caller, chat: str) -> None:
    wish = {"isGroup": False, "members": [{"id": CLERK.teams_id}], "tenantId": TENANT}
    status, body, _ = await caller.ask("POST", CONVERSATIONS, wish)
    again = {
        "bot": {"id": f"28:{APP}"},
        "members": [{"id": CLERK.aad_object_id}],
        "channelData": {"tenant": {"id": TENANT}},
        "activity": {"type": "message", "text": "はじめまして"},
    }
    _, second, _ = await caller.ask("POST", CONVERSATIONS, again)
    assert (status, body["id"], second["id"]) == (201, chat, chat)
    assert body["serviceUrl"] == emulator.service_url
    assert second["activityId"] == emulator.inbox(CLERK)[0].id


async def test_a_chat_needs_the_app_to_be_installed(caller: Caller) -> None:
    wish = {"members": [{"id": HEAD.teams_id}], "tenantId": TENANT}
    status, body, _ = await caller.ask("POST", CONVERSATIONS, wish)
    assert (status, body["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_another_tenant_is_unknown(caller: Caller) -> None:
    wish = {"members": [{"id": HEAD.teams_id}], "tenantId": APP}
    assert (await caller.ask("POST", CONVERSATIONS, wish))[0] == 400
    wish = {"members": [{"id": "29:stranger"}], "tenantId": TENANT}
    assert (await caller.ask("POST", CONVERSATIONS, wish))[0] == 404


async def test_a_blocked_or_uninstalled_bot_is_refused(
    emulator: Emulator, caller: Caller, bot: ListeningBot, chat: str
) -> None:
    emulator.block(CLERK)
    status, body, _ = await caller.post(chat)
    assert (status, body["error"]["code"]) == (403, "MessageWritesBlocked")
    emulator.block(CLERK, blocked=False)
    assert (await caller.post(chat))[0] == 201
    await emulator.uninstall(CLERK)
    status, body, _ = await caller.post(chat)
    assert (status, body["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_an_unknown_conversation_is_not_found(caller: Caller) -> None:
    status, body, _ = await caller.post("a:nobody")
    assert (status, body["error"]["code"]) == (404, "ConversationNotFound")
    assert (await caller.ask("GET", "/connector/v3/attachments/1"))[0] == 404


async def test_a_message_over_100_kilobytes_of_utf16_is_too_big(caller: Caller, chat: str) -> None:
    assert (await caller.post(chat, "あ" * 51_000))[0] == 201
    status, body, _ = await caller.post(chat, "あ" * 51_300)
    assert (status, body["error"]["code"]) == (413, "MessageSizeTooBig")
    assert (await caller.post(chat, "a" * 51_300))[0] == 413


async def test_nonsense_is_bad_syntax(
    emulator: Emulator, caller: Caller, session: ClientSession, chat: str
) -> None:
    url = f"{emulator.service_url}v3/conversations/{chat}/activities"
    headers = {"Authorization": f"Bearer {caller.token}"}
    for raw in (b"", b"{", b"[]", b"{}"):
        async with session.post(url, data=raw, headers=headers) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"]["code"] == "BadSyntax"


async def test_a_member_is_found_by_either_id(caller: Caller, chat: str) -> None:
    for name in (CLERK.teams_id, CLERK.aad_object_id):
        status, body, _ = await caller.ask("GET", f"{CONVERSATIONS}/{chat}/members/{name}")
        assert (status, body["aadObjectId"], body["email"]) == (
            200,
            CLERK.aad_object_id,
            CLERK.mail,
        )
    status, body, _ = await caller.ask("GET", f"{CONVERSATIONS}/{chat}/members/{HEAD.teams_id}")
    assert (status, body["error"]["code"]) == (404, "MemberNotFoundInConversation")
    _, everyone, _ = await caller.ask("GET", f"{CONVERSATIONS}/{chat}/members")
    assert [member["id"] for member in everyone] == [CLERK.teams_id]


async def test_a_channel_thread_is_opened_with_its_first_message(
    emulator: Emulator, caller: Caller, bot: ListeningBot
) -> None:
    channel = await emulator.install_in_team(HEAD, "政策企画課", "協定", (CLERK, TEACHER))
    wish = {
        "isGroup": True,
        "channelData": {"channel": {"id": channel.id}},
        "activity": {"type": "message", "text": "一覧"},
    }
    _, body, _ = await caller.ask("POST", CONVERSATIONS, wish)
    assert body["id"] == f"{channel.id};messageid={body['activityId']}"
    assert (await caller.post(body["id"], "返信"))[0] == 201
    assert [message.text for message in channel.messages.values()] == ["一覧", "返信"]


async def test_the_record_tells_what_was_applied(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    await caller.post(chat)
    await caller.post("a:nobody")
    sent, refused = emulator.history[-2:]
    assert (sent.status, sent.applied, sent.conversation) == (201, True, chat)
    assert sent.activity_id == emulator.inbox(CLERK)[0].id
    assert sent.body == {"type": "message", "text": "通知"}
    assert (refused.status, refused.applied) == (404, False)


async def test_a_bounded_record_forgets_the_oldest(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    emulator.history.bound = 2
    bodies: list[Any] = []
    for number in range(7):
        await caller.post(chat, str(number))
        bodies = [call.body["text"] for call in emulator.history]
    assert bodies == ["5", "6"]
    emulator.history.bound = 0
    await caller.post(chat)
    assert len(emulator.history) == 0
