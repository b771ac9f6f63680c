"""Messages of many people take little room and lose nothing."""

from hypothesis import given
from hypothesis import strategies as some

from bot.emulator.conversations import Conversation, Conversations, Message
from bot.emulator.packing import Packing
from bot.emulator.tenant import Tenant, TenantSpec
from tests.bot.emulator.conftest import APP, CLERK, START, TENANT, person

CARD = '{"type":"message","text":"%s","to":"%s"}'
LONG = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ" * 40


@given(some.lists(some.binary(max_size=400)))
def test_what_is_packed_comes_out_as_it_was(contents: list[bytes]) -> None:
    packing = Packing()
    packed = [packing.pack(one) for one in contents]
    assert [packing.unpack(one) for one in packed] == contents
    assert [Packing(packing.samples).unpack(one) for one in packed] == contents


def test_the_same_card_for_many_takes_a_few_bytes_each() -> None:
    packing = Packing()
    cards = [(CARD % (LONG, number)).encode() for number in range(300)]
    packed = [packing.pack(card) for card in cards]
    assert max(map(len, packed)) < 100
    assert len(packing.samples) == 1


def test_samples_are_bounded_however_different_the_messages() -> None:
    packing = Packing()
    for number in range(400):
        raw = bytes((number * step) % 251 for step in range(1, 200)) + str(number).encode()
        assert packing.unpack(packing.pack(raw)) == raw
    assert len(packing.samples) <= 200


def conversations() -> Conversations:
    return Conversations(
        Tenant(TenantSpec(tenant_id=TENANT, name="練習市", app_id=APP, people=(CLERK,)))
    )


def test_chats_of_those_who_joined_later_are_packed_and_read_as_any_other() -> None:
    chats, raw = conversations(), b'{"type":"message","text":"x"}'
    few, many = chats.personal(CLERK), chats.personal(person(7))
    for chat in (few, many):
        message = chats.post(chat, raw, at=START)
        assert (message.raw, message.text) == (raw, "x")
        chats.edit(message, b'{"text":"y"}')
        assert message.text == "y"
        chats.delete(message)
        assert message.raw == b""
    assert (few.packed, many.packed) == (False, True)


def test_a_chat_that_is_put_back_is_packed_again() -> None:
    chats, raw = conversations(), b'{"type":"message","text":"x"}'
    message = Message(id="7", sender="bot", at=START, raw=raw)
    id, members = chats.personal(person(7)).id, [person(7).aad_object_id]
    chat = Conversation(id=id, kind="personal", members=members, messages={"7": message})
    assert chats.add(chat).packed
    assert message.raw == raw
