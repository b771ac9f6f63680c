"""What a matter is called, by the subject under which the ledger has it."""

from bot.storage.tx import Tx
from bot.training.secondments import keeping as secondment_keeping
from bot.training.store import courses, enrolments, sessions


def title_of(tx: Tx, subject: str) -> str:
    """The title of the course that `course:2` or a thing of it (`session:3`) is about, or of a
    secondment.

    "" for other subjects, and for what is no more.
    """
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ""
    found = courses.find_one(tx, _course(tx, kind, int(number)))
    return found.title if found else secondment_keeping.title_of(tx, subject)


def _course(tx: Tx, kind: str, number: int) -> int:
    """0 where there is none."""
    match kind:
        case "course":
            return number
        case "session":
            session = sessions.find_one(tx, number)
            return session.course if session else 0
        case "enrolment":
            enrolment = enrolments.find_one(tx, number)
            return enrolment.course if enrolment else 0
    return 0
