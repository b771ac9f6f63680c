"""Samples of who runs training: courses, sessions, waves, progress, self checks, secondments."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar, get_args

from cards import training as view
from cards.elements import Card
from cards.lang import Lang
from cards.notices import Show as ShowNotice
from cards.samples.city import LONG, LONG_NAME, SHOW, TODAY
from cards.samples.classroom import (
    BARS,
    CANCELLED,
    DRAFT,
    FIRST,
    FULL,
    IN_WAVES,
    LONG_COURSE,
    LONG_SESSION,
    MANY_BARS,
    OVER,
    RUNNING,
    SECURITY,
    WAVES,
    WORST,
    Bar,
    EducationDuty,
    Managed,
    Offer,
    Report,
    Secondment,
    SkillGroup,
)
from cards.samples.courses import Course, Session
from cards.samples.sample import Sample, sample
from cards.training.desk_course import CourseDone
from cards.training.desk_session import SessionDone

Draw = Callable[[Lang], Card]
Matter = TypeVar("Matter")
UNHEARD = Offer(tenant="minato-city", booked=0, finished=0, told_at=None)
BOUND = replace(RUNNING, course=replace(SECURITY, promise="個人情報の取扱いに関する覚書 第8条"))


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _courses()
    yield from _manage()
    yield from _sessions()
    yield from _waves()
    yield from _promises()
    yield from _progress()
    yield from _self_check()
    yield from _secondments()


def _states(name: str, **draws: Draw) -> Iterator[Sample]:
    for state, draw in draws.items():
        yield sample(f"training.{name}", state, draw)


def _drawn(draw: Callable[[Lang, Matter], Card], matter: Matter) -> Draw:
    return lambda lang: draw(lang, matter)


def _courses() -> Iterator[Sample]:
    coordinated = partial(view.courses, desk=False)
    yield from _states(
        "courses",
        empty=_drawn(view.courses, ()),
        one=_drawn(coordinated, (RUNNING,)),
        many=_drawn(view.courses, (RUNNING, DRAFT, IN_WAVES)),
        long=_drawn(view.courses, (WORST,) * 40),
    )
    yield from _states(
        "unattended",
        short=lambda lang: view.unattended(lang, SECURITY, FIRST),
        long=lambda lang: view.unattended(lang, LONG_COURSE, LONG_SESSION),
    )
    for why in get_args(view.Hindrance):
        yield from _states("ungathered", **{why: partial(_ungathered, why)})
    yield from _states(
        "ungathered", long=lambda lang: view.ungathered(lang, LONG_COURSE, LONG_SESSION, "consent")
    )
    for name, draw in (
        ("arrived", view.arrived),
        ("new_year", view.new_year),
        ("sessionless", view.sessionless),
    ):
        yield from _states(name, short=_drawn(draw, DRAFT.course), long=_drawn(draw, LONG_COURSE))


def _ungathered(why: view.Hindrance, lang: Lang) -> Card:
    return view.ungathered(lang, SECURITY, FIRST, why)


def _manage() -> Iterator[Sample]:
    closed = replace(RUNNING, course=replace(SECURITY, state="closed"), may=frozenset({"open"}))
    ended = replace(RUNNING, course=replace(SECURITY, state="ended"), may=frozenset())
    bare = replace(DRAFT, course=replace(DRAFT.course, state="open"))
    all_sent = replace(IN_WAVES, waves=WAVES[:1])
    yield from _states(
        "manage",
        short=_drawn(view.manage, RUNNING),
        draft=_drawn(view.manage, DRAFT),
        empty=_drawn(view.manage, bare),
        waves=_drawn(view.manage, IN_WAVES),
        waves_sent=_drawn(view.manage, all_sent),
        announced=_drawn(view.manage, replace(BOUND, announced=True)),
        closed=_drawn(view.manage, closed),
        ended=_drawn(view.manage, ended),
        offered=_drawn(view.manage, replace(RUNNING, offers=(Offer(), UNHEARD))),
        long=_drawn(view.manage, WORST),
    )
    for done in get_args(CourseDone):
        yield from _states("manage", **{f"done_{done}": _drawn(partial(_managed, done), RUNNING)})


def _managed(done: CourseDone, lang: Lang, managed: Managed) -> Card:
    return view.manage(lang, managed, done=done)


def _sessions() -> Iterator[Sample]:
    closed = replace(FULL, state="closed", closed=True)
    begun = replace(FIRST, over=True)
    shown = {
        "short": FIRST,
        "full": FULL,
        "closed": closed,
        "cancelled": CANCELLED,
        "held": OVER,
        "begun": begun,
    }
    for state, one in shown.items():
        yield from _states("session", **{state: _drawn(partial(_session, RUNNING), one)})
    yield from _states(
        "session",
        not_yours=lambda lang: view.session(lang, IN_WAVES, replace(FIRST, wave=1), may=False),
        long=_drawn(partial(_session, WORST), LONG_SESSION),
    )
    for done in get_args(SessionDone):
        one = CANCELLED if done == "cancelled" else closed if done == "closed" else FIRST
        yield from _states("session", **{f"done_{done}": partial(_pressed, done, one)})
    yield from _states(
        "move_form",
        short=lambda lang: view.move_form(lang, RUNNING, FIRST, today=TODAY),
        long=lambda lang: view.move_form(lang, WORST, LONG_SESSION, today=TODAY),
    )
    yield from _states(
        "cancel_form",
        short=lambda lang: view.cancel_form(lang, RUNNING, FULL),
        long=lambda lang: view.cancel_form(lang, WORST, LONG_SESSION),
    )


def _session(managed: Managed, lang: Lang, one: Session) -> Card:
    return view.session(lang, managed, one)


def _pressed(done: SessionDone, one: Session, lang: Lang) -> Card:
    return view.session(lang, RUNNING, one, done=done)


def _waves() -> Iterator[Sample]:
    notice = ShowNotice(notice_id=12)
    yield from _states(
        "announced",
        ready=lambda lang: view.announced(lang, RUNNING, show=notice),
        making=lambda lang: view.announced(lang, IN_WAVES, wave=WAVES[1]),
        reminding=lambda lang: view.announced(lang, RUNNING, why="apply"),
        unfinished=lambda lang: view.announced(lang, RUNNING, why="unfinished"),
        long=lambda lang: view.announced(lang, WORST, wave=WORST.waves[0], show=notice),
    )
    all_sent = replace(IN_WAVES, waves=WAVES[:1])
    yield from _states(
        "wave_form",
        own=lambda lang: view.wave_form(lang, IN_WAVES, "みなと町"),
        changing=lambda lang: view.wave_form(lang, IN_WAVES, "あかつき市", sent_too=True),
        desk=lambda lang: view.wave_form(lang, IN_WAVES, sent_too=True),
        empty=lambda lang: view.wave_form(lang, all_sent, "みなと町"),
        long=lambda lang: view.wave_form(lang, WORST, LONG_NAME),
    )
    yield from _states(
        "waves",
        short=lambda lang: view.waves(lang, IN_WAVES, chosen="みなと町"),
        empty=_drawn(view.waves, RUNNING),
        long=lambda lang: view.waves(lang, WORST, chosen=LONG_NAME),
    )
    ends = {"ahead": date(2026, 12, 11), "today": TODAY}
    for state, day in ends.items():
        asked = partial(_asked, SECURITY, "みなと町", day)
        yield from _states("choose_wave", **{state: asked})
    yield from _states("choose_wave", long=partial(_asked, LONG_COURSE, LONG_NAME, TODAY))


def _asked(course: Course, municipality: str, day: date, lang: Lang) -> Card:
    return view.choose_wave(lang, course, municipality, day, today=TODAY)


def _promises() -> Iterator[Sample]:
    duties = (
        EducationDuty(),
        EducationDuty(duty_id=22, title="端末の運用に関する協定", due_on=None, bound=True),
    )
    worst = tuple(EducationDuty(duty_id=n, title=LONG, text=LONG) for n in range(1, 40))
    yield from _states(
        "promise_form",
        short=lambda lang: view.promise_form(lang, RUNNING, duties[:1]),
        bound=lambda lang: view.promise_form(lang, BOUND, duties),
        empty=lambda lang: view.promise_form(lang, RUNNING, ()),
        long=lambda lang: view.promise_form(lang, WORST, worst),
    )
    yield from _states(
        "promise_met",
        short=lambda lang: view.promise_met(lang, BOUND, show=SHOW),
        bare=_drawn(view.promise_met, RUNNING),
        long=lambda lang: view.promise_met(lang, WORST, show=SHOW),
    )


def _progress() -> Iterator[Sample]:
    file = "https://renkei.example.jp/training/5.xlsx"
    towns = tuple(replace(one, org=f"{one.org[:2]}町") for one in BARS[:4])
    nobody = Bar(audience=0, finished=0, booked=0, waiting=0)
    yield from _states(
        "progress",
        department=lambda lang: view.progress(lang, SECURITY, BARS, Bar(), "department", file=file),
        municipality=lambda lang: view.progress(lang, SECURITY, towns, Bar(), "municipality"),
        one=lambda lang: view.progress(
            lang, SECURITY, BARS[:1], BARS[0], "department", switch=False
        ),
        empty=lambda lang: view.progress(lang, SECURITY, (), nobody, "department"),
        long=lambda lang: view.progress(
            lang, LONG_COURSE, MANY_BARS, WORST.total, "municipality", file=file
        ),
    )


def _self_check() -> Iterator[Sample]:
    yield from _states("self_check_form", short=view.self_check_form)
    for level, points in zip(get_args(view.Level), (4, 12, 21, 29), strict=True):
        yield from _states("self_check_result", **{level: partial(_result, level, points)})
    yield from _states(
        "self_check_result",
        long=lambda lang: view.self_check_result(
            lang, "first", (LONG_COURSE,) * 9, points=0, answered_on=TODAY, weak=(8, 9, 10)
        ),
    )
    groups = (SkillGroup(), SkillGroup(org="税務課", people=5, average=22, weak=(8,)))
    worst = tuple(SkillGroup(org=f"{n}{LONG_NAME}", people=1235, weak=(9, 10)) for n in range(80))
    yield from _states(
        "self_check_numbers",
        short=_drawn(view.self_check_numbers, groups),
        empty=_drawn(view.self_check_numbers, ()),
        long=_drawn(view.self_check_numbers, worst),
    )
    yield from _states("self_check_forgotten", short=view.self_check_forgotten)
    yield from _states("self_check_none", short=view.self_check_none)


def _result(level: view.Level, points: int, lang: Lang) -> Card:
    courses = (Course(title="表計算の活用研修"), Course(course_id=6, title="共同編集の研修"))
    return view.self_check_result(
        lang,
        level,
        () if level == "leading" else courses,
        points=points,
        answered_on=TODAY,
        weak=() if level == "leading" else (6, 4, 8),
    )


def _secondments() -> Iterator[Sample]:
    one, own = Secondment(), replace(Secondment(), own=True)
    late = replace(one, today=date(2026, 12, 3))
    told = replace(one, reports=(replace(one.reports[0], text="受付を整えた。\n次は研修を行う。"),))
    over = replace(one, today=date(2027, 4, 5), reports=one.reports[:1])
    worst = replace(
        one,
        name=LONG_NAME,
        department=LONG_NAME,
        host=LONG_NAME,
        reports=tuple(
            Report(due_on=date(2026, n, 28), sent_on=date(2026, n, 27), text=LONG * 9)
            for n in range(1, 13)
        ),
    )
    yield from _states(
        "secondments",
        empty=_drawn(view.secondments, ()),
        own=_drawn(view.secondments, (own,)),
        many=_drawn(view.secondments, (over, one, replace(one, start=date(2026, 12, 1)))),
        long=_drawn(view.secondments, (worst,) * 30),
    )
    yield from _states(
        "secondment",
        short=_drawn(view.secondment, one),
        own=_drawn(view.secondment, own),
        sent=lambda lang: view.secondment(lang, own, done=True),
        over=_drawn(view.secondment, over),
        long=_drawn(view.secondment, worst),
    )
    own_worst = replace(worst, own=True, reports=(*worst.reports, Report(due_on=TODAY)))
    yield from _states(
        "report_form", short=_drawn(view.report_form, own), long=_drawn(view.report_form, own_worst)
    )
    yield from _states(
        "report_due",
        short=_drawn(view.report_due, own),
        late=_drawn(view.report_due, replace(late, own=True)),
        long=_drawn(view.report_due, own_worst),
    )
    yield from _states(
        "report_missing",
        short=_drawn(view.report_missing, late),
        long=_drawn(view.report_missing, replace(own_worst, own=False)),
    )
    yield from _states(
        "report_arrived",
        short=_drawn(view.report_arrived, told),
        long=_drawn(view.report_arrived, worst),
    )
    yield from _states(
        "return_soon",
        own=_drawn(view.return_soon, replace(own, today=date(2027, 3, 1))),
        other=_drawn(view.return_soon, replace(one, today=date(2027, 3, 1))),
        long=_drawn(view.return_soon, worst),
    )
