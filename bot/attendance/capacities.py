"""What somebody may do with attendance: from the posts that they hold at schools."""

from datetime import datetime

from bot.attendance.rules import access
from bot.attendance.rules.access import Access
from bot.attendance.rules.years import school_year
from bot.attendance.store import posts
from bot.people import store as people
from bot.people.guests import guests
from bot.people.model import Holders, Person
from bot.storage.tx import Tx


def of(tx: Tx, person: Person, now: datetime) -> Access:
    """By the posts that they hold or deputise at `now` (in the tenant's zone)."""
    return by(tx, person, people.holders_of(tx, person.id, now.date()), now)


def by(tx: Tx, person: Person, holders: Holders, now: datetime) -> Access:
    """The same by posts that are known already.

    The account of a guest, which a guardian may have, gives nothing here whatever it holds or
    deputises (個人情報保護法66条: 安全管理措置).
    """
    ids = tuple(dict.fromkeys(holder.post for holder in holders.of if holder.post))
    if not (ids or person.roles) or guests(tx, (person.id,)):
        return Access(year=school_year(now.date()))
    return access.access(person, holders, posts.functions_of(tx, ids) if ids else (), now)
