"""What the agreements slice asks of Graph, and what follows from the answer."""

from bot import policy
from bot.agreements.audience import calendar_of
from bot.agreements.managers import FIND_MANAGER, FindManager
from bot.agreements.notices import post
from bot.agreements.plan.escalations import escalated
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.states import is_open, is_under_way
from bot.agreements.store import register
from bot.errands.model import Done, Outcome
from bot.errands.registry import Registry
from bot.people import store as people
from bot.slice import Tick
from graph import Graph

errands = Registry()


@errands.on(FIND_MANAGER)
async def find_manager(graph: Graph, job: FindManager) -> Outcome:
    """Who the directory says is above the owner; harmless to repeat."""
    manager = await graph.directory.manager(job.aad_object_id)
    return Done(manager.id if manager else "")


@errands.apply(find_manager)
def manager_found(tick: Tick, job: FindManager, outcome: object) -> None:
    """Tell the manager of the matter, if it still waits and they are known here."""
    agreement = register.find(tick.tx, job.agreement)
    if agreement is None or not is_open(agreement) or is_under_way(agreement):
        return
    aad = outcome if isinstance(outcome, str) else ""
    manager = people.find_by_aad(tick.tx, aad, tick.today) if aad else None
    if manager is None or not manager.is_here(tick.today):
        return
    matters = Matters(tick.tx, calendar_of(tick.tx))
    item = escalated(matters, agreement, tick.today, key=job.key, to=(manager.id,))
    audience = matters.audience(tick.today)
    post(tick.tx, item, audience=audience, due_at=policy.sending_time(tick.tx, tick.now))
