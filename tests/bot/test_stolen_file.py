"""Whoever steals the database file reads no name, no reason and no free text of anybody in it."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot import slices
from bot.agreements.model import Disclosure
from bot.agreements.store import disclosures
from bot.agreements.store import register as register_of_agreements
from bot.attendance.store import pupils, reasons
from bot.attendance.store.tables import PUPIL_LINE
from bot.emulator import city
from bot.meetings.model import AgendaItem, FollowUp, Meeting, Period
from bot.meetings.store import agenda, follow_ups, meetings, series
from bot.people import directory, imports, listing, register, sealing
from bot.people import store as people
from bot.people.tables import DIRECTORY, LAST, LISTING, PERSON
from bot.practice import attendance, crowd, promises, sample, training
from bot.settings import Settings
from bot.storage.rotation import rotate
from bot.storage.store import open_storage
from bot.training.secondments import store as secondments
from bot.training.secondments.terms import Report, Secondment
from graph.directory import Seen
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles import world
from tests.bot.attendance.roles.matter import SECRET
from tests.bot.attendance.roles.world import NOW, World

TODAY = NOW.date()
WHY = "電話で聞いた理由"
SYNCED = "秘鳥 つばさ"
CITY, CONTACT = "city", "相手方の秘谷さん 090-0000-7777"
FREE = {
    "topic": "秘沢さんについて口頭で聞いた話",
    "reason": "秘原さんが入院したため見送り",
    "decisions": "秘村さんの件は次回に決める",
    "item": "秘木さんの異動の件",
    "follow-up": "秘島さんへ折り返す",
    "report": "派遣先の秘岡さんの様子",
}
CHILDREN = [row[1] for row in cast.PUPILS[1:]] + [row[2] for row in cast.PUPILS[1:]]
ADULTS = [row[2] for row in cast.STAFF[1:]] + [row[1] for row in cast.PEOPLE[1:]]
FAMILIES = [row[3] for row in cast.GUARDIANS[1:]] + [row[2] for row in cast.GUARDIANS[1:]]
WORDS = [SECRET, WHY, SYNCED, *CHILDREN, *ADULTS, *FAMILIES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stolen")


@pytest.fixture(scope="module")
def school(folder: Path, _migrated: Path) -> Iterator[World]:
    shutil.copy(_migrated, folder / "renkei.db")
    found = world.built(folder / "renkei.db", folder)
    found.write(_more)
    yield found
    found.storage.close()


def _more(tx):
    """What the directory calls a child that no roster names, and a reason that was noted down."""
    seen = Seen(
        id="a-child",
        name=SYNCED,
        mail="tsubasa@akatsuki.example",
        sign_in="tsubasa@akatsuki.example",
        department="",
        job_title="",
        enabled=True,
        guest=False,
    )
    accounts = directory.keep(tx, [seen], round=1, step=1, today=TODAY)
    listing.follow(tx, register.current(tx), accounts, TODAY)
    child = pupils.find_by_key(tx, cast.CHILD)
    reasons.add(tx, pupil=child.id, act="attendance.read", at=NOW, person=1, why=WHY)


def _bytes(folder: Path) -> bytes:
    files = [one for one in folder.glob("renkei.db*") if not one.name.endswith(".key")]
    assert {"renkei.db", "renkei.db-wal"} <= {one.name for one in files}
    return b"".join(one.read_bytes() for one in files)


def _found(content: bytes, words: list[str]) -> list[str]:
    spelled = {word: (word, word.replace(" ", ""), word.replace(" ", "\u3000")) for word in words}
    spelled |= {word: (*spelled[word], word.encode("unicode_escape").decode()) for word in words}
    return [
        word
        for word, ways in spelled.items()
        if any(way.encode(code) in content for way in ways for code in ("utf-8", "utf-16-le"))
    ]


def test_the_file_and_its_log_show_no_name_reason_or_free_text(school, folder):
    assert _found(_bytes(folder), WORDS) == []


@pytest.fixture(scope="module")
def city_folder(tmp_path_factory: pytest.TempPathFactory, _migrated: Path) -> Path:
    """Every slice of a city, with words of its own wherever people write freely."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(_migrated, folder / "renkei.db")
    storage = open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))
    done = {"today": TODAY, "finally_": crowd.silent}
    imports.load(storage, CITY, city.people_file(), **done)
    for work in (promises.register, training.load, sample.write):
        storage.write_now(CITY, partial(_lived, work=work))
    attendance.load(storage, CITY, NOW)
    for write in (_in_agreements, _in_meetings, _in_training):
        storage.write_now(CITY, write)
    content = _bytes(folder)
    (folder / "names").write_text("\n".join(storage.read_now(CITY, _everybody)), encoding="utf-8")
    (folder / "content").write_bytes(content)
    storage.close()
    return folder


def _lived(tx, work):
    work(tx, NOW)


def _in_agreements(tx):
    before = next(register_of_agreements.every(tx))
    after = replace(before, contacts=CONTACT, version=before.version + 1)
    register_of_agreements.save(tx, after, before=before, due_on=None)
    topic = Disclosure(
        id=0, agreement=before.id, post=1, disclosed_on=TODAY, ours=True, topic=FREE["topic"]
    )
    disclosures.add(tx, topic)


def _in_meetings(tx):
    one = next(series.every(tx))
    period = Period(first=TODAY, last=TODAY)
    words = {"reason": FREE["reason"], "decisions": FREE["decisions"]}
    meeting = meetings.add(tx, Meeting(id=0, series=one.id, period=period, **words))
    agenda.add(tx, AgendaItem(id=0, meeting=meeting.id, text=FREE["item"], by=1, at=NOW))
    left = {"series": one.id, "meeting": meeting.id, "post": 1, "due_on": TODAY}
    follow_ups.add(tx, FollowUp(id=0, text=FREE["follow-up"], **left))


def _in_training(tx):
    days = {"start": TODAY, "end": TODAY, "registered_on": TODAY, "said_on": TODAY}
    kept = secondments.add(tx, Secondment(id=0, person=1, host="県", **days), look_on=None)
    secondments.report(tx, kept.id, Report(due_on=TODAY, sent_on=TODAY, text=FREE["report"]))


def _everybody(tx):
    """The names of all people and children, as whoever has the key reads them."""
    listed = {sealing.name_of(tx, row) for row in tx.all(select(LISTING))}
    children = {name for row in tx.all(select(PUPIL_LINE)) for name in pupils.names(tx, row)}
    # An account without a name is called as its address, which rows are found by.
    return sorted(name for name in listed | children if len(name) > 2 and "." not in name)


def test_no_slice_leaves_a_name_or_free_text_in_clear(city_folder):
    """Looked for at once by grep: a city's names one by one would take minutes."""
    names = (city_folder / "names").read_text(encoding="utf-8").splitlines()
    assert len(names) > 50
    words = [CONTACT, *FREE.values(), *(way for one in names for way in _ways(one))]
    content = (city_folder / "content").read_bytes()
    pattern = re.compile(b"|".join(re.escape(one.encode()) for one in words))
    assert sorted({one.decode() for one in pattern.findall(content)}) == []
    assert pattern.findall(content + words[0].encode() + words[-1].encode()) != []


def _ways(name):
    return {name, name.replace(" ", ""), name.replace(" ", "\u3000")}


def test_the_words_would_be_found_if_they_stood_there(school, folder):
    content = _bytes(folder)
    assert _found(content + SECRET.encode(), WORDS) == [SECRET]
    assert "あかつき小学校".encode() in content


def test_who_has_the_key_reads_them_all(school):
    def read(tx):
        child = pupils.find_by_key(tx, cast.CHILD)
        return child.name, child.reading, people.find_by_aad(tx, "a-child", TODAY).name

    assert school.read(read) == ("秘川 はる", "ひめかわ はる", SYNCED)


def test_a_child_is_found_by_the_beginning_of_name_or_reading(school):
    def named(tx, words):
        school_id = school.ids[cast.MINE]
        return [one.name for one in pupils.search(tx, school_id, words, TODAY)]

    assert school.read(lambda tx: named(tx, "秘川")) == ["秘川 そら", "秘川 はる"]
    assert school.read(lambda tx: named(tx, "秘川は")) == ["秘川 はる"]
    assert school.read(lambda tx: named(tx, "ヒメヤマ")) == []
    assert school.read(lambda tx: named(tx, "ひめやま うみ")) == ["秘山 うみ"]
    assert school.read(lambda tx: named(tx, "秘野")) == []  # of another school


def test_people_are_found_by_their_whole_name_or_its_beginning(school):
    def named(words):
        return [one.name for one in school.read(lambda tx: people.named(tx, words, TODAY))]

    assert named("担任 一") == ["担任 一"]
    assert named("担任一") == ["担任 一"]
    assert named("主") == ["主任 五"]
    assert named("任") == []
    assert named("") == []


def test_what_an_earlier_release_wrote_in_clear_is_sealed_and_leaves_no_trace(tmp_path, _migrated):
    shutil.copy(_migrated, tmp_path / "renkei.db")
    found = world.built(tmp_path / "renkei.db", tmp_path)
    found.write(_in_clear)
    assert found.read(slices.clear_names) == 3
    assert found.read(_names) == ("古川 みずほ", "古沢 あおい", "古田 さつき")
    while found.write(lambda tx: slices.seal_clear(tx, 1)):
        pass
    assert found.read(slices.clear_names) == 0
    assert found.read(_names) == ("古川 みずほ", "古沢 あおい", "古田 さつき")
    found.storage.close()
    with sqlite3.connect(tmp_path / "renkei.db") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = (tmp_path / "renkei.db").read_bytes()
    assert _found(content, ["古川 みずほ", "ふるかわ", "古沢 あおい", "古田 さつき"]) == []


def _in_clear(tx):
    generation = register.current(tx)
    tx.run(insert(PERSON), key="old-one", language="")
    person = tx.value(select(PERSON.c.id).where(PERSON.c.key == "old-one"))
    kept = {"municipality": "", "language": "", "left_on": LAST, "mail": ""}
    tx.run(
        insert(LISTING),
        generation=generation,
        person=person,
        aad_object_id="old-one",
        name="古沢 あおい",
        folded="古沢あおい",
        outside=False,
        **kept,
    )
    tx.run(
        insert(DIRECTORY),
        aad_object_id="old-one",
        name="古田 さつき",
        removed=0,
        round=1,
        step=1,
        told=0,
    )
    child = pupils.find_by_key(tx, cast.CHILD)
    tx.run(
        update(PUPIL_LINE)
        .where(PUPIL_LINE.c.pupil == child.id)
        .values(names=None, name="古川 みずほ", reading="ふるかわ みずほ", folded="古川みずほ")
    )


def _names(tx):
    [account] = directory.named(tx, ["old-one"])
    [person] = people.named(tx, "古沢", TODAY)
    return pupils.find_by_key(tx, cast.CHILD).name, person.name, account.name


def test_the_name_of_a_directory_page_that_says_no_name_stays(school):
    def work(tx):
        said = {"mail": None, "sign_in": None, "department": None, "job_title": None}
        part = Seen(id="a-child", name=None, enabled=True, guest=False, **said)
        [account] = directory.keep(tx, [part], round=1, step=2, today=TODAY)
        return account.name

    assert school.write(work) == SYNCED


def test_everything_opens_after_a_rotation(school):
    before = school.read(lambda tx: people.named(tx, "担任", TODAY))
    done = rotate(school.storage)
    assert done.unopened == {}
    assert done.resealed > 50
    assert school.read(lambda tx: people.named(tx, "担任", TODAY)) == before
    assert school.read(lambda tx: pupils.find_by_key(tx, cast.CHILD)).name == "秘川 はる"


def test_a_name_is_sealed_for_its_person_alone(school):
    def moved(tx):
        one = tx.first(select(LISTING).where(LISTING.c.sealed_name.is_not(None)))
        other = one._replace(person=one.person + 1)
        return sealing.name_of(tx, other)

    with pytest.raises(Exception, match=r"listing\.sealed_name"):
        school.read(moved)
