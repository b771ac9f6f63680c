"""What the commands about training share: their options, the course meant, and who does it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.cli.opening import House
    from bot.people.model import Person
    from bot.storage.tx import Tx
    from bot.training.managing import Deed
    from bot.training.model import Course, Session

FILE = click.Path(path_type=Path, dir_okay=False)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
CODE = click.argument("code")
NUMBER = click.argument("number", type=click.IntRange(1))
YEAR = click.option(
    "--year", type=click.IntRange(2000, 2100), help="The fiscal year; without it the newest."
)
AS = click.option("--as", "mail", metavar="MAIL", help="For whom it is done.")
FOR = click.option(
    "--as", "mail", metavar="MAIL", required=True, help="Who does it, of the training desk."
)
YES = click.option("--yes", is_flag=True, help="Don't ask.")


def course(tx: "Tx", code: str, year: int | None) -> "Course":
    """The course of our own with this code; raises Unreadable."""
    from bot.training.store import courses

    found = [one for one in courses.of_code(tx, code) if year in (None, one.year)]
    if not found:
        remedy = "no such course; see renkei training report for the codes"
        raise Unreadable(code if year is None else f"{code} {year}", remedy)
    return max(found, key=lambda one: (not one.home, one.year))


def session(tx: "Tx", code: str, year: int | None, number: int) -> "Session":
    """The session of that number; raises Unreadable."""
    from bot.training.store import sessions

    found = sessions.find(tx, course(tx, code, year).id, number)
    if found is None:
        remedy = f"no such session; see renkei training session list {code}"
        raise Unreadable(f"{code} {number}", remedy)
    return found


def person(tx: "Tx", mail: str, on: date) -> "Person":
    """Somebody who manages trainings: of the desk, or a coordinator; raises Unreadable."""
    from bot.people import store
    from bot.training.rules import rights

    found = store.find_by_mail(tx, mail, on)
    if found is None or not found.is_here(on):
        remedy = "nobody here has this address; write that of a person in the register"
        raise Unreadable("--as", remedy)
    if rights.sees(found) is None:
        wanted = "training_desk, training_coordinator"
        remedy = f"this person has none of the roles {wanted}; name somebody who has"
        raise Unreadable("--as", remedy)
    return found


def of_desk(tx: "Tx", mail: str, on: date) -> "Person":
    """Somebody of the training desk; raises Unreadable."""
    from bot.training.rules import rights

    found = person(tx, mail, on)
    if not rights.is_desk(found):
        raise Unreadable("--as", "this is the training desk's; name somebody with training_desk")
    return found


def deed(tx: "Tx", house: "House", by: "Person | None") -> "Deed":
    """What somebody does, or the operator at the machine for None."""
    from bot.cli.notices_people import actor
    from bot.training.managing import Deed

    return Deed(by=by.id if by else 0, actor=actor(tx, by), now=house.now)
