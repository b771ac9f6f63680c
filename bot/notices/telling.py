"""The cards about a notice: to approvers, to its author, when it stopped, when it is over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.errors import Refused
from bot.notices import outcomes, rules
from bot.notices.model import Broadcast, Stage, Standing
from bot.notices.posting import (
    APPROVAL,
    KINDS,
    OUTCOME,
    PROGRESS,
    Build,
    drawn,
    hour,
    minding,
    post,
)
from bot.notices.shown import standing
from bot.people import store as people
from bot.people.model import Person, Role
from bot.storage.tx import Tx
from cards import notices as view

_May = Callable[[Broadcast, Person], bool]


def ask(tx: Tx, broadcast: Broadcast, now: datetime) -> None:
    """承認のお願い to everybody who may approve; an urgent one at any hour. Raises Refused."""
    asked = _approvers(tx, rules.may_approve, broadcast, now)
    shown = standing(tx, broadcast, by=asked[0], now=now)
    _ask(tx, broadcast, asked, lambda lang: view.approval(lang, shown), now)


def propose(tx: Tx, broadcast: Broadcast, now: datetime) -> None:
    """訂正の承認のお願い to everybody who may judge the correction. Raises Refused."""
    asked = _approvers(tx, rules.may_judge, broadcast, now)
    shown = standing(tx, broadcast, by=asked[0], now=now)
    _ask(tx, broadcast, asked, lambda lang: view.proposal(lang, shown), now)


def _approvers(tx: Tx, may: _May, broadcast: Broadcast, now: datetime) -> tuple[Person, ...]:
    every = people.with_role(tx, Role.NOTICE_APPROVER, now.date())
    if found := tuple(person for person in every if may(broadcast, person)):
        return found
    raise Refused("notices.refused.no_approver")


def _ask(
    tx: Tx, broadcast: Broadcast, asked: Sequence[Person], build: Build, now: datetime
) -> None:
    key = approval_key(broadcast.notice, broadcast.version)
    to = tuple(person.id for person in asked)
    at = hour(tx, broadcast, now)
    post(tx, APPROVAL, key, build, to=to, at=at, lane=Lane.ANSWER)


def approval_key(notice: int, version: int) -> str:
    """What was asked is told by the version at which it was."""
    return f"{notice}:{version}"


def answered(
    tx: Tx, asked: Broadcast, version: int, act: str, *, by: Person, now: datetime
) -> None:
    """Every approver's card says who decided what; `asked` is the notice as it was asked about."""
    notice = outbox.find(tx, kind=APPROVAL, source_key=approval_key(asked.notice, version))
    if notice is None:
        return
    shown = standing(tx, asked, by=None, now=now)
    cards = drawn(lambda lang: view.approval_answered(lang, shown, act, by=by.name, at=now))
    outbox.revise(tx, notice=notice.id, cards=cards, at_once=True)
    outbox.close(tx, notice=notice.id, now=now)


def unask(tx: Tx, asked: int, version: int, now: datetime) -> None:
    """Nobody need decide any more what was asked: the cards to approvers are taken back."""
    notice = outbox.find(tx, kind=APPROVAL, source_key=approval_key(asked, version))
    if notice is not None:
        outbox.withdraw(tx, notice=notice.id)
        outbox.close(tx, notice=notice.id, now=now)


def progress(tx: Tx, broadcast: Broadcast, *, now: datetime, real: datetime) -> Broadcast:
    """Have the progress card say how it stands; posted the first time, then replaced."""
    author = people.find(tx, broadcast.author, now.date())
    shown = standing(tx, broadcast, by=author, now=now)
    said = _said(shown)
    if said == broadcast.told:
        return broadcast
    key = str(broadcast.notice)
    notice = outbox.find(tx, kind=PROGRESS, source_key=key)
    build = _stage_card(tx, broadcast, shown, now)
    if notice is None:
        to = minding(tx, broadcast, now)
        post(tx, PROGRESS, key, build, to=to, at=now, lane=Lane.ANSWER)
    else:
        outbox.revise(tx, notice=notice.id, cards=drawn(build))
    return replace(broadcast, told=said, told_at=real)


def unplanned(tx: Tx, broadcast: Broadcast, *, now: datetime, real: datetime) -> Broadcast:
    """What was decided isn't any more: a progress card, where one was posted, promises nothing."""
    if outbox.find(tx, kind=PROGRESS, source_key=str(broadcast.notice)) is None:
        return broadcast
    return progress(tx, broadcast, now=now, real=real)


def _said(shown: Standing) -> str:
    """What a progress card tells that may change."""
    waits = shown.proposal.version if shown.proposal else 0
    told = (shown.stage, shown.edition, waits, bool(shown.remark), shown.confirmed_now, shown.read)
    return orjson.dumps([*told, *shown.numbers.values()]).decode()


def _stage_card(tx: Tx, broadcast: Broadcast, shown: Standing, now: datetime) -> Build:
    if broadcast.stage is not Stage.STOPPED:
        return lambda lang: view.progress(lang, shown, at=now)
    lost = outcomes.lost(tx, broadcast.notice)
    return lambda lang: view.stopped(lang, shown, lost, at=now)


def stopped(tx: Tx, broadcast: Broadcast, *, now: datetime) -> None:
    """送信を止めました: a card of its own, for nobody watches a progress card all the time."""
    author = people.find(tx, broadcast.author, now.date())
    shown = standing(tx, broadcast, by=author, now=now)
    post(
        tx,
        OUTCOME,
        f"{broadcast.notice}:stopped:{broadcast.version}",
        _stage_card(tx, broadcast, shown, now),
        to=minding(tx, broadcast, now),
        at=now,
        lane=Lane.ANSWER,
    )


def over(tx: Tx, broadcast: Broadcast, *, now: datetime) -> None:
    """送信の結果: who got it, who didn't and why, whom to tell on paper."""
    post(
        tx,
        OUTCOME,
        str(broadcast.notice),
        _outcome_card(tx, broadcast, now),
        to=minding(tx, broadcast, now),
        at=hour(tx, broadcast, now),
        lane=Lane.ANSWER,
    )


def _outcome_card(tx: Tx, broadcast: Broadcast, now: datetime) -> Build:
    author = people.find(tx, broadcast.author, now.date())
    shown = standing(tx, broadcast, by=author, now=now)
    lost = outcomes.lost(tx, broadcast.notice)
    return lambda lang: view.outcome(lang, shown, lost, at=now)


def last(tx: Tx, broadcast: Broadcast, now: datetime) -> None:
    """送信の結果 as it is in the end: people confirm and read for days after the last copy left."""
    notice = outbox.find(tx, kind=OUTCOME, source_key=str(broadcast.notice))
    if notice is not None:
        outbox.revise(tx, notice=notice.id, cards=drawn(_outcome_card(tx, broadcast, now)))
        outbox.close(tx, notice=notice.id, now=now)


def about(tx: Tx, notice: int) -> tuple[int, ...]:
    """Every card that was ever posted about a notice, by its number in delivery."""
    return tuple(card for kind in KINDS for card in outbox.keyed(tx, kind=kind, key=str(notice)))


def close(tx: Tx, broadcast: Broadcast, *, now: datetime) -> None:
    """The progress card says the last thing that it will."""
    notice = outbox.find(tx, kind=PROGRESS, source_key=str(broadcast.notice))
    if notice is not None:
        outbox.close(tx, notice=notice.id, now=now)
