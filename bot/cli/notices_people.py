"""`--as MAIL`: for whom a command about notices is run, and whether their role allows it."""

import getpass
from collections.abc import Collection
from datetime import date

from bot.cli.opening import House
from bot.errors import Unreadable
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.notices.deeds import Deed
from bot.notices.model import Broadcast
from bot.notices.rules import DESKS, minds
from bot.people import store
from bot.people.model import Person, Role
from bot.storage.tx import Tx

_AUDITORS = frozenset((Role.AUDITOR, Role.SECURITY_OFFICER))


def person(tx: Tx, mail: str, on: date, roles: Collection[Role]) -> Person:
    """The person with this address, in one of these roles on that day; raises Unreadable."""
    found = store.find_by_mail(tx, mail, on)
    if found is None or not found.is_here(on):
        remedy = "nobody here has this address; write that of a person in the register"
        raise Unreadable("--as", remedy)
    if found.roles.isdisjoint(roles):
        wanted = ", ".join(sorted(roles))
        remedy = f"this person has none of the roles {wanted}; name somebody who has"
        raise Unreadable("--as", remedy)
    return found


def given(tx: Tx, mail: str | None, on: date, roles: Collection[Role]) -> Person | None:
    """As `person`; None, the operator at the machine, where no address was given."""
    return None if mail is None else person(tx, mail, on, roles)


def deed(tx: Tx, mail: str | None, house: House) -> Deed:
    """What somebody of a desk, or the operator, does to a notice as it is now."""
    by = given(tx, mail, house.today, DESKS)
    return Deed(by=by, actor=actor(tx, by), now=house.now)


def reader(tx: Tx, mail: str, on: date, broadcast: Broadcast) -> Person:
    """Who may take out the names: whoever minds the notice, and auditors; raises Unreadable."""
    found = person(tx, mail, on, {*DESKS, *_AUDITORS})
    if not minds(broadcast, found) and found.roles.isdisjoint(_AUDITORS):
        remedy = "name its author, somebody of its desk, or an auditor"
        raise Unreadable("--as", f"the notice is not this person's; {remedy}")
    return found


def actor(tx: Tx, person: Person | None) -> Actor:
    """How the ledger names who acts: the person, with the system's user who typed it."""
    user = pseudonyms.of_system_user(tx, getpass.getuser())
    if person is None:
        return Actor.command(user)
    return Actor.command(pseudonyms.of(tx, person.id), via=user)
