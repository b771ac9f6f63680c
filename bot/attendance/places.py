"""Who hears that nothing goes to a school's place any longer, or that cards go there again."""

from datetime import datetime, timedelta

from bot.attendance import telling, whom
from bot.attendance.rules.shown import people as shown
from bot.attendance.store import places as store
from bot.attendance.store import schools
from bot.clock import real_now
from bot.delivery import findings, outbox, places
from bot.delivery.outbox import Lane
from bot.delivery.places import Destination
from bot.people import languages
from bot.people import store as people
from bot.people.model import Role
from bot.storage.tx import Tx
from cards.attendance.places import place_told

TOLD = "attendance.place"
_STANDS = timedelta(days=7)


def tell(tx: Tx, now: datetime) -> None:
    """Tell the desk and the school's heads of every place whose trouble has changed; the rosters
    of the day go where they belong now."""
    for place in places.waiting(tx):
        if not place.told:
            _tell(tx, place, now)
            telling.moved(tx, store.shown(place).school, now)
            places.told(tx, place.id)


def _tell(tx: Tx, place: Destination, now: datetime) -> None:
    one = store.shown(place)
    school = schools.find(tx, one.school)
    to = _whom(tx, one.school, now)
    if school is None or not to:
        return
    seen = shown.place(one, school.name, chosen=True)
    gone = findings.taken_back(tx, place.id, real_now()) if place.trouble else 0
    cards = {
        lang.code: place_told(lang, seen, taken_back=gone) for lang in languages.read_in(tx, to)
    }
    outbox.post(
        tx,
        kind=TOLD,
        source_key=f"{place.id}:{real_now().isoformat()}",
        lane=Lane.SAFETY,
        due_at=now,
        expires_at=now + _STANDS,
        cards=cards,
        summaries={},
        to=to,
    )


def _whom(tx: Tx, school: int, now: datetime) -> tuple[int, ...]:
    desk = (one.id for one in people.with_role(tx, Role.SCHOOL_DESK, now.date()))
    return tuple(dict.fromkeys((*desk, *whom.heads(tx, school, now.date()))))
