"""Takes accounts out for good, step by step: out of what stays, out of cards, out of the register.

Each step is small and may be repeated; one that was broken off goes on where it was.
"""

from dataclasses import replace
from datetime import date, datetime

from bot.clock import real_now, real_seconds
from bot.delivery import forgetting as delivery
from bot.delivery import outbox
from bot.errands import forgetting as errands
from bot.ledger import pseudonyms
from bot.people import forgetting as register
from bot.people import store as people
from bot.records.jobs.keepers import Keepers, against, why_person_stays
from bot.records.model.keeping import Disposal, Leaver, Phase
from bot.records.rules.keeping import Against
from bot.records.store import disposals, holds, leavers
from bot.storage.tx import Tx
from bot.turns import memory

_AT_ONCE = 20
_NOTICES = 50  # opened and read between two looks at the clock
_SHORT = 3  # letters of a name; a shorter one stands in anybody's words


def step(tx: Tx, keepers: Keepers, one: Disposal, now: datetime, until: float) -> Disposal:
    """Bring the accounts of a disposal on, one at least, until the clock says enough."""
    standing = against(tx, keepers, now.date())
    for phase, act in _ACTS:
        for leaver in leavers.in_phase(tx, one.id, phase, _AT_ONCE):
            one = act(tx, keepers, one, leaver, now, standing)
            if real_seconds() >= until:
                return one
    return one


def is_waiting(tx: Tx, disposal: int) -> bool:
    """Whether all that is left waits for cards to be emptied."""
    early = (Phase.ERASING, Phase.SEARCHING)
    return not any(leavers.in_phase(tx, disposal, phase, 1) for phase in early)


def _erase(
    tx: Tx, keepers: Keepers, one: Disposal, leaver: Leaver, now: datetime, standing: Against
) -> Disposal:
    """Out of what stays; who has come back or is held since it was proposed stays as well."""
    person = leaver.person
    if why := why_person_stays(tx, keepers, standing, person, now.date()):
        leavers.drop(tx, person)
        return replace(one, kept={**one.kept, why: one.kept.get(why, 0) + 1})
    for keeper in keepers.slices:
        keeper.erase(tx, person, now)
    for forget in (*keepers.forgets, holds.forget):
        forget(tx, person)
    delivery.take_back(tx, person, real_now())
    leavers.move(tx, replace(leaver, phase=Phase.SEARCHING))
    return one


def _search(
    tx: Tx, keepers: Keepers, one: Disposal, leaver: Leaver, now: datetime, standing: Against
) -> Disposal:
    """Out of what others were sent: such cards go. What somebody wrote to many stays theirs."""
    del keepers, standing
    found, last = _named(tx, leaver, now)
    written = [notice for notice in found if delivery.is_broadcast(tx, notice)]
    for notice in found:
        if notice not in written:
            outbox.withdraw(tx, notice=notice)
            outbox.close(tx, notice=notice, now=now)
    if last is None:
        leavers.move(tx, replace(leaver, phase=Phase.SETTLING))
    else:
        leavers.move(tx, replace(leaver, after=last))
    if not written:
        return one
    count = one.kept.get("in_notice", 0) + len(written)
    return replace(one, kept={**one.kept, "in_notice": count})


def _named(tx: Tx, leaver: Leaver, now: datetime) -> tuple[tuple[int, ...], int | None]:
    """The next notices that name them, and the last that was looked at: by their addresses and
    ids, and by their name unless somebody else has it too."""
    words = register.words(tx, leaver.person)
    name = _name(tx, leaver.person, now.date())
    found, last = _look(tx, (name, *words), leaver.after)
    if found and _is_shared(tx, leaver.person, name, now.date()):
        return _look(tx, words, leaver.after)
    return found, last


def _look(tx: Tx, words: tuple[str, ...], after: int) -> tuple[tuple[int, ...], int | None]:
    return delivery.naming(tx, words, after=after, most=_NOTICES)


def _name(tx: Tx, person: int, on: date) -> str:
    found = people.find(tx, person, on)
    return found.name if found is not None and len(found.name) >= _SHORT else ""


def _is_shared(tx: Tx, person: int, name: str, on: date) -> bool:
    return bool(name) and any(one.id != person for one in people.named(tx, name, on))


def _forget(
    tx: Tx, keepers: Keepers, one: Disposal, leaver: Leaver, now: datetime, standing: Against
) -> Disposal:
    """The rest at once, as soon as their cards are gone: copies, errands, what was heard, the
    ledger's map, the register."""
    del keepers, now, standing
    person = leaver.person
    if delivery.is_under_way(tx, person):
        return one
    delivery.forget(tx, person)
    for word in register.words(tx, person):
        errands.forget(tx, word)
        memory.forget_account(tx, word)
    pseudonyms.erase(tx, person)
    register.forget(tx, person)
    disposals.forget(tx, person)
    leavers.drop(tx, person)
    return replace(one, accounts=one.accounts + 1)


_ACTS = (
    (Phase.ERASING, _erase),
    (Phase.SEARCHING, _search),
    (Phase.SETTLING, _forget),
)
