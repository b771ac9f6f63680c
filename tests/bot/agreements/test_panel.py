"""A year of agreements in the tab: whose, which terms, what is owed, and what is late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.agreements import panel
from bot.agreements.audience import Audience
from bot.agreements.model import State
from bot.agreements.store import outlines
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, DutyState, Obligor
from tests.bot.agreements.conftest import ENDING, MUTUAL, SILENT, TODAY, City

CHIEF, HEAD, DIRECTOR, DESK, OTHER = "a1", "a3", "a4", "a6", "a7"
AUDIT = Duty(
    id=0, source="", kind="audit", obligor=Obligor.OTSU, due_on=date(2026, 12, 10), title="点検"
)


def seen(city: City, who: str, year: int | None = None, lang: str = "ja") -> panel.Year:
    asked = {} if year is None else {"year": year}
    return city.read(lambda tx: panel.read(city.turn(tx, who, lang), asked))


def offered(city: City, who: str) -> bool:
    return city.read(lambda tx: panel.offered(city.turn(tx, who)))


def owe(city: City, duty: Duty, post: str = "係長") -> None:
    city.write(lambda tx: duties.add(tx, replace(duty, post=city.post(post))))


def test_it_is_offered_to_owners_to_managers_above_them_and_to_the_desk(city):
    city.add(MUTUAL, post="係長")
    assert [who for who in ("a1", "a2", "a3", "a4", "a5", "a6", "a7") if offered(city, who)] == [
        CHIEF,
        HEAD,
        DIRECTOR,
        DESK,
    ]


def test_a_manager_sees_what_posts_below_own_and_that_it_is_not_their_own(city):
    city.add(MUTUAL, post="係長")
    city.add(replace(SILENT, number="9"), post="課長")
    head = seen(city, HEAD)
    assert {one.title: one.own for one in head.terms} == {MUTUAL.title: False, SILENT.title: True}
    assert not head.whole


def test_without_a_duty_or_an_agreement_nothing_is_theirs(city):
    assert not offered(city, CHIEF)
    owe(city, AUDIT)
    assert offered(city, CHIEF)
    assert not offered(city, OTHER)


@pytest.mark.parametrize("agreement", [MUTUAL, SILENT, ENDING])
def test_a_term_stands_in_each_year_that_its_last_weeks_touch(city, agreement):
    kept = city.add(replace(agreement, end=date(2027, 5, 31), lead_days=90))
    this, next_ = seen(city, CHIEF, 2026), seen(city, CHIEF, 2027)
    (term,) = next_.terms
    assert (term.end, next_.ending, this.ending) == (kept.end, 1, 0)
    assert bool(this.terms) == (term.decide_by <= date(2027, 3, 31))


def test_years_far_away_are_not_drawn(city):
    city.add(MUTUAL)
    assert (seen(city, CHIEF, 0).year, seen(city, CHIEF, 9999).year) == (2021, 2036)


def test_what_was_decided_waits_for_nobody(city):
    city.add(MUTUAL)
    city.add(replace(MUTUAL, number="8", state=State.NOT_RENEWED))
    found = seen(city, DESK)
    assert sorted(one.waits for one in found.terms) == [False, True]
    assert found.waiting == 1


def test_a_draft_binds_nobody_and_waits_for_nobody(city):
    city.add(replace(MUTUAL, draft=True))
    assert [one.waits for one in seen(city, DESK).terms] == [False]


def test_a_duty_is_late_from_the_day_after_its_day(city):
    for number, days in enumerate((-1, 0, 1)):
        owe(city, replace(AUDIT, source=f"agreement:{number}", due_on=TODAY + timedelta(days)))
    assert [one.late for one in seen(city, CHIEF).owed] == [True, False, False]


def test_meetings_and_what_has_no_day_are_not_among_the_duties(city):
    owe(city, replace(AUDIT, kind=MEETING))
    owe(city, replace(AUDIT, due_on=None))
    owe(city, replace(AUDIT, in_force=False))
    owe(city, replace(AUDIT, due_on=date(2027, 4, 1)))
    assert seen(city, CHIEF).owed == ()
    assert len(seen(city, CHIEF, 2027).owed) == 1


def test_a_duty_of_an_older_release_has_the_title_of_its_agreement(city):
    kept = city.add(MUTUAL)
    owe(city, replace(AUDIT, source=kept.subject, title=""))
    (line,) = seen(city, CHIEF).owed
    assert (line.title, line.own) == (MUTUAL.title, True)
    assert line.partner == "ひのでロジ株式会社"


def test_duties_are_called_what_cards_call_them(city):
    owe(city, replace(AUDIT, kind="confidentiality"))
    assert seen(city, CHIEF).owed[0].what == "秘密の保持"
    assert seen(city, CHIEF, lang="en").owed[0].what == "Secrecy"


def test_of_a_large_register_the_nearest_are_drawn_and_the_others_counted(city):
    for number in range(panel.MOST + 5):
        city.add(replace(MUTUAL, number=f"n{number}"))
    found = seen(city, DESK)
    assert (len(found.terms), found.more, found.ending) == (panel.MOST, 5, panel.MOST + 5)


def test_of_a_large_register_what_must_be_decided_next_is_never_left_out(city):
    early, soon = date(2026, 5, 31), date(2027, 3, 31)
    for number in range(panel.MOST + 5):
        old = replace(MUTUAL, number=f"n{number}", end=early, lead_days=5, state=State.NOT_RENEWED)
        city.add(old)
    city.add(replace(MUTUAL, title="次の協定", end=soon))
    found = seen(city, DESK)
    assert [one.title for one in found.terms if one.waits] == ["次の協定"]
    assert (len(found.terms), found.more, found.late) == (panel.MOST, 6, 0)
    days = [one.decide_by for one in found.terms]
    assert days == sorted(days)


def test_a_register_is_gone_through_page_by_page_to_its_end(city, monkeypatch):
    monkeypatch.setattr(outlines, "_PAGE", 2)
    for number in range(7):
        city.add(replace(MUTUAL, number=f"n{number}"))
    found = seen(city, DESK)
    assert (len(found.terms), found.ending, found.more) == (7, 7, 0)


def test_posts_are_called_by_name_only_where_a_duty_is_drawn(city, monkeypatch):
    named: list[int] = []
    name = Audience.name
    monkeypatch.setattr(Audience, "name", lambda self, post: named.append(post) or name(self, post))
    for _ in range(panel.MOST + 5):
        owe(city, AUDIT)
    assert len(seen(city, CHIEF).owed) == len(named) == panel.MOST


def test_what_is_late_does_not_go_with_the_old_year(city):
    city.add(replace(MUTUAL, end=date(2026, 3, 31), lead_days=30))
    owe(city, replace(AUDIT, due_on=date(2026, 3, 20)))
    found = seen(city, DESK)
    assert ([one.waits for one in found.terms], len(found.owed)) == ([True], 1)
    assert (found.late, found.ending) == (2, 0)
    assert seen(city, DESK, 2027).late == 0
    assert seen(city, DESK, 2027).terms == ()


def test_past_the_working_day_is_not_past_the_day_of_the_text(city):
    """The chat says 目安の日を過ぎています and nothing worse while the text's own day is ahead."""
    city.add(replace(MUTUAL, end=date(2026, 12, 31), lead_days=90))
    found = seen(city, DESK)
    assert (found.past, found.late) == (1, 0)
    assert found.terms[0].decide_by < TODAY < found.terms[0].contract_day == date(2026, 12, 31)
    over = seen(city.at(date(2027, 1, 4)), DESK)
    assert (over.past, over.late) == (0, 1)


def test_the_day_of_the_text_is_that_of_notice_where_it_has_one(city):
    city.add(replace(SILENT, lead_days=30))
    (term,) = seen(city, DESK).terms
    assert (term.decide_by < term.contract_day < term.end, term.renewal) == (True, "automatic")


def test_what_cannot_be_renewed_is_known_as_such(city):
    city.add(ENDING)
    (term,) = seen(city, DESK).terms
    assert (term.renewal, term.contract_day) == ("none", term.end)


def test_of_the_ends_in_a_year_those_settled_are_counted(city):
    city.add(MUTUAL)
    city.add(replace(MUTUAL, number="8", state=State.NOT_RENEWED))
    found = seen(city, DESK)
    assert (found.ending, found.settled) == (2, 1)


def test_a_duty_says_with_whom_who_sees_to_it_and_how_it_stands(city):
    matter = replace(AUDIT, source="inspection:3", kind="improvement", partner="ひのでロジ")
    owe(city, replace(matter, state=DutyState.REQUESTED))
    (line,) = seen(city, CHIEF).owed
    assert (line.partner, line.title, line.state) == ("ひのでロジ", "点検", "requested")
    assert "係長" in line.owner


def test_what_was_settled_in_the_old_year_stays_there(city):
    city.add(replace(MUTUAL, end=date(2026, 3, 31), lead_days=30, state=State.NOT_RENEWED))
    assert seen(city, DESK).terms == ()
    assert len(seen(city, DESK, 2025).terms) == 1
