"""Samples of training for staff and heads: apply, wait, substitute, finish, approve, be told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from cards import training as view
from cards.again import again
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import LONG_NAME, NOW, TOKYO
from cards.samples.courses import (
    APPROVED,
    BOOKED,
    CLOSED,
    FINISHED,
    FULL,
    JOIN,
    LONG_COURSE,
    LONG_QUESTIONS,
    LONG_SESSIONS,
    MANDATORY,
    OFFERED,
    QUESTIONS,
    RECORDING,
    WAITING,
    Course,
    Line,
    Own,
    Request,
    Session,
    Standing,
)
from cards.samples.diary import LONG_POST
from cards.samples.sample import Sample, sample

Shown = TypeVar("Shown")
CITY = "あかつき市"
NAME = "東雲 太郎"
WORST = Own(course=LONG_COURSE, sessions=LONG_SESSIONS[:6], more=32)
WORST_REQUEST = Request(
    name=LONG_NAME, department=LONG_POST, course=LONG_COURSE, session=LONG_SESSIONS[0]
)
RECORDED = replace(MANDATORY, sessions=0, first=None, last=None, deadline=None)


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _announcements()
    yield from _own()
    yield from _standing()
    yield from _forms()
    yield from _mine()
    yield from _substitutes()
    yield from _finishing()
    yield from _heads()
    yield from _reminders()
    yield from _told()


def _drawn(name: str, draw: Callable[[Lang, Shown], Card], **states: Shown) -> Iterator[Sample]:
    for state, one in states.items():
        yield sample(f"training.{name}", state, partial(_of, draw, one))


def _of(draw: Callable[[Lang, Shown], Card], one: Shown, lang: Lang) -> Card:
    return draw(lang, one)


def _announcements() -> Iterator[Sample]:
    name = "announcement"
    yield from _drawn(
        name,
        partial(view.announcement, why="audience"),
        short=Course(),
        mandatory=replace(MANDATORY, head="notified"),
        recording=RECORDED,
        empty=replace(Course(), sessions=0, first=None, last=None, deadline=None, text=""),
        one=replace(Course(), sessions=1, last=Course().first),
        closed=replace(Course(), state="closed"),
        long=LONG_COURSE,
    )
    wave = partial(view.announcement, why="wave", wave="第2期（12月～1月）")
    yield from _drawn(name, wave, wave=APPROVED)
    yield from _drawn(name, partial(view.announcement, why="newcomer"), newcomer=Course())


def _own() -> Iterator[Sample]:
    not_yet = Own(
        refused="training.refused.not_yet",
        facts={"day": date(2026, 12, 1), "time": "8:30"},
    )
    yield from _drawn(
        "own",
        view.own,
        short=Own(sessions=Own().sessions[:3]),
        many=Own(more=14),
        approve=Own(course=APPROVED),
        refused=not_yet,
        not_theirs=Own(course=MANDATORY, refused="training.refused.not_for_you"),
        recording=Own(course=RECORDED, sessions=(), refused=""),
        empty=Own(sessions=()),
        long=WORST,
    )
    narrowed = partial(view.own, since=date(2026, 12, 14), place="支所")
    yield from _drawn("own", narrowed, narrowed=Own(more=1), found_none=Own(sessions=()))
    yield from _drawn("own", partial(view.own, done="faster"), faster=Own())
    yield from _drawn("own", partial(view.own, done="withdrawn"), withdrawn=_stood("cancelled"))


def _stood(state: str, course: Course | None = None) -> Own:
    mine = replace(BOOKED, state=state)
    return Own(course=course or Course(), mine=mine, sessions=Own().sessions[:2])


def _standing() -> Iterator[Sample]:
    online = replace(BOOKED, session=replace(Session(), link=JOIN), calendar="wanted")
    asked = replace(BOOKED, substitute="朝日 次郎", calendar="refused")
    worst = replace(BOOKED, session=LONG_SESSIONS[0], substitute=LONG_NAME, head=LONG_POST)
    yield from _drawn(
        "own",
        view.own,
        booked=Own(mine=online),
        substitute=Own(mine=asked, sessions=()),
        requested=_stood("requested", APPROVED),
        waiting=Own(mine=WAITING),
        full=Own(mine=replace(BOOKED, session=FULL)),
        closed=Own(mine=replace(BOOKED, session=CLOSED)),
        attended=_stood("attended"),
        absent=_stood("absent", MANDATORY),
        finished=Own(mine=FINISHED),
        long_booked=replace(WORST, mine=worst),
        long_waiting=replace(WORST, mine=replace(worst, state="waiting", place=345)),
    )
    for state in ("cannot", "lapsed", "rejected", "replaced", "dropped"):
        yield from _drawn("own", view.own, **{state: _stood(state)})
    dones: tuple[tuple[view.Done, Own], ...] = (
        ("enrolled", Own(mine=replace(online, calendar="wanted"))),
        ("requested", _stood("requested", APPROVED)),
        ("waiting", Own(mine=WAITING)),
        ("left_list", _stood("cancelled")),
        ("accepted", Own(mine=BOOKED)),
        ("passed", _stood("cancelled")),
        ("cannot", _stood("cannot")),
        ("substitute_asked", Own(mine=asked)),
        ("took_over", Own(mine=BOOKED)),
    )
    for done, own in dones:
        yield from _drawn("own", partial(view.own, done=done), **{f"done_{done}": own})
    yield from _drawn(
        "offered",
        view.offered,
        short=Own(mine=OFFERED),
        approve=Own(course=APPROVED, mine=replace(OFFERED, approved=False)),
        long=replace(WORST, mine=replace(worst, state="offered", until=OFFERED.until)),
    )


def _forms() -> Iterator[Sample]:
    yield from _drawn("filter_form", view.filter_form, short=Own(), long=WORST)
    booked, worst = Own(mine=BOOKED), replace(WORST, mine=replace(BOOKED, session=LONG_SESSIONS[0]))
    yield from _drawn("substitute_form", view.substitute_form, short=booked, long=worst)
    yield from _drawn("substitute_form", _mistyped, error=booked)
    yield from _drawn("cannot_form", view.cannot_form, short=booked, empty=Own(), long=worst)


def _mistyped(lang: Lang, own: Own) -> Card:
    typed = view.Substitute(course_id=5, version=2, who="taro@akatsuki.example.jp")
    said = lang.t("training.refused.substitute_self")
    return again(view.substitute_form(lang, own), typed, said)


def _mine() -> Iterator[Sample]:
    some = (
        Line(mine=BOOKED),
        Line(course=APPROVED, mine=WAITING),
        Line(course=MANDATORY),
        Line(course=replace(Course(), title="表計算研修（基礎）", state="closed")),
        Line(course=RECORDED),
        Line(course=replace(Course(), title="文書管理研修"), mine=FINISHED),
        Line(course=APPROVED, mine=replace(BOOKED, state="rejected")),
    )
    worst = replace(BOOKED, session=LONG_SESSIONS[0])
    many = tuple(Line(course=LONG_COURSE, mine=one) for one in (worst, Standing(), FINISHED) * 12)
    staff = partial(view.mine, requests=0, manages=False)
    yield from _drawn("mine", staff, empty=(), one=some[:1], short=some)
    yield from _drawn("mine", partial(view.mine, requests=3, manages=True), head=some)
    every = partial(view.mine, requests=120, manages=True, seconded=True)
    yield from _drawn("mine", every, long=many)


def _substitutes() -> Iterator[Sample]:
    asked = Request(course=Course())
    ask = partial(view.substitute_asked, by=NAME)
    yield from _drawn("substitute_asked", ask, short=asked, approve=Request())
    worst = partial(view.substitute_asked, by=LONG_NAME)
    yield from _drawn("substitute_asked", worst, long=WORST_REQUEST)
    yield from _drawn("not_taken", view.not_taken, short=asked, long=WORST_REQUEST)
    yield from _drawn("unasked", view.unasked, short=asked, long=WORST_REQUEST)


def _finishing() -> Iterator[Sample]:
    own = Own(course=MANDATORY)
    check = partial(view.check_form, questions=QUESTIONS)
    yield from _drawn("check_form", partial(check, tries=0), short=own)
    one = partial(view.check_form, questions=QUESTIONS[:1], tries=0)
    yield from _drawn("check_form", one, one=own)
    yield from _drawn("check_form", partial(check, tries=1, answers=(1, 0, 0)), error=own)
    told = partial(check, tries=3, wrong=(1,), answers=(1, 0, 0))
    yield from _drawn("check_form", told, told=own)
    worst = partial(view.check_form, questions=LONG_QUESTIONS, tries=4, wrong=(0, 1, 2))
    yield from _drawn("check_form", worst, long=WORST)
    done = partial(view.certificate, name=NAME, city=CITY, print_url=RECORDING)
    watched = replace(FINISHED, how="recording")
    yield from _drawn(
        "certificate",
        done,
        short=Own(mine=FINISHED),
        recording=Own(course=MANDATORY, mine=watched),
    )
    worst_done = partial(view.certificate, name=LONG_NAME, city=CITY)
    yield from _drawn("certificate", worst_done, long=replace(WORST, mine=FINISHED))


def _heads() -> Iterator[Sample]:
    waiting = Request(session=FULL, state="waiting", waiting=True)
    yield from _drawn("request", view.request, short=Request(), waiting=waiting, long=WORST_REQUEST)
    yield from _drawn("request", partial(view.request, asked="again"), again=Request())
    yield from _drawn("request", partial(view.request, asked="superior"), superior=Request())
    some = (Request(), replace(waiting, enrolment_id=78, name="夕凪 春子"))
    yield from _drawn(
        "requests", view.requests, empty=(), one=some[:1], many=some, long=(WORST_REQUEST,) * 9
    )
    agreed = partial(view.decided, agree=True, by="企画課長　暁 花子")
    yield from _drawn("decided", agreed, agreed=Request(), long=WORST_REQUEST)
    refused = partial(view.decided, agree=False, by="企画課長　暁 花子")
    yield from _drawn("decided", refused, refused=Request())
    yield from _drawn("settled", view.settled, short=Request(), long=WORST_REQUEST)
    for why in ("withdrawn", "cannot", "replaced"):
        gone = partial(view.called_off, why=why)
        yield from _drawn("called_off", gone, **{why: Request(), f"{why}_long": WORST_REQUEST})
    yield from _drawn(
        "notified", view.notified, one=some[:1], many=some, long=(WORST_REQUEST,) * 14
    )


def _reminders() -> Iterator[Sample]:
    online = replace(Session(), link=JOIN)
    ahead: tuple[tuple[view.Ahead, date, Session], ...] = (
        ("7d", date(2026, 12, 2), Session()),
        ("1d", date(2026, 12, 8), online),
        ("1h", date(2026, 12, 9), online),
    )
    for kind, today, session in ahead:
        soon = partial(view.before, session=session, ahead=kind, today=today)
        yield from _drawn("before", soon, **{f"in_{kind}": Course()})
    worst = partial(
        view.before, session=replace(LONG_SESSIONS[0], link=JOIN), ahead="1d", today=NOW.date()
    )
    yield from _drawn("before", worst, long=LONG_COURSE)
    late = partial(view.apply_reminder, days_left=14)
    yield from _drawn("apply_reminder", late, short=Course(), long=LONG_COURSE)
    soon = partial(view.apply_reminder, days_left=3)
    yield from _drawn("apply_reminder", soon, urgent=APPROVED)
    yield from _drawn(
        "recording_reminder", view.recording_reminder, short=MANDATORY, long=LONG_COURSE
    )
    unfinished = partial(view.unfinished, days_left=30)
    yield from _drawn(
        "unfinished",
        unfinished,
        short=MANDATORY,
        recording=RECORDED,
        session=replace(MANDATORY, recording=""),
        long=LONG_COURSE,
    )
    yield from _drawn("unfinished", partial(view.unfinished, days_left=0), today=MANDATORY)


def _told() -> Iterator[Sample]:
    moved = replace(BOOKED, session=replace(Session(), reason="会場の設備の点検のため"))
    was = datetime(2026, 12, 8, 10, 0, tzinfo=TOKYO)
    gone = replace(BOOKED, state="dropped", session=replace(Session(), reason="講師の都合のため"))
    cases: tuple[tuple[view.Told, Own], ...] = (
        ("approved", Own(course=APPROVED, mine=BOOKED)),
        ("rejected", _stood("rejected", APPROVED)),
        ("cancelled", Own(mine=gone, sessions=Own().sessions[1:4])),
        ("closed", Own(mine=replace(WAITING, state="lapsed"), sessions=Own().sessions[:1])),
        ("lapsed", _stood("lapsed")),
        ("substituted", replace(_stood("replaced"), sessions=())),
        ("substitute_declined", Own(mine=BOOKED)),
        ("wave", Own(refused="training.refused.other_wave", facts={"wave": 2})),
    )
    for what, own in cases:
        yield from _drawn("told", partial(view.told, what=what), **{what: own})
    yield from _drawn("told", partial(view.told, what="moved", was=was), moved=Own(mine=moved))
    listed = Own(course=APPROVED, mine=WAITING)
    yield from _drawn("told", partial(view.told, what="approved"), approved_waiting=listed)
    worst = replace(WORST, mine=replace(gone, session=LONG_SESSIONS[0]))
    yield from _drawn("told", partial(view.told, what="cancelled"), long=worst)
