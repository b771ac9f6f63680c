"""Who may do what with incidents."""

from bot.people.model import Person, Role

DESKS = frozenset((Role.AGREEMENT_DESK, Role.TRAINING_DESK, Role.SCHOOL_DESK))
READERS = frozenset((*DESKS, Role.SECURITY_OFFICER, Role.AUDITOR))


def may_report(person: Person) -> bool:
    """Any member of staff, of the board of education too: the clock runs for all of them."""
    return person.is_staff or Role.BOARD_OF_EDUCATION in person.roles


def reads(person: Person) -> bool:
    """Whether every case of the tenant is open to them."""
    return not READERS.isdisjoint(person.roles)


def is_officer(person: Person) -> bool:
    """Whether they lead cases (情報セキュリティ責任者)."""
    return Role.SECURITY_OFFICER in person.roles
