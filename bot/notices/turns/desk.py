"""「お知らせ」: the list, the card of each notice by its stage, whom it didn't reach."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import real_now
from bot.errors import Refused
from bot.ledger.record import record
from bot.notices import lifecycle, outcomes, rules
from bot.notices.model import Broadcast, Stage, Standing
from bot.notices.turns.seats import concerning, may_decide, names_only, seen, writers_only
from bot.people.model import Role
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards import notices as view

router = Router()
RECENT = 50
_DRAFTS = frozenset((Stage.DRAFT, Stage.COUNTING, Stage.READY, Stage.RETURNED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One notice in the list; `at` in the tenant's zone."""

    notice: int
    title: str
    stage: str
    audience: int
    to_approve: bool
    at: datetime


@router.on(view.Mine)
def mine(turn: Turn, verb: view.Mine) -> Card:
    """What one minds or may approve; everybody else is told that notices come by themselves."""
    del verb
    if not turn.person.is_staff:
        raise Refused("common.refused.no_role")
    writes = rules.may_write(turn.person)
    if not writes and Role.NOTICE_APPROVER not in turn.person.roles:
        return view.not_for_you(turn.lang)
    listed = [_listed(turn, one) for one in concerning(turn, recent=RECENT)]
    return view.mine(turn.lang, listed, may_write=writes)


def _listed(turn: Turn, broadcast: Broadcast) -> Listed:
    return Listed(
        notice=broadcast.notice,
        title=broadcast.title,
        stage=broadcast.stage,
        audience=broadcast.audience,
        to_approve=may_decide(turn, broadcast),
        at=(broadcast.changed_at or broadcast.due_at).astimezone(turn.now.tzinfo),
    )


@router.on(view.Open, refreshes=True)
def open_notice(turn: Turn, verb: view.Open) -> Card:
    """The card that belongs to its stage; a client asks by itself, so nothing changes."""
    return card(turn, seen(turn, verb.notice_id))


def current(turn: Turn, notice: int) -> Card:
    """The card of a notice after something was done to it."""
    return card(turn, lifecycle.standing(turn.tx, notice, by=turn.person, now=turn.now))


def card(turn: Turn, standing: Standing) -> Card:
    """What the desk sees of a notice, whatever stage it is in; who only decides sees the matter."""
    if standing.acts and standing.acts <= rules.JUDGES:
        return view.proposal(turn.lang, standing)
    if standing.stage in _DRAFTS:
        return view.draft(turn.lang, standing)
    if standing.stage is Stage.ASKED:
        return view.approval(turn.lang, standing)
    if standing.stage is Stage.STOPPED:
        lost = outcomes.lost(turn.tx, standing.notice)
        return view.stopped(turn.lang, standing, lost, at=turn.now)
    if standing.stage is Stage.DONE:
        lost = outcomes.lost(turn.tx, standing.notice)
        return view.outcome(turn.lang, standing, lost, at=turn.now)
    return view.progress(turn.lang, standing, at=turn.now)


@router.on(view.Unreached)
def unreached(turn: Turn, verb: view.Unreached) -> Card:
    """Whom it didn't reach, by name; who looked stands in the ledger."""
    standing = seen(turn, verb.notice_id)
    names_only(standing)
    lifecycle.leave_open(turn.tx, standing.notice, real=real_now())
    found = outcomes.missed(turn.tx, standing.notice, view.UNREACHED_SHOWN, on=turn.today)
    total = sum(standing.numbers.get(state, 0) for state in outcomes.LOST)
    subject = f"notice:{standing.notice}"
    record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject=subject)
    return view.unreached(turn.lang, standing, found, total)


@router.hears(r"お知らせ(?:一覧|の一覧)?", r"notices?")
def listed(turn: Turn, words: str) -> Card:
    """「お知らせ」."""
    del words
    return mine(turn, view.Mine())


@router.hears(r"お知らせ\s*(?P<words>[0-9]{1,9})", r"notices?\s+(?P<words>[0-9]{1,9})")
def numbered(turn: Turn, words: str) -> Card:
    """「お知らせ 12」."""
    return card(turn, seen(turn, int(words)))


@router.on(view.OpenNew)
def open_new(turn: Turn, verb: view.OpenNew) -> Card:
    """お知らせを作る: the empty form."""
    del verb
    writers_only(turn)
    return view.new_form(turn.lang, today=turn.today)


@router.hears(r"お知らせ\s*(?:を)?\s*(?:作成|作る|新規)", r"(?:new|write a) notice")
def new_in_words(turn: Turn, words: str) -> Card:
    """「お知らせ作成」."""
    del words
    return open_new(turn, view.OpenNew())
