"""Who has left, was erased or may speak no more leaves neither rows nor cards behind."""

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.attendance import family_state, importing, keeping, suspending
from bot.attendance.model import Content, Door, Kind
from bot.attendance.store import drafts, guardians, pupils, reports, rhythms
from bot.attendance.store.rhythms import Watch
from bot.delivery import payload
from bot.delivery.rows import NOTICE
from bot.retention import TERMS, Wanted
from cards.attendance.verbs.roster import RemoveGuardian, SetProtection
from tests.bot.attendance.records.conftest import FILES, TENANT

TOKYO = ZoneInfo("Asia/Tokyo")


def _draft(city, who):
    draft = drafts.Draft(
        id=0,
        person=city.person(who).id,
        pupil=city.pupil().id,
        since=city.today,
        until=city.today,
        kind=Kind.ABSENT,
        content=Content(text="内緒"),
    )
    city.write(lambda tx: drafts.begin(tx, draft, today=city.today))


def _open(city, who):
    return city.read(lambda tx: drafts.find_open(tx, city.person(who).id, city.today))


def _named(city, name):
    """The kinds of sealed notices that still name a child."""

    def work(tx):
        rows = [row for row in tx.all(select(NOTICE)) if row.payload]
        keyed = [(row, payload.sealing_key(row.kind, row.source_key)) for row in rows]
        return {
            row.kind
            for row, key in keyed
            if name in str(payload.cards(tx, key=key, sealed=row.payload))
        }

    return city.read(work)


def test_what_a_removed_guardian_had_begun_is_destroyed(city):
    city.confirm("mother")
    _draft(city, "mother")
    link = city.link("mother")
    remove = RemoveGuardian(guardian_id=link.id, version=link.version, why="取り消し")
    city.press("office", remove)
    assert _open(city, "mother") is None


def test_what_anybody_had_begun_for_a_protected_child_is_destroyed(city):
    city.confirm("mother")
    for who in ("mother", "haru"):
        _draft(city, who)
    pupil = city.pupil()
    city.press(
        "office", SetProtection(pupil_id=pupil.id, version=pupil.version, protect=True, why="届出")
    )
    assert (_open(city, "mother"), _open(city, "haru")) == (None, None)


def test_protection_by_a_file_empties_what_the_family_was_told(city, tmp_path):
    city.confirm("mother")
    city.order()
    head, *lines = FILES["pupils"]
    file = tmp_path / "pupils.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(
            [[*head, "秘匿"], *([*one, "有" if one[0] == "P1" else ""] for one in lines)]
        )
    importing.load(
        city.storage, TENANT, [file], year=2026, now=city.now, finally_=lambda tx, done: None
    )
    assert city.pupil().protected
    told = city.posted(suspending.TOLD)
    assert told
    assert all("show_order" not in str(one.cards) for one in told)


def test_an_erased_accounts_state_cards_say_nothing_any_more(city):
    city.confirm("mother")
    link, who = city.link("mother"), city.person("mother").id
    report = city.report(door=Door.GUARDIAN, author=who, guardian=link.id)

    def adopt(tx):
        family_state.adopt(city.turn(tx, "mother"), reports.get(tx, report.id))

    city.write(adopt)
    city.write(lambda tx: keeping.erase(tx, who, city.now))
    assert "対応済み" in city.posted(family_state.KIND)[0].said


def test_a_forgotten_child_stands_in_no_notice(city):
    city.report()
    pupil = city.pupil()
    city.write(lambda tx: keeping.forget(tx, pupil.id, city.now))
    assert _named(city, pupil.name) == set()


def _expired(tx, now):
    wanted = (Wanted(kind=kind, years=TERMS[kind].years) for kind in keeping.KEEPS)
    return tuple(one.id for each in wanted for one in keeping.expired(tx, now, each))


def test_a_child_who_left_long_ago_is_due_with_all_that_hangs_on_them(city):
    pupil, school = city.pupil().id, city.school().id
    city.confirm("mother")
    city.write(lambda tx: rhythms.add(tx, Watch(pupil=pupil, school=school)))
    soon = datetime(2027, 5, 1, 9, tzinfo=TOKYO)
    later = datetime(2032, 4, 1, 9, tzinfo=TOKYO)
    assert city.read(lambda tx: _expired(tx, soon)) == ()
    due = city.read(lambda tx: _expired(tx, later))
    city.write(lambda tx: keeping.dispose(tx, due, city.now))
    assert city.read(lambda tx: rhythms.of(tx, pupil)) is None
    assert city.read(lambda tx: guardians.of_pupil(tx, pupil)) == ()
    assert city.read(lambda tx: pupils.find(tx, pupil)) is None
