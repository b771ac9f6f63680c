"""引継ぎ: before somebody leaves a post, when somebody comes, and where nobody took over."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from bot.errors import Refused
from bot.home import posting, rules, store
from bot.home.model import Handover
from bot.home.offering import due_of
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Role
from bot.slice import Slice, Tick
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from bot.workdays import Calendar
from cards import home as view
from cards.elements import Card
from cards.lang import Lang

LEAVING, ARRIVING = "home.leaving", "home.arriving"
OPEN, VACANT = "home.handover_open", "home.vacant"
_Build = Callable[..., Card]
_LOOK_BACK = timedelta(days=30)
_AHEAD = timedelta(days=20)  # the longest run of closed days and more


def prepare(tick: Tick, offering: Sequence[Slice], calendar: Calendar) -> None:
    """Six days before the last day (3/25, or the working day before), to who leaves a post."""
    for row in store.ending(tick.tx, tick.today, tick.today + _AHEAD):
        if calendar.previous_working_day(rules.prepares_on(row.until)) > tick.today:
            continue
        start = row.until + timedelta(days=1)
        handed = _handover(tick.tx, offering, row.post, start, tick.today)
        _post(
            tick,
            LEAVING,
            f"{row.post}:{row.person}:{start}",
            partial(view.handover_leaving, handover=handed, day=tick.today),
            (row.person,),
        )


def receive(tick: Tick, offering: Sequence[Slice]) -> None:
    """On the first working day, to who comes: with 「引き継ぎました」."""
    for row in store.started(tick.tx, tick.today - _LOOK_BACK, tick.today):
        if store.is_taken(tick.tx, row.post, row.since):
            continue
        handed = _handover(tick.tx, offering, row.post, row.since, tick.today)
        _post(
            tick,
            ARRIVING,
            _arriving_key(row.post, row.person, row.since),
            partial(view.handover_arriving, handover=handed, day=tick.today),
            (row.person,),
        )


def escalate(tick: Tick, offering: Sequence[Slice]) -> None:
    """From the tenth day (4/10), to the superior: what nobody took over, or nobody came for."""
    for row in store.started(tick.tx, tick.today - _LOOK_BACK, tick.today):
        if not store.is_taken(tick.tx, row.post, row.since):
            _escalate(tick, offering, row.post, row.since, view.handover_open)
    for row in store.vacated(tick.tx, tick.today - _LOOK_BACK, tick.today):
        start = row.until + timedelta(days=1)
        _escalate(tick, offering, row.post, start, view.handover_vacant)
    for row in store.left(tick.tx, tick.today - _LOOK_BACK, tick.today):
        if store.is_vacant(tick.tx, row.post, tick.today):
            _escalate(tick, offering, row.post, row.left_on, view.handover_vacant)


def _escalate(tick: Tick, offering: Sequence[Slice], post: int, start: date, build: _Build) -> None:
    if tick.today < rules.escalates_on(start):
        return
    above = tuple(one.id for one in people.superiors(tick.tx, post, tick.today)[:1])
    told = tuple(one.person for one in people.acting(tick.tx, above, tick.today))
    _tell_open(tick, offering, OPEN, post, start, told, build)


def tell_desk(tick: Tick, offering: Sequence[Slice]) -> None:
    """At once, to the desk: who left a post for which nobody came."""
    desk = tuple(one.id for one in people.with_role(tick.tx, Role.AGREEMENT_DESK, tick.today))
    for row in store.vacated(tick.tx, tick.today - _LOOK_BACK, tick.today):
        start = row.until + timedelta(days=1)
        _tell_open(tick, offering, VACANT, row.post, start, desk, view.handover_vacant)


def _tell_open(
    tick: Tick,
    offering: Sequence[Slice],
    kind: str,
    post: int,
    start: date,
    told: tuple[int, ...],
    build: _Build,
) -> None:
    handed = _handover(tick.tx, offering, post, start, tick.today)
    card = partial(build, handover=handed, day=tick.today)
    _post(tick, kind, f"{post}:{start}", card, told)


def _post(
    tick: Tick, kind: str, key: str, card: Callable[[Lang], Card], to: tuple[int, ...]
) -> None:
    if to:
        posting.post(tick.tx, kind, key, card, to=to, now=tick.now, days=30)


def _handover(
    tx: Tx, offering: Sequence[Slice], post_id: int, start: date, today: date
) -> Handover:
    """What goes over with a post: its own matters, whoever acts for it."""
    post = people.get_post(tx, post_id, today)
    return Handover(
        post_id=post.id,
        post=post.heading,
        on=start,
        items=rules.for_successor(due_of(tx, offering, post.id, today), start),
    )


def _arriving_key(post: int, person: int, since: date) -> str:
    return f"{post}:{person}:{since}"


def took_over(turn: Turn, verb: view.TookOver) -> Card:
    """「引き継ぎました」: the newcomer has the post's matters; whoever was told sees it."""
    found = store.started(turn.tx, turn.today - timedelta(days=366), turn.today)
    mine = [one for one in found if (one.post, one.person) == (verb.post_id, turn.person.id)]
    if not mine or verb.post_id not in people.posts_of(turn.tx, turn.person.id, turn.today):
        raise Refused("people.refused.not_holder")
    row = max(mine, key=lambda one: one.since)
    handed = _handover(turn.tx, (), row.post, row.since, turn.today)
    if store.take(turn.tx, row.post, row.since, turn.person.id, at=turn.now):
        actor = turn.actor.acting(row.post)
        subject = f"post:{row.post}"
        record(turn.tx, actor, at=turn.now, act=verb.name, subject=subject)

    def done(lang: Lang) -> Card:
        return view.handover_done(lang, handed, by=turn.person.name)

    key = _arriving_key(row.post, row.person, row.since)
    posting.replace(turn.tx, ARRIVING, key, done, now=turn.now)
    posting.replace(turn.tx, OPEN, f"{row.post}:{row.since}", done, now=turn.now)
    return done(turn.lang)
