"""受講命令: the head of one's own staff decides, their deputy too, and nobody else."""

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.ledger.record import history
from bot.storage.tx import Tx
from bot.training.model import Enrolment, Head, State
from bot.training.store import enrolments
from cards.training import verbs as view

from .conftest import City, said, verbs


def applied(city: City, who: str) -> Enrolment:
    course = city.course(head=Head.APPROVE)
    return city.enrolled(city.session(course), who)


def decide(enrolment: Enrolment, *, agree: bool = True) -> view.Decide:
    return view.Decide(enrolment_id=enrolment.id, version=enrolment.version, agree=agree)


def state(city: City, enrolment: Enrolment) -> State:
    return city.read(lambda tx: enrolments.get(tx, enrolment.id)).state


def test_the_head_agrees(city: City) -> None:
    asked = applied(city, "t1")
    card = city.press("t2", decide(asked))
    assert state(city, asked) is State.BOOKED
    assert "青木 一" in said(card)
    assert "上田 二" in said(card)


def test_the_head_refuses_and_the_seat_is_free(city: City) -> None:
    asked = applied(city, "t1")
    city.press("t2", decide(asked, agree=False))
    assert state(city, asked) is State.REJECTED


def test_who_has_no_post_has_the_head_of_their_department(city: City) -> None:
    asked = applied(city, "t4")
    city.press("t2", decide(asked))
    assert state(city, asked) is State.BOOKED


def test_a_deputy_decides_and_the_ledger_says_for_whom(city: City) -> None:
    asked = applied(city, "t1")
    city.away("t2", "t4")
    city.press("t4", decide(asked))
    (entry,) = city.read(lambda tx: tuple(history(tx, asked.subject)))
    assert entry.act == "training.decide"
    assert entry.post is not None
    assert entry.deputy_for != ""


def test_the_post_above_may_decide_too(city: City) -> None:
    asked = applied(city, "t1")
    city.press("t3", decide(asked))
    assert state(city, asked) is State.BOOKED


def test_the_desk_decides_where_nobody_stands_above(city: City) -> None:
    asked = applied(city, "t8")
    assert "小林 八" in said(city.press("t5", view.ToApprove()))
    city.press("t5", decide(asked))
    assert state(city, asked) is State.BOOKED


@pytest.mark.parametrize("who", ["t4", "t6", "t8", "t9"])
def test_nobody_else_decides_or_sees_who_asks(city: City, who: str) -> None:
    asked = applied(city, "t1")
    with pytest.raises(Refused, match="not_yours"):
        city.press(who, decide(asked))
    assert "青木" not in said(city.press(who, view.ToApprove()))
    assert state(city, asked) is State.REQUESTED


def test_nobody_decides_on_their_own_not_even_as_deputy(city: City) -> None:
    asked = applied(city, "t1")
    city.away("t2", "t1")
    with pytest.raises(Refused, match="not_yours"):
        city.press("t1", decide(asked))
    assert "青木" not in said(city.press("t1", view.ToApprove()))


def test_two_who_decide_do_not_undo_each_other(city: City) -> None:
    asked = applied(city, "t1")
    city.press("t2", decide(asked))
    with pytest.raises(Stale) as stale:
        city.press("t3", decide(asked, agree=False))
    assert stale.value.facts["show"] == view.ToApprove()
    assert state(city, asked) is State.BOOKED


def test_the_list_has_what_waits_the_earliest_first(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    session = city.session(course, seats=1)
    city.enrolled(session, "t4")
    city.enrolled(session, "t1", wait=True)
    card = city.press("t2", view.ToApprove())
    words = said(card)
    assert words.index("大野 四") < words.index("青木 一")
    assert verbs(card).count("training.decide") == 4


def test_the_list_is_empty_once_all_is_decided(city: City) -> None:
    asked = applied(city, "t1")
    city.press("t2", decide(asked))
    assert "training.decide" not in verbs(city.press("t2", view.ToApprove()))


def test_forged_ids_find_nothing(city: City) -> None:
    asked = applied(city, "t1")
    with pytest.raises(NotFound):
        city.press("t2", view.Decide(enrolment_id=asked.id + 1, version=1, agree=True))


def test_the_desk_decides_only_where_it_is_asked(city: City) -> None:
    asked = applied(city, "t1")  # their head, and the head's superior, are there
    with pytest.raises(Refused, match="not_yours"):
        city.press("t5", decide(asked))
    assert "青木" not in said(city.press("t5", view.ToApprove()))
    led = city.course(code="led", head=Head.APPROVE)
    chief = city.enrolled(city.session(led), "t2")  # nobody stands above their head
    city.press("t5", decide(chief))
    assert state(city, chief) is State.BOOKED


def test_the_desk_sees_who_has_no_head_behind_hundreds_who_have_one(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    session = city.session(course, seats=9)
    who = city.person("t1")

    def many(tx: Tx) -> None:
        for number in range(250):
            given = Enrolment(
                id=0,
                course=course.id + 1000 + number,
                session=session.id,
                person=who.id,
                department=who.department,
                state=State.WAITING,
                since=city.now,
                approved=False,
            )
            enrolments.add(tx, given)

    city.write(many)
    city.enrolled(session, "t8")
    assert "小林 八" in said(city.press("t5", view.ToApprove()))
