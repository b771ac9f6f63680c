"""Samples of meetings: planned, booked, changed by hand, held, and the series they belong to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from cards import meetings as view
from cards.again import again
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import LONG, LONG_NAME, TODAY
from cards.samples.diary import (
    AGENDA,
    BOOKED,
    CODES,
    HELD,
    LONG_POST,
    LOOKING,
    SLOTS,
    STANDING,
    WORST,
    FollowUp,
    Meeting,
    Series,
    Trouble,
    quarters,
    weeks,
)
from cards.samples.sample import Sample, sample


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _planning()
    yield from _forms()
    yield from _booked()
    yield from _records()
    yield from _follow_ups()
    yield from _series()
    yield from _lists()


def _meeting(
    name: str, draw: Callable[[Lang, Meeting], Card], **states: Meeting
) -> Iterator[Sample]:
    for state, meeting in states.items():
        yield sample(f"meetings.{name}", state, partial(_drawn, draw, meeting))


def _drawn(draw: Callable[[Lang, Meeting], Card], meeting: Meeting, lang: Lang) -> Card:
    return draw(lang, meeting)


def _planning() -> Iterator[Sample]:
    one = (Trouble(code="taken"), Trouble(code="no_mailbox", name="市民課長　夕凪 春子"))
    no_consent = (Trouble(code="not_consented"),)
    year = replace(LOOKING, first=date(2026, 4, 1), last=date(2027, 3, 31), count=12)
    fortnight = replace(
        Meeting(),
        first=date(2026, 11, 30),
        last=date(2026, 12, 13),
        unit="weeks",
        count=2,
        article="",
        partner="",
        title="窓口改善の打合せ",
        may_write=False,
        last_met_on=None,
    )
    yield from _meeting(
        "planner",
        view.planner,
        short=Meeting(),
        looking=LOOKING,
        asked=replace(Meeting(), stage="inquired"),
        troubled=replace(Meeting(), troubles=one),
        empty=replace(LOOKING, stage="proposed", troubles=(Trouble(code="no_slot"),)),
        error=replace(LOOKING, stage="proposed", troubles=no_consent),
        year=year,
        weeks=fortnight,
        one=replace(Meeting(), slots=SLOTS[:1], may_write=False),
        long=WORST,
    )
    for code in CODES:
        told = Trouble(code=code, name="市民課長　夕凪 春子", at=SLOTS[3].start)
        said = replace(Meeting(), troubles=(told,))
        yield from _meeting("trouble_line", view.planner, **{code: said})
    yield from _meeting(
        "working",
        view.working,
        booking=replace(Meeting(), stage="booking", wanted=BOOKED),
        moving=replace(STANDING, stage="moving", wanted=SLOTS[3]),
        cancelling=replace(STANDING, stage="cancelling"),
        long=replace(WORST, stage="booking", wanted=BOOKED),
    )
    yield from _meeting("inquiry", _inquiry, short=Meeting(), long=WORST, empty=LOOKING)
    end = replace(Meeting(), today=date(2026, 12, 24))
    yield from _meeting(
        "late",
        partial(view.late, days_left=7),
        short=end,
        looking=replace(LOOKING, today=end.today),
        long=WORST,
    )
    above = partial(view.late, days_left=7, superior=True)
    yield from _meeting("late", above, superior=end)
    over = replace(Meeting(), today=date(2027, 1, 4), overdue=True)
    yield from _meeting(
        "passed", view.passed, short=over, firm=replace(over, may_write=False), long=WORST
    )
    yield from _meeting("passed", partial(view.passed, superior=True), superior=over)


def _inquiry(lang: Lang, meeting: Meeting) -> Card:
    return view.inquiry(lang, meeting, view.mail_text(lang, meeting))


def _forms() -> Iterator[Sample]:
    mine = tuple(replace(one, removable=one.item_id > 1) for one in AGENDA)
    yield from _meeting(
        "booking_form", view.booking_form, short=Meeting(), empty=LOOKING, long=WORST
    )
    yield from _meeting("move_form", view.move_form, short=STANDING, long=WORST)
    yield from _meeting("cancel_form", view.cancel_form, short=STANDING, long=WORST)
    yield from _meeting("skip_form", view.skip_form, short=Meeting(), long=WORST)
    yield from _meeting("written_form", view.written_form, short=Meeting(), long=WORST)
    yield from _meeting(
        "item_form",
        view.item_form,
        short=replace(STANDING, agenda=mine),
        empty=replace(STANDING, agenda=()),
        long=replace(WORST, slot=BOOKED),
    )
    dropping = partial(view.item_form, dropped=7)
    yield from _meeting("item_form", dropping, dropped=replace(STANDING, agenda=mine))
    yield from _meeting("minutes_form", view.minutes_form, short=HELD, long=WORST)
    yield from _meeting("minutes_form", _mistyped, error=HELD)


def _mistyped(lang: Lang, meeting: Meeting) -> Card:
    typed = view.RecordMinutes(
        meeting_id=meeting.meeting_id,
        version=meeting.version,
        day=TODAY,
        decisions="次回までに名簿を更新する。",
        todo2="名簿の更新",
    )
    said = lang.t("meetings.refused.todo_incomplete")
    return again(view.minutes_form(lang, meeting), typed, said)


def _booked() -> Iterator[Sample]:
    worst = replace(WORST, stage="booked", slot=BOOKED)
    bare = replace(
        STANDING, agenda=(), attendees=(), join_url="", room="", online=False, in_calendar=False
    )
    yield from _meeting("booked", view.booked, short=STANDING, empty=bare, long=worst)
    ahead: tuple[tuple[view.Ahead, date], ...] = (
        ("7d", date(2026, 12, 2)),
        ("1d", date(2026, 12, 8)),
        ("1h", date(2026, 12, 9)),
    )
    for kind, day in ahead:
        draw = partial(view.reminder, kind=kind)
        yield from _meeting("reminder", draw, **{f"in_{kind}": replace(STANDING, today=day)})
    yield from _meeting("reminder", partial(view.reminder, kind="1d"), long=worst)
    gone = (Trouble(code="organiser_left"),)
    yield from _meeting(
        "trouble",
        view.trouble,
        changed=replace(STANDING, stage="changed", seen=SLOTS[3]),
        lost=replace(STANDING, stage="lost"),
        organiser=replace(STANDING, troubles=gone),
        long=replace(worst, stage="changed", seen=SLOTS[3]),
    )


def _records() -> Iterator[Sample]:
    after = replace(STANDING, today=date(2026, 12, 9), over=True)
    yield from _meeting(
        "minutes_due",
        view.minutes_due,
        short=after,
        empty=replace(after, agenda=()),
        long=replace(WORST, stage="booked", slot=BOOKED),
    )
    yield from _meeting(
        "recorded",
        view.recorded,
        held=HELD,
        bare=replace(HELD, decisions="", follow_ups=(), undoable=False),
        written=replace(
            Meeting(), stage="written", held_on=TODAY, reason="取組の進捗を文書で確認した。"
        ),
        skipped=replace(
            Meeting(), stage="skipped", undoable=True, reason="双方に協議する事項がないため。"
        ),
        last=replace(
            Meeting(), stage="skipped", comes_again=False, reason="協議会に統合したため。"
        ),
        long=replace(WORST, stage="held", held_on=date(2026, 12, 9)),
    )


def _follow_ups() -> Iterator[Sample]:
    days = {"ahead": 11, "today": 18, "past": 21}
    worst = WORST.follow_ups[0]
    name = "meetings.follow_up_due"
    for state, nth in days.items():
        yield sample(name, state, partial(_due, FollowUp(), date(2026, 12, nth)))
    yield sample(name, "long", partial(_due, worst, TODAY))
    name = "meetings.follow_up_form"
    yield sample(name, "short", lambda lang: view.follow_up_form(lang, FollowUp(), today=TODAY))
    yield sample(name, "long", lambda lang: view.follow_up_form(lang, worst, today=TODAY))
    done = replace(FollowUp(), done_on=date(2026, 12, 16))
    name = "meetings.follow_up_done"
    yield sample(name, "short", lambda lang: view.follow_up_done(lang, done))
    yield sample(name, "undoable", lambda lang: view.follow_up_done(lang, done, undoable=True))
    name = "meetings.follow_up_given"
    yield sample(name, "short", lambda lang: view.follow_up_given(lang, FollowUp(), today=TODAY))
    yield sample(name, "long", lambda lang: view.follow_up_given(lang, worst, today=TODAY))
    yield sample(
        "meetings.follow_up_changed", "short", lambda lang: view.follow_up_changed(lang, FollowUp())
    )


def _due(line: FollowUp, today: date, lang: Lang) -> Card:
    return view.follow_up_due(lang, line, today=today)


def _series() -> Iterator[Sample]:
    some = quarters("free met met written met met owed ahead")
    full = quarters("met skipped missed met met missed booked ahead")
    monthly = quarters("met " * 18 + "booked " + "ahead " * 5, months=1)
    name = "meetings.series"
    one = Series(quarters=some)
    by_hand = replace(
        one,
        by_hand=True,
        may_set_cadence=True,
        title="窓口改善の打合せ",
        article="",
        soft=False,
        partner="",
    )
    worst = replace(
        one,
        title=LONG,
        partner=LONG_NAME,
        owner=LONG_POST,
        posts=tuple(f"{LONG_POST}（第{n}担当）" for n in range(1, 12)),
        quarters=full,
        article=WORST.article,
    )
    yield sample(
        name,
        "short",
        lambda lang: view.series(lang, one, follow_ups=(FollowUp(),), meeting=STANDING),
    )
    passing = replace(one, quarters=full)
    yield sample(name, "missed", lambda lang: view.series(lang, passing, meeting=STANDING))
    yield sample(name, "empty", lambda lang: view.series(lang, Series(last_met_on=None)))
    yield _shown("half", replace(one, count=6, quarters=quarters("met met met owed", months=6)))
    yield _shown("year", replace(one, count=12, quarters=quarters("met owed", months=12)))
    yield _shown("two_months", replace(one, count=2, quarters=quarters("met " * 10, months=2)))
    yield _shown("month", replace(by_hand, count=1, quarters=monthly))
    yield _shown("weeks", replace(by_hand, unit="weeks", count=1, quarters=weeks(90)))
    asking = replace(one, unit="", count=0, state="asking", quarters=(), may_set_cadence=True)
    yield _shown("asking", asking)
    answered = replace(one, may_set_cadence=True)
    yield sample(
        name,
        "undoable",
        lambda lang: view.series(lang, answered, undoable=True, done="cadence_set"),
    )
    yield _shown("ended", replace(by_hand, state="ended"))
    yield sample(
        name,
        "long",
        lambda lang: view.series(lang, worst, follow_ups=WORST.follow_ups, meeting=WORST),
    )
    yield from _cadences(one, by_hand, worst)


def _shown(state: str, one: Series) -> Sample:
    return sample("meetings.series", state, lambda lang: view.series(lang, one))


def _cadences(one: Series, by_hand: Series, worst: Series) -> Iterator[Sample]:
    asking = replace(one, unit="", count=0, state="asking")
    weekly = replace(by_hand, unit="weeks", count=3)
    name = "meetings.cadence_ask"
    yield sample(name, "short", lambda lang: view.cadence_ask(lang, asking))
    yield sample(name, "long", lambda lang: view.cadence_ask(lang, replace(worst, unit="")))
    name = "meetings.cadence_form"
    yield sample(name, "short", lambda lang: view.cadence_form(lang, by_hand))
    yield sample(name, "weeks", lambda lang: view.cadence_form(lang, weekly))
    yield sample("meetings.new_form", "short", lambda lang: view.new_form(lang, today=TODAY))
    yield sample("meetings.settings_form", "short", lambda lang: view.settings_form(lang, one))
    yield sample("meetings.settings_form", "long", lambda lang: view.settings_form(lang, worst))
    yield sample("meetings.end_form", "short", lambda lang: view.end_form(lang, by_hand))


def _lists() -> Iterator[Sample]:
    name = "meetings.mine"
    some = (Meeting(), STANDING, replace(LOOKING, title="災害時の協力に関する協定"))
    asking = (Series(unit="", count=0, state="asking"), Series(title="窓口改善の打合せ"))
    many = tuple(replace(WORST, stage="inquired", meeting_id=n) for n in range(30))
    yield sample(name, "empty", lambda lang: view.mine(lang, (), (), today=TODAY))
    yield sample(name, "one", lambda lang: view.mine(lang, (STANDING,), (), today=TODAY))
    yield sample(
        name,
        "many",
        lambda lang: view.mine(lang, some, (FollowUp(),), series=asking, today=TODAY),
    )
    yield sample(
        name,
        "long",
        lambda lang: view.mine(lang, many, WORST.follow_ups, series=asking * 5, today=TODAY),
    )
