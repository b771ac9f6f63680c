"""How a notice ended for each of its people: for export, for the desk, on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.delivery import outbox
from bot.delivery.rows import DELIVERY, State
from bot.notices import confirmations, reach
from bot.notices.model import Outcome, Printed
from bot.people import store as people
from bot.people.model import Person, Post
from bot.people.tables import HOLDING, ONE, now
from bot.storage.tx import Tx

LOST = (State.UNREACHABLE, State.FAILED, State.EXPIRED, State.UNKNOWN)
_LOST = (
    select(DELIVERY.c.state, DELIVERY.c.reason, func.count().label("copies"))
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.state.in_([state.value for state in LOST]),
    )
    .group_by(DELIVERY.c.state, DELIVERY.c.reason)
)
_ON_PAPER = select(DELIVERY.c.recipient).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    (DELIVERY.c.reason == reach.NO_ACCOUNT)
    | ((DELIVERY.c.state == State.PENDING.value) & DELIVERY.c.recipient.in_(reach.WITHOUT_ACCOUNT)),
)
_POSTS_IN = (
    select(HOLDING.c.post)
    .where(HOLDING.c.department == ONE, HOLDING.c.post.is_not(None), now(HOLDING))
    .distinct()
    .order_by(HOLDING.c.post)
)


def lost(tx: Tx, notice: int) -> dict[str, int]:
    """How many it didn't surely reach, by reason; where no reason is known, by state."""
    found: dict[str, int] = {}
    for row in tx.all(_LOST, the_notice=notice):
        reason = row.reason or row.state
        found[reason] = found.get(reason, 0) + int(row.copies)
    return found


def outcome_rows(tx: Tx, notice: int, after: int, most: int, *, on: date) -> tuple[Outcome, ...]:
    """The next people after `after`, by id, with how their copy ended; () at the end."""
    return _outcomes(tx, notice, outbox.rows(tx, notice, after, most), on)


def missed(tx: Tx, notice: int, most: int, *, on: date) -> tuple[Outcome, ...]:
    """The first people whom it didn't surely reach."""
    return _outcomes(tx, notice, tx.all(_MISSED, the_notice=notice, most=most), on)


_MISSED = (
    select(
        DELIVERY.c.recipient,
        DELIVERY.c.state,
        DELIVERY.c.reason,
        DELIVERY.c.sent_at,
        DELIVERY.c.read_at,
    )
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.state.in_([state.value for state in LOST]),
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)


def _outcomes(tx: Tx, notice: int, rows: Sequence[Any], on: date) -> tuple[Outcome, ...]:
    people = [row.recipient for row in rows if row.state == State.CONFIRMED]
    confirmed = confirmations.of_people(tx, notice, people) if people else {}
    return tuple(_outcome(tx, row, confirmed.get(row.recipient), on) for row in rows)


def _outcome(tx: Tx, row: Any, confirmed: Any, on: date) -> Outcome:
    person = people.find(tx, row.recipient, on)
    state = State(row.state)
    return Outcome(
        recipient=row.recipient,
        name=person.name if person else "",
        mail=person.mail if person else "",
        department=person.department if person else "",
        post=_post_name(tx, row.recipient, on),
        state=state.value,
        reason=row.reason or (state.value if state in LOST else ""),
        sent_at=row.sent_at,
        read_at=row.read_at,
        confirmed_at=confirmed.at if confirmed else None,
        edition=confirmed.edition if confirmed else None,
    )


def _post_name(tx: Tx, person: int, on: date) -> str:
    posts = people.posts_of(tx, person, on)
    return people.get_post(tx, posts[0], on).name if posts else ""


def printed(tx: Tx, notice: int, *, on: date) -> tuple[Printed, ...]:
    """Whom only paper reaches, by department, with the head of the office who tells them.

    Its own people: who has got an account since then didn't get the card all the same.
    """
    by_department: dict[str, list[str]] = {}
    for person in _without_account(tx, notice, on):
        by_department.setdefault(person.department, []).append(person.name)
    return tuple(
        _printed(tx, department, names, on) for department, names in sorted(by_department.items())
    )


def _without_account(tx: Tx, notice: int, on: date) -> list[Person]:
    known = (people.find(tx, row.recipient, on) for row in tx.all(_ON_PAPER, the_notice=notice))
    return sorted((person for person in known if person), key=lambda person: person.id)


def _printed(tx: Tx, department: str, names: list[str], on: date) -> Printed:
    post = head_of(tx, department, on)
    acting = people.acting(tx, (post.id,), on) if post else ()
    heads = [people.get(tx, holder.person, on).name for holder in acting]
    return Printed(
        department=department,
        head_post=post.name if post else "",
        head="、".join(heads),
        names=tuple(names),
    )


def head_of(tx: Tx, department: str, on: date) -> Post | None:
    """The post at the top of a department: the one with most of its posts below it."""
    posts = [row.post for row in tx.all(_POSTS_IN, one=department, on=on)]
    above = {post: [one.id for one in people.superiors(tx, post, on)] for post in posts}
    below = {post: sum(post in rungs for rungs in above.values()) for post in posts}
    tops = [post for post in posts if not set(above[post]) & set(posts)]
    top = max(tops, key=lambda post: below[post], default=None)
    return None if top is None else people.get_post(tx, top, on)
