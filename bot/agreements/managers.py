"""The manager that Graph names, for a post above which the register has nobody."""

from dataclasses import dataclass
from datetime import datetime

from bot.agreements.plan.escalations import Headless
from bot.clock import real_now
from bot.errands import rows as errands
from bot.people import store as people
from bot.storage.tx import Tx

FIND_MANAGER = "agreements.find_manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindManager:
    """Whose manager is to be told of which agreement, under the key of the escalation."""

    agreement: int
    aad_object_id: str
    key: str


def ask_for_manager(tx: Tx, headless: Headless, *, now: datetime) -> None:
    """Have Graph asked for the manager of each owner; what follows is the errand's."""
    for person in headless.owners:
        found = people.find(tx, person, now.date())
        if found is None or not found.aad_object_id:
            continue
        job = FindManager(
            agreement=headless.agreement.id,
            aad_object_id=found.aad_object_id,
            key=headless.key,
        )
        key = f"manager:{headless.key}:{person}"
        errands.ask(tx, FIND_MANAGER, key=key, job=job, due=now, now=real_now())
