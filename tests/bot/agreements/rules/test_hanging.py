"""Duties of both sides, oral disclosure, publicity and parties."""

from dataclasses import replace
from datetime import date

import pytest

from bot.agreements.model import (
    Agreement,
    Answer,
    Party,
    PartyName,
    Renewal,
    RenewalKind,
    State,
    Survival,
)
from bot.agreements.rules import disclosures, obligations, publicity
from bot.agreements.rules.parties import marked_ours, named_on, partners, renamed
from bot.duties.model import EDUCATION, MEETING, Duty, DutyState, Obligor
from bot.errors import Refused, Stale
from bot.people.model import Holder, Holders
from bot.workdays import Calendar

CALENDAR = Calendar()
TODAY = date(2026, 12, 1)
OWNER = Holders((Holder(person=10, post=1),))
CITY = Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),))
PARTNER = Party(role="乙", names=(PartyName(name="ひのでロジ株式会社"),))
MATTER = Agreement(
    id=7,
    title="協定",
    post=1,
    parties=(CITY, PARTNER),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.MUTUAL),
    oral_disclosure_days=30,
    survival=(Survival(articles=("第2条",), months=12), Survival(articles=("第5条",))),
)
DUTY = Duty(id=3, source="agreement:7", kind="audit", obligor=Obligor.OTSU, post=1)


def test_most_of_a_memorandum_binds_the_partner() -> None:
    assert obligations.owed_by_partner(MATTER, DUTY)
    assert not obligations.owed_by_us(MATTER, DUTY)
    both = replace(DUTY, obligor=Obligor.BOTH)
    assert obligations.owed_by_us(MATTER, both)
    assert obligations.owed_by_partner(MATTER, both)
    swapped = replace(MATTER, parties=(replace(CITY, ours=False), replace(PARTNER, ours=True)))
    assert obligations.owed_by_us(swapped, DUTY)


@pytest.mark.parametrize(
    ("article", "until"),
    [("第3条", date(2027, 3, 31)), ("第2条", date(2028, 3, 31)), ("第5条", None)],
)
def test_a_duty_binds_as_long_as_its_article(article: str, until: date | None) -> None:
    assert obligations.bound(replace(DUTY, article=article), MATTER, TODAY).until == until


PROMISE = replace(DUTY, kind=MEETING, obligor=Obligor.BOTH, every_months=3, soft=True)


def test_a_promise_to_meet_says_what_it_comes_from_under_todays_names() -> None:
    told = obligations.bound(PROMISE, MATTER, TODAY)
    assert (told.title, told.partner, told.soft) == ("協定", "ひのでロジ株式会社", True)
    new = renamed(PARTNER, "あさひ物流株式会社", since=date(2026, 12, 1))
    second = Party(role="丙", names=(PartyName(name="みなと商会"),))
    now = replace(MATTER, title="新しい協定", parties=(CITY, new, second))
    again = obligations.bound(told, now, TODAY)
    assert (again.title, again.partner) == ("新しい協定", "あさひ物流株式会社、みなと商会")
    before = obligations.bound(told, now, date(2026, 11, 30))
    assert before.partner == "ひのでロジ株式会社、みなと商会"
    assert obligations.bound(DUTY, MATTER, TODAY).title == ""


def test_a_duty_to_teach_says_what_it_comes_from_over_the_days_of_the_matter() -> None:
    signed = replace(MATTER, signed_on=date(2024, 6, 3))
    told = obligations.bound(replace(DUTY, kind=EDUCATION), signed, TODAY)
    assert (told.title, told.partner) == ("協定", "ひのでロジ株式会社")
    assert told.since == signed.start


def test_a_draft_promises_no_meeting_yet() -> None:
    assert not obligations.bound(PROMISE, replace(MATTER, draft=True), TODAY).in_force
    assert obligations.bound(PROMISE, MATTER, TODAY).in_force


def test_meetings_are_owed_from_the_signing_and_a_following_term_changes_nothing() -> None:
    signed = replace(MATTER, signed_on=date(2024, 6, 3))
    owed = obligations.bound(PROMISE, signed, TODAY)
    assert (owed.since, owed.until) == (date(2024, 6, 3), date(2027, 3, 31))
    term = {"start": date(2027, 4, 1), "end": date(2030, 3, 31), "signed_on": date(2027, 2, 22)}
    renewed = replace(signed, **term)
    following = obligations.bound(owed, renewed, date(2027, 2, 22))
    assert (following.since, following.until) == (date(2024, 6, 3), date(2030, 3, 31))
    assert obligations.bound(following, renewed, date(2027, 4, 1)) == following


def test_a_term_that_begins_after_a_gap_promises_anew() -> None:
    owed = obligations.bound(PROMISE, MATTER, TODAY)
    later = replace(MATTER, start=date(2027, 7, 1), end=date(2028, 6, 30))
    assert obligations.bound(owed, later, TODAY).since == date(2027, 7, 1)


def test_the_meetings_slice_alone_sees_to_a_promise_to_meet() -> None:
    owed = replace(PROMISE, due_on=date(2026, 12, 31))
    assert list(obligations.duty_reminders(owed, CALENDAR)) == []
    assert not obligations.needs_cadence(replace(PROMISE, every_months=None))
    assert obligations.needs_cadence(DUTY)
    with pytest.raises(Refused, match=r"refused\.meeting"):
        obligations.ask(MATTER, owed, by=OWNER, version=1)
    with pytest.raises(Refused, match=r"refused\.meeting"):
        obligations.done(MATTER, owed, by=OWNER, version=1, on=TODAY, today=TODAY)
    with pytest.raises(Refused, match=r"refused\.meeting"):
        obligations.waive(MATTER, owed, by=OWNER, version=1, reason="x")
    with pytest.raises(Refused, match=r"refused\.meeting"):
        obligations.set_cadence(owed, version=1, months=6, first_on=TODAY, today=TODAY)


def test_the_end_makes_disposal_due() -> None:
    disposal = replace(DUTY, kind="disposal")
    ended = replace(MATTER, state=State.NOT_RENEWED)
    due = obligations.at_the_end(disposal, ended, CALENDAR, date(2027, 4, 1))
    assert due is not None
    assert due.due_on == date(2027, 5, 6)  # thirty days later lies in the May holidays
    assert obligations.at_the_end(disposal, ended, CALENDAR, date(2027, 3, 31)) is None
    assert obligations.at_the_end(DUTY, ended, CALENDAR, date(2027, 4, 1)) is None


def test_a_duty_is_brought_up_twice_before_its_day() -> None:
    due = replace(DUTY, due_on=date(2027, 1, 4))
    assert list(obligations.duty_reminders(due, CALENDAR)) == [
        (date(2026, 12, 21), "duty:3:2027-01-04:T-14"),
        (date(2026, 12, 28), "duty:3:2027-01-04:T-1"),
    ]
    done = replace(due, state=DutyState.DONE)
    assert list(obligations.duty_reminders(done, CALENDAR)) == []


def test_only_the_partner_can_be_asked() -> None:
    asked = obligations.ask(MATTER, DUTY, by=OWNER, version=1)
    assert asked.state is DutyState.REQUESTED
    with pytest.raises(Refused, match="already"):
        obligations.ask(MATTER, asked, by=OWNER, version=1)
    with pytest.raises(Refused, match="wrong_kind"):
        ours = replace(DUTY, obligor=Obligor.KOU)
        obligations.ask(MATTER, ours, by=OWNER, version=1)
    with pytest.raises(Refused, match="not_yours"):
        obligations.ask(MATTER, DUTY, by=Holders(), version=1)
    with pytest.raises(Stale):
        obligations.ask(MATTER, DUTY, by=OWNER, version=2)


@pytest.mark.parametrize(("months", "first"), [(0, TODAY), (121, TODAY), (12, date(2026, 1, 1))])
def test_a_period_has_bounds(months: int, first: date) -> None:
    with pytest.raises(Refused, match="cadence_range"):
        obligations.set_cadence(DUTY, version=1, months=months, first_on=first, today=TODAY)


def test_the_first_day_of_a_disclosure_is_not_counted() -> None:
    told = disclosures.disclose(
        MATTER,
        by=OWNER,
        disclosed_on=TODAY,
        ours=False,
        topic="図面",
        told_confidential=True,
        today=TODAY,
    )
    assert told.due_on == date(2026, 12, 31)
    assert disclosures.practical_day(told, CALENDAR) == date(2026, 12, 28)
    days = [(r.on, r.overdue) for r in disclosures.disclosure_reminders(told, CALENDAR)]
    assert days == [
        (date(2026, 12, 21), False),
        (date(2026, 12, 28), False),
        (date(2027, 1, 4), True),
    ]


def test_a_paper_is_recorded_once_and_not_ahead_of_time() -> None:
    told = disclosures.disclose(
        MATTER,
        by=OWNER,
        disclosed_on=TODAY,
        ours=True,
        topic="図面",
        told_confidential=False,
        today=TODAY,
    )

    def written(on: date) -> None:
        disclosures.written(MATTER, told, by=OWNER, on=on, version=1, today=TODAY)

    written(TODAY)
    for day in (date(2026, 11, 30), date(2026, 12, 2)):
        with pytest.raises(Refused, match="future_day"):
            written(day)


def test_only_a_consent_makes_it_publishable() -> None:
    request = publicity.request(
        MATTER, by=OWNER, medium="広報", planned_on=TODAY, text="…", today=TODAY
    )
    assert not request.may_publish
    for given, may in ((Answer.AGREED, True), (Answer.DECLINED, False)):
        answered = publicity.answer(
            MATTER, request, by=OWNER, answer=given, on=TODAY, version=1, today=TODAY
        )
        assert answered.may_publish is may
        with pytest.raises(Refused, match="already"):
            publicity.answer(
                MATTER, answered, by=OWNER, answer=given, on=TODAY, version=2, today=TODAY
            )


def test_a_city_and_its_board_of_education_are_different_parties_and_both_ours() -> None:
    board = Party(role="乙", names=(PartyName(name="あかつき市教育委員会"),))
    firm = Party(role="丙", names=(PartyName(name="ひのでロジ株式会社"),))
    city = Party(role="甲", names=(PartyName(name="あかつき市"),))
    found = marked_ours((city, board, firm))
    assert [party.ours for party in found] == [True, True, False]
    assert partners(replace(MATTER, parties=found)) == (found[2],)


def test_a_renamed_partner_is_shown_under_both_names() -> None:
    since = date(2026, 4, 1)
    party = renamed(PARTNER, "つきのわロジ株式会社", since=since, reason="商号変更")
    assert named_on(party, date(2026, 3, 31)) == ("ひのでロジ株式会社", ())
    assert named_on(party, since) == ("つきのわロジ株式会社", ("ひのでロジ株式会社",))
    assert party.names[0].until == date(2026, 3, 31)
    assert renamed(party, "つきのわロジ株式会社", since=TODAY) == party
