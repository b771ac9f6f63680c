"""申し込む and what undoes it: nobody gets a seat that isn't theirs, and each no has its words."""

from datetime import timedelta

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.ledger.record import history
from bot.training.model import CourseState, Head, SessionState, State
from cards.training import verbs as view

from .conftest import NOW, City, said, verbs


def test_who_enrols_is_booked_and_sees_it(city: City) -> None:
    course = city.course()
    session = city.session(course)
    card = city.press("t1", view.Enrol(session_id=session.id))
    assert city.state(course, "t1") is State.BOOKED
    assert "受講が決まっています" in said(card)
    assert "training.withdraw" in verbs(card)
    assert city.session_now(session).held == 1


def test_pressing_twice_books_once_and_shows_the_booking(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.press("t1", view.Enrol(session_id=session.id))
    words = city.refused("t1", view.Enrol(session_id=session.id))
    assert "受講が決まっています" in words
    assert "すでに申し込んでいます" not in words
    assert city.session_now(session).held == 1


def test_who_has_another_session_is_told_to_withdraw_first(city: City) -> None:
    course = city.course()
    city.enrolled(city.session(course), "t1")
    other = city.session(course, number=2)
    assert "先に今の申込みを取り消してください" in city.refused(
        "t1", view.Enrol(session_id=other.id)
    )
    assert city.session_now(other).held == 0


def test_where_others_were_faster_the_list_is_offered(city: City) -> None:
    course = city.course()
    session = city.session(course, seats=1)
    city.enrolled(session, "t2")
    words = said(city.press("t1", view.Enrol(session_id=session.id)))
    assert "この回は満席になりました" in words
    assert "キャンセル待ちに入る" in words
    assert city.state(course, "t1") is None
    card = city.press("t1", view.Enrol(session_id=session.id, wait=True))
    assert city.state(course, "t1") is State.WAITING
    assert "1番目" in said(card)


def test_a_seat_of_another_municipalitys_quota_is_not_taken(city: City) -> None:
    course = city.course()
    session = city.session(course, ("ひので町", 1), seats=9)
    city.enrolled(session, "t6")
    words = said(city.press("t9", view.Enrol(session_id=session.id)))
    assert "キャンセル待ちに入る" in words
    city.press("t1", view.Enrol(session_id=session.id))
    assert city.state(course, "t1") is State.BOOKED


def test_whoever_a_head_decides_on_holds_the_seat_meanwhile(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    session = city.session(course)
    card = city.press("t1", view.Enrol(session_id=session.id))
    assert city.state(course, "t1") is State.REQUESTED
    assert "企画課 課長" in said(card)


def test_each_no_has_its_own_words(city: City) -> None:
    later = city.course(code="later", opens_at=NOW + timedelta(days=1))
    closed = city.course(code="closed")
    past = city.course(code="past")
    asking = city.course(code="asking", requires=("teams",))
    needed = city.course(title="はじめてのTeams")
    found = {
        city.session(later): "2026年11月25日（水）10:00",
        city.session(closed, state=SessionState.CLOSED): "受付は終わりました",
        city.session(past, deadline=NOW): "2026年11月24日（火）10:00",
        city.session(asking): "はじめてのTeams",
    }
    assert needed.id
    for session, words in found.items():
        assert words in city.refused("t1", view.Enrol(session_id=session.id))
        assert city.session_now(session).held == 0


def test_the_no_of_one_session_leaves_the_others_to_choose(city: City) -> None:
    course = city.course()
    over = city.session(course, deadline=NOW)
    city.session(course, number=2)
    words = city.refused("t1", view.Enrol(session_id=over.id))
    assert "2026年11月24日（火）10:00" in words
    assert "第2回" in words


def test_whom_it_is_not_for_sees_nothing_of_it(city: City) -> None:
    session = city.session(city.course(to=("department:企画課",)))
    with pytest.raises(Refused, match="not_for_you"):
        city.press("t8", view.Enrol(session_id=session.id))


def test_what_the_desk_prepares_nobody_enrols_in(city: City) -> None:
    session = city.session(city.course(state=CourseState.DRAFT))
    with pytest.raises(Refused, match="not_open"):
        city.press("t1", view.Enrol(session_id=session.id))


def test_pupils_and_forged_sessions_get_nothing(city: City) -> None:
    session = city.session(city.course())
    with pytest.raises(Refused, match="no_role"):
        city.press("t7", view.Enrol(session_id=session.id))
    with pytest.raises(NotFound):
        city.press("t1", view.Enrol(session_id=session.id + 1))


def test_withdrawing_frees_the_seat_for_who_waits(city: City) -> None:
    course = city.course()
    session = city.session(course, seats=1)
    own = city.enrolled(session, "t1")
    city.enrolled(session, "t2", wait=True)
    card = city.press("t1", view.Withdraw(course_id=course.id, version=own.version))
    assert "取り消し" in said(card)
    assert city.state(course, "t1") is State.CANCELLED
    assert city.state(course, "t2") is State.OFFERED


def test_leaving_the_list_is_said_so(city: City) -> None:
    course = city.course()
    session = city.session(course, seats=1)
    city.enrolled(session, "t1")
    waits = city.enrolled(session, "t2", wait=True)
    card = city.press("t2", view.Withdraw(course_id=course.id, version=waits.version))
    assert city.state(course, "t2") is State.CANCELLED
    assert "キャンセル待ちをやめ" in said(card)


def test_an_old_card_changes_nothing_and_opens_the_current_one(city: City) -> None:
    course = city.course()
    own = city.enrolled(city.session(course), "t1")
    with pytest.raises(Stale) as stale:
        city.press("t1", view.Withdraw(course_id=course.id, version=own.version + 1))
    assert stale.value.facts["show"] == view.Show(course_id=course.id)
    assert city.state(course, "t1") is State.BOOKED


def test_nobody_withdraws_for_another(city: City) -> None:
    course = city.course()
    own = city.enrolled(city.session(course), "t1")
    with pytest.raises(Stale):
        city.press("t2", view.Withdraw(course_id=course.id, version=own.version))
    assert city.state(course, "t1") is State.BOOKED


def offered(city: City, **more: object) -> tuple[view.Accept, view.Pass]:
    """A seat came free for t2; what they may press."""
    course = city.course(**more)
    session = city.session(course, seats=1)
    own = city.enrolled(session, "t1")
    city.enrolled(session, "t2", wait=True)
    city.press("t1", view.Withdraw(course_id=course.id, version=own.version))
    version = city.mine(course, "t2").version
    return (
        view.Accept(course_id=course.id, version=version),
        view.Pass(course_id=course.id, version=version),
    )


def test_an_offered_seat_is_taken(city: City) -> None:
    accept, _ = offered(city)
    card = city.press("t2", accept)
    assert "受講が決まっています" in said(card)
    with pytest.raises(Stale):
        city.press("t2", accept)


def test_an_offered_seat_still_wants_the_heads_word(city: City) -> None:
    accept, _ = offered(city, head=Head.APPROVE)
    assert "承認を待っています" in said(city.press("t2", accept))


def test_an_offer_that_ran_out_is_not_taken(city: City) -> None:
    accept, _ = offered(city)
    city.now = NOW + timedelta(days=2)
    with pytest.raises(Refused, match="offer_over"):
        city.press("t2", accept)


def test_an_offer_is_passed_on(city: City) -> None:
    _, passes = offered(city)
    card = city.press("t2", passes)
    assert "training.enrol" in verbs(card)


def test_who_cannot_come_says_so_in_one_word(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.enrolled(session, "t1")
    form = city.press("t1", view.OpenCannot(course_id=course.id))
    assert "training.cannot" in verbs(form)
    city.press("t1", view.Cannot(course_id=course.id, cause="leave"))
    assert city.state(course, "t1") is State.CANNOT
    assert city.mine(course, "t1").cause == "leave"
    assert city.session_now(session).held == 0


def test_who_never_enrolled_may_say_it_too(city: City) -> None:
    course = city.course()
    city.session(course)
    city.press("t1", view.Cannot(course_id=course.id, cause="work"))
    assert city.state(course, "t1") is State.CANNOT
    city.press("t1", view.Show(course_id=course.id))


def test_every_press_stands_in_the_ledger_without_a_name(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.press("t1", view.Enrol(session_id=session.id))
    own = city.mine(course, "t1")
    city.press("t1", view.Withdraw(course_id=course.id, version=own.version))
    found = city.read(lambda tx: tuple(history(tx, own.subject)))
    assert [one.act for one in found] == ["training.enrol", "training.withdraw"]
    assert not any("青木" in str(one) for one in found)
