"""Cards, escalations, silent renewals and reminders over time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.model import (
    Agreement,
    Confirmation,
    Notice,
    Renewal,
    RenewalKind,
    State,
    Survival,
)
from bot.agreements.rules.alerts import expiry_day, is_unconfirmed, schedule, snooze_day
from bot.agreements.rules.course import Card, Reminded, Rolled, course, next_due_on
from bot.agreements.rules.cycles import roll_over
from bot.agreements.rules.reminders import Topic
from bot.workdays import Calendar

CALENDAR = Calendar()
MUTUAL = Renewal(kind=RenewalKind.MUTUAL, extension_months=12)
SILENT = Renewal(
    kind=RenewalKind.AUTOMATIC,
    extension_months=12,
    repeats=True,
    notice=Notice(value=1, unit="months"),
)
MATTER = Agreement(
    id=7,
    title="協定",
    post=1,
    end=date(2027, 3, 31),
    renewal=MUTUAL,
    lead_days=0,
    registered_on=date(2026, 11, 22),
)
LAST = date(2027, 12, 31)
EXPECTED = [
    date(2026, 12, 28),
    date(2027, 1, 29),
    date(2027, 3, 1),
    date(2027, 3, 17),
    date(2027, 3, 24),
    date(2027, 3, 30),
]


def cards(agreement: Agreement, start: date, until: date = LAST) -> list[Card]:
    return [s for s in course(agreement, CALENDAR, start, until) if isinstance(s, Card)]


def test_cards_go_out_on_the_previous_working_day() -> None:
    assert [alert.on for alert in schedule(MATTER, CALENDAR)] == EXPECTED
    assert [card.on for card in cards(MATTER, date(2026, 11, 22))] == EXPECTED


def test_keys_tell_their_reason() -> None:
    keys = [alert.key for alert in schedule(MATTER, CALENDAR)]
    assert keys[2] == "renewal:7:2027-03-31:T-30"
    assert len(set(keys)) == len(keys)


def test_two_offsets_on_one_working_day_are_one_card() -> None:
    matter = replace(MATTER, offsets=(89, 90, 1))  # 12/31 and 1/1 both fall back to 12/28
    assert [(a.on, a.offset) for a in schedule(matter, CALENDAR)] == [
        (date(2026, 12, 28), 89),
        (date(2027, 3, 30), 1),
    ]


def test_missed_offsets_collapse_to_one_card_sent_now() -> None:
    late = cards(MATTER, date(2027, 3, 18))
    assert [(card.on, card.alert.offset) for card in late] == [
        (date(2027, 3, 18), 14),
        (date(2027, 3, 24), 7),
        (date(2027, 3, 30), 1),
    ]


def test_what_was_due_before_registration_comes_once_and_escalates_nothing() -> None:
    first = cards(replace(MATTER, registered_on=date(2027, 3, 2)), date(2027, 3, 2))[0]
    assert (first.on, first.alert.offset, first.superiors) == (date(2027, 3, 2), 30, 0)


def test_drafts_and_blank_signing_dates_raise_no_alert_but_a_task_for_the_desk() -> None:
    for matter in (replace(MATTER, draft=True), replace(MATTER, in_force=False)):
        steps = list(course(matter, CALENDAR, date(2026, 11, 22), LAST))
        assert len(steps) == 1
        assert isinstance(steps[0], Reminded)
        assert steps[0].reminders[0].topic is Topic.SIGNING_DAY


def test_silence_escalates_further_at_every_step() -> None:
    reached = [(c.alert.offset, c.superiors) for c in cards(MATTER, date(2026, 11, 22))]
    assert reached == [(90, 0), (60, 1), (30, 1), (14, 2), (7, 3), (1, 3)]


def test_confirmation_silences_the_alert_but_not_the_matter() -> None:
    told = cards(MATTER, date(2026, 11, 22))[0].after
    seen = Confirmation(by=1, at=datetime(2026, 12, 28, tzinfo=UTC), alert_on=EXPECTED[0])
    confirmed = cards(replace(told, confirmation=seen), date(2026, 12, 29))
    assert [(c.alert.offset, c.superiors) for c in confirmed][:2] == [(60, 0), (30, 1)]


def test_talks_and_drafts_stop_the_escalation_but_not_the_cards() -> None:
    matter = replace(MATTER, state=State.IN_TALKS)
    assert [card.superiors for card in cards(matter, date(2026, 11, 22))] == [0] * 6


def test_snooze_brings_one_more_card_and_never_passes_the_decision_day() -> None:
    told = cards(MATTER, date(2026, 11, 22))[0].after
    again = snooze_day(told, CALENDAR, EXPECTED[0])
    assert again == date(2027, 1, 4)
    snoozed = cards(replace(told, snoozed_until=again), date(2026, 12, 28))
    assert [card.on for card in snoozed] == [date(2027, 1, 4), *EXPECTED[1:]]
    assert snoozed[0].alert.key == "renewal:7:2027-03-31:S-2027-01-04"
    assert snoozed[0].after.snoozed_until is None


def test_the_last_two_cards_cannot_be_snoozed() -> None:
    assert snooze_day(MATTER, CALENDAR, date(2027, 3, 23)) is not None
    assert snooze_day(MATTER, CALENDAR, date(2027, 3, 24)) is None
    assert snooze_day(MATTER, CALENDAR, date(2027, 3, 30)) is None


def test_a_card_is_too_late_when_the_next_one_comes() -> None:
    alerts = schedule(MATTER, CALENDAR)
    assert expiry_day(MATTER, alerts[0], CALENDAR) == EXPECTED[1]
    assert expiry_day(MATTER, alerts[-1], CALENDAR) == date(2027, 4, 1)


def test_silence_renews_as_often_as_the_text_says() -> None:
    matter = replace(MATTER, renewal=SILENT)
    rolled = [
        step
        for step in course(matter, CALENDAR, date(2026, 11, 22), date(2029, 12, 31))
        if isinstance(step, Rolled)
    ]
    assert [step.on for step in rolled] == [date(2027, 3, 1), date(2028, 3, 1), date(2029, 3, 1)]
    assert [step.after.end for step in rolled][:2] == [date(2028, 3, 31), date(2029, 3, 31)]
    assert rolled[0].after.state is State.CONTINUED


def test_renewal_once_only_leaves_a_term_that_renews_no_more() -> None:
    matter = replace(MATTER, renewal=replace(SILENT, repeats=False))
    steps = course(matter, CALENDAR, date(2026, 11, 22), date(2030, 12, 31))
    rolled = [step for step in steps if isinstance(step, Rolled)]
    assert len(rolled) == 1
    assert rolled[0].after.renewal.kind is RenewalKind.NONE


def test_renewal_of_which_the_text_says_nothing_more_is_marked_unclear() -> None:
    matter = replace(MATTER, renewal=replace(SILENT, repeats=None))
    rolled = next(s for s in course(matter, CALENDAR, EXPECTED[0], LAST) if isinstance(s, Rolled))
    assert rolled.after.renewal_unclear


def test_objection_stops_the_silent_renewal() -> None:
    matter = replace(MATTER, renewal=SILENT, state=State.OBJECTED)
    assert not any(isinstance(s, Rolled) for s in course(matter, CALENDAR, EXPECTED[0], LAST))


def test_without_a_stated_extension_the_end_never_moves() -> None:
    matter = replace(MATTER, renewal=replace(SILENT, extension_months=None))
    assert not any(isinstance(s, Rolled) for s in course(matter, CALENDAR, EXPECTED[0], LAST))


def test_after_the_end_what_survives_keeps_coming_back() -> None:
    survival = (Survival(articles=("第2条",), months=12), Survival(articles=("第5条",)))
    matter = replace(MATTER, state=State.NOT_RENEWED, survival=survival)
    steps = course(matter, CALENDAR, date(2027, 3, 31), date(2029, 12, 31))
    found = [
        (reminder.on, reminder.topic, reminder.articles)
        for step in steps
        if isinstance(step, Reminded)
        for reminder in step.reminders
    ]
    assert found == [
        (date(2027, 4, 1), Topic.ENDED, ()),
        (date(2028, 3, 1), Topic.SURVIVAL, ("第2条",)),
        (date(2028, 4, 3), Topic.SURVIVAL, ("第5条",)),
        (date(2029, 4, 2), Topic.SURVIVAL, ("第5条",)),
    ]


def test_contacts_are_checked_each_april_and_certificates_before_they_lapse() -> None:
    matter = replace(MATTER, end=None, contacts="窓口", certificate_expires_on=date(2027, 10, 31))
    keys = [
        reminder.key
        for step in course(matter, CALENDAR, date(2027, 3, 1), LAST)
        if isinstance(step, Reminded)
        for reminder in step.reminders
    ]
    assert keys == [
        "contacts:7:2027",
        "certificate:7:2027-10-31:T-90",
        "certificate:7:2027-10-31:T-30",
    ]


@given(
    st.dates(min_value=date(2026, 12, 1), max_value=date(2029, 12, 31)),
    st.integers(0, 200),
    st.sampled_from([MUTUAL, SILENT, Renewal(kind=RenewalKind.NONE)]),
)
def test_the_stored_day_never_passes_the_next_step(end: date, lead: int, renewal: Renewal) -> None:
    matter = replace(MATTER, end=end, lead_days=lead, renewal=renewal)
    start = date(2026, 11, 22)
    stored = next_due_on(matter, CALENDAR, start)
    first = next(course(matter, CALENDAR, start, start + timedelta(days=1500)), None)
    assert first is None or stored <= first.on


@given(st.integers(0, 120), st.integers(0, 60), st.sets(st.integers(1, 120), min_size=1))
def test_a_day_at_a_time_gives_what_the_whole_course_gives(
    lead: int, later: int, offsets: set[int]
) -> None:
    matter = replace(
        MATTER, lead_days=lead, renewal=SILENT, contacts="窓口", offsets=tuple(offsets)
    )
    start, until = date(2026, 11, 22), date(2027, 4, 1) + timedelta(days=later)
    whole = [(step.on, type(step)) for step in course(matter, CALENDAR, start, until)]
    daily, day = [], start
    while day <= until:
        for step in course(matter, CALENDAR, day, day):
            daily.append((step.on, type(step)))
            matter = step.after
        day += timedelta(days=1)
    assert daily == whole


def test_nothing_goes_out_on_a_day_of_rest() -> None:
    sunday = date(2027, 3, 21)
    first = cards(replace(MATTER, registered_on=sunday), sunday)[0]
    assert (first.on, first.alert.offset) == (date(2027, 3, 23), 14)
    assert cards(MATTER, sunday, until=date(2027, 3, 22)) == []


@pytest.mark.parametrize("months", [0, -12, 1201, 10**9])
def test_a_span_that_no_text_means_never_moves_the_end(months: int) -> None:
    renewal = replace(SILENT, extension_months=months)
    matter = replace(MATTER, renewal=renewal, end=date(2026, 12, 1))
    assert roll_over(matter, today=date(2026, 12, 2)) is None
    steps = list(islice(course(matter, CALENDAR, date(2026, 11, 22), LAST), 100))
    assert len(steps) < 100
    assert not any(isinstance(step, Rolled) for step in steps)
    assert (date(2026, 11, 24), Topic.PERIOD) in reminded(matter, date(2026, 11, 22), LAST)


def test_an_end_at_the_end_of_all_days_moves_no_more() -> None:
    matter = replace(MATTER, renewal=SILENT, end=date(9998, 12, 31))
    assert roll_over(matter, today=date(9999, 1, 1)) is None


def escalating(agreement: Agreement, start: date) -> list[tuple[date, int | None, bool, int]]:
    found = cards(agreement, start)
    return [(card.on, card.alert.offset, card.alert.quiet, card.superiors) for card in found]


def test_silence_escalates_between_the_city_s_own_offsets_too() -> None:
    matter = replace(MATTER, offsets=(90, 60))
    assert escalating(matter, date(2026, 11, 22)) == [
        (EXPECTED[0], 90, False, 0),
        (EXPECTED[1], 60, False, 1),
        (EXPECTED[2], 30, True, 1),
        (EXPECTED[3], 14, True, 2),
        (EXPECTED[4], 7, True, 3),
    ]
    assert [alert.offset for alert in schedule(matter, CALENDAR)] == [90, 60]
    assert snooze_day(matter, CALENDAR, EXPECTED[0]) is None  # both cards are the last two


def test_nothing_escalates_before_the_first_card() -> None:
    matter = replace(MATTER, offsets=(10,))
    assert [(offset, quiet) for _, offset, quiet, _ in escalating(matter, date(2026, 11, 22))] == [
        (10, False),
        (7, True),
    ]


def test_silence_escalates_on_the_working_day_after_a_late_first_card() -> None:
    late = escalating(replace(MATTER, offsets=(90, 60)), date(2027, 3, 18))
    assert late == [
        (date(2027, 3, 18), 60, False, 0),
        (date(2027, 3, 19), 14, True, 2),
        (date(2027, 3, 24), 7, True, 3),
    ]


@given(
    st.dates(min_value=date(2026, 11, 22), max_value=date(2027, 3, 30)),
    st.sets(st.integers(1, 120), min_size=1),
    st.booleans(),
)
def test_nobody_above_learns_of_a_term_on_the_day_of_its_first_card(
    start: date, offsets: set[int], registered: bool
) -> None:
    since = start if registered else None
    matter = replace(MATTER, offsets=tuple(offsets), registered_on=since)
    found = cards(matter, start)
    assert all(not card.superiors for card in found if card.on == found[0].on)


def test_an_escalation_without_a_card_leaves_confirmation_and_snooze_alone() -> None:
    matter = replace(MATTER, offsets=(90, 60, 1))
    told = cards(matter, date(2026, 11, 22))[1].after
    seen = Confirmation(by=1, at=datetime(2027, 1, 29, tzinfo=UTC), alert_on=EXPECTED[1])
    asked = replace(told, confirmation=seen, snoozed_until=EXPECTED[2])
    found = cards(asked, date(2027, 2, 1))
    assert [(card.on, card.alert.offset) for card in found[:2]] == [
        (EXPECTED[2], None),
        (date(2027, 3, 2), 30),
    ]
    alone = cards(replace(asked, snoozed_until=None), date(2027, 2, 1))[0].after
    assert (alone.alerted, alone.alerted_on) == (30, EXPECTED[1])
    assert not is_unconfirmed(alone)


def reminded(matter: Agreement, start: date, until: date) -> list[tuple[date, Topic]]:
    return [
        (reminder.on, reminder.topic)
        for step in course(matter, CALENDAR, start, until)
        if isinstance(step, Reminded)
        for reminder in step.reminders
    ]


def test_a_renewal_for_an_unknown_time_is_asked_about_after_its_notice_day() -> None:
    matter = replace(MATTER, renewal=replace(SILENT, extension_months=None))
    assert reminded(matter, date(2026, 11, 22), LAST) == [(date(2027, 3, 1), Topic.PERIOD)]
    for known in (replace(matter, renewal=SILENT), replace(matter, state=State.OBJECTED)):
        assert Topic.PERIOD not in [t for _, t in reminded(known, date(2026, 11, 22), LAST)]


def test_what_ran_on_unknown_before_it_was_registered_is_asked_about_once() -> None:
    renewal = replace(SILENT, extension_months=None)
    matter = replace(MATTER, renewal=renewal, end=date(2020, 3, 31))
    found = reminded(matter, date(2026, 11, 22), LAST)
    assert found == [(date(2026, 11, 24), Topic.PERIOD)]
