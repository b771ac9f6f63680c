"""Whether a draft goes out: its author asks or sends it, an approver agrees or sends it back."""

from dataclasses import replace

from bot.errors import Refused
from bot.notices import store, telling
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.difference import dates, said
from bot.notices.model import Act, Broadcast, Said, Stage
from bot.notices.shown import check_dates
from bot.notices.whom import audience_of
from bot.storage.tx import Tx


def ask(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """承認を求める: a card to everybody who may approve it."""
    old = allowed(tx, Act.ASK, notice, deed)
    check_dates(tx, old.due_at, old.expires_at, deed.now, urgent=old.urgent)
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
    whom, zone = audience_of(tx, old.notice), deed.now.tzinfo
    return (
        *said(old.content, tuple(map(str, whom.to)), tuple(map(str, whom.but))),
        *dates(old.due_at.astimezone(zone), old.expires_at.astimezone(zone)),
    )


def approve(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """承認: it goes out at its time."""
    old = allowed(tx, Act.APPROVE, notice, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    check_dates(tx, old.due_at, old.expires_at, deed.now, urgent=old.urgent)
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
    telling.returned(tx, returned, deed.now)
    return keep(tx, deed, Act.SEND_BACK, returned)


def start(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """送る, below the size that needs approval."""
    old = allowed(tx, Act.START, notice, deed)
    check_dates(tx, old.due_at, old.expires_at, deed.now, urgent=old.urgent)
    started = replace(step(old, deed), stage=Stage.SCHEDULED, approver=None, remark="")
    return keep(tx, deed, Act.START, told(tx, started, deed.now))
