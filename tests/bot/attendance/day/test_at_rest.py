"""What lies in the file after a morning, for somebody who has it without its key."""

from typing import Any

import pytest
from sqlalchemy import Table, select

from bot.attendance.model import Content, Guardian, Kind, Reason
from bot.attendance.rules import words as slow
from bot.attendance.store import drafts, guardians, rhythms, suspensions, words
from bot.attendance.store.rhythms import Rhythm, Watch
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from cards.attendance.verbs import day as day_verbs
from cards.attendance.verbs import health, months, roster, staff
from tests.bot.attendance.day.conftest import Day

Given = dict[str, Any]
SECRET = (
    "内緒の文章",
    "迎えの伯母",
    "青木 母",
    "0000-11-0009",
    "別の世帯",
    "支援措置の通知",
    "保護者に確かめた",
    "ほしのうみ",
    "書きかけの文章",
    "mourning",
    "influenza",
    "guarded",
)


@pytest.fixture
def lived(day: Day) -> Day:
    """A morning of which every table of attendance has something."""
    day.run_to(7, 30)
    content = Content(reason=Reason.MOURNING, text="内緒の文章", pickup="迎えの伯母")
    kept = day.report("P1", content=content)
    day.press("homeroom", staff.ReadContent(report_id=kept.id))
    day.write(lambda tx: _beside(tx, day))
    day.run_to(8, 30)
    (case,) = day.missing("P2")
    day.press("homeroom", day_verbs.StepDone(case_id=case.id, version=case.version))
    day.press(
        "office",
        day_verbs.CloseCase(case_id=case.id, version=day.case("P2").version, closing="unreported"),
    )
    _decided(day)
    day.run_to(9, 20)
    return day


def _beside(tx: Tx, day: Day) -> None:
    """What families have given: a link, a word, a form that isn't sent."""
    link = day.pupil("P3").id
    own: Given = {
        "name": "青木 母",
        "relation": "母",
        "contact": "0000-11-0009",
        "household": "別の世帯",
    }
    guardians.add(tx, Guardian(id=0, pupil=link, **own), key="P3:mother")
    hashed = slow.hashed(words.peppered(tx, link, "ほしのうみ"), salt=b"0" * 16)
    words.put(tx, link, hashed, day.now)
    draft = drafts.Draft(
        id=0,
        person=900,
        pupil=link,
        since=day.today,
        until=day.today,
        kind=Kind.ABSENT,
        content=Content(text="書きかけの文章"),
    )
    drafts.begin(tx, draft, today=day.today)
    rhythm = Rhythm(since=day.today, weekdays=(1,))
    rhythms.add(
        tx,
        Watch(pupil=day.pupil("P5").id, school=day.school().id, rhythm=rhythm, guarded=True),
    )


def _decided(day: Day) -> None:
    """What the school has decided: an order, a mark, a protection."""
    pupil = day.pupil("P4").id
    known: Given = {"school_id": day.school().id, "pupil_id": pupil, "disease": "influenza"}
    day.press("nurse", health.PrepareSuspension(**known, since=day.today, onset=day.today))
    (one,) = day.read(lambda tx: suspensions.of_pupil(tx, pupil))
    day.press("principal", health.OrderSuspension(suspension_id=one.id, version=one.version))
    mark: Given = {"class_id": day.class_().id, "pupil_id": day.pupil("P1").id, "mark": "mourning"}
    month = day.today.replace(day=1)
    day.press(
        "homeroom", months.SetMark(**mark, month=month, day=day.today, why="保護者に確かめた")
    )
    child = day.pupil("P6")
    protect: Given = {"pupil_id": child.id, "version": child.version, "protect": True}
    day.press("office", roster.SetProtection(**protect, why="支援措置の通知"))


def _ours() -> list[tuple[str, Table]]:
    """The product's tables: tests declare some of their own, of which this file knows nothing."""
    tables = metadata.tables.items()
    return [(name, table) for name, table in tables if not name.startswith("test_")]


def test_no_word_of_a_family_or_of_a_decision_lies_open(lived: Day) -> None:
    lived.storage.close()
    raw = lived.raw()
    assert [word for word in SECRET if word.encode() in raw] == []


def test_children_are_named_in_clear_in_no_table(lived: Day) -> None:
    """Roster and cards that name them are sealed; ledger, calls and lists hold ids alone."""

    def naming(tx: Tx) -> set[str]:
        return {
            name
            for name, table in _ours()
            if any("青木 子" in str(cell) for row in tx.all(select(table)) for cell in row)
        }

    assert lived.read(naming) == set()


def test_every_table_of_attendance_was_lived_in(lived: Day) -> None:
    """Else a table that came later would lie outside of what is looked at here."""

    def empty(tx: Tx) -> set[str]:
        return {
            name
            for name, table in _ours()
            if name.startswith("attendance_") and tx.first(select(table)) is None
        }

    assert lived.read(empty) <= {
        "attendance_busy",
        "attendance_follow",
        "attendance_owed",
        "attendance_month",
        "attendance_telephone",
        "attendance_rung",
        "attendance_roster_build",
        "attendance_gone_links",
    }
