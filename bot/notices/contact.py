"""First contact: whoever waits for a card without a chat gets the app, a few people a second."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.clock import real_now
from bot.delivery import outbox
from bot.errands import rows as errands
from bot.errands.model import State
from bot.errands.rows import ERRAND
from bot.notices import reach
from bot.notices.asked import INSTALL, OPEN_CHAT, Install, OpenChat
from bot.people import references
from bot.people import store as people
from bot.slice import Tick
from bot.storage.tx import Tx

AT_A_TIME = 40  # people; their errands keep to Graph's pace themselves
OPEN_AT_ONCE = 100  # errands that wait: other slices' mustn't wait behind 40,000
LOOKED_AT = 1000  # people who wait, at once
TOLD_WITHIN = timedelta(seconds=30)  # after an installation Teams tells where the chat is
FORGOTTEN = timedelta(hours=1)  # an errand of which nothing was heard any more
FINAL_FOR = timedelta(days=7)  # who can't be reached is asked about again after that
HELD_UP = timedelta(minutes=10)  # then one more person shows whether it still is so
_MOMENT = timedelta(minutes=1)
NOBODY = 0  # the row that says why nobody can be contacted now

_OPEN = select(func.count()).where(
    ERRAND.c.state == State.WAITING.value, ERRAND.c.kind.in_((INSTALL, OPEN_CHAT))
)


def waits(tx: Tx) -> bool:
    """Whether anybody waits for a first contact."""
    return bool(outbox.uncontacted(tx, 1, 0))


def contact(tick: Tick) -> None:
    """Have the next few people contacted."""
    step(tick, real_now())


def step(tick: Tick, real: datetime) -> None:
    """The same, at a given real time."""
    waiting = outbox.uncontacted(tick.tx, LOOKED_AT, 0)
    tried = reach.tried(tick.tx, (NOBODY, *waiting))
    room = _room(tick.tx, tried.get(NOBODY), real)
    for person in waiting:
        if _is_final(tried.get(person), real):
            outbox.unreachable(tick.tx, person, tried[person].reason)
        elif room and _contact(tick, person, tried.get(person), real):
            room -= 1


def held_up(tx: Tx) -> str:
    """Why nobody is contacted now; "" where nothing is in the way."""
    found = reach.tried(tx, (NOBODY,))
    return str(found[NOBODY].reason) if found else ""


def _room(tx: Tx, refused: Any, real: datetime) -> int:
    """For how many more people something may be asked now; one where all are held up."""
    if refused is not None:
        return int(refused.at + HELD_UP <= real)
    return min(AT_A_TIME, max(0, OPEN_AT_ONCE - int(tx.value(_OPEN))))


def _is_final(tried: Any, real: datetime) -> bool:
    return tried is not None and tried.state == reach.REFUSED and real < tried.at + FINAL_FOR


def _contact(tick: Tick, person: int, tried: Any, real: datetime) -> bool:
    """Take the step that follows for one person; whether an errand was asked for."""
    account = _account(tick, person)
    if not account:
        return False
    if references.find(tick.tx, person) is not None:
        outbox.reached(tick.tx, person=person)
        return False
    if tried is None or tried.state == reach.REFUSED or tried.at + FORGOTTEN <= real:
        return _ask(tick, INSTALL, Install(person=person, account=account), real)
    if tried.state == reach.INSTALLED and tried.at + TOLD_WITHIN <= real:
        address = references.any_service_url(tick.tx)
        chat = OpenChat(person=person, account=account, service_url=address)
        return _ask(tick, OPEN_CHAT, chat, real)
    return False


def _account(tick: Tick, person: int) -> str:
    """By which account they are contacted; "" where there is none, and what waits has ended."""
    known = people.find(tick.tx, person, tick.today)
    account = known.aad_object_id if known else ""
    here = known is not None and known.is_here(tick.today)
    if not account or not here:
        outbox.unreachable(tick.tx, person, reach.NO_ACCOUNT if here else reach.LEFT)
        return ""
    return account


def put_off(tx: Tx, person: int, state: str, real: datetime) -> None:
    """Ask for this person again after somebody else has shown whether all still are held up."""
    waits = FORGOTTEN if state == reach.ASKED else TOLD_WITHIN
    reach.keep(tx, person, state, at=real + HELD_UP + _MOMENT - waits)


def _ask(tick: Tick, kind: str, job: Install | OpenChat, real: datetime) -> bool:
    key = f"{kind}:{job.person}:{real:%Y%m%d%H%M%S%f}"
    reach.keep(tick.tx, job.person, reach.ASKED, at=real)
    return errands.ask(tick.tx, kind, key=key, job=job, due=tick.now, now=real)
