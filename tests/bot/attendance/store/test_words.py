"""Family words: five wrong ones lock, and nothing but the office opens again."""

from datetime import datetime, timedelta

import pytest

from bot.attendance.rules import words as rules
from bot.attendance.store import words
from bot.attendance.store.words import Checked
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.importing.conftest import NOW

CHILD, WORD = 7, "さくら・いるか・みかん"


@pytest.fixture
def given(storage: Storage, tenant: str) -> None:
    def put(tx: Tx) -> None:
        hashed = rules.hashed(words.peppered(tx, CHILD, WORD), salt=b"salt" * 4)
        words.put(tx, CHILD, hashed, NOW)

    storage.write_now(tenant, put)


def _check(storage: Storage, tenant: str, typed: str, now: datetime = NOW) -> Checked:
    return storage.write_now(tenant, lambda tx: words.check(tx, CHILD, typed, now))


@pytest.mark.usefixtures("given")
def test_the_right_word_is_right_however_it_is_written(storage: Storage, tenant: str) -> None:
    for typed in (WORD, "サクラ イルカ ミカン", "さくらいるかみかん", "Sakura iruka mikan"):
        assert _check(storage, tenant, typed) is Checked.RIGHT


@pytest.mark.usefixtures("given")
def test_five_wrong_words_lock_it_until_the_office_unlocks(storage: Storage, tenant: str) -> None:
    found = [_check(storage, tenant, "ちがう") for _ in range(5)]
    assert found == [*[Checked.WRONG] * 4, Checked.LOCKED]
    later = NOW + timedelta(days=30)
    assert _check(storage, tenant, WORD, later) is Checked.LOCKED
    state = storage.read_now(tenant, lambda tx: words.state(tx, CHILD))
    assert state and state.tries == 5 and state.locked_at == NOW
    assert storage.write_now(tenant, lambda tx: words.unlock(tx, CHILD))
    assert _check(storage, tenant, WORD) is Checked.RIGHT


@pytest.mark.usefixtures("given")
def test_a_right_word_forgets_the_wrong_ones(storage: Storage, tenant: str) -> None:
    for _ in range(3):
        found = [_check(storage, tenant, "ちがう") for _ in range(4)]
        assert found == [Checked.WRONG] * 4
        assert _check(storage, tenant, WORD) is Checked.RIGHT


def test_without_a_word_nothing_is_right(storage: Storage, tenant: str) -> None:
    assert _check(storage, tenant, WORD) is Checked.NONE


@pytest.mark.usefixtures("given")
def test_the_word_itself_is_kept_nowhere(storage: Storage, tenant: str) -> None:
    """Nor does the hash of another child's same word look like it."""

    def kept(tx: Tx) -> str:
        other = words.peppered(tx, CHILD + 1, WORD)
        assert other != words.peppered(tx, CHILD, WORD)
        return str(tx.value(words._HASH, one=CHILD))

    found = storage.read_now(tenant, kept)
    assert found.startswith("scrypt$")
    assert "さくら" not in found
