"""Finds a notice's people: some thousand in a transaction, until all have a copy that is held."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import outbox
from bot.errors import Refused
from bot.notices import groups, rules, telling
from bot.notices.model import Broadcast, Stage
from bot.notices.whom import audience_of
from bot.people import audience
from bot.people.selectors import Audience
from bot.storage.tx import Tx

AT_ONCE = 500  # people: a transaction of some tens of milliseconds


def begin(
    tx: Tx, broadcast: Broadcast, now: datetime, *, back_to: Stage | None = None
) -> Broadcast:
    """Have its people counted, anew where they were counted before. Nobody named: nobody counted.

    `back_to`: the stage to go on with afterwards, where it isn't its author's turn.
    """
    draft = outbox.get_draft(tx, broadcast.notice)
    whom = audience_of(tx, broadcast.notice)
    groups.refresh(tx, whom, now)
    return replace(
        broadcast,
        stage=Stage.COUNTING if whom.to else Stage.DRAFT,
        revision=draft.revision,
        clearing=draft.copies > 0,
        cursor=0,
        counted_on=None,
        on_leave=0,
        without_account=0,
        pupils=0,
        back_to=back_to,
    )


def step(tx: Tx, broadcast: Broadcast, now: datetime, approval_size: int) -> Broadcast:
    """Count on a little; the stage changes when the last one is found."""
    if broadcast.clearing:
        return replace(broadcast, clearing=outbox.unexpand(tx, broadcast.notice, AT_ONCE))
    whom = audience_of(tx, broadcast.notice)
    if (state := groups.read_on(tx, whom, now)) is not groups.State.WHOLE:
        remark = groups.REMARKS.get(state)
        return broadcast if remark is None else _without_group(broadcast, remark)
    return _page(tx, broadcast, whom, now, approval_size)


def _without_group(broadcast: Broadcast, remark: str) -> Broadcast:
    """Its author has to name another group, or to have this one opened."""
    said = remark if broadcast.content else f"{remark}_elsewhere"
    return replace(broadcast, stage=Stage.DRAFT, back_to=None, remark=said)


def _page(
    tx: Tx, broadcast: Broadcast, whom: Audience, now: datetime, approval_size: int
) -> Broadcast:
    found = audience.page(tx, whom, now.date(), broadcast.cursor, AT_ONCE)
    outbox.expand(tx, broadcast.notice, found.people)
    counted = replace(
        broadcast,
        audience=broadcast.audience + len(found.people),
        cursor=broadcast.cursor if found.last is None else found.last,
        on_leave=broadcast.on_leave + found.on_leave,
        without_account=broadcast.without_account + len(found.without_account),
        pupils=broadcast.pupils + found.pupils,
    )
    return counted if found.last is not None else _whole(tx, counted, now, approval_size)


def _whole(tx: Tx, broadcast: Broadcast, now: datetime, approval_size: int) -> Broadcast:
    """Who decided about fewer people than there are now has to decide again, where that matters."""
    counted = replace(broadcast, back_to=None, counted_on=now.date())
    ready = replace(counted, stage=Stage.READY)
    if broadcast.back_to is not Stage.SCHEDULED:
        return ready
    small = not rules.needs_approval(counted.audience, approval_size)
    if small or rules.still_approved(counted.approved_audience, counted.audience):
        return replace(counted, stage=Stage.SCHEDULED)
    return ready if counted.approver is None else _asked_again(tx, ready, now)


def _asked_again(tx: Tx, broadcast: Broadcast, now: datetime) -> Broadcast:
    """The approvers see how many there were and how many there are; its author asks where none
    is left."""
    freed = replace(broadcast, version=broadcast.version + 1, approver=None)
    asked = replace(freed, stage=Stage.ASKED, asked_at=now)
    try:
        telling.ask(tx, asked, now)
    except Refused:
        return freed
    return asked
