"""Who attended, as Teams' report says: finished, missed, or nobody knows."""

from datetime import timedelta

from bot.emulator.graph_attendance import Presence
from bot.training.model import State
from bot.training.plan import item
from bot.training.store import completions
from tests.bot.training.errands.conftest import ONE, TEACHER, TWO, Rig
from tests.bot.training.turns.conftest import STARTS

ENDS = STARTS + timedelta(minutes=90)
LATER = ENDS + timedelta(hours=2)


async def test_who_was_there_long_enough_has_finished(rig: Rig) -> None:
    course = rig.course(recording="https://video.example/lesson")
    session = rig.online(course)
    rig.enrols(session, ONE.aad_object_id)
    rig.enrols(session, TWO.aad_object_id)
    rig.tick()
    rig.held(session, {ONE: 80, TWO: 20, TEACHER: 90})
    await rig.until(LATER)
    assert rig.state(course, ONE.aad_object_id) is State.ATTENDED
    assert rig.state(course, TWO.aad_object_id) is State.ABSENT
    assert rig.read(lambda tx: completions.count(tx, course.id)) == 1
    one, two = rig.person(ONE.aad_object_id).id, rig.person(TWO.aad_object_id).id
    assert [rig.recipients(row.id) for row in rig.notices(item.FINISHED)] == [{one}]
    assert [rig.recipients(row.id) for row in rig.notices(item.RECORDING)] == [{two}]


async def test_a_later_report_takes_the_reminder_back(rig: Rig) -> None:
    course = rig.course(recording="https://video.example/lesson")
    session = rig.online(course)
    rig.enrols(session, ONE.aad_object_id)
    rig.tick()
    rig.held(session, {ONE: 30})
    await rig.until(LATER)
    assert rig.state(course, ONE.aad_object_id) is State.ABSENT
    back = [(session.starts_at + timedelta(minutes=35), session.starts_at + timedelta(minutes=90))]
    rig.emulator.attendance.held(
        session.link,
        [Presence(name=ONE.name, aad_object_id=ONE.aad_object_id, joins=tuple(back))],
    )
    await rig.until(ENDS + timedelta(hours=25))
    assert rig.state(course, ONE.aad_object_id) is State.ATTENDED
    assert [row.state for row in rig.notices(item.RECORDING)] == ["cancelled"]


async def test_the_desk_hears_once_that_no_report_came(rig: Rig) -> None:
    course = rig.course()
    session = rig.online(course)
    rig.enrols(session, ONE.aad_object_id)
    rig.tick()
    await rig.until(ENDS + timedelta(days=9))
    assert len(rig.notices(item.UNATTENDED)) <= 1  # nobody is of the desk in this city
    assert rig.state(course, ONE.aad_object_id) is State.BOOKED


async def test_nobody_looks_for_a_report_of_a_room(rig: Rig) -> None:
    session = rig.session(rig.course())
    rig.enrols(session, ONE.aad_object_id)
    rig.tick()
    await rig.until(LATER)
    assert rig.errands("training.report") == []
