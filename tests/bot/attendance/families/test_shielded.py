"""What a family account may never bring about or learn: of a child who left, or is protected."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.attendance import disclosing, family_state, receiving
from bot.attendance.model import Ack, DayKind, Door, ReportState, SchoolDay
from bot.attendance.store import days, enrolments, shows
from bot.attendance.store import schools as store
from bot.attendance.store.tables import ENROLMENT
from bot.delivery import payload
from bot.delivery.rows import NOTICE
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.people.model import Holder
from cards.attendance.verbs import family as view

from .conftest import (
    CHILD,
    HARU,
    NOW,
    PROTECTED,
    SORA,
    STRANGER,
    TEACHER,
    TODAY,
    WORD,
    Town,
    inputs,
    said,
)

OFFICE = Actor.press("office")


def leave(town: Town, key: str = HARU) -> None:
    """Today was the child's last day, and it is over."""
    who = town.pupil(key).id
    until = update(ENROLMENT).where(ENROLMENT.c.pupil == who).values(until=TODAY)
    town.write(lambda tx: tx.run(until))
    town.now = NOW + timedelta(days=1)


def confirmed(town: Town, report: Any) -> None:
    post = Holder(post=1, person=town.person(TEACHER).id)
    town.write(
        lambda tx: receiving.answer(tx, report, NOW, ack=Ack.CONFIRMED, by=post, actor=OFFICE)
    )


def taken(report: Any, **more: Any) -> view.FamilyTakeBack:
    given = {"report_id": report.id, "version": report.version, "day": TODAY, **more}
    return view.FamilyTakeBack(**given)


@pytest.mark.parametrize("word", [WORD, "ちがう"])
def test_of_a_child_who_left_no_word_is_tried(town: Town, word: str) -> None:
    town.give_word()
    report = town.sent(CHILD, word=WORD, until=TODAY + timedelta(days=10))
    leave(town)
    with pytest.raises(Refused, match="not_enrolled"):
        town.press(CHILD, taken(report, day=town.now.date(), word=word))
    assert town.reports()[0].state is ReportState.STANDING


@pytest.mark.parametrize("verb", [view.FamilySame, view.FamilyComes])
def test_buttons_of_a_child_who_left_say_so(town: Town, verb: type) -> None:
    town.sent(CHILD, until=TODAY + timedelta(days=10))
    leave(town)
    with pytest.raises(Refused, match="not_enrolled"):
        town.press(CHILD, verb(pupil_id=town.pupil(HARU).id))


def test_what_the_office_has_confirmed_with_a_guardian_stays(town: Town) -> None:
    """The child neither takes it back nor puts another word in its place."""
    town.school(holds_pupils=True)
    report = town.sent(CHILD)
    town.write(lambda tx: receiving.confirm_held(tx, report, NOW, actor=OFFICE))
    with pytest.raises(Refused):
        town.press(CHILD, taken(town.reports()[0]))
    town.sent(CHILD, kind="late")
    assert [one.state for one in town.reports()] == [ReportState.STANDING, ReportState.HELD]


def test_what_the_teacher_has_confirmed_is_not_replaced_by_the_child(town: Town) -> None:
    report = town.sent(CHILD)
    confirmed(town, report)
    town.sent(CHILD, kind="late")
    assert town.reports()[0].state is not ReportState.REPLACED


def test_a_childs_account_reads_no_word_of_an_adult_in_its_own_data(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD)
    town.press(CHILD, view.FamilySend(draft_id=draft, word=WORD, text="家を出ました"))
    town.sent(CHILD, kind="talk")
    who = town.person(CHILD).id
    found = town.read(lambda tx: disclosing.personal_data(tx, who))
    assert "家を出ました" not in str(found)
    kinds = [one.get("kind") for one in found if str(one["subject"]).startswith("report:")]
    assert kinds == [None, "talk"]


def test_an_emptied_card_stays_empty(town: Town) -> None:
    report = town.sent(CHILD)

    def end(tx: Any) -> None:
        family_state.empty(tx, report.id)
        for one in shows.of(tx, report.subject):
            shows.drop(tx, one.notice)

    town.write(end)
    confirmed(town, report)

    def words(tx: Any) -> str:
        row = tx.first(NOTICE.select().where(NOTICE.c.kind == family_state.KIND))
        key = payload.sealing_key(row.kind, row.source_key)
        return said(payload.cards(tx, key=key, sealed=row.payload)["ja"])

    assert "3年2組" not in town.read(words)


# a protected child


def put(town: Town, kind: DayKind, day: date = TODAY, *, narrow: bool = True) -> None:
    def work(tx: Any) -> None:
        seat = enrolments.of(tx, town.pupil(SORA).id, day)
        assert seat is not None
        school = store.find_by_code(tx, "A1")
        assert school is not None
        where = {"school": school.id, "class_id": seat.class_id} if narrow else {"school": 0}
        days.put(tx, SchoolDay(id=0, day=day, kind=kind, **where))

    town.write(work)


def test_the_form_tells_nothing_of_the_schools_own_days(town: Town) -> None:
    town.confirm(STRANGER, SORA)
    before = said(town.press(STRANGER, view.Family()))
    put(town, DayKind.CLASS_CLOSED)
    assert said(town.press(STRANGER, view.Family())) == before
    assert town.sent(STRANGER, SORA).door is Door.GUARDIAN


def test_what_all_schools_have_it_does_tell(town: Town) -> None:
    town.confirm(STRANGER, SORA)
    put(town, DayKind.CLOSED, narrow=False)
    assert "本日は臨時休業です。連絡はいりません" in said(town.press(STRANGER, view.Family()))


@pytest.mark.parametrize("key", [SORA, HARU])
def test_it_asks_nothing_by_which_a_school_could_be_told(town: Town, key: str) -> None:
    town.school(meals_days=3)
    whose = PROTECTED if key == SORA else CHILD
    given = {"since": TODAY, "until": TODAY + timedelta(days=9), "kind": "absent", "reason": "ill"}
    card = town.press(whose, view.FamilyNext(pupil_id=town.pupil(key).id, **given))
    assert ("meals_stop" in inputs(card)) is (key == HARU)
    assert ("3授業日前" in said(card)) is (key == HARU)
