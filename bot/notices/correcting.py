"""訂正: other words on every card. To many people they go only once an approver has seen them."""

from dataclasses import replace

from bot import policy
from bot.delivery import outbox
from bot.errors import Refused
from bot.notices import returning, rules, shown, store, telling
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.model import Act, Broadcast, Content, Proposal
from bot.storage.tx import Tx


def correct(tx: Tx, notice: int, deed: Deed, *, content: Content) -> Broadcast:
    """訂正: every posted card is replaced, the rest goes out with the new text.

    Above the approval size it is a proposal that an approver decides on, and until then nothing
    changes. Either takes the place of an earlier proposal. Whether the notice is urgent and asks
    for a confirmation stays as it was.
    """
    old = allowed(tx, Act.CORRECT, notice, deed)
    assert old.content is not None  # noqa: S101 - the rule has refused it otherwise
    said = replace(content, confirm=old.content.confirm, urgent=old.content.urgent)
    rules.check_content(said)
    shown.check_size(said)
    free = replace(dropped(tx, old, deed), remark="")
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    author = deed.by.id
    if rules.needs_approval(old.audience, policy.of(tx).approval_size):
        return _proposed(tx, free, deed, said, author)
    corrected = _corrected(tx, step(free, deed), said, author)
    return keep(tx, deed, Act.CORRECT, told(tx, corrected, deed.now))


def dropped(tx: Tx, broadcast: Broadcast, deed: Deed) -> Broadcast:
    """The notice without its proposal, which nobody need decide on any more."""
    if broadcast.proposal is None:
        return broadcast
    telling.unask(tx, broadcast.notice, broadcast.proposal.version, deed.now)
    return replace(broadcast, proposal=None)


def _proposed(tx: Tx, old: Broadcast, deed: Deed, said: Content, author: int) -> Broadcast:
    following = step(old, deed)
    proposal = Proposal(content=said, by=author, at=deed.now, version=following.version)
    proposed = told(tx, replace(following, proposal=proposal), deed.now)
    telling.propose(tx, proposed, deed.now)
    return keep(tx, deed, "propose", proposed)


def _corrected(tx: Tx, following: Broadcast, said: Content, author: int | None) -> Broadcast:
    """The notice with its next edition, which delivery brings to every copy."""
    notice, edition = following.notice, following.edition + 1
    outbox.revise(tx, notice=notice, cards=shown.cards(said, notice=notice, edition=edition))
    return replace(
        following,
        title=said.ja.title,
        content=said,
        edition=edition,
        revision=outbox.get_draft(tx, notice).revision,
        changed_by=author,
        proposal=None,
        settled=False,
    )


def accept(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """訂正の承認: now every posted card is replaced."""
    old, proposal = _judged(tx, Act.ACCEPT, notice, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    telling.answered(tx, old, proposal.version, Act.ACCEPT, by=deed.by, now=deed.now)
    corrected = _corrected(tx, step(old, deed), proposal.content, proposal.by)
    return keep(tx, deed, Act.ACCEPT, told(tx, corrected, deed.now))


def decline(tx: Tx, notice: int, deed: Deed, *, remark: str) -> Broadcast:
    """訂正の差し戻し: the notice stays as it is, its proposer learns why."""
    old, proposal = _judged(tx, Act.DECLINE, notice, deed)
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    if not remark.strip():
        raise Refused("notices.refused.no_remark")
    telling.answered(tx, old, proposal.version, Act.DECLINE, by=deed.by, now=deed.now)
    declined = replace(step(old, deed), proposal=None, remark=remark.strip())
    store.save(tx, declined)
    returning.declined(tx, declined, proposal, deed.now)
    return keep(tx, deed, Act.DECLINE, told(tx, declined, deed.now))


def _judged(tx: Tx, act: Act, notice: int, deed: Deed) -> tuple[Broadcast, Proposal]:
    old = allowed(tx, act, notice, deed)
    assert old.proposal is not None  # noqa: S101 - the rule has refused it otherwise
    return old, old.proposal
