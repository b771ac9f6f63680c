"""Who speaks for a child, whose word takes the place of whose, and which words contradict."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import (
    Ack,
    Content,
    Door,
    Guardian,
    Kind,
    LinkState,
    Reason,
    ReportState,
)
from bot.attendance.rules import families, slots
from bot.attendance.rules.contradictions import differing, left_over, replaced
from tests.bot.attendance.rules.made import DAY, PUPIL, TODAY, report

ILL = Content(reason=Reason.ILL)
LINK = Guardian(
    id=2,
    pupil=7,
    person=71,
    state=LinkState.CONFIRMED,
    may_report=True,
    may_see_status=True,
    may_be_notified=True,
)


def test_a_link_speaks_only_when_confirmed_and_with_the_right() -> None:
    assert families.may_report(LINK)
    assert not families.may_report(None)
    for state in (LinkState.INACTIVE, LinkState.REMOVED):
        gone = replace(LINK, state=state)
        assert not families.may_report(gone)
        assert not families.may_see(gone)
        assert not families.may_be_told(gone)
    assert not families.may_report(replace(LINK, may_report=False))
    assert not families.may_see(replace(LINK, may_see_status=False))
    assert not families.may_be_told(replace(LINK, may_be_notified=False))


def test_an_account_reads_what_it_wrote_and_nothing_else() -> None:
    assert families.is_theirs(report(), 70)
    assert not families.is_theirs(report(), 71)
    assert not families.is_theirs(report(author=70, door=Door.OFFICE), 70)
    assert not families.is_theirs(report(author=0, door=Door.FILE), 0)


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("ack", Ack)
def test_a_childs_account_takes_back_only_its_own_unanswered_word(door: Door, ack: Ack) -> None:
    given = {"account": 70, "as_guardian": False, "today": TODAY}
    found = report(door=door, ack=ack)
    own = door is Door.PUPIL and ack is Ack.NONE
    assert families.may_withdraw(found, **given, holds_pupils=False) is own
    held = replace(found, state=ReportState.HELD)
    assert families.may_withdraw(held, **given, holds_pupils=True) is own


def test_a_child_doesnt_take_back_what_the_school_has_confirmed_with_a_guardian() -> None:
    confirmed = report(door=Door.PUPIL, state=ReportState.STANDING)
    may = {"account": 70, "today": TODAY, "holds_pupils": True}
    assert not families.may_withdraw(confirmed, as_guardian=False, **may)
    assert families.may_withdraw(confirmed, as_guardian=True, **may)


def test_a_guardian_takes_back_what_stands_and_is_not_over() -> None:
    def may(**changes: Any) -> bool:
        found = report(door=Door.GUARDIAN, author=71, ack=Ack.CONFIRMED, **changes)
        given = {"account": 71, "as_guardian": True, "today": TODAY, "holds_pupils": True}
        return families.may_withdraw(found, **given)

    assert may()
    assert not may(since=TODAY - DAY, until=TODAY - DAY)
    assert not may(state=ReportState.REPLACED)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({"door": Door.PUPIL}, True),
        ({"door": Door.WORD}, False),
        ({"door": Door.OFFICE, "content": Content(relation="child")}, True),
        ({"door": Door.OFFICE, "content": Content(relation="mother")}, False),
        ({"door": Door.FILE, "guardian": 4}, False),
    ],
)
def test_a_child_alone_waits_where_the_school_says_so(said: dict[str, Any], held: bool) -> None:
    begins = families.state_of(report(**said), holds_pupils=True)
    assert begins is (ReportState.HELD if held else ReportState.STANDING)
    assert families.state_of(report(**said), holds_pupils=False) is ReportState.STANDING


def test_a_line_of_nobody_waits_at_every_school() -> None:
    unknown = report(door=Door.FILE, author=0)
    assert families.state_of(unknown, holds_pupils=False) is ReportState.HELD
    assert not families.shows_class(replace(PUPIL, protected=True))


def test_two_guardians_who_differ_are_both_shown() -> None:
    mother = report(id=1, door=Door.GUARDIAN, author=71, guardian=2)
    father = report(id=2, door=Door.GUARDIAN, author=72, guardian=3, kind=Kind.LATE)
    assert differing([mother, father], TODAY) == {1, 2}
    assert differing([mother, replace(father, kind=Kind.ABSENT)], TODAY) == set()
    assert differing([mother, replace(father, kind=Kind.TALK)], TODAY) == set()
    assert differing([mother, replace(father, state=ReportState.WITHDRAWN)], TODAY) == set()
    assert differing([mother, father], TODAY + DAY) == set()
    assert replaced([mother], father) == ()


def test_what_waits_for_a_guardian_is_seen_to_differ_and_replaces_nothing_that_stands() -> None:
    word = report(id=1, door=Door.WORD)
    alone = report(id=2, door=Door.PUPIL, kind=Kind.LATE, state=ReportState.HELD)
    assert differing([word, alone], TODAY) == {1, 2}
    confirmed = report(id=3, door=Door.PUPIL)
    assert replaced([confirmed], alone) == ()
    answered = replace(alone, id=4, ack=Ack.CALLING)
    assert replaced([answered], alone) == ()
    assert replaced([replace(alone, id=4)], alone) != ()


def test_an_adult_whom_nobody_knows_replaces_nobodys_word() -> None:
    unknown = report(id=1, door=Door.FILE, author=0, state=ReportState.HELD)
    assert replaced([unknown, replace(unknown, id=2, state=ReportState.STANDING)], unknown) == ()
    mother = replace(unknown, id=3, guardian=5, content=Content(relation="mother"))
    assert replaced([mother], replace(mother, id=4, content=Content())) == (mother,)


def link(**changes: Any) -> Guardian:
    made = Guardian(
        id=1, pupil=1, name="青木 母", contact="090-0000-0001", state=LinkState.CONFIRMED
    )
    return replace(made, **{"may_report": True, **changes})


@pytest.mark.parametrize(
    "written", ["09000000001", "090 0000 0001", "０９０（００００）０００１", "+81 90-0000-0001"]
)
def test_a_line_is_the_word_of_the_link_with_its_telephone_number(written: str) -> None:
    assert families.speaker([link()], contact=written) == link()
    assert families.speaker([link(contact="ao@x.example")], contact=" AO@x.example") is not None


def test_a_line_is_nobodys_word_without_a_confirmed_link_that_may_report() -> None:
    barred = (
        {"state": LinkState.INACTIVE},
        {"state": LinkState.REMOVED},
        {"may_report": False},
        {"contact": "090-0000-0009"},
        {"contact": ""},
    )
    for changes in barred:
        assert families.speaker([link(person=7, **changes)], contact="090-0000-0001") is None
    for changes in barred[:3]:
        assert families.speaker([link(person=7, **changes)], account=7) is None
    assert families.speaker([link(person=7)], account=8, contact="090-0000-0001") is None
    assert families.speaker([link()], contact="") is None


def test_a_number_that_two_adults_share_tells_nobody_unless_both_may_report() -> None:
    father = link(id=2, name="青木 父")
    may_not = replace(father, may_report=False)
    assert families.speaker([link(), father], contact="090-0000-0001") == link()
    assert families.speaker([link(), may_not], contact="090-0000-0001") is None
    again = link(id=3, name="青木　母", state=LinkState.INACTIVE)  # the next roster has an account
    assert families.speaker([link(), again], contact="090-0000-0001") == link()


def test_two_callers_whom_one_clerk_wrote_down_are_two_voices() -> None:
    mother = report(id=1, door=Door.OFFICE, author=9, content=Content(relation="母"))
    father = report(
        id=2, door=Door.OFFICE, author=9, kind=Kind.EARLY, content=Content(relation="父")
    )
    assert differing([mother, father], TODAY) == {1, 2}
    assert replaced([mother], father) == ()
    assert replaced([mother], replace(mother, id=3, kind=Kind.LATE)) == (mother,)


def test_the_word_replaces_what_the_child_said_and_never_the_other_way_round() -> None:
    child = report(id=1, door=Door.PUPIL, state=ReportState.HELD)
    word = report(id=2, door=Door.WORD)
    assert replaced([child], word) == (child,)
    assert replaced([word], replace(child, id=3)) == ()
    assert replaced([word], replace(word, id=3, kind=Kind.TALK)) == ()
    assert replaced([word], replace(word, id=3, since=TODAY + DAY, until=TODAY + DAY)) == ()


spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)


@given(spans, spans)
def test_what_is_left_of_a_period_are_its_days_outside(old: list[int], new: list[int]) -> None:
    def day(offset: int) -> date:
        return TODAY + timedelta(days=offset)

    parts = left_over(report(since=day(old[0]), until=day(old[1])), day(new[0]), day(new[1]))
    kept = {one for a, b in parts for one in range((a - TODAY).days, (b - TODAY).days + 1)}
    assert kept == set(range(old[0], old[1] + 1)) - set(range(new[0], new[1] + 1))


@given(st.integers(0, 60))
def test_a_class_gets_three_posts_a_morning_at_most(reports: int) -> None:
    slots_ = [slots.slot(earlier) for earlier in range(reports)]
    assert sum(slots.is_posted(earlier) for earlier in range(reports)) == min(reports, 3)
    assert slots_ == sorted(slots_)
    assert slots_[2:] == [3] * max(0, reports - 2)
    with pytest.raises(ValueError, match="before the first"):
        slots.slot(-1)
