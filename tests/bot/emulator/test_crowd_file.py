"""The chats of the crowd come back as they were, and the file stays in bounds."""

import gzip
from pathlib import Path

import orjson
import pytest

from bot.emulator.conversations import Conversation, Conversations
from bot.emulator.crowd_file import CrowdFile
from bot.emulator.tenant import Tenant, TenantSpec
from tests.bot.emulator.conftest import APP, START, TENANT, person

PEOPLE = tuple(person(number, has_app=True) for number in range(1, 31))
WORDS = "令和8年度の研修のお知らせです。" * 40


def conversations() -> Conversations:
    """Nobody of the cast, thirty who joined later."""
    tenant = Tenant(TenantSpec(tenant_id=TENANT, name="練習市", app_id=APP))
    for one in PEOPLE:
        tenant.put(one)
    return Conversations(tenant)


def say(chats: Conversations, number: int, text: str = WORDS) -> Conversation:
    chat = chats.personal(PEOPLE[number])
    chats.post(chat, orjson.dumps({"text": f"{text}{number}"}), at=START)
    return chat


def shown(chat: Conversation) -> list[tuple[str, str | None, int, bool]]:
    return [(one.id, one.text, one.revision, one.deleted) for one in chat.messages.values()]


@pytest.fixture
def file(tmp_path: Path) -> CrowdFile:
    return CrowdFile(tmp_path / "crowd.jsonl.gz")


def test_what_was_kept_comes_back(file: CrowdFile, tmp_path: Path) -> None:
    before = conversations()
    chats = [say(before, number) for number in range(30)]
    chats[3].blocked = True
    file.add(file.taken(before, [chat.id for chat in chats]))
    after = conversations()
    assert CrowdFile(tmp_path / "crowd.jsonl.gz").restore(after) == 30
    for chat in chats:
        again = after.find(chat.id)
        assert again is not None
        assert shown(again) == shown(chat)
    assert after.personal(PEOPLE[3]).blocked


def test_the_last_line_about_a_chat_counts(file: CrowdFile) -> None:
    before = conversations()
    chat = say(before, 1)
    file.add(file.taken(before, [chat.id]))
    (message,) = chat.messages.values()
    before.edit(message, orjson.dumps({"text": f"訂正：{WORDS}"}))
    file.add(file.taken(before, [chat.id]))
    after = conversations()
    assert file.restore(after) == 1
    assert shown(after.personal(PEOPLE[1])) == shown(chat)


def test_what_comes_later_is_packed_with_what_was_kept(file: CrowdFile, tmp_path: Path) -> None:
    first = conversations()
    file.add(file.taken(first, [say(first, 1).id]))
    second = conversations()
    reopened = CrowdFile(tmp_path / "crowd.jsonl.gz")
    reopened.restore(second)
    reopened.add(reopened.taken(second, [say(second, 2).id]))
    third = conversations()
    assert CrowdFile(tmp_path / "crowd.jsonl.gz").restore(third) == 2
    (message,) = third.personal(PEOPLE[2]).messages.values()
    assert message.text == f"{WORDS}2"


def test_what_a_crash_cut_off_is_left_out(file: CrowdFile, tmp_path: Path) -> None:
    before = conversations()
    for number in (1, 2):
        file.add(file.taken(before, [say(before, number).id]))
    path = tmp_path / "crowd.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-20])
    cut = conversations()
    assert file.restore(cut) == 1
    file.add(file.taken(cut, [say(cut, 3).id]))
    assert CrowdFile(path).restore(conversations()) == 2


def test_outdated_lines_are_dropped(file: CrowdFile, tmp_path: Path) -> None:
    before = conversations()
    chat = say(before, 1)
    for _ in range(10):
        file.add(file.taken(before, [chat.id]))
    file.restore(conversations())
    lines = gzip.decompress((tmp_path / "crowd.jsonl.gz").read_bytes()).splitlines()
    assert len(lines) == 2  # one sample, one chat


def test_the_cast_is_kept_elsewhere(file: CrowdFile) -> None:
    spec = TenantSpec(tenant_id=TENANT, name="練習市", app_id=APP, people=PEOPLE[:1])
    chats = Conversations(Tenant(spec))
    assert file.taken(chats, [say(chats, 0).id]) == []


def test_without_a_file_nothing_comes_back(file: CrowdFile) -> None:
    assert file.restore(conversations()) == 0
