"""After a disposal nothing of the person is found: in no table, opened, in no file and no log."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.attendance.model import CaseState
from bot.attendance.store import guardians, pupils, reasons
from bot.attendance.store.cases import CASE
from bot.delivery import outbox
from bot.delivery.rows import DELIVERY
from bot.ledger import pseudonyms
from bot.ledger.verify import verify
from bot.people import store as people
from bot.people.tables import DIRECTORY
from bot.records.model.keeping import PERSON, Stage
from bot.retention import Kind
from cards.elements import card, text
from cards.lang import Lang
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles import world
from tests.bot.attendance.roles.matter import SECRET
from tests.bot.attendance.roles.world import TENANT, World
from tests.bot.records.keeping import scan
from tests.bot.records.keeping.carrying import THEN, called, carried_out, gone, of

WHY = "電話で聞いた理由"


@pytest.fixture
def school(tmp_path: Path, _migrated: Path) -> Iterator[World]:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    made = world.built(tmp_path / "renkei.db", tmp_path)
    yield made
    made.storage.close()


def closed(tx):
    """Every search has been ended by somebody."""
    tx.run(update(CASE).values(state=CaseState.CLOSED.value, look_at=None))


def test_a_search_that_nobody_closed_keeps_the_child_and_the_book(school):
    child = school.read(lambda tx: pupils.find_by_key(tx, cast.CHILD))
    for kind in (Kind.PUPILS, Kind.ATTENDANCE_BOOKS):
        done = carried_out(school.storage, TENANT, of(kind))
        assert done.kept["open_case"] > 0
    assert school.read(lambda tx: pupils.find(tx, child.id)) is not None


def test_of_a_child_who_left_nothing_is_found(school, tmp_path, capfd):
    child = school.read(lambda tx: pupils.find_by_key(tx, cast.CHILD))
    links = school.read(lambda tx: guardians.of_pupil(tx, child.id))
    school.write(
        lambda tx: reasons.add(
            tx, pupil=child.id, act="attendance.read", at=world.NOW, person=1, why=WHY
        )
    )
    accounts = {child.person, *(one.person for one in links)}
    words = [child.name, child.reading, SECRET, WHY, *(one.contact for one in links)]
    words += [one.name for one in links]
    mails = [
        school.read(lambda tx, one=one: people.get(tx, one, world.TODAY)).mail for one in accounts
    ]
    words = [word for word in {*words, *mails, child.name.replace(" ", "")} if word]
    aads = [mail.partition("@")[0] for mail in mails]
    before = {word for _, _, word in scan.found(school.storage, TENANT, words)}
    assert before >= {child.name, SECRET, WHY}
    for account in accounts:
        school.write(lambda tx, account=account: gone(tx, account))
    school.write(closed)
    entries = school.read(verify).entries
    for kind in (Kind.SLIPS, Kind.SUSPENSIONS, Kind.ATTENDANCE_BOOKS, Kind.PUPILS, Kind.ACCOUNTS):
        done = carried_out(school.storage, TENANT, of(kind))
        assert done.stage is Stage.DONE, (kind, done)
        assert done.kept == {}, (kind, done.kept)
    left = scan.found(school.storage, TENANT, words, aads)
    # This cast's accounts are called as their roles, and their presses were recorded under them.
    assert {one for one in left if one[1] not in ("role", "who")} == set()
    verdict = school.read(verify)
    assert verdict.whole
    assert verdict.entries == entries + 5
    assert _in_files(school, tmp_path, words) == []
    assert [word for word in words if word in "".join(capfd.readouterr())] == []


def _in_files(school, folder, words):
    """In the database file and its log once they are written together; imports aside."""
    school.storage.close()
    with sqlite3.connect(folder / "renkei.db") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    files = [one for one in folder.glob("renkei.db*") if not one.name.endswith(".key")]
    content = b"".join(one.read_bytes() for one in files)
    return [word for word in words if word.encode() in content]


def test_who_is_still_there_stays_though_the_child_s_book_is_over(school):
    child = school.read(lambda tx: pupils.find_by_key(tx, cast.CHILD))
    school.write(closed)
    account = school.read(lambda tx: people.get(tx, child.person, world.TODAY)).aad_object_id
    known = {"aad_object_id": account, "removed": 0, "round": 1, "step": 1, "told": 0}
    school.write(lambda tx: tx.run(DIRECTORY.insert().values(**known)))
    done = carried_out(school.storage, TENANT, of(Kind.PUPILS))
    assert done.gone > 0, done
    assert done.kept == {}
    assert school.read(lambda tx: pupils.find(tx, child.id)) is None
    assert school.read(lambda tx: people.find(tx, child.person, THEN.date())) is not None


def test_of_a_member_of_staff_who_left_nothing_is_found(city, capfd):
    """Somebody who reported, witnessed, was told: their name, address and account are gone."""
    from cards.records.verbs import keeping as verbs

    city.agreement(number="99", end=date(2014, 3, 31), title="むかしの協定")
    who = city.person("desk2")
    city.press(
        "desk2",
        verbs.SetHold(ground="audit", matter="kind:notices", why="監査"),
    )
    words = [who.name, who.mail, who.aad_object_id, who.name.replace(" ", "")]
    words = [*words, city.read(lambda tx: pseudonyms.find(tx, who.id))]
    assert {word for _, _, word in scan.found(city.storage, city.tenant, words)} >= {
        who.name,
        who.mail,
    }
    city.write(lambda tx: gone(tx, who.id))
    city.now = THEN
    done = carried_out(city.storage, city.tenant, of(PERSON, who.id))
    assert (done.stage, done.gone, done.person) == (Stage.DONE, 1, None)
    left = scan.found(city.storage, city.tenant, words[:-1])
    assert left == set()
    assert {table for table, _, _ in scan.found(city.storage, city.tenant, words[-1:])} == {
        "ledger_entry"
    }
    assert city.read(lambda tx: pseudonyms.person_of(tx, words[-1])) is None
    assert city.read(verify).whole
    assert (
        city.read(lambda tx: tx.all(DELIVERY.select().where(DELIVERY.c.recipient == who.id))) == []
    )
    assert [word for word in words if word in "".join(capfd.readouterr())] == []


def test_a_number_of_somebody_gone_is_never_another_persons(city):
    who = city.person("operator").id
    city.write(lambda tx: gone(tx, who))
    carried_out(city.storage, city.tenant, of(PERSON, who))
    assert city.read(lambda tx: people.find(tx, who, THEN.date())) is None
    newest = max(city.person(aad).id for aad in ("guardian", "pupil", "board"))
    assert newest != who


@pytest.mark.parametrize("twin", [False, True])
def test_a_card_that_names_them_goes_unless_somebody_else_has_the_name(city, twin):
    who, other = city.person("kakari"), city.person("kacho")
    if twin:
        city.write(lambda tx: called(tx, other.id, who.name))
    by_name = _posted(city, f"担当は{who.name}さんです", city.person("desk").id)
    by_mail = _posted(city, f"{who.mail}へ", city.person("desk").id)
    neither = _posted(city, "担当は未定です", city.person("desk").id)
    city.write(lambda tx: gone(tx, who.id))
    city.now = THEN
    carried_out(city.storage, city.tenant, of(PERSON, who.id))
    withdrawn = {row.id for row in city.notices() if row.state == "withdrawn"}
    assert withdrawn == ({by_mail} if twin else {by_mail, by_name})
    assert neither not in withdrawn


def _posted(city, words, to):
    def work(tx):
        return outbox.post(
            tx,
            kind="records.anchors",
            source_key=words,
            lane=outbox.Lane.REMINDER,
            due_at=city.now,
            expires_at=city.now + timedelta(days=9000),
            cards={"ja": card(Lang("ja"), title=words, body=[text(words)])},
            summaries={},
            to=(to,),
        )

    city.write(work)
    (row,) = [row for row in city.notices() if row.source_key == words]
    return row.id
