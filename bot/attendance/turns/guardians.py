"""Who speaks for a child: the office and the vice-principal confirm, limit and remove.

Nothing that a file says gives an adult a right (個人情報保護法66条): here alone it is given, by
hand, with a reason, and what is taken away is gone at once.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.attendance import family_state, finding, placed, shown_guardians, suspending
from bot.attendance.model import Guardian, LinkState
from bot.attendance.placed import Placed
from bot.attendance.rules import numbers
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.shown.people import ShownLink
from bot.attendance.shown_health import shown_school
from bot.attendance.store import drafts, filed, guardians, reasons, reports, words
from bot.errors import NotFound, Refused, Stale
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import guardian_form, staff
from cards.attendance import guardians as view
from cards.attendance.verbs.roster import (
    ConfirmGuardian,
    FindPupil,
    GuardianDesk,
    OpenGuardian,
    RemoveGuardian,
    ShowGuardians,
    UnlockWord,
)
from cards.verbs import Verb

router = Router()


@router.on(GuardianDesk)
def desk(turn: Turn, verb: GuardianDesk | FindPupil) -> Card:
    """What waits to be confirmed at a school, what the newest roster lacks, and a search."""
    school = placed.school_of(turn, verb.school_id, Right.LINKS)
    waiting = guardians.waiting(turn.tx, school.id, turn.today)
    missing = guardians.some(turn.tx, filed.missing_at(turn.tx, school.id, turn.today))
    lines = [_lines(turn, found) for found in (waiting, missing)]
    return view.desk(turn.lang, shown_school(school), *lines)


def _lines(turn: Turn, links: Iterable[Guardian]) -> list[ShownLink]:
    pairs = ((link, _reached(turn, link.pupil)) for link in links)
    return [shown_guardians.shown_link(turn.tx, at, link) for link, at in pairs if at is not None]


@router.hears(r"保護者(?:の?登録)?")
def say(turn: Turn, words_: str) -> Card:
    """「保護者の登録」: what stays in the chat names nobody."""
    del words_
    placed.school_of(turn, 0, Right.LINKS)
    return staff.opened(turn.lang, GuardianDesk())


def _reached(turn: Turn, pupil: int) -> Placed | None:
    try:
        return placed.reached(turn, pupil, Right.LINKS)[0]
    except Refused:
        return None


@router.on(FindPupil)
@returning(desk)
def find(turn: Turn, verb: FindPupil) -> Card:
    """The child at that seat or of that name; of several, which."""
    school = placed.school_of(turn, verb.school_id, Right.LINKS)
    named = finding.find(turn.tx, school.id, verb.who, turn.today)
    found = [at for one in named if (at := _reached(turn, one.id)) is not None]
    if not found:
        raise Refused("attendance.refused.nobody_named")
    if len(found) == 1:
        return show(turn, ShowGuardians(pupil_id=found[0].pupil.id))
    children = [shown_guardians.shown_pupil(turn.tx, one) for one in found]
    return view.found(turn.lang, shown_school(school), children)


@router.on(ShowGuardians)
def show(turn: Turn, verb: ShowGuardians | UnlockWord) -> Card:
    """A child's links with what each may do; looking at them is recorded."""
    child, capacity = placed.reached(turn, verb.pupil_id, Right.LINKS)
    _noted(turn, capacity, ShowGuardians.name, child.pupil.subject)
    return listed(turn, verb.pupil_id)


def listed(turn: Turn, pupil_id: int, *, done: str = "") -> Card:
    """The links as they are now; `done`: what the presser has just changed."""
    child, _ = placed.reached(turn, pupil_id, Right.LINKS)
    links = guardians.of_pupil(turn.tx, child.pupil.id)
    shown = [shown_guardians.shown_link(turn.tx, child, one) for one in links]
    pupil = shown_guardians.shown_pupil(turn.tx, child)
    return view.guardians(turn.lang, pupil, shown, done=done)


@router.on(OpenGuardian)
def open_form(turn: Turn, verb: OpenGuardian | ConfirmGuardian | RemoveGuardian) -> Card:
    """The rights of one adult."""
    link, child, capacity = _linked(turn, verb.guardian_id)
    _noted(turn, capacity, OpenGuardian.name, link.subject)
    pupil = shown_guardians.shown_pupil(turn.tx, child)
    return guardian_form.form(turn.lang, pupil, shown_guardians.shown_link(turn.tx, child, link))


@router.on(ConfirmGuardian)
@returning(open_form)
def confirm(turn: Turn, verb: ConfirmGuardian) -> Card:
    """The link counts from now on, with these rights and no others; what is no more is emptied."""
    link, _, capacity = _linked(turn, verb.guardian_id, verb.version)
    new = replace(
        link,
        state=LinkState.CONFIRMED,
        may_report=verb.may_report,
        may_see_status=verb.may_see_status,
        may_be_notified=verb.may_be_notified,
        version=link.version + 1,
    )
    _saved(turn, verb, new, capacity)
    if not new.may_see_status or not new.may_report:
        _empty_own(turn, new)
    if link.may_be_notified and not new.may_be_notified:
        _empty_told(turn, link)
    if not new.may_report:
        drafts.drop(turn.tx, link.person, link.pupil)
    return listed(turn, link.pupil, done="confirmed")


@router.on(RemoveGuardian)
@returning(open_form)
def remove(turn: Turn, verb: RemoveGuardian) -> Card:
    """At once: the next press of that account is refused, and no import brings the link back."""
    link, _, capacity = _linked(turn, verb.guardian_id, verb.version)
    new = replace(
        link,
        state=LinkState.REMOVED,
        may_report=False,
        may_see_status=False,
        may_be_notified=False,
        version=link.version + 1,
    )
    _saved(turn, verb, new, capacity)
    _empty_own(turn, new)
    _empty_told(turn, link)
    drafts.drop(turn.tx, link.person, link.pupil)
    return listed(turn, link.pupil, done="removed")


@router.on(UnlockWord)
@returning(show)
def unlock(turn: Turn, verb: UnlockWord) -> Card:
    """Five wrong family words have stopped it; the office has spoken with the family."""
    child, capacity = placed.reached(turn, verb.pupil_id, Right.LINKS, Right.WORDS)
    _check(verb.why)
    words.unlock(turn.tx, child.pupil.id)
    _why(turn, verb, child.pupil.id, verb.why)
    _noted(turn, capacity, verb.name, child.pupil.subject)
    return listed(turn, child.pupil.id, done="unlocked")


def _linked(
    turn: Turn, guardian: int, version: int | None = None
) -> tuple[Guardian, Placed, Capacity]:
    """A link of a child whom the presser's school has; refused alike where there is none."""
    try:
        link = guardians.get(turn.tx, guardian)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    child, capacity = placed.reached(turn, link.pupil, Right.LINKS)
    if version is not None and version != link.version:
        raise Stale("attendance.refused.changed", show=ShowGuardians(pupil_id=link.pupil))
    return link, child, capacity


def _saved(
    turn: Turn, verb: ConfirmGuardian | RemoveGuardian, link: Guardian, capacity: Capacity
) -> None:
    _check(verb.why)
    guardians.save(turn.tx, link)
    _why(turn, verb, link.pupil, verb.why)
    rights = [name for name in view.RIGHTS if getattr(link, name)]
    _noted(turn, capacity, verb.name, link.subject, rights=rights)


def _empty_own(turn: Turn, link: Guardian) -> None:
    """What that account has sent for the child stands on no card of theirs any more."""
    for one in reports.by_author(turn.tx, link.person, turn.today) if link.person else ():
        if one.pupil == link.pupil and one.guardian == link.id:
            family_state.empty(turn.tx, one.id)


def _empty_told(turn: Turn, link: Guardian) -> None:
    """What the school told that account of its own accord opens nothing any more."""
    if link.person:
        now = turn.now
        suspending.empty_families(turn.tx, link.pupil, now, account=link.person)


def _check(why: str) -> None:
    if numbers.holds_number(why):
        raise Refused("attendance.refused.my_number")


def _why(turn: Turn, verb: Verb, pupil: int, why: str) -> None:
    person = turn.person.id
    reasons.add(turn.tx, pupil=pupil, act=verb.name, at=turn.now, person=person, why=why)


def _noted(
    turn: Turn, capacity: Capacity, act: str, subject: str, rights: list[str] | None = None
) -> None:
    actor = placed.acting(turn, capacity)
    detail = None if rights is None else {"rights": rights}
    record(turn.tx, actor, at=turn.now, act=act, subject=subject, detail=detail)
