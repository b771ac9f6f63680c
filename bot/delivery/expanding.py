"""The copies of a broadcast, made and unmade while its gate is shut."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.delivery import payload
from bot.delivery.rows import DELIVERY, DRAFTED, NOTICE, Gate, State
from bot.delivery.turnstile import turnstile
from bot.errors import NotFound, Refused
from bot.people.tables import CURRENT, LISTING, PERSON, REFERENCE
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_CHUNK = 500  # values in one IN, of which databases bear some thousands

_NOTICE = select(
    NOTICE.c.lane, NOTICE.c.due_at, NOTICE.c.expires_at, NOTICE.c.state, NOTICE.c.gate
).where(NOTICE.c.id == bindparam("the_notice"))
_THERE = select(DELIVERY.c.recipient).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    among(DELIVERY.c.recipient, "ids"),
)
_LISTED = (
    select(
        LISTING.c.person,
        LISTING.c.aad_object_id,
        LISTING.c.language,
        PERSON.c.language.label("chosen"),
    )
    .join(PERSON, PERSON.c.id == LISTING.c.person)
    .where(
        among(LISTING.c.person, "ids"),
        LISTING.c.generation == CURRENT,
    )
)
_REFERENCES = select(
    REFERENCE.c.aad_object_id,
    REFERENCE.c.conversation,
    REFERENCE.c.service_url,
    REFERENCE.c.teams_id,
).where(
    REFERENCE.c.aad_object_id.in_(bindparam("ids", expanding=True)),
    REFERENCE.c.aad_object_id != "",
    REFERENCE.c.channel == "",
)
# Nobody escalates the lapses of a broadcast one by one: it tells of them as a whole (`told`).
_HOLD = (
    upsert(DELIVERY)
    .values(
        {name: bindparam(name) for name in ("notice_id", "recipient", "language", "lane")}
        | {name: bindparam(name) for name in ("conversation", "service_url", "teams_id")}
        | {"not_before": bindparam("not_before"), "expires_at": bindparam("expires_at")}
        | {"state": State.PENDING.value, "reason": "", "told": 1, "held": 1}
        | {"attempt": 0, "uncertain": 0, "wanted_revision": 1, "shown_revision": 0}
    )
    .on_conflict_do_nothing(index_elements=["tenant_id", "notice_id", "recipient"])
)
_GROW = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(audience=NOTICE.c.audience + bindparam("more"))
)


def expand(tx: Tx, notice: int, people: Sequence[int]) -> int:
    """Make a held copy for each of these people who has none yet; how many were made.

    Some thousand people at most at a time. Raises NotFound, and Refused once the notice was let go.
    """
    turnstile(tx)
    row = _unsent(tx, notice)
    shared = {"notice_id": notice, "lane": row.lane}
    shared |= {"not_before": row.due_at, "expires_at": row.expires_at}
    made = 0
    for chunk in _chunks(tuple(dict.fromkeys(people))):
        there = {row.recipient for row in tx.all(_THERE, the_notice=notice, ids=chunk)}
        new = [person for person in chunk if person not in there]
        if new:
            addresses = _addresses(tx, new)
            tx.many(_HOLD, [{**shared, **addresses[person]} for person in new])
        made += len(new)
    tx.run(_GROW, the_notice=notice, more=made)
    return made


def _unsent(tx: Tx, notice: int) -> Any:
    row = tx.first(_NOTICE, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    if row.state != DRAFTED:
        raise Refused("notices.refused.not_draft")
    return row


def _chunks(people: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(people), _CHUNK):
        yield people[start : start + _CHUNK]


def _addresses(tx: Tx, people: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How each of them is reached and spoken to, as far as it is known."""
    listed = {row.person: row for row in tx.all(_LISTED, ids=people)}
    ids = [row.aad_object_id for row in listed.values()]
    known = {row.aad_object_id: row for row in tx.all(_REFERENCES, ids=ids)}
    return {person: _address(person, listed.get(person), known) for person in people}


def _address(person: int, listed: Any, known: dict[str, Any]) -> dict[str, Any]:
    reference = known.get(listed.aad_object_id) if listed else None
    language = (listed.chosen or listed.language) if listed else ""
    return {
        "recipient": person,
        "language": language or payload.FALLBACK_LANGUAGES[0],
        "conversation": reference.conversation if reference else None,
        "service_url": reference.service_url if reference else None,
        "teams_id": reference.teams_id if reference else None,
    }


# Of a draft also what has ended without an attempt: it belongs to the old audience too.
_untried = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.held >= bindparam("least_held"),
        DELIVERY.c.attempt == 0,
        DELIVERY.c.uncertain == 0,
        DELIVERY.c.activity_id.is_(None),
    )
    .order_by(DELIVERY.c.recipient)
)
_FIRST = _untried.limit(1)
_SOME = _untried.limit(bindparam("most"))
_REMOVE = delete(DELIVERY).where(DELIVERY.c.id == bindparam("the_id"))


def unexpand(tx: Tx, notice: int, most: int) -> bool:
    """Remove up to `most` copies that were never attempted; whether some are left.

    Raises NotFound, and Refused while copies may go out.
    """
    turnstile(tx)
    row = tx.first(_NOTICE, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    if row.gate != Gate.SHUT:
        raise Refused("notices.refused.not_draft")
    which = {"the_notice": notice, "least_held": 0 if row.state == DRAFTED else 1}
    some = tx.all(_SOME, most=most, **which)
    removed = tx.many(_REMOVE, [{"the_id": copy.id} for copy in some])
    tx.run(_GROW, the_notice=notice, more=-removed)
    return tx.first(_FIRST, **which) is not None
