"""Whether a draft goes out: its author asks or sends it, an approver agrees or sends it back."""

from dataclasses import replace

from bot.errors import Refused
from bot.notices import returning, store, telling
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.difference import dates
from bot.notices.model import Act, Broadcast, Said, Stage
from bot.notices.shown import check_dates, lines
from bot.storage.tx import Tx


def ask(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """承認を求める: a card to everybody who may approve it."""
    old = allowed(tx, Act.ASK, notice, deed)
    _check_dates(tx, old, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    asked = replace(
        step(old, deed),
        stage=Stage.ASKED,
        asked_at=deed.now,
        asked_by=deed.by.id,
        remark="",
        before=old.shown,
        shown=_shown(tx, old, deed),
    )
    store.save(tx, asked)
    telling.ask(tx, asked, deed.now)
    return keep(tx, deed, Act.ASK, asked)


def _shown(tx: Tx, old: Broadcast, deed: Deed) -> tuple[Said, ...]:
    zone = deed.now.tzinfo
    return (
        *lines(tx, old),
        *dates(old.due_at.astimezone(zone), old.expires_at.astimezone(zone)),
    )


def _check_dates(tx: Tx, old: Broadcast, deed: Deed) -> None:
    """Raises Refused where it would be too late, in words that say where another date is set."""
    try:
        check_dates(tx, old.due_at, old.expires_at, deed.now, urgent=old.urgent)
    except Refused as refused:
        raise (refused if old.content else Refused("notices.refused.too_late_elsewhere")) from None


def approve(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """承認: it goes out at its time."""
    old = allowed(tx, Act.APPROVE, notice, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    _check_dates(tx, old, deed)
    approved = replace(
        step(old, deed),
        stage=Stage.SCHEDULED,
        approver=deed.by.id,
        approved_audience=old.audience,
        remark="",
    )
    telling.answered(tx, old, old.version, Act.APPROVE, by=deed.by, now=deed.now)
    return keep(tx, deed, Act.APPROVE, told(tx, approved, deed.now))


def send_back(tx: Tx, notice: int, deed: Deed, *, remark: str) -> Broadcast:
    """差し戻し, with what the approver wants otherwise."""
    old = allowed(tx, Act.SEND_BACK, notice, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    if not remark.strip():
        raise Refused("notices.refused.no_remark")
    returned = replace(step(old, deed), stage=Stage.RETURNED, remark=remark.strip())
    store.save(tx, returned)
    telling.answered(tx, old, old.version, Act.SEND_BACK, by=deed.by, now=deed.now)
    returning.returned(tx, returned, deed.now)
    return keep(tx, deed, Act.SEND_BACK, returned)


def start(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """送る, below the size that needs approval."""
    old = allowed(tx, Act.START, notice, deed)
    _check_dates(tx, old, deed)
    started = replace(step(old, deed), stage=Stage.SCHEDULED, approver=None, remark="")
    return keep(tx, deed, Act.START, told(tx, started, deed.now))
