"""Reads the directory step by step: what to ask next, and what follows from the answer.

A step asks one page of Graph at most. What it says is kept in one short transaction together with
the place where the next step goes on, so that a crash costs one page. Any number of processes may
try: a step that somebody else has taken meanwhile changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.errors import Stale
from bot.people import directory, group_roles, listing, references, register
from bot.people.listing import Followed
from bot.people.sync_state import Phase, State, keep, take
from bot.storage.tx import Tx
from graph import Graph
from graph.directory import Gone, Seen
from graph.errors import Broken, Expired, Missing, NotConsented

_AT_ONCE = 1000  # rows that are marked or cleared in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be asked: `link` names the page, "" the first; `group` whose members."""

    phase: str
    link: str = ""
    group: str = ""

    def then(self, answer: "Answer") -> "Step | None":
        """The next step, where that is known before this one is written: the next page."""
        if self.phase == Phase.ACCOUNTS and not answer.is_last and not answer.expired:
            return replace(self, link=answer.link)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Graph said: accounts or members, and the `link` to the next page; after the last page
    (`is_last`) of accounts it leads to what changes later.

    `expired`: the link was too old. `unread`: the group isn't there or must not be read.
    """

    accounts: tuple[Seen | Gone, ...] = ()
    members: tuple[str, ...] = ()
    link: str = ""
    is_last: bool = False
    expired: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The next step, or None at the end, and what the whole reading has done until now."""

    next: Step | None
    followed: Followed


MISSING, REFUSED = "missing", "refused"


def begin(tx: Tx) -> Step:
    """The first step of a reading: on from where the last one stopped, if it did.

    Groups are read from the beginning each time: who stood in them yesterday tells nothing.
    """
    state = take(tx)
    if state.place.rests:
        state = _counted(state.at(rests=False), Followed())
    if state.place.phase in (Phase.GROUPS, Phase.CLEAR):
        state = state.at(phase=Phase.CLEAR, groups=(), link="", again=True)
    keep(tx, state)
    return _step(state)


async def ask(graph: Graph, step: Step) -> Answer:
    """What Graph says to this step; a step that needs no request is answered at once.

    Raises Throttled, NotConsented (for accounts) or Broken.
    """
    match step.phase:
        case Phase.ACCOUNTS:
            return await _accounts(graph, step.link)
        case Phase.GROUPS:
            return await _members(graph, step.group, step.link)
    return Answer()


async def _accounts(graph: Graph, link: str) -> Answer:
    try:
        page = await graph.directory.changed(link)
    except Expired:
        if not link:
            raise Broken(410) from None
        return Answer(expired=True)
    is_last = not page.following
    return Answer(accounts=page.people, link=page.later or page.following, is_last=is_last)


async def _members(graph: Graph, group: str, link: str) -> Answer:
    try:
        ids, following = await graph.groups.page(group, link)
    except Missing:
        return Answer(unread=MISSING, is_last=True)
    except NotConsented:
        return Answer(unread=REFUSED, is_last=True)
    if following and following == link:
        raise Broken(200)
    return Answer(members=ids, link=following, is_last=not following)


def write(tx: Tx, step: Step, answers: Sequence[Answer], now: datetime) -> Written:
    """Keep what was answered to `step`, and to those that followed from it, in one transaction.

    `now` in the tenant's zone. Raises Stale where somebody else went on from there.
    """
    state = take(tx)
    if _step(state) != step:
        raise Stale("people.refused.changed")
    state = replace(state.at(rests=False), step=state.step + 1)
    state = _WRITE[Phase(step.phase)](tx, state, answers, now)
    keep(tx, state)
    next = None if state.place.rests else _step(state)
    return Written(next=next, followed=_followed(state))


def _step(state: State) -> Step:
    place = state.place
    if place.phase is Phase.GROUPS:
        return Step(phase=place.phase.value, link=place.link, group=place.groups[0][1])
    link = place.accounts if place.phase is Phase.ACCOUNTS else ""
    return Step(phase=place.phase.value, link=link)


def _followed(state: State) -> Followed:
    place = state.place
    return Followed(listed=place.listed, left=place.left, back=place.back)


def _counted(state: State, followed: Followed) -> State:
    return state.at(listed=followed.listed, left=followed.left, back=followed.back)


def _accounts_said(tx: Tx, state: State, answers: Sequence[Answer], now: datetime) -> State:
    people = [one for answer in answers for one in answer.accounts]
    state = _follow(tx, state, people, now.date())
    last = answers[-1]
    if last.expired:
        return replace(state.at(accounts="", whole=True), round=state.round + 1)
    was_whole = state.place.whole
    state = state.at(accounts=last.link)
    if not last.is_last:
        return state
    state = replace(state.at(whole=False), ended_at=now)
    return state.at(phase=Phase.UNSEEN) if was_whole else _to_groups(tx, state)


def _follow(tx: Tx, state: State, people: Sequence[Seen | Gone], today: date) -> State:
    accounts = directory.keep(tx, people, round=state.round, step=state.step, today=today)
    followed = listing.follow(tx, register.current(tx), accounts, today)
    references.drop_of(tx, [one.aad_object_id for one in accounts if one.gone_on is not None])
    return _counted(state, _followed(state) + followed)


def _unseen(tx: Tx, state: State, answers: Sequence[Answer], now: datetime) -> State:
    del answers
    gone = directory.unseen(tx, state.round, _AT_ONCE)
    return _follow(tx, state, gone, now.date()) if gone else _to_groups(tx, state)


def _to_groups(tx: Tx, state: State) -> State:
    """A new generation of roles is built beside the one that holds."""
    groups = group_roles.wanted(tx)
    state = replace(state, unread_groups=0)
    if groups:
        building = register.new_generation()
        return replace(state.at(phase=Phase.GROUPS, groups=groups), other_roles=building)
    return _to_roles(state, 0)


def _members_said(tx: Tx, state: State, answers: Sequence[Answer], now: datetime) -> State:
    del now
    for answer in answers:
        if answer.unread:
            state = replace(state, unread_groups=state.unread_groups + 1)
        if answer.unread == REFUSED:  # the roles that hold stay as they are
            return state.at(phase=Phase.CLEAR, groups=(), link="")
        role = state.place.groups[0][0]
        group_roles.fill(tx, state.other_roles, role, answer.members)
        rest = state.place.groups[1:] if answer.is_last else state.place.groups
        state = state.at(groups=rest, link=answer.link)
    return state if state.place.groups else _to_roles(state, state.other_roles)


def _to_roles(state: State, new: int) -> State:
    """These roles hold from now on; those that did are cleared."""
    state = replace(state.at(groups=(), link=""), roles=new, other_roles=state.roles)
    return state.at(phase=Phase.CLEAR) if state.other_roles else _at_rest(state)


def _clear(tx: Tx, state: State, answers: Sequence[Answer], now: datetime) -> State:
    del answers, now
    if state.other_roles and group_roles.clear(tx, state.other_roles, _AT_ONCE):
        return state
    state = replace(state, other_roles=0)
    if state.place.again:
        return state.at(phase=Phase.ACCOUNTS, again=False)
    return _at_rest(state)


def _at_rest(state: State) -> State:
    return state.at(phase=Phase.ACCOUNTS, rests=True)


_WRITE: dict[Phase, Callable[[Tx, State, Sequence[Answer], datetime], State]] = {
    Phase.ACCOUNTS: _accounts_said,
    Phase.UNSEEN: _unseen,
    Phase.GROUPS: _members_said,
    Phase.CLEAR: _clear,
}
