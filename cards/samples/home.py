"""Samples of what everybody meets: home and the common cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cards import agreements as agreements_view
from cards import common, home
from cards import training as training_view
from cards.samples.agreements import dues
from cards.samples.city import LONG, NOW, TODAY, Due
from cards.samples.sample import Sample, sample
from cards.verbs import Verb

EVERY_ROLE = ("staff", *home.ROLES_WITH_HELP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputising:
    """A deputy of the samples."""

    owner: str = "暁 花子（企画課長）"
    deputy: str = "東雲 太郎（連携推進係長）"
    since: date | None = date(2026, 11, 24)
    until: date | None = date(2026, 11, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyPress:
    """A press in the owner's place."""

    act: str = "agreements.confirm_renewal"
    title: str = "包括連携に関する協定書"
    by: str = "東雲 太郎"
    at: datetime = NOW
    show: Verb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A post that changes hands."""

    post_id: int = 4
    post: str = "企画課長"
    on: date = date(2027, 4, 1)
    items: tuple[Due, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """A post whose holder's account is gone."""

    post: str = "企画課長"
    name: str = "暁 花子"
    on: date = TODAY
    vacant: bool = True
    items: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a vice-principal may say to a slice."""

    title: str = "attendance.spoken.title"
    lines: tuple[str, ...] = tuple(
        f"attendance.spoken.{name}"
        for name in ("today", "enter", "missing", "long", "closing", "guardians", "days", "printed")
    )


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _common()
    yield from _help()
    yield from _lists()
    yield from _deputies()
    yield from _handovers()
    yield from _leavers()


def _common() -> Iterator[Sample]:
    show = agreements_view.Show(agreement_id=7)
    refused = "agreements.refused.not_yours"
    yield sample("common.refused", "short", lambda lang: common.refused(lang, refused))
    yield sample("common.malformed", "empty", lambda lang: common.malformed(lang, empty=True))
    yield sample("common.malformed", "error", lambda lang: common.malformed(lang, empty=False))
    yield sample(
        "common.stale", "short", lambda lang: common.stale(lang, "agreements.refused.changed", show)
    )
    asked = training_view.ShowAsked(enrolment_id=7)
    yield sample(
        "common.stale", "asked", lambda lang: common.stale(lang, "training.refused.changed", asked)
    )
    yield sample("common.error", "error", common.error)
    yield sample("common.working", "short", lambda lang: common.working(lang, "会議室の予約"))
    yield sample("common.undone", "short", lambda lang: common.undone(lang, "更新の協議"))
    yield sample("common.withdrawn", "short", common.withdrawn)
    yield sample(
        "common.answer", "short", lambda lang: common.answer(lang, "登録しました", ("1件",))
    )


def _help() -> Iterator[Sample]:
    yield sample("home.help", "staff", lambda lang: home.help(lang, ("staff",)))
    yield sample("home.help", "manager", lambda lang: home.help(lang, ("staff", "manager")))
    yield sample("home.help", "desk", lambda lang: home.help(lang, ("staff", "agreement_desk")))
    yield sample("home.help", "long", lambda lang: home.help(lang, EVERY_ROLE))
    more = (Words(),)
    yield sample("home.help", "school", lambda lang: home.help(lang, ("staff",), more=more))
    yield sample("home.help", "board", lambda lang: home.help(lang, (), more=more))
    yield sample("home.no_role", "empty", home.no_role)
    yield sample("home.welcome", "short", lambda lang: home.welcome(lang, "暁 花子"))
    yield sample("home.welcome", "school", lambda lang: home.welcome(lang, more=more))
    yield sample("home.welcome", "empty", home.welcome)
    yield sample(
        "home.not_understood", "short", lambda lang: home.not_understood(lang, "こんにちわ")
    )
    yield sample("home.not_understood", "long", lambda lang: home.not_understood(lang, LONG))


def _lists() -> Iterator[Sample]:
    long = dues(60, title=LONG)
    for state, items in (("empty", ()), ("one", dues(1)), ("many", dues(8)), ("long", long)):
        yield _today(state, items)
        yield _deadlines(state, items)
    yield _overseen("head", (), dues(3))
    yield _overseen("desk", dues(2), dues(12))
    yield _overseen("overseen_long", long, long)


def _today(state: str, items: tuple[Due, ...]) -> Sample:
    return sample("home.today", state, lambda lang: home.today(lang, items, day=TODAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """What a reader minds beside their own."""

    lines: tuple[Due, ...]
    title: str = "agreements.overseen.posts"
    more: str = "agreements.overseen.more"


def _overseen(state: str, own: tuple[Due, ...], lines: tuple[Due, ...]) -> Sample:
    beside = (Overseen(lines=lines),)
    return sample(
        "home.deadlines",
        state,
        lambda lang: home.deadlines(lang, own, day=TODAY, overseen=beside),
    )


def _deadlines(state: str, items: tuple[Due, ...]) -> Sample:
    return sample("home.deadlines", state, lambda lang: home.deadlines(lang, items, day=TODAY))


def _deputies() -> Iterator[Sample]:
    open_end = Deputising(until=None)
    many = tuple(DeputyPress(title=LONG) for _ in range(30))
    yield sample("home.deputy_form", "short", lambda lang: home.deputy_form(lang, day=TODAY))
    yield sample("home.deputy_set", "short", lambda lang: home.deputy_set(lang, Deputising()))
    yield sample("home.deputy_set", "open", lambda lang: home.deputy_set(lang, open_end))
    yield sample("home.deputy_told", "short", lambda lang: home.deputy_told(lang, Deputising()))
    yield sample("home.deputy_ended", "short", home.deputy_ended)
    name = "home.deputy_presses"
    yield sample(name, "one", lambda lang: home.deputy_presses(lang, (DeputyPress(),), up_to=9))
    yield sample(name, "long", lambda lang: home.deputy_presses(lang, many, up_to=39))
    yield sample("home.presses_seen", "short", home.presses_seen)


def _handovers() -> Iterator[Sample]:
    some = Handover(items=dues(3), notes=("協議の相手方は4月に担当が替わる見込みです。",))
    long = Handover(
        post="地域共生推進部 デジタル連携推進課長",
        items=dues(60, title=LONG),
        notes=tuple(LONG for _ in range(20)),
    )
    for state, handover in (("short", some), ("empty", Handover()), ("long", long)):
        yield _leaving(state, handover)
        yield _arriving(state, handover)
    yield sample(
        "home.handover_open", "short", lambda lang: home.handover_open(lang, some, day=TODAY)
    )
    yield sample(
        "home.handover_vacant", "short", lambda lang: home.handover_vacant(lang, some, day=TODAY)
    )
    yield sample(
        "home.handover_done", "short", lambda lang: home.handover_done(lang, some, by="東雲 太郎")
    )


def _leavers() -> Iterator[Sample]:
    one = Leaver(items=dues(1))
    some = (one, Leaver(post="教育総務課 学校支援係長", name="東雲 太郎", vacant=False))
    long = Leaver(post="地域共生推進部 デジタル連携推進課長", name=LONG, items=dues(60, title=LONG))
    for state, leavers in (("one", (one,)), ("short", some), ("long", (long,) * 30)):
        yield _left(state, leavers)


def _left(state: str, leavers: tuple[Leaver, ...]) -> Sample:
    return sample("home.people_left", state, lambda lang: home.people_left(lang, leavers))


def _leaving(state: str, handover: Handover) -> Sample:
    return sample(
        "home.handover_leaving",
        state,
        lambda lang: home.handover_leaving(lang, handover, day=TODAY),
    )


def _arriving(state: str, handover: Handover) -> Sample:
    return sample(
        "home.handover_arriving",
        state,
        lambda lang: home.handover_arriving(lang, handover, day=TODAY),
    )
