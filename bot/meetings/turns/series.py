"""Presses on a series: how often it meets, who comes, where; a new one by hand."""

from dataclasses import replace
from datetime import date, timedelta

from bot.errors import Refused
from bot.meetings import acting, cadences, notices, shown
from bot.meetings.model import Series, SeriesState
from bot.meetings.rules import periods
from bot.meetings.store import series as all_series
from bot.meetings.turns import typed
from bot.meetings.turns.press import (
    NOT_YOURS,
    noted,
    own_series,
    series_card,
)
from bot.meetings.turns.steps import stepped
from bot.people.model import Holder, Role
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()
_AROUND = timedelta(days=366)  # how far from today a series may begin


@router.on(view.OpenCadence)
def open_cadence(turn: Turn, verb: view.OpenCadence | view.SetCadence) -> Card:
    """The question as long as it is open, then the form of 開催の間隔を変更."""
    series, _ = own_series(turn, verb.series_id)
    cadences.check(turn.tx, series)
    draw = cards.cadence_form if series.cadence else cards.cadence_ask
    return draw(turn.lang, shown.shown_series(turn.tx, series, turn.now))


@router.on(view.SetCadence)
@returning(open_cadence)
def set_cadence(turn: Turn, verb: view.SetCadence) -> Card:
    """この間隔にする: where the text leaves it open, or no text says it."""
    series, holder = own_series(turn, verb.series_id, verb.version)
    cadences.check(turn.tx, series)
    after = replace(
        series,
        cadence=periods.cadence_of(verb.every, verb.weeks),
        state=SeriesState.RUNNING,
        registered_on=turn.today,  # by this cadence nothing was missed before
        version=series.version + 1,
    )
    before = {"unit": series.cadence.unit, "count": series.cadence.count} if series.cadence else {}
    stepped(turn, series.subject, verb.name, version=after.version, **before)
    return keep_series(turn, holder, after, verb.name, done="cadence_set")


@router.on(view.OpenNew)
def open_new(turn: Turn, verb: view.OpenNew | view.Create) -> Card:
    """The form of 定例会を登録, for who can own a series or register it for others."""
    del verb
    acting.staff_only(turn)
    if not turn.holders.of and Role.AGREEMENT_DESK not in turn.person.roles:
        raise Refused(NOT_YOURS)
    return cards.new_form(turn.lang, today=turn.today)


@router.on(view.Create)
@returning(open_new)
def create(turn: Turn, verb: view.Create) -> Card:
    """登録する: a series that no agreement promises; the presser's own post owns it by default."""
    acting.staff_only(turn)
    post = typed.post(turn, verb.owner) if verb.owner else _own_post(turn)
    holder = acting.owning(turn, post)
    if holder is None:
        raise Refused(NOT_YOURS)
    new = Series(
        id=0,
        source="",
        article="",
        title=verb.title,
        partner=verb.partner,
        post=post,
        cadence=periods.cadence_of(verb.every, verb.weeks),
        since=_since(turn, verb.since),
        posts=_guests(turn, verb.posts, post),
        room=typed.room(verb.room),
        minutes=typed.length(verb.minutes),
        online=verb.online,
        registered_on=turn.today,
    )
    _once(turn, new)
    kept = all_series.add(turn.tx, new, due_on=turn.today)
    noted(turn, holder, act=verb.name, subject=kept.subject)
    return series_card(turn, kept, "created")


def _own_post(turn: Turn) -> int:
    own = (holder.post for holder in turn.holders.of if holder.deputy_for is None)
    post = next(own, None)
    if post is None:
        raise Refused("meetings.refused.no_post_own")
    return post


def _since(turn: Turn, day: date | None) -> date:
    if day is not None and not turn.today - _AROUND <= day <= turn.today + _AROUND:
        raise Refused("meetings.refused.since")
    return day or turn.today


def _once(turn: Turn, new: Series) -> None:
    """Raise Refused where the same post has such a series already: a second press makes no two."""
    for one in all_series.owned_by(turn.tx, (new.post,)):
        same = (one.title, one.partner) == (new.title, new.partner)
        if same and one.state is not SeriesState.ENDED:
            raise Refused("meetings.refused.exists")


@router.on(view.OpenSettings)
def open_settings(turn: Turn, verb: view.OpenSettings | view.Settle) -> Card:
    """The form of 出席者・会議室を変更."""
    series, _ = own_series(turn, verb.series_id)
    running(series)
    return cards.settings_form(turn.lang, shown.shown_series(turn.tx, series, turn.now))


@router.on(view.Settle)
@returning(open_settings)
def settle(turn: Turn, verb: view.Settle) -> Card:
    """保存する: for every booking from now on; a booked event stays as it was sent."""
    series, holder = own_series(turn, verb.series_id, verb.version)
    running(series)
    after = replace(
        series,
        posts=_guests(turn, verb.posts, series.post),
        room=typed.room(verb.room),
        minutes=typed.length(verb.minutes),
        online=verb.online,
        version=series.version + 1,
    )
    return keep_series(turn, holder, after, verb.name, done="settled")


def _guests(turn: Turn, said: str, owner: int) -> tuple[int, ...]:
    """Who comes besides the owner."""
    return tuple(post for post in typed.posts(turn, said) if post != owner)


def running(series: Series) -> None:
    """Raise Refused for a series that has ended."""
    if series.state is SeriesState.ENDED:
        raise Refused("meetings.refused.series_ended")


def keep_series(
    turn: Turn, holder: Holder, after: Series, act: str, *, done: cards.Done | None = None
) -> Card:
    """Save it for the clock to look at today; where its cadence was asked, that is answered."""
    all_series.save(turn.tx, after, due_on=turn.today)
    noted(turn, holder, act=act, subject=after.subject)
    notices.series_changed(turn.tx, after, turn.now)
    return series_card(turn, after, done)
