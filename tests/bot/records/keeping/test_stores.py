"""Holds, disposals and accounts on their way out, on both engines; no word of them in clear."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.errors import NotFound, Stale
from bot.records.model.keeping import Disposal, Ground, Held, Hold, Leaver, Phase, Stage
from bot.records.store import disposals, holds, leavers
from bot.records.store.disposals import DISPOSAL
from bot.records.store.holds import HOLD as HOLDS

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
HOLD = Hold(
    id=0,
    ground=Ground.LAWSUIT,
    subject="agreement:7",
    why="訴えがあった",
    set_by=4,
    set_at=NOW,
    until=date(2027, 3, 31),
)
NEW = Disposal(
    id=0,
    kind="notices",
    cut=date(2026, 11, 24),
    count=3,
    proposed_by=4,
    proposed_at=NOW,
    witness=5,
    why="年が過ぎた",
    medium="データベース",
    method="消去",
)


@pytest.fixture
def write(storage, tenant):
    return lambda work: storage.write_now(tenant, work)


def test_a_hold_comes_back_as_it_was_kept_and_its_words_are_sealed(write):
    number = write(lambda tx: holds.add(tx, HOLD))
    one = replace(HOLD, id=number)
    assert write(lambda tx: holds.get(tx, number)) == one
    lifted = replace(one, lifted_by=6, lifted_at=NOW, lifted_why="終わった")
    write(lambda tx: holds.save(tx, lifted))
    assert write(holds.every) == (lifted,)
    assert write(lambda tx: holds.standing(tx, NOW.date())) == ()
    (row,) = write(lambda tx: tx.all(select(HOLDS)))
    assert "訴え".encode() not in row.words
    with pytest.raises(NotFound):
        write(lambda tx: holds.get(tx, 99))


def test_a_disposal_comes_back_as_it_was_kept(write):
    one = write(lambda tx: disposals.add(tx, NEW))
    assert write(lambda tx: disposals.get(tx, one.id)) == one
    after = replace(
        one,
        stage=Stage.RUNNING,
        kept={"held": 2},
        backups=(Held(name="a.backup", until=date(2027, 1, 1)),),
        responsible="佐々",
        version=2,
    )
    write(lambda tx: disposals.save(tx, after))
    assert write(disposals.running) == after
    with pytest.raises(Stale):
        write(lambda tx: disposals.save(tx, after))
    moved = replace(after, after=7, gone=2, accounts=1, kept={"held": 3})
    write(lambda tx: disposals.move(tx, moved))
    assert write(lambda tx: disposals.get(tx, one.id)) == moved
    (row,) = write(lambda tx: tx.all(select(DISPOSAL)))
    assert "佐々".encode() not in row.words
    with pytest.raises(NotFound):
        write(lambda tx: disposals.get(tx, 99))


def test_who_is_gone_stands_in_no_disposal_and_no_hold(write):
    one = write(lambda tx: disposals.add(tx, NEW))
    write(lambda tx: holds.add(tx, HOLD))
    assert write(lambda tx: disposals.forget(tx, 4)) == 1
    assert write(lambda tx: holds.forget(tx, 4)) == 1
    found = write(lambda tx: disposals.get(tx, one.id))
    assert (found.proposed_by, found.witness) == (None, 5)


def test_accounts_go_through_their_phases_one_after_another(write):
    for person in (3, 1, 2):
        write(lambda tx, person=person: leavers.add(tx, Leaver(person=person, disposal=8)))
    write(lambda tx: leavers.add(tx, Leaver(person=1, disposal=9)))
    first = write(lambda tx: leavers.in_phase(tx, 8, Phase.ERASING, 2))
    assert [one.person for one in first] == [1, 2]
    write(lambda tx: leavers.move(tx, replace(first[0], phase=Phase.SEARCHING, after=40)))
    (searching,) = write(lambda tx: leavers.in_phase(tx, 8, Phase.SEARCHING, 9))
    assert (searching.person, searching.after) == (1, 40)
    assert not write(lambda tx: leavers.any_of(tx, 9))
    for person in (1, 2, 3):
        write(lambda tx, person=person: leavers.drop(tx, person))
    assert not write(lambda tx: leavers.any_of(tx, 8))
