"""文書の廃棄: what ended years ago goes, with all that hangs on it."""

from datetime import datetime

from bot import retention
from bot.clock import real_now
from bot.delivery import outbox
from bot.delivery.rows import DRAFTED
from bot.notices import confirmations, reach, store, telling
from bot.notices.counting import AT_ONCE
from bot.people import members
from bot.people.selectors import Selector, read
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY

KEEPS = (Kind.NOTICES,)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Notices that ended, whatever way, longer ago than notices are kept.

    `now`: in the tenant's zone, whose clocks say on which day a notice ended.
    """
    if wanted.kind not in KEEPS:
        return ()
    found = (
        retention.expired(
            f"notice:{notice}",
            notice,
            ended=ended.astimezone(now.tzinfo).date(),
            years=wanted.years,
        )
        for notice, ended in store.ended(tx, now)
    )
    return retention.page(found, wanted, now.date())


def empty(tx: Tx, notice: int, now: datetime) -> bool:
    """Take back what people have in their chats of a notice, and the cards about it; whether
    nothing is left there."""
    return outbox.empty(tx, (*telling.about(tx, notice), notice), now)


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these notices: words, copies, confirmations, the cards about them; and all lists
    that no notice goes by."""
    del now
    for notice in ids:
        confirmations.dispose(tx, notice)
        for card in telling.about(tx, notice):
            outbox.dispose(tx, card)
        _unexpand(tx, notice)
        outbox.dispose(tx, notice)
    _forget_lists(tx)
    reach.dispose(tx)
    return sum(store.dispose(tx, notice) for notice in ids)


def _unexpand(tx: Tx, notice: int) -> None:
    """A draft that nobody ever let go has copies which were never to leave."""
    while outbox.get_draft(tx, notice).state == DRAFTED and outbox.unexpand(tx, notice, AT_ONCE):
        pass


def _forget_lists(tx: Tx) -> None:
    """Who stood in a group or a list that no notice goes by any more, or ever did."""
    used = {one for draft in outbox.drafts(tx) for one in read(draft.audience).member_lists}
    for selector in {*members.every(tx)} - used:
        if not _is_being_filled(tx, selector):
            members.forget(tx, selector)


def _is_being_filled(tx: Tx, selector: Selector) -> bool:
    """Its notice is made once it is whole. What nobody has added to for a day was given up."""
    at = members.read_at(tx, selector)
    reading = members.state(tx, selector) == members.READING
    return reading and at is not None and real_now() - at < ONE_DAY
