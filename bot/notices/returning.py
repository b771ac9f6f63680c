"""What falls back to its author, or its desk: sent back, changed elsewhere, too late."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.notices.model import Broadcast, Proposal, Stage, Standing
from bot.notices.posting import PREPARED, RETURNED, Build, drawn, hour, minding, post
from bot.notices.shown import standing
from bot.notices.telling import approval_key, unask, unplanned
from bot.people import store as people
from bot.storage.tx import Tx
from cards import notices as view

RECOUNTED, LAPSED = "notices.remark.recounted", "notices.remark.lapsed"  # text keys
REWRITTEN = "notices.remark.rewritten"


def returned(tx: Tx, broadcast: Broadcast, now: datetime) -> None:
    """差し戻し, to the author; to the desk where nobody wrote it, or they aren't here any more."""
    to = minding(tx, replace(broadcast, approver=None), now)
    shown = _shown(tx, broadcast, to, now)
    _return(tx, broadcast, lambda lang: view.draft(lang, shown), to, now)


def _shown(tx: Tx, broadcast: Broadcast, to: tuple[int, ...], now: datetime) -> Standing:
    """Where it stands for the first of those who are told."""
    reader = people.find(tx, to[0], now.date()) if to else None
    return standing(tx, broadcast, by=reader, now=now)


def declined(tx: Tx, broadcast: Broadcast, proposal: Proposal, now: datetime) -> None:
    """訂正の差し戻し, to whoever proposed it, while they are here."""
    author = people.find(tx, proposal.by, now.date()) if proposal.by is not None else None
    if author is None or not author.is_here(now.date()):
        return
    shown = standing(tx, broadcast, by=author, now=now)
    _return(tx, broadcast, lambda lang: view.declined(lang, shown), (author.id,), now)


def _return(tx: Tx, broadcast: Broadcast, build: Build, to: tuple[int, ...], now: datetime) -> None:
    if not to:
        return
    key = approval_key(broadcast.notice, broadcast.version)
    at = hour(tx, broadcast, now)
    post(tx, RETURNED, key, build, to=to, at=at, lane=Lane.ANSWER)


def fell_back(tx: Tx, broadcast: Broadcast, *, now: datetime, real: datetime) -> Broadcast:
    """送信の予定の取りやめ, which nobody pressed: a card tells the author why and what to do."""
    if broadcast.stage is not Stage.ASKED:  # the approvers are asked again
        broadcast = replace(broadcast, remark=broadcast.remark or RECOUNTED)
        returned(tx, broadcast, now)
    return unplanned(tx, broadcast, now=now, real=real)


def prepared(tx: Tx, broadcast: Broadcast, *, now: datetime, real: datetime) -> Broadcast:
    """What another slice wrote is ready: nobody has its draft open, so a card asks to go on.

    The same card follows while nobody has decided; where somebody had, a new one says why they
    are asked again.
    """
    to = minding(tx, broadcast, now)
    shown = _shown(tx, broadcast, to, now)
    anew = f":{broadcast.version}" if broadcast.remark == REWRITTEN else ""
    key = f"{broadcast.notice}{anew}"
    _stand(tx, key, lambda lang: view.draft(lang, shown), to, hour(tx, broadcast, now))
    return unplanned(tx, broadcast, now=now, real=real)


def _stand(tx: Tx, key: str, build: Build, to: tuple[int, ...], at: datetime) -> None:
    posted = outbox.find(tx, kind=PREPARED, source_key=key)
    if posted is not None:
        outbox.revise(tx, notice=posted.id, cards=drawn(build))
    elif to:
        post(tx, PREPARED, key, build, to=to, at=at, lane=Lane.ANSWER)


def lapsed(tx: Tx, broadcast: Broadcast, now: datetime) -> Broadcast:
    """期限切れ of what was never sent: its author is told, approvers need decide nothing more."""
    if broadcast.stage is Stage.ASKED:
        unask(tx, broadcast.notice, broadcast.version, now)
    remark = LAPSED if broadcast.content else f"{LAPSED}_elsewhere"
    lapsed = replace(
        broadcast, stage=Stage.DRAFT, version=broadcast.version + 1, remark=remark, asked_at=None
    )
    returned(tx, lapsed, now)
    return lapsed
