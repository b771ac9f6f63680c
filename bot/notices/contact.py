"""First contact: whoever waits for a card without a chat gets the app, a few people a second."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.clock import real_now
from bot.delivery import outbox
from bot.errands import paces
from bot.errands import rows as errands
from bot.errands.model import State
from bot.errands.rows import ERRAND
from bot.notices import reach
from bot.notices.asked import INSTALL, OPEN_CHAT, Install, OpenChat
from bot.people import references
from bot.people.tables import CURRENT, LISTING, REFERENCE
from bot.slice import Tick
from bot.storage.tx import Tx

AT_A_TIME = 40  # people; their errands keep to Graph's pace themselves
OPEN_AT_ONCE = 100  # errands that wait: other slices' mustn't wait behind 40,000
LOOKED_AT = 100  # people for whom something follows, at once
EVERY = timedelta(seconds=0.8)  # of all processes together; a second would miss every other pulse
TOLD_WITHIN = timedelta(seconds=30)  # after an installation Teams tells where the chat is
FORGOTTEN = timedelta(hours=1)  # an errand of which nothing was heard any more
FINAL_FOR = timedelta(days=7)  # who can't be reached is asked about again after that
HELD_UP = timedelta(minutes=10)  # then one more person shows whether it still is so
_MOMENT = timedelta(minutes=1)
NOBODY = 0  # the row that says why nobody can be contacted now
_STEP = "notices.contact"  # whose turn it is, among the errands' paces

_OPEN = select(func.count()).where(
    ERRAND.c.state == State.WAITING.value, ERRAND.c.kind.in_((INSTALL, OPEN_CHAT))
)
_LISTED = select(LISTING.c.person, LISTING.c.aad_object_id, LISTING.c.left_on).where(
    LISTING.c.generation == CURRENT, LISTING.c.person.in_(bindparam("ids", expanding=True))
)
_WITH_CHAT = select(REFERENCE.c.aad_object_id).where(
    REFERENCE.c.channel == "",
    REFERENCE.c.aad_object_id.in_(bindparam("accounts", expanding=True)),
)


def waits(tx: Tx) -> bool:
    """Whether anybody waits for a first contact, and no process has looked just now."""
    return paces.is_free(tx, _STEP, real_now()) and bool(outbox.uncontacted(tx, 1, 0))


def contact(tick: Tick) -> bool:
    """Have the next few people contacted; what follows waits for Graph and Teams."""
    real = real_now()
    if paces.take(tick.tx, _STEP, EVERY, real):
        step(tick, real)
    return False


def step(tick: Tick, real: datetime) -> None:
    """The same, at a given real time, whoever has looked just now."""
    refused = reach.tried(tick.tx, (NOBODY,)).get(NOBODY)
    room = _room(tick.tx, refused, real)
    if not room and refused is None:
        return  # so many are asked for that the next can wait
    due = reach.due(tick.tx, told=real - TOLD_WITHIN, forgotten=real - FORGOTTEN, most=LOOKED_AT)
    for person, account in _accounts(tick, due, real).items():
        if room:
            _contact(tick, person, account, due[person], real)
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
    return bool(tried.state == reach.REFUSED and real < tried.at + FINAL_FOR)


def _accounts(tick: Tick, due: Mapping[int, Any], real: datetime) -> dict[int, str]:
    """Of those for whom something follows: by which account who is contacted. What waits for the
    others has ended, or may go: they can't be reached, or have a chat already."""
    listed = {row.person: row for row in tick.tx.all(_LISTED, ids=tuple(due))} if due else {}
    accounts = {row.aad_object_id for row in listed.values()}
    with_chat = {row.aad_object_id for row in tick.tx.all(_WITH_CHAT, accounts=tuple(accounts))}
    found: dict[int, str] = {}
    for person, tried in due.items():
        reason = _lost(listed.get(person), tried, tick, real)
        if reason:
            outbox.unreachable(tick.tx, person, reason)
        elif listed[person].aad_object_id in with_chat:
            outbox.reached(tick.tx, person=person)
        else:
            found[person] = listed[person].aad_object_id
    return found


def _lost(listed: Any, tried: Any, tick: Tick, real: datetime) -> str:
    """Why this person can't be reached; "" where it isn't known that they can't."""
    if _is_final(tried, real):
        return str(tried.reason)
    if listed is None or listed.left_on <= tick.today:
        return reach.LEFT
    return "" if listed.aad_object_id else reach.NO_ACCOUNT


def _contact(tick: Tick, person: int, account: str, tried: Any, real: datetime) -> None:
    """Take the step that follows for one person: an installation, or where Teams hasn't told of
    one, a chat."""
    if tried.state == reach.INSTALLED and tried.at + FORGOTTEN > real:
        address = references.any_service_url(tick.tx)
        chat = OpenChat(person=person, account=account, service_url=address)
        _ask(tick, OPEN_CHAT, chat, real)
    else:
        _ask(tick, INSTALL, Install(person=person, account=account), real)


def put_off(tx: Tx, person: int, state: str, real: datetime) -> None:
    """Ask for this person again after somebody else has shown whether all still are held up."""
    waits = FORGOTTEN if state == reach.ASKED else TOLD_WITHIN
    reach.keep(tx, person, state, at=real + HELD_UP + _MOMENT - waits)


def _ask(tick: Tick, kind: str, job: Install | OpenChat, real: datetime) -> None:
    """The key names nobody: it outlives the errand. That it is asked for, the person's row says."""
    reach.keep(tick.tx, job.person, reach.ASKED, at=real)
    errands.ask(tick.tx, kind, key=f"{kind}:{uuid.uuid4()}", job=job, due=tick.now, now=real)
