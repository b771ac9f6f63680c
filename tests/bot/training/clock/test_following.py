"""Cards about an enrolment follow what becomes of it: each can be answered, or says why not."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from bot.delivery import outbox
from bot.errors import Stale
from bot.storage.tx import Tx
from bot.training import due, keeping
from bot.training.model import Course, Enrolment, Head, Session, State
from bot.training.plan import heads, item
from bot.training.store import noted, shows, steps
from bot.training.store.rows import SHOWN
from cards.training import verbs as view
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import STARTS, said, verbs

ONO = "ono@akatsuki.example.jp"  # t4


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[int, Any]:
    """What the copies of each notice show in Japanese, as it was last handed over."""
    found: dict[int, Any] = {}
    post, revise = outbox.post, outbox.revise

    def posted(tx: Tx, **given: Any) -> int:
        notice = post(tx, **given)
        found.setdefault(notice, given["cards"]["ja"])
        return notice

    def revised(tx: Tx, *, notice: int, cards: Any, **given: Any) -> None:
        found[notice] = cards["ja"]
        revise(tx, notice=notice, cards=cards, **given)

    monkeypatch.setattr(outbox, "post", posted)
    monkeypatch.setattr(outbox, "revise", revised)
    return found


def copy(city: Clock, shown: dict[int, Any], kind: str) -> Any:
    """What the copies of the newest notice of a kind show."""
    return plain(shown[city.notices(kind)[-1].id])


def plain(card: Any) -> Any:
    return orjson.loads(orjson.dumps(card, default=lambda one: one.body))


def versions(card: Any, verb: str) -> set[int]:
    """The versions that the card's buttons of this verb send back."""
    if isinstance(card, list):
        return {found for one in card for found in versions(one, verb)}
    if not isinstance(card, dict):
        return set()
    sends = card.get("type") == "Action.Execute" and card["verb"] == verb
    own = {card["data"]["version"]} if sends else set()
    return own | {found for one in card.values() for found in versions(one, verb)}


def decide(city: Clock, course: Course, *, agree: bool) -> None:
    mine = city.mine(course, "t1")
    verb = view.Decide(enrolment_id=mine.id, version=mine.version, agree=agree)
    city.press("t2", verb)


def asks(city: Clock, course: Course, session: Session) -> Enrolment:
    """Somebody has a seat, and asks a colleague to take it."""
    city.press("t1", view.Enrol(session_id=session.id))
    version = city.mine(course, "t1").version
    city.press("t1", view.Substitute(course_id=course.id, version=version, who=ONO))
    return city.mine(course, "t1")


def offered(city: Clock) -> Course:
    """Somebody has been offered the seat that a colleague gave back; their head hasn't answered."""
    course = city.course(head=Head.APPROVE)
    session = city.session(course, seats=1)
    city.press("t4", view.Enrol(session_id=session.id))
    city.press("t1", view.Enrol(session_id=session.id, wait=True))
    version = city.mine(course, "t4").version
    city.press("t4", view.Withdraw(course_id=course.id, version=version))
    assert city.state(course, "t1") is State.OFFERED
    return course


def test_the_colleague_can_answer_after_the_head_has_agreed(
    city: Clock, shown: dict[int, Any]
) -> None:
    course = city.course(head=Head.APPROVE)
    asks(city, course, city.session(course))
    decide(city, course, agree=True)
    mine = city.mine(course, "t1")
    assert mine.state is State.BOOKED
    assert versions(copy(city, shown, item.SUBSTITUTE), view.TakeOver.name) == {mine.version}


def test_an_offer_can_be_taken_after_the_head_has_agreed(
    city: Clock, shown: dict[int, Any]
) -> None:
    course = offered(city)
    decide(city, course, agree=True)
    version = city.mine(course, "t1").version
    assert versions(copy(city, shown, item.OFFERED), view.Accept.name) == {version}
    city.press("t1", view.Accept(course_id=course.id, version=version))
    assert city.state(course, "t1") is State.BOOKED


def test_an_offer_that_the_head_has_refused_cannot_be_taken(
    city: Clock, shown: dict[int, Any]
) -> None:
    course = offered(city)
    decide(city, course, agree=False)
    assert view.Accept.name not in verbs(copy(city, shown, item.OFFERED))
    assert city.read(lambda tx: shows.of(tx, city.mine(course, "t1").subject)) == ()


def test_a_refusal_tells_the_colleague_that_nothing_is_asked_of_them(
    city: Clock, shown: dict[int, Any]
) -> None:
    course = city.course(head=Head.APPROVE)
    asks(city, course, city.session(course))
    decide(city, course, agree=False)
    assert "回答が済んだか" in said(copy(city, shown, item.SUBSTITUTE))
    assert "青木 一" in said(copy(city, shown, item.REQUEST))  # what the head has decided stays


def test_whoever_was_refused_may_still_say_that_they_cannot_come(city: Clock) -> None:
    course = city.course(head=Head.APPROVE)
    city.press("t1", view.Enrol(session_id=city.session(course).id))
    decide(city, course, agree=False)
    city.press("t1", view.Cannot(course_id=course.id, cause="work"))
    assert city.state(course, "t1") is State.CANNOT


@pytest.mark.parametrize("agree", [True, False])
def test_the_colleagues_card_says_that_it_was_answered_and_nothing_of_the_head(
    city: Clock, shown: dict[int, Any], agree: bool
) -> None:
    course = city.course(head=Head.APPROVE)
    asked = asks(city, course, city.session(course))
    answer = view.TakeOver(enrolment_id=asked.id, version=asked.version, agree=agree)
    city.press("t4", answer)
    words = said(copy(city, shown, item.SUBSTITUTE))
    assert "回答が済んだか" in words
    assert "承認" not in words


def test_what_waits_for_the_colleague_leads_to_its_answer(city: Clock) -> None:
    course = city.course()
    asked = asks(city, course, city.session(course))
    (line,) = waiting(city, asked)
    card = city.press("t4", line.show)
    assert versions(plain(card), view.TakeOver.name) == {asked.version}


def test_an_old_card_of_the_colleague_leads_to_the_one_that_stands(city: Clock) -> None:
    course = city.course()
    asked = asks(city, course, city.session(course))
    old = view.TakeOver(enrolment_id=asked.id, version=asked.version - 1, agree=True)
    with pytest.raises(Stale) as stale:
        city.press("t4", old)
    show = stale.value.facts["show"]
    assert show == view.ShowAsked(enrolment_id=asked.id)
    city.press("t4", view.ShowAsked(enrolment_id=asked.id))


def test_nobody_else_sees_what_a_colleague_is_asked(city: Clock) -> None:
    course = city.course()
    asked = asks(city, course, city.session(course))
    with pytest.raises(Stale):
        city.press("t8", view.ShowAsked(enrolment_id=asked.id))


def test_a_colleague_is_asked_no_more_once_the_session_begins(
    city: Clock, shown: dict[int, Any]
) -> None:
    course = city.course()
    session = city.session(course)
    asked = asks(city, course, session)
    city.now = STARTS
    city.tick()
    assert city.mine(course, "t1").asked is None
    assert "回答が済んだか" in said(copy(city, shown, item.SUBSTITUTE))
    city.now += timedelta(days=1)
    assert waiting(city, asked) == []
    assert city.state(course, "t1") is State.BOOKED


def waiting(city: Clock, asked: Enrolment) -> list[Any]:
    found = city.read(lambda tx: due.due_for(tx, city.person("t4"), city.today))
    return [one for one in found if one.subject == asked.subject]


def test_once_a_session_has_begun_no_card_follows_its_enrolments(city: Clock) -> None:
    course = city.course(head=Head.APPROVE)
    city.press("t1", view.Enrol(session_id=city.session(course).id))
    decide(city, course, agree=True)
    assert city.read(lambda tx: shows.of(tx, city.mine(course, "t1").subject))
    city.now = STARTS
    city.tick()
    assert rows(city) == []


def test_a_course_that_is_disposed_of_leaves_no_trace_of_its_cards(city: Clock) -> None:
    course = city.course(head=Head.APPROVE)
    other = city.course(head=Head.APPROVE, code="other")
    for one in (course, other):
        city.press("t1", view.Enrol(session_id=city.session(one).id))
    city.write(lambda tx: keeping.dispose(tx, (course.id,), city.now))
    assert [row.subject for row in rows(city)] == [city.mine(other, "t1").subject]


def rows(city: Clock) -> list[Any]:
    return city.read(lambda tx: tx.all(SHOWN.select()))


def test_who_applies_again_at_the_same_instant_asks_their_head_again(city: Clock) -> None:
    course = city.course(head=Head.APPROVE)
    session = city.session(course)
    city.press("t1", view.Enrol(session_id=session.id))
    decide(city, course, agree=False)
    city.press("t1", view.Enrol(session_id=session.id))
    assert city.who(item.REQUEST) == [{"t2"}, {"t2"}]


def test_heads_hear_of_a_booking_once_whatever_becomes_of_it(city: Clock) -> None:
    course = city.course(head=Head.NOTIFIED)
    session = city.session(course)
    city.press("t1", view.Enrol(session_id=session.id))
    city.write(lambda tx: noted.keep(tx, city.today, noted.last_step(tx)))
    version = city.mine(course, "t1").version
    city.press("t1", view.Substitute(course_id=course.id, version=version, who=ONO))
    news = city.read(lambda tx: heads.booked(tx, city.today, noted.last_step(tx)))
    assert news == {}


def test_an_erased_head_is_not_taken_for_the_participant(city: Clock) -> None:
    course = city.course(head=Head.APPROVE)
    city.press("t1", view.Enrol(session_id=city.session(course).id))
    decide(city, course, agree=True)
    head, mine = city.person("t2").id, city.mine(course, "t1")
    city.write(lambda tx: keeping.erase(tx, head, city.now))
    story = city.read(lambda tx: [(step.act, step.person) for step in steps.of(tx, mine.id)])
    assert story == [("enrol", None), ("agree", steps.GONE)]
