"""What the slice keeps of people, and what waits for them."""

from datetime import date, datetime
from typing import Any

from bot.delivery import outbox
from bot.notices import confirmations, reach, returning, rules, store, telling
from bot.notices.model import Broadcast, Stage
from bot.people import members
from bot.people.model import Person, Role
from bot.slice import Due, Tick
from bot.storage.tx import Tx
from cards import notices as view
from cards.verbs import Verb

_SUBJECT = "notice:"


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Drafts and corrections that wait for this person's approval."""
    if Role.NOTICE_APPROVER not in person.roles:
        return ()
    asked = [one for one in store.in_stage(tx, Stage.ASKED) if rules.may_approve(one, person)]
    waiting = [one for one in store.proposed(tx) if rules.may_judge(one, person)]
    return (
        *(_due(one, today, "approval", view.Open(notice_id=one.notice)) for one in asked),
        *(_due(one, today, "proposal", view.OpenProposal(notice_id=one.notice)) for one in waiting),
    )


def _due(one: Broadcast, today: date, what: str, show: Verb) -> Due:
    return Due(
        day=today,
        title=one.title,
        what=f"notices.what.{what}",
        subject=f"{_SUBJECT}{one.notice}",
        urgent=one.urgent,
        show=show,
    )


def close(tick: Tick) -> None:
    """Delivery forgets what a notice showed once it is over; the desk's own record stays.

    What was never decided goes back to its author.
    """
    for notice in store.closable(tick.tx, tick.now):
        telling.last(tick.tx, store.get(tick.tx, notice), tick.now)
        outbox.close(tick.tx, notice=notice, now=tick.now)
    outbox.turnstile(tick.tx)
    for notice in store.lapsed(tick.tx, tick.now):
        store.save(tick.tx, returning.lapsed(tick.tx, store.get(tick.tx, notice), tick.now))


def title_of(tx: Tx, subject: str) -> str:
    """What a notice is called; "" where the subject is none."""
    number = subject.removeprefix(_SUBJECT)
    if number == subject or not number.isdecimal():
        return ""
    found = store.find(tx, int(number))
    return found.title if found else ""


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What a person wrote, changed or approved, what they confirmed, the lists that they are in,
    and what was tried to reach them."""
    wrote = tuple(
        {"subject": f"{_SUBJECT}{row.notice}", "stage": row.stage, "at": row.asked_at}
        for row in store.of_person(tx, person)
    )
    confirmed = tuple(
        {"subject": f"{_SUBJECT}{row.notice}", "confirmed": row.edition, "at": row.at}
        for row in confirmations.of_person(tx, person)
    )
    lists = tuple({"list": name} for name in members.of_person(tx, person))
    tried = tuple(
        {"contact": row.state, "reason": row.reason, "at": row.at}
        for row in reach.tried(tx, (person,)).values()
    )
    return (*wrote, *confirmed, *lists, *tried)


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out: confirmations, lists, what was tried to reach them, who wrote what."""
    del now
    return (
        confirmations.erase(tx, person)
        + members.erase(tx, person)
        + reach.forget(tx, person)
        + store.forget(tx, person)
    )


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """The notices that a person wrote, changed or approved, or confirmed."""
    kind, _, number = subject.partition(":")
    if kind != "person" or not number.isdecimal():
        return ()
    own = (*store.of_person(tx, int(number)), *confirmations.of_person(tx, int(number)))
    return tuple({f"{_SUBJECT}{one.notice}" for one in own})
