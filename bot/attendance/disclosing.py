"""What an account is told of what is kept of it (「私のデータ」)."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot import policy
from bot.attendance import seen
from bot.attendance.model import Door, Guardian, LinkState, Pupil, Report
from bot.attendance.rules.years import first_day
from bot.attendance.store import classes, drafts, enrolments, guardians, pupils, reports
from bot.attendance.turns.content import READ
from bot.clock import real_now
from bot.ledger import reads as ledger
from bot.storage.tx import Tx

_EVER = first_day(2000)
_ENROLLED = {"area": "enrolment"}  # 在籍・登録, apart from what was sent
_FAMILY = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What this account entered itself, and what concerns it alone.

    Never another adult's entries, nor what staff wrote or watch; of a protected child (秘匿対象)
    nothing that tells where they are: no class, no school, no days.
    """
    own = pupils.by_person(tx, person)
    sent = [one for one in reports.by_author(tx, person, _EVER) if one.door in _FAMILY]
    return (
        *(_own(tx, own) if own else ()),
        *(_link(tx, one) for one in guardians.by_person(tx, person)),
        *(_report(tx, one) for one in sent),
        *_looks(tx, sent),
        *drafts.personal_data(tx, person),
    )


def _own(tx: Tx, pupil: Pupil) -> Iterator[dict[str, Any]]:
    """The child's own account: that they are known, and in which classes unless protected."""
    yield {**_ENROLLED, "subject": pupil.subject, "name": pupil.name, "language": pupil.language}
    for seat in () if pupil.protected else enrolments.of_pupil(tx, pupil.id):
        class_ = classes.find(tx, seat.class_id)
        if class_ and class_.is_known(real_now()):
            days = {"since": seat.since, "until": seat.until}
            yield {**_ENROLLED, "subject": class_.subject, "class": seen.named(tx, class_), **days}


def _looks(tx: Tx, sent: Sequence[Report]) -> Iterator[dict[str, Any]]:
    """How often the school's staff read what was sent, and when last; no name of theirs."""
    count, last = ledger.of_act(tx, READ, tuple(one.subject for one in sent))
    if last is not None:
        yield {
            "area": "ledger",
            "looked": count,
            "last_look": last.astimezone(policy.zone(tx, tx.zone)).date(),
        }


def _link(tx: Tx, one: Guardian) -> dict[str, Any]:
    """A guardian's own link; nobody else's of the same child is told."""
    child = pupils.find(tx, one.pupil)
    confirmed = one.state is LinkState.CONFIRMED
    return {
        **_ENROLLED,
        "subject": one.subject,
        "child": child.name if child and confirmed else "",
        "name": one.name,
        "relation": one.relation,
        "contact": one.contact,
        "state": one.state.value,
    }


def _report(tx: Tx, one: Report) -> dict[str, Any]:
    """What was sent with the family word an adult wrote on the child's account: whoever holds that
    account reads its days alone, as on the card that stayed there."""
    child = pupils.find(tx, one.pupil)
    shown = {"subject": one.subject, "sent_at": one.sent_at}
    if child is None or child.protected:
        return shown
    days = {**shown, "since": one.since, "until": one.until}
    if one.door is Door.WORD:
        return days
    return {**days, "kind": one.kind.value, "text": one.content.text}
