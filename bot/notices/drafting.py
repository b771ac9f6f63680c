"""Writing a draft, and writing it otherwise: delivery's draft says the same, people are counted."""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.clock import real_now
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.errors import Refused
from bot.notices import counting, groups, rules, shown, store, telling
from bot.notices.deeds import Deed, allowed, keep, note, rewritten
from bot.notices.model import NOTICE, Act, Broadcast, Content, Stage
from bot.notices.whom import audience_of
from bot.people.model import Person
from bot.people.selectors import Audience, written
from bot.storage.tx import Tx


def new(
    tx: Tx,
    deed: Deed,
    *,
    content: Content,
    audience: Audience,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Broadcast:
    """Write a draft; its people are counted at once (DRAFT while `audience` names nobody)."""
    if deed.by is None or not rules.may_write(deed.by):
        raise Refused("notices.refused.not_writer")
    outbox.turnstile(tx)
    due_at = due_at or deed.now
    expires_at = expires_at or rules.expiry(due_at, content.deadline)
    _check(content)
    shown.check_dates(tx, due_at, expires_at, deed.now, urgent=content.urgent)
    notice = outbox.draft(
        tx,
        kind=NOTICE,
        source_key=secrets.token_hex(8),
        lane=Lane.BROADCAST,
        due_at=due_at,
        expires_at=expires_at,
        cards={},
        summaries={},
        title=content.ja.title,
        author=deed.by.id,
        audience=written(audience),
        urgent=content.urgent,
        now=deed.now,
    )
    made = _made(notice, deed.by, content, deed.now, due_at=due_at, expires_at=expires_at)
    _redraft(tx, made, audience)  # its cards name the notice, which has a number only now
    counted = counting.begin(tx, made, deed.now)
    store.add(tx, counted)
    note(tx, deed, "create", counted)
    return counted


def _made(
    notice: int,
    author: Person,
    content: Content,
    now: datetime,
    *,
    due_at: datetime,
    expires_at: datetime,
) -> Broadcast:
    return Broadcast(
        notice=notice,
        kind=NOTICE,
        title=content.ja.title,
        author=author.id,
        desk=rules.desk_of(author),
        stage=Stage.DRAFT,
        version=1,
        due_at=due_at,
        expires_at=expires_at,
        urgent=content.urgent,
        content=content,
        changed_by=author.id,
        changed_at=now,
        editors=frozenset((author.id,)),
    )


def _check(content: Content) -> None:
    rules.check_content(content)
    shown.check_size(content)


def _redraft(tx: Tx, broadcast: Broadcast, audience: Audience) -> None:
    """Have delivery's draft say what the notice says."""
    assert broadcast.content is not None  # noqa: S101 - another slice's drafts aren't changed here
    cards = shown.cards(broadcast.content, notice=broadcast.notice, edition=broadcast.edition)
    outbox.redraft(
        tx,
        notice=broadcast.notice,
        title=broadcast.title,
        cards=cards,
        summaries={},
        audience=written(audience),
        urgent=broadcast.urgent,
        due_at=broadcast.due_at,
        expires_at=broadcast.expires_at,
        lane=Lane.BROADCAST,
    )


def change(
    tx: Tx,
    notice: int,
    deed: Deed,
    *,
    content: Content | None = None,
    audience: Audience | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Broadcast:
    """Write a draft otherwise; what is None stays. An approval already given is void."""
    old = allowed(tx, Act.CHANGE, notice, deed)
    assert old.content is not None  # noqa: S101 - the rule has refused it otherwise
    said = content or old.content
    due_at = due_at or old.due_at
    expires_at = expires_at or _expiry(old, said, due_at, deed.now)
    _check(said)
    shown.check_dates(tx, due_at, expires_at, deed.now, urgent=said.urgent)
    before = audience_of(tx, notice)
    whom = before if audience is None else audience
    changed = replace(
        rewritten(old, deed),
        remark="" if old.remark in groups.REMARKS.values() else old.remark,  # that may be cured
        title=said.ja.title,
        content=said,
        urgent=said.urgent,
        due_at=due_at,
        expires_at=expires_at,
        approver=None,
        approved_audience=None,
        asked_at=None,
        asked_by=None,
    )
    _redraft(tx, changed, whom)
    changed = _counted(tx, old, changed, deed.now, same_people=whom == before)
    if old.stage is Stage.ASKED:
        telling.unask(tx, notice, old.version, deed.now)
    changed = telling.unplanned(tx, changed, now=deed.now, real=real_now())
    return keep(tx, deed, Act.CHANGE, changed)


def _expiry(old: Broadcast, content: Content, due_at: datetime, now: datetime) -> datetime:
    """As it was, unless the dates that it was made from have changed."""
    assert old.content is not None  # noqa: S101
    made = rules.expiry(old.due_at.astimezone(now.tzinfo), old.content.deadline)
    if old.expires_at != made:
        return old.expires_at
    return rules.expiry(due_at.astimezone(now.tzinfo), content.deadline)


def _counted(
    tx: Tx, old: Broadcast, changed: Broadcast, now: datetime, *, same_people: bool
) -> Broadcast:
    """The same people needn't be counted anew."""
    revision = outbox.get_draft(tx, old.notice).revision
    if same_people and old.counted_on is not None:
        return replace(changed, stage=Stage.READY, back_to=None, revision=revision)
    if same_people and old.stage is Stage.COUNTING:
        return replace(changed, back_to=None, revision=revision)
    return counting.begin(tx, changed, now)
