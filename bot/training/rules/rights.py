"""Who runs what: the training desk everything, a coordinator what is their municipality's."""

from bot.people.model import Person, Role
from bot.training.model import Session


def is_desk(person: Person) -> bool:
    """Whether somebody is of the training desk."""
    return Role.TRAINING_DESK in person.roles


def is_coordinator(person: Person) -> bool:
    """Whether somebody minds their municipality's trainings; without one there is nothing to."""
    return Role.TRAINING_COORDINATOR in person.roles and bool(person.municipality)


def may_run(person: Person, session: Session) -> bool:
    """Whether somebody may open, close, move and cancel a session."""
    return is_desk(person) or (is_coordinator(person) and session.host == person.municipality)


def may_choose_for(person: Person, municipality: str) -> bool:
    """Whether somebody may choose a municipality's wave, the day and the sending aside."""
    return is_desk(person) or (is_coordinator(person) and person.municipality == municipality)


def sees(person: Person) -> str | None:
    """Whose numbers somebody sees: "" everybody's, else one municipality's; None: nobody's."""
    if is_desk(person):
        return ""
    return person.municipality if is_coordinator(person) else None
