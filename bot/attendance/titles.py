"""What a matter of attendance is called in the ledger's words: its school, never a child."""

from bot.attendance import health
from bot.attendance.store import cases, classes, rolls, schools
from bot.errors import NotFound
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang

_TITLE = "attendance.day.plan"


def title_of(tx: Tx, subject: str) -> str:
    """The school's name for `school:2`, with the matter for `roll:3` and `case:4`; no child.

    "" for other subjects, and for what is no more.
    """
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ""
    try:
        return _title(tx, kind, int(number)) or health.title_of(tx, subject)
    except NotFound:
        return ""


def _title(tx: Tx, kind: str, number: int) -> str:
    lang = Lang(SOURCE)
    match kind:
        case "school":
            return schools.get(tx, number).name
        case "class":
            return schools.get(tx, classes.get(tx, number).school).name
        case "roll":
            name = schools.get(tx, rolls.get(tx, number).school).name
            return f"{name}　{lang.t(f'{_TITLE}.title_roll')}"
        case "case":
            name = schools.get(tx, cases.get(tx, number).school).name
            return f"{name}　{lang.t(f'{_TITLE}.title_case')}"
    return ""
