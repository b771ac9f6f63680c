"""Finds a notice's people: some thousand in a transaction, until all have a copy that is held."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import outbox
from bot.notices import groups, rules
from bot.notices.model import Broadcast, Stage
from bot.notices.whom import audience_of
from bot.people import audience
from bot.people.selectors import Audience
from bot.storage.tx import Tx

AT_ONCE = 2000  # people


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
        back_to=back_to,
    )


def step(tx: Tx, broadcast: Broadcast, now: datetime, approval_size: int) -> Broadcast:
    """Count on a little; the stage changes when the last one is found."""
    if broadcast.clearing:
        return replace(broadcast, clearing=outbox.unexpand(tx, broadcast.notice, AT_ONCE))
    whom = audience_of(tx, broadcast.notice)
    if (state := groups.read_on(tx, whom, now)) is not groups.State.WHOLE:
        return _without_group(broadcast) if state is groups.State.MISSING else broadcast
    return _page(tx, broadcast, whom, now, approval_size)


def _without_group(broadcast: Broadcast) -> Broadcast:
    """Its author has to name another group."""
    return replace(broadcast, stage=Stage.DRAFT, back_to=None, remark=groups.MISSING_REMARK)


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
    )
    return counted if found.last is not None else _whole(counted, now, approval_size)


def _whole(broadcast: Broadcast, now: datetime, approval_size: int) -> Broadcast:
    """Who decided about fewer people than there are now has to decide again, where that matters."""
    decided = broadcast.back_to is Stage.SCHEDULED and not (
        broadcast.approver is None and rules.needs_approval(broadcast.audience, approval_size)
    )
    stage = Stage.SCHEDULED if decided else Stage.READY
    return replace(broadcast, stage=stage, back_to=None, counted_on=now.date())
