"""What Teams tells of channels and group chats: the app is there, who came or went, it left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, or_, select, update

from bot.delivery import places, recall
from bot.delivery.place_rows import PLACE
from bot.delivery.places import REMOVED, Destination, recipient, root
from bot.delivery.rows import DELIVERY
from bot.errors import NotFound
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY

_NAMES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A channel or chat as an activity of Teams' names it; "" for what it doesn't tell."""

    conversation: str
    kind: str
    service_url: str
    name: str = ""
    team: str = ""
    thread: str = ""
    channel: str = ""


_GIVEN = ("conversation", "kind", "service_url", "name", "team", "thread", "channel", "near")
_ADD = (
    upsert(PLACE)
    .values(
        {name: bindparam(name) for name in (*_GIVEN, "met_at")}
        | {"owner": "", "trouble": "", "told": 1, "recheck": 1, "version": 1}
    )
    .on_conflict_do_nothing(index_elements=["tenant_id", "conversation"])
)
_RENEW = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("one"))
    .values(
        team=bindparam("group"),
        thread=bindparam("new_thread"),
        trouble=case((PLACE.c.trouble == REMOVED, ""), else_=PLACE.c.trouble),
        recheck=1,
        version=PLACE.c.version + 1,
    )
)
_RENAME = update(PLACE).where(PLACE.c.id == bindparam("one")).values(name=bindparam("new_name"))
_MET = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("one"), PLACE.c.met_at < bindparam("before", type_=Instant()))
    .values(met_at=bindparam("at", type_=Instant()))
)
_MOVE = update(PLACE).where(PLACE.c.id == bindparam("one")).values(service_url=bindparam("address"))
_MOVE_COPIES = (
    update(DELIVERY)
    .where(DELIVERY.c.recipient == bindparam("copy_of"))
    .values(service_url=bindparam("address"))
)


def met(tx: Tx, seen: Met, *, at: datetime) -> Destination:
    """Remember a channel or chat in which the app is; what changed there is taken over."""
    known = places.find(tx, seen.conversation)
    if known is None:
        _add(tx, seen, at)
    else:
        _again(tx, known, seen)
        tx.run(_MET, one=known.id, at=at, before=at - ONE_DAY)  # no write for each message
    found = places.find(tx, seen.conversation)
    if found is None:
        raise NotFound("place")
    return found


def _add(tx: Tx, seen: Met, at: datetime) -> None:
    tx.run(
        _ADD,
        conversation=seen.conversation,
        kind=seen.kind,
        service_url=seen.service_url,
        name=places.sealed(tx, seen.conversation, seen.name[:_NAMES]),
        team=seen.team,
        thread=seen.thread,
        channel=seen.channel,
        near=(),
        met_at=at,
    )


def _again(tx: Tx, known: Destination, seen: Met) -> None:
    """What an activity leaves out stays as it was. Another name is no reason to look who is there:
    one activity names team and channel, the next the channel alone."""
    team, thread = seen.team or known.team, seen.thread or known.thread
    if (team, thread) != (known.team, known.thread) or known.trouble == REMOVED:
        tx.run(_RENEW, one=known.id, group=team, new_thread=thread)
        places.forget(tx, (known.id,))
    name = seen.name[:_NAMES]
    of_chat = not (seen.channel or known.channel)
    if name and name != known.name and (of_chat or name not in known.name):
        tx.run(_RENAME, one=known.id, new_name=places.sealed(tx, known.conversation, name))
    if seen.service_url not in ("", known.service_url):
        tx.run(_MOVE, one=known.id, address=seen.service_url)
        tx.run(_MOVE_COPIES, copy_of=recipient(known.id), address=seen.service_url)


_IDS = select(PLACE.c.id).where(
    or_(
        PLACE.c.conversation.in_((bindparam("chat"), bindparam("channel"))),
        (PLACE.c.thread == bindparam("team")) & (PLACE.c.thread != ""),
    )
)
_UNSURE = (
    update(PLACE).where(among(PLACE.c.id, "ids")).values(recheck=1, version=PLACE.c.version + 1)
)


def changed(tx: Tx, *, conversation: str, channel: str = "", thread: str = "") -> None:
    """Somebody came, went, or changed what it is: whatever was found there is found anew.

    `thread` is the team, all of whose places it may concern.
    """
    rows = tx.all(_IDS, chat=root(conversation), channel=channel, team=thread)
    if rows:
        ids = [row.id for row in rows]
        tx.run(_UNSURE, ids=ids)
        places.forget(tx, ids)


_LEAVE = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("one"))
    .values(trouble=REMOVED, told=0, recheck=0, version=PLACE.c.version + 1)
)


def removed(tx: Tx, *, conversation: str, thread: str = "") -> None:
    """The app was removed there: nothing more can be posted, edited or deleted.

    A team's own conversation is that of its General channel; with it all its channels go.
    """
    place = root(conversation)
    for row in tx.all(_IDS, chat=place, channel="", team=thread if thread == place else ""):
        tx.run(_LEAVE, one=row.id)
        recall.refuse(tx, row.id, REMOVED)
        places.forget(tx, (row.id,))
