"""文書の廃棄: what ended years ago goes, with all that hangs on it."""

from datetime import UTC, date, datetime, time

from bot.delivery import outbox
from bot.notices import confirmations, reach, rules, store, telling
from bot.notices.whom import audience_of
from bot.people import members
from bot.people.selectors import Selector, read
from bot.storage.tx import Tx


def expired(tx: Tx, today: date) -> tuple[int, ...]:
    """Notices that ended, whatever way, longer ago than notices are kept."""
    before = datetime.combine(today, time.min, UTC)
    return tuple(
        notice
        for notice, ended in store.ended(tx, before)
        if rules.disposed_from(ended.date()) <= today
    )


def dispose(tx: Tx, ids: tuple[int, ...]) -> int:
    """Destroy these notices: words, copies, confirmations, the cards about them, their lists."""
    lists = {one for notice in ids for one in audience_of(tx, notice).member_lists}
    for notice in ids:
        confirmations.dispose(tx, notice)
        for card in telling.about(tx, notice):
            outbox.dispose(tx, card)
        outbox.dispose(tx, notice)
    _forget_lists(tx, lists)
    reach.dispose(tx)
    return sum(store.dispose(tx, notice) for notice in ids)


def _forget_lists(tx: Tx, lists: set[Selector]) -> None:
    """Who stood in a group or a list, where no other notice goes by it."""
    drafts = outbox.drafts(tx) if lists else ()
    used = {one for draft in drafts for one in read(draft.audience).member_lists}
    for selector in lists - used:
        members.forget(tx, selector)
