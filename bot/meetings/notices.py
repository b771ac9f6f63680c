"""Hands notices about meetings to delivery, and replaces their copies when a meeting changes."""

from datetime import datetime
from typing import cast

from bot import policy
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.ledger.model import UNDO
from bot.meetings import audience
from bot.meetings import shown as cards_of
from bot.meetings.model import FollowUp, Meeting, Series
from bot.meetings.plan import item
from bot.meetings.plan.item import Item
from bot.meetings.rules import periods
from bot.meetings.store import series as all_series
from bot.meetings.store import shown as shows
from bot.reminder import Draw, post, redraw
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards import meetings as view


def post_meeting(tx: Tx, one: Item, meeting: Meeting, now: datetime, due_at: datetime) -> None:
    """Hand over a notice about a meeting; its copies will follow it."""
    notice = post(tx, one, _drawn(tx, one, meeting, now), due_at)
    shows.add(tx, meeting.id, notice)


def _drawn(tx: Tx, one: Item, meeting: Meeting, now: datetime) -> Draw:
    seen = cards_of.shown(tx, meeting, now)
    match one.kind:
        case item.LATE:
            left = (one.day - now.date()).days
            return lambda lang: view.late(lang, seen, left, superior=one.above)
        case item.PASSED:
            return lambda lang: view.passed(lang, seen, superior=one.above)
        case item.REMIND:
            ahead = cast(view.Ahead, one.ahead)
            return lambda lang: view.reminder(lang, seen, ahead)
        case item.AFTER:
            return lambda lang: view.minutes_due(lang, seen)
    return lambda lang: view.matter(lang, seen)


def post_cadence(tx: Tx, one: Item, series: Series, now: datetime) -> None:
    """Ask the owner how often the city meets."""
    seen = cards_of.shown_series(tx, series, now)
    post(tx, one, lambda lang: view.cadence_ask(lang, seen), now)


def post_follow_up(tx: Tx, one: Item, found: FollowUp, now: datetime) -> None:
    """Remind of what a meeting left to do."""
    line = cards_of.shown_follow_up(tx, found, now.date())
    post(tx, one, lambda lang: view.follow_up_due(lang, line, today=now.date()), now)


def follow_up_given(tx: Tx, found: FollowUp, now: datetime, *, by: int) -> None:
    """Tell the post that is to see to it, unless `by` is one of its people.

    It goes out when the record can be taken back no more; `now` in the tenant's zone.
    """
    series = all_series.get(tx, found.series)
    due_at = policy.sending_time(tx, now + UNDO)
    on = due_at.date()
    to = audience.acting(tx, (found.post,), on) or audience.owners(tx, series.post, on)
    if not to or by in to:
        return
    line = cards_of.shown_follow_up(tx, found, on)
    given = Item(
        on=on,
        kind=item.FOLLOW_UP,
        key=f"follow_up:{found.id}:{found.due_on}:given:{found.version}",
        subject=f"follow_up:{found.id}",
        title=series.title,
        day=found.due_on,
        to=to,
        expires=max(found.due_on, on) + ONE_DAY,
    )
    post(tx, given, lambda lang: view.follow_up_given(lang, line, today=on), due_at)


def follow_up_gone(tx: Tx, found: FollowUp) -> None:
    """Its record was taken back: nobody is told of it, and who was needn't be."""
    for notice in sent.of(tx, kind=item.FOLLOW_UP, prefix=f"follow_up:{found.id}:"):
        outbox.withdraw(tx, notice=notice.id)


def trouble(tx: Tx, series: Series, meeting: Meeting, now: datetime) -> None:
    """Ask the owners about a meeting that somebody changed by hand, or whose organiser left.

    Once for each version of the meeting. `now` in the tenant's zone.
    """
    on, last = now.date(), periods.bound(series, meeting.period).last
    asks = Item(
        on=on,
        kind=item.TROUBLE,
        key=f"trouble:{meeting.id}:{meeting.version}",
        subject=meeting.subject,
        title=series.title,
        day=last,
        to=audience.owners(tx, series.post, on),
        expires=max(last, on) + ONE_DAY,
    )
    if asks.to:
        post_meeting(tx, asks, meeting, now, due_at=now)


def revise(tx: Tx, series: Series, meeting: Meeting, now: datetime) -> None:
    """Every posted card of this meeting shows how it stands now (`now` in the tenant's zone)."""
    del series  # the cards say what the store has of it
    notices = shows.of(tx, meeting.id)
    if not notices:
        return
    seen = cards_of.shown(tx, meeting, now)
    for notice in notices:
        redraw(tx, notice, lambda lang: view.matter(lang, seen))


def series_changed(tx: Tx, series: Series, now: datetime) -> None:
    """The question for the cadence shows what was answered, or asks anew: that was taken back."""
    key = f"cadence:{series.id}"
    first = sent.find(tx, kind=item.CADENCE, source_key=key)
    asked = [*([first] if first else []), *sent.of(tx, kind=item.CADENCE, prefix=f"{key}:")]
    if not asked:
        return
    seen = cards_of.shown_series(tx, series, now)
    draw = view.series if series.cadence else view.cadence_ask
    for one in asked:
        redraw(tx, one.id, lambda lang: draw(lang, seen), at_once=bool(series.cadence))
        if series.cadence:
            outbox.close(tx, notice=one.id, now=now)


def follow_up_changed(tx: Tx, found: FollowUp, now: datetime) -> None:
    """Every posted reminder of it shows that it is done, or has another day or post."""
    line = cards_of.shown_follow_up(tx, found, now.date())
    draw = view.follow_up_done if found.done_on else view.follow_up_changed
    for notice in sent.of(tx, kind=item.FOLLOW_UP, prefix=f"follow_up:{found.id}:"):
        redraw(tx, notice.id, lambda lang: draw(lang, line), at_once=bool(found.done_on))
        if found.done_on:
            outbox.close(tx, notice=notice.id, now=now)


def close(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Its cards keep the state that they show, and delivery forgets what it needn't keep."""
    for notice in shows.of(tx, meeting.id):
        outbox.close(tx, notice=notice, now=now)
