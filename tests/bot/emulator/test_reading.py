"""Opening a chat tells the bot how far it was read."""

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, Caller, ListeningBot

RECEIPT = "application/vnd.microsoft.readReceipt"


async def test_opening_a_chat_sends_one_receipt_for_what_is_new(
    emulator: Emulator, bot: ListeningBot, caller: Caller, chat: str
) -> None:
    assert await emulator.open_chat(CLERK) is None
    await caller.post(chat)
    _, last, _ = await caller.post(chat)
    assert emulator.conversations.personal(CLERK).unread == 2
    await emulator.open_chat(CLERK)
    await emulator.open_chat(CLERK)
    (activity,) = bot.heard
    assert (activity["type"], activity["name"]) == ("event", RECEIPT)
    assert activity["value"] == {"lastReadMessageId": last["id"]}
    assert activity["from"]["aadObjectId"] == CLERK.aad_object_id
    assert activity["conversation"]["id"] == chat
    assert emulator.conversations.personal(CLERK).unread == 0


async def test_without_the_consent_the_bot_is_told_nothing(
    emulator: Emulator, bot: ListeningBot, caller: Caller, chat: str
) -> None:
    emulator.granted.discard("ChatMessageReadReceipt.Read.Chat")
    await caller.post(chat)
    assert await emulator.open_chat(CLERK) is None
    assert bot.heard == []
    assert emulator.conversations.personal(CLERK).unread == 0
