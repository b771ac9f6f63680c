"""What notices ask of Graph and Teams: the app for one person, their chat, a group, the bell."""

from contextlib import suppress
from urllib.parse import quote

import structlog

from bot.clock import real_now
from bot.delivery import outbox, outcomes
from bot.delivery.chats import Chats
from bot.delivery.verdicts import NOT_THE_PERSON
from bot.errands.model import Asks, Done, Later, Never, Outcome
from bot.errands.registry import Registry
from bot.notices import contact, groups, reach
from bot.notices.asked import (
    CHATS_EACH_SECOND,
    INSTALL,
    INSTALLS_EACH_SECOND,
    OPEN_CHAT,
    READ_GROUP,
    RING,
    RINGS_EACH_SECOND,
    Install,
    OpenChat,
    ReadGroup,
    Ring,
)
from bot.people import references
from bot.people.references import Reference
from bot.slice import Tick
from graph import Graph
from graph.errors import GraphError, Missing, Reason, Refused
from graph.installs import AlreadyThere

log = structlog.get_logger()
errands = Registry()

NOT_IN_CATALOGUE = "not_in_catalogue"
ALREADY_THERE = "already_there"
# What Teams answers where the fault is the bot's, whomever it writes to.
_THE_BOTS = NOT_THE_PERSON | {"service_url", "invalid_address"}
ACTIVITY = "urgentNotice"  # one of the manifest's activity types


async def _ready(graph: Graph) -> None:
    """What the first request needs would else make those behind it go all at once."""
    await graph.warm()
    with suppress(GraphError):  # whoever asks next is told
        await graph.app()


@errands.on(INSTALL, each_second=INSTALLS_EACH_SECOND, ready=_ready)
async def install(graph: Graph, job: Install) -> Outcome:
    """Give one person the app; harmless to repeat.

    The value: "" or `ALREADY_THERE`, else why they can't have it; Never where nobody can.
    """
    try:
        found = await graph.installs.add(job.account, await graph.app())
    except Refused as refused:
        return Done(refused.reason.value)
    except Missing:
        return Never(NOT_IN_CATALOGUE)
    return Done(ALREADY_THERE if isinstance(found, AlreadyThere) else "")


@errands.apply(install)
def installed(tick: Tick, job: Install, outcome: object) -> None:
    """Teams tells the bot of the chat next; who can't have the app is unreachable."""
    match outcome:
        case "":
            _go_on(tick)
            reach.keep(tick.tx, job.person, reach.INSTALLED, at=real_now())
        case str() if outcome == ALREADY_THERE:
            _go_on(tick)  # of these Teams tells nothing
            reach.keep(tick.tx, job.person, reach.INSTALLED, at=real_now() - contact.TOLD_WITHIN)
        case Never(reason):
            _hold_all(tick, reason)
            contact.put_off(tick.tx, job.person, reach.ASKED, real_now())
        case str():
            _refused(tick, job.person, outcome)
        case _:
            _refused(tick, job.person, Reason.OTHER.value)


def _refused(tick: Tick, person: int, reason: str) -> None:
    _go_on(tick)
    reach.keep(tick.tx, person, reach.REFUSED, reason=reason, at=real_now())
    outbox.unreachable(tick.tx, person, reason)


def _go_on(tick: Tick) -> None:
    """What held up all first contacts is no more."""
    reach.forget(tick.tx, contact.NOBODY)


def _hold_all(tick: Tick, reason: str) -> None:
    """What lies with the consent or the bot makes nobody unreachable: all wait, and the operator
    is told once."""
    if contact.NOBODY not in reach.tried(tick.tx, (contact.NOBODY,)):
        log.error("first_contacts_held_up", reason=reason, tenant=tick.tx.tenant)
    reach.keep(tick.tx, contact.NOBODY, reach.REFUSED, reason=reason, at=real_now())


@errands.on(OPEN_CHAT, asks=Asks.TEAMS, each_second=CHATS_EACH_SECOND)
async def open_chat(chats: Chats, job: OpenChat) -> Outcome:
    """Where the chat is; Teams names the same one however often asked.

    The value: the reference, or why they can't be reached; Never where nobody can.
    """
    match await chats.open(job.account, job.service_url):
        case Reference() as found:
            return Done(found)
        case outcomes.Later(seconds=seconds):
            return Later(seconds)
        case outcomes.Never(reason=reason):
            return Never(reason) if reason in _THE_BOTS else Done(reason)
    return Later()  # nobody knows; asking again does no harm


@errands.apply(open_chat)
def chat_opened(tick: Tick, job: OpenChat, outcome: object) -> None:
    """Keep where the person is reached, unless they have been heard of meanwhile."""
    if references.find(tick.tx, job.person) is not None:
        _reached(tick, job.person)
        return
    match outcome:
        case Reference():
            references.keep(tick.tx, outcome, at=tick.now)
            _reached(tick, job.person)
        case str():
            _refused(tick, job.person, outcome)
        case Never(reason):
            _hold_all(tick, reason)
            contact.put_off(tick.tx, job.person, reach.INSTALLED, real_now())
        case _:
            reach.forget(tick.tx, job.person)  # from the beginning, at the next second


def _reached(tick: Tick, person: int) -> None:
    _go_on(tick)
    reach.forget(tick.tx, person)
    outbox.reached(tick.tx, person=person)


@errands.on(RING, each_second=RINGS_EACH_SECOND, ready=_ready)
async def ring(graph: Graph, job: Ring) -> Outcome:
    """Ring once for these people; the same notice's earlier bell is replaced."""
    bot = quote(f"28:{graph.app_id}")
    await graph.activity_feed.send(
        job.accounts,
        ACTIVITY,
        topic="緊急のお知らせ / Urgent notice",
        web_url=f"https://teams.microsoft.com/l/chat/0/0?users={bot}",
        preview="緊急のお知らせが届いています。 An urgent notice has arrived.",
        chain=job.notice,
    )
    return Done()


@errands.on(READ_GROUP)
async def read_group(graph: Graph, job: ReadGroup) -> Outcome:
    """A page of the accounts of everybody in the group, nested groups included."""
    try:
        ids, link = await graph.groups.page(job.group, job.link)
    except Missing:
        return Never(groups.GONE)
    if link and (link == job.link or job.number + 1 >= groups.MOST_PAGES):
        return Never("endless")
    return Done(groups.Page(ids=ids, link=link))


@errands.apply(read_group)
def group_read(tick: Tick, job: ReadGroup, outcome: object) -> None:
    """What the directory says is looked up in the register next, page by page."""
    match outcome:
        case groups.Page():
            groups.arrived(tick.tx, job, outcome, tick.now)
        case Never(reason) if reason == groups.GONE:
            groups.missing(tick.tx, job.group, tick.now)
        case _:
            groups.unread(tick.tx, job.group, tick.now)
