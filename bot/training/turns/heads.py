"""受講命令: what a head says of the applications of their own staff."""

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.errors import Refused
from bot.people import heads, staff
from bot.people import store as people
from bot.people.model import Holder
from bot.training import acting, notices, seats, shown
from bot.training.model import Enrolment
from bot.training.store import enrolments
from bot.training.turns.press import current, noted, pressed
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()
_MOST = 200  # applications without a head that the desk sees at once


@router.on(view.ToApprove)
def to_approve(turn: Turn, verb: view.ToApprove) -> Card:
    """承認を待つ申込み of the reader's own staff, the earliest first."""
    del verb
    acting.staff_only(turn)
    return view.requests(turn.lang, shown.requests(turn.tx, waiting_for(turn), turn.now))


@router.on(view.Decide)
def decide(turn: Turn, verb: view.Decide) -> Card:
    """受講を命じる, or 認めない: the seat then goes to the next."""
    acting.staff_only(turn)
    holder = _seat(turn, enrolments.get(turn.tx, verb.enrolment_id))
    with current(view.ToApprove()):
        outcome = seats.decide(
            turn.tx,
            verb.enrolment_id,
            turn.now,
            verb.version,
            agree=verb.agree,
            by=turn.person.id,
        )
    notices.tell(turn.tx, outcome, turn.now, by=turn.person.id)
    noted(turn, act=verb.name, subject=pressed(outcome).subject, holder=holder)
    request = shown.request(turn.tx, pressed(outcome), turn.now)
    return view.decided(turn.lang, request, verb.agree, turn.person.name)


def _seat(turn: Turn, enrolment: Enrolment) -> Holder:
    holder = acting.heading(turn, enrolment.person)
    if holder is None:
        raise Refused(acting.NOT_YOURS)
    return holder


def waiting_for(turn: Turn) -> tuple[Enrolment, ...]:
    """What waits for the reader's word as a head; as the desk, what nobody acts on as a head: of
    that the oldest, for a card has no room for more."""
    looked_up = heads.Heads(turn.tx, turn.today)
    theirs = {one.id: one for one in _of_staff(turn, looked_up)}
    if acting.at_desk(turn) is not None:
        theirs |= {one.id: one for one in islice(_headless(turn, looked_up), _MOST)}
    return tuple(sorted(theirs.values(), key=lambda one: (one.since, one.id)))


def _of_staff(turn: Turn, looked_up: heads.Heads) -> Iterator[Enrolment]:
    own = frozenset(holder.post for holder in turn.holders.of)
    near = staff.near(turn.tx, own, turn.today)
    found = enrolments.undecided_of(turn.tx, near) if near else ()
    posts = looked_up.of([one.person for one in found]) if found else {}
    return (one for one in _of_others(turn, found) if not own.isdisjoint(posts[one.person]))


def _headless(turn: Turn, looked_up: heads.Heads) -> Iterator[Enrolment]:
    """Whose head's post nobody holds or acts for, or who has none, a page after another."""
    last = 0
    acting_for: dict[tuple[int, ...], frozenset[int]] = {}
    while page := enrolments.undecided(turn.tx, after=last):
        posts = looked_up.of([one.person for one in page])
        for one in _of_others(turn, page):
            asked = posts[one.person]
            if asked not in acting_for:
                found = people.acting(turn.tx, asked, turn.today)
                acting_for[asked] = frozenset(holder.person for holder in found)
            if not acting_for[asked] - {one.person}:
                yield one
        last = page[-1].id


def _of_others(turn: Turn, found: Iterable[Enrolment]) -> Iterator[Enrolment]:
    """Nobody decides on their own."""
    return (one for one in found if one.person != turn.person.id)
