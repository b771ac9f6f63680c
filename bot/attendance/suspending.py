"""出席停止 told to whom it concerns: neutral cards that name neither a child nor a disease."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from bot import policy
from bot.attendance import whom
from bot.attendance.model import Class, Function, Guardian, Pupil, Suspension, SuspensionState
from bot.attendance.rules import families, suspension
from bot.attendance.rules.suspension import Ask, Guide
from bot.attendance.store import (
    classes,
    days,
    enrolments,
    guardians,
    pupils,
    schools,
    suspensions,
)
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.storage.tx import Tx
from cards.attendance import family_health as family_view
from cards.attendance import health_told as view
from cards.elements import Card
from cards.lang import Lang

WAITS = "attendance.suspension_waits"  # to the principal
ORDERED = "attendance.suspension_ordered"  # to nurse and homeroom
RING = "attendance.suspension_ring"  # to the class's teachers: no account can be told
DECIDABLE = "attendance.suspension_decidable"  # to the nurse
TOLD = "attendance.suspension_told"  # to the family
ASKED = "attendance.suspension_asked"  # to the family, once a day
OF_STAFF = (WAITS, ORDERED, RING, DECIDABLE)
OF_FAMILY = (TOLD, ASKED)
KEPT_DAYS = timedelta(days=30)
AHEAD = timedelta(days=180)  # how far a next school day is looked for
_ASKED_OF_FAMILIES = frozenset((Ask.FEVER, Ask.SYMPTOMS, Ask.WELL, Ask.RASH, Ask.CRUSTS, Ask.COUGH))


def guide(tx: Tx, one: Suspension) -> Guide:
    """登校のめやす of the child's own class and school as they are now (規則19条)."""
    school = schools.get(tx, one.school)
    class_ = class_of(tx, one, one.since)
    until = (one.ended_on or one.since) + AHEAD
    calendar = days.calendar(tx, school, class_, one.since - KEPT_DAYS, until)
    return suspension.guide(one, school=school.kind, calendar=calendar)


def counted(tx: Tx, one: Suspension, today: date) -> int:
    """How many 授業日 of it there were so far."""
    school, class_ = schools.get(tx, one.school), class_of(tx, one, one.since)
    calendar = days.calendar(tx, school, class_, one.since, max(today, one.since))
    return suspension.days(one, calendar, today=today)


def class_of(tx: Tx, one: Suspension, day: date) -> Class | None:
    """The child's class at the school that ordered it; None where they aren't enrolled there."""
    seat = enrolments.of(tx, one.pupil, day)
    class_ = classes.find(tx, seat.class_id) if seat else None
    return class_ if class_ and class_.school == one.school else None


def asks_family(found: Guide) -> bool:
    """Whether what is missing is something that a family can answer."""
    return found.ask in _ASKED_OF_FAMILIES


def told_of(tx: Tx, pupil: Pupil) -> tuple[int, ...]:
    """The accounts of a family that the school may tell: the child's own, and guardians whom the
    office has confirmed for it. Of a protected child (秘匿対象) nobody: the school rings."""
    if pupil.protected:
        return ()
    adults = adults_told_of(tx, pupil)
    return tuple(dict.fromkeys((*adults, *((pupil.person,) if pupil.person else ()))))


def adults_told_of(tx: Tx, pupil: Pupil) -> tuple[int, ...]:
    """The guardians among them: to whom the 指示 is addressed with its reason (令6条2項)."""
    return _adults(tx, pupil, families.may_be_told)


def asked_of(tx: Tx, pupil: Pupil) -> tuple[int, ...]:
    """The accounts that are asked how the child is: of guardians who may be told and may report.
    Never the child's own: who presses there, nobody knows."""
    return _adults(tx, pupil, lambda one: families.may_be_told(one) and families.may_report(one))


def _adults(tx: Tx, pupil: Pupil, may: Callable[[Guardian], bool]) -> tuple[int, ...]:
    links = () if pupil.protected else guardians.of_pupil(tx, pupil.id)
    own = {0, pupil.person}
    return tuple(dict.fromkeys(one.person for one in links if may(one) and one.person not in own))


# --- what follows of each step -----------------------------------------------------------------


def asked_for(tx: Tx, one: Suspension, now: datetime) -> None:
    """Prepared: the principal is asked for the order (学校保健安全法19条)."""
    on = now.date()
    to = whom.with_function(tx, one.school, Function.PRINCIPAL, on=on) or whom.heads(
        tx, one.school, on
    )
    _post(tx, WAITS, one, to, view.waits_for_order, now)


def decided(tx: Tx, one: Suspension, now: datetime) -> None:
    """The principal has ordered or declined: nobody waits any more, and an order is told on."""
    settle(tx, one, now, WAITS)
    if one.state is not SuspensionState.ORDERED:
        return
    _post(tx, ORDERED, one, _concerned(tx, one, now), view.ordered, now)
    tell_family(tx, one, now)


def tell_family(tx: Tx, one: Suspension, now: datetime) -> None:
    """The family gets the 指示 (令6条2項), or the day of return; where no guardian's account may be
    told, the class's teachers are asked to ring, who may read what it is about: the child's own
    account reads no reason."""
    pupil = pupils.get(tx, one.pupil)
    _post_each(tx, TOLD, one, told_of(tx, pupil), family_view.told, now, what=_what(one))
    if not adults_told_of(tx, pupil):
        _post(tx, RING, one, _ringing(tx, one, now), view.to_ring, now, what=_what(one))


def _ringing(tx: Tx, one: Suspension, now: datetime) -> tuple[int, ...]:
    return _teachers(tx, one, now) or whom.heads(tx, one.school, now.date())


def _teachers(tx: Tx, one: Suspension, now: datetime) -> tuple[int, ...]:
    class_ = class_of(tx, one, now.date())
    return whom.for_class(tx, class_.id, now.date(), now) if class_ else ()


def _what(one: Suspension) -> str:
    """What is told anew: the order itself, or a day of return."""
    return f"return:{one.returns_on}" if one.returns_on else "order"


def ask_family(tx: Tx, one: Suspension, now: datetime) -> int:
    """Ask how the child is, once a day; to how many accounts."""
    to = asked_of(tx, pupils.get(tx, one.pupil))
    settle(tx, one, now, ASKED)
    _post_each(tx, ASKED, one, to, family_view.asked, now, what=str(now.date()))
    return len(to)


def close_question(tx: Tx, one: Suspension, account: int, now: datetime) -> None:
    """One account has answered: its question is over, and nobody else's: another household
    mustn't learn from a card of theirs that somebody has."""
    settle(tx, one, now, ASKED, account=account)


def answered(tx: Tx, one: Suspension, now: datetime) -> None:
    """Something new is known of its end: the nurse can decide the day of return."""
    settle(tx, one, now, DECIDABLE)
    if guide(tx, one).school_day is None or one.returns_on is not None:
        return
    to = whom.nurses(tx, one.school, now.date()) or whom.heads(tx, one.school, now.date())
    _post(tx, DECIDABLE, one, to, view.to_be_decided, now)


def returning(tx: Tx, one: Suspension, now: datetime) -> None:
    """The school has decided the day of return: the family is told."""
    settle(tx, one, now, ASKED, DECIDABLE, RING)
    tell_family(tx, one, now)


def over(tx: Tx, one: Suspension, now: datetime) -> None:
    """It has ended: no card about it asks for anything any more."""
    settle(tx, one, now, *OF_STAFF, *OF_FAMILY)


def empty_families(tx: Tx, pupil: int, now: datetime, *, account: int = 0) -> None:
    """At once, for a child who is protected from now on or has left, or for an account that may
    be told no more: what stands there says nothing and opens nothing."""
    for one in suspensions.of_pupil(tx, pupil):
        settle(tx, one, now, *OF_FAMILY, account=account)


def settle(tx: Tx, one: Suspension, now: datetime, *kinds: str, account: int = 0) -> None:
    """The standing cards of these kinds become 「対応済み」 and change no more; `account`: those
    of one account of the family alone."""
    for kind in kinds:
        draw = family_view.settled if kind in OF_FAMILY else view.settled
        for notice in outbox.of(tx, kind=kind, prefix=f"{one.id}:"):
            if account and not notice.source_key.endswith(f":{account}"):
                continue
            known = _notice_languages(tx, notice.id)
            if known:
                cards = {lang.code: draw(lang) for lang in known}
                outbox.revise(tx, notice=notice.id, cards=cards, at_once=True)
            outbox.close(tx, notice=notice.id, now=now)


def withdraw(tx: Tx, one: Suspension) -> None:
    """It is destroyed: what was told of it is taken out of everybody's chat."""
    for kind in (*OF_STAFF, *OF_FAMILY):
        for notice in outbox.of(tx, kind=kind, prefix=f"{one.id}:"):
            outbox.withdraw(tx, notice=notice.id)


def _notice_languages(tx: Tx, notice: int) -> tuple[Lang, ...]:
    return languages.read_in(tx, [one.recipient for one in outbox.copies(tx, notice)])


def _concerned(tx: Tx, one: Suspension, now: datetime) -> tuple[int, ...]:
    """The nurse, and who teaches the child."""
    nurses = whom.nurses(tx, one.school, now.date())
    return tuple(dict.fromkeys((*nurses, *_teachers(tx, one, now))))


def _post_each(
    tx: Tx,
    kind: str,
    one: Suspension,
    to: Sequence[int],
    draw: Callable[[Lang, int], Card],
    now: datetime,
    *,
    what: str,
) -> None:
    """A card of its own for each account: what becomes of one tells nothing to another."""
    for account in to:
        _post(tx, kind, one, (account,), draw, now, what=f"{what}:{account}")


def _post(
    tx: Tx,
    kind: str,
    one: Suspension,
    to: Sequence[int],
    draw: Callable[[Lang, int], Card],
    now: datetime,
    *,
    what: str = "",
) -> None:
    """Hand a card over, once for each thing told."""
    if not to:
        return
    at = policy.sending_time(tx, now) if kind in OF_FAMILY else now
    outbox.post(
        tx,
        kind=kind,
        source_key=":".join(filter(None, (str(one.id), what or str(one.version)))),
        lane=Lane.ANSWER,
        due_at=at,
        expires_at=at + KEPT_DAYS,
        cards={lang.code: draw(lang, one.id) for lang in languages.read_in(tx, to)},
        summaries={},
        to=to,
    )
