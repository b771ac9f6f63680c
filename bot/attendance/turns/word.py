"""The family word of a press: compared before its transaction, a wrong one counted in its own.

A wrong word is counted whatever becomes of the press that brought it: nobody tries more than five,
and nobody else waits while a slow hash is made.
"""

from typing import Any

from bot.attendance.family import Child
from bot.attendance.model import Door
from bot.attendance.rules import families
from bot.attendance.store import drafts, pupils, reports, words
from bot.attendance.store.words import Checked, Tried
from bot.errors import NotFound
from bot.ledger.record import record
from bot.people.model import Person
from bot.storage.tx import Tx
from bot.turns.ahead import Ahead, Slow
from bot.turns.turn import Turn
from cards.attendance.verbs import family as view

SAID = {
    Checked.WRONG: "attendance.family.word_wrong",
    Checked.LOCKED: "attendance.family.word_locked",
}


def said(turn: Turn, one: Child, word: str) -> Checked:
    """Whether the family word was typed, and rightly; NONE where none was typed or given out.

    The ledger has each wrong one, without the word.
    """
    if not word or not one.own:
        return Checked.NONE
    tried = turn.ahead if isinstance(turn.ahead, Tried) else None
    found = words.check(turn.tx, one.pupil.id, word, turn.now, tried=tried)
    if found in SAID and (tried is None or tried.right):
        _remember(turn, one.pupil.id, found)
    return found


def _remember(turn: Turn, pupil: int, found: Checked) -> None:
    act = f"attendance.word_{found.value}"
    record(turn.tx, turn.actor, at=turn.now, act=act, subject=f"pupil:{pupil}")


def _of_draft(tx: Tx, person: Person, verb: view.FamilySend) -> Slow | None:
    """What is to be sent is the account's own draft."""
    return _to_try(tx, person, drafts.pupil_of(tx, verb.draft_id, person.id), verb.word)


def _of_report(tx: Tx, person: Person, verb: view.FamilyTakeBack) -> Slow | None:
    """What came with the word is taken back with the word."""
    try:
        found = reports.get(tx, verb.report_id)
    except NotFound:
        return None
    own = families.is_theirs(found, person.id) and found.door is Door.WORD
    return _to_try(tx, person, found.pupil if own else None, verb.word)


def _to_try(tx: Tx, person: Person, pupil: int | None, word: str) -> Slow | None:
    own = pupils.by_person(tx, person.id) if pupil and word else None
    return words.to_try(tx, own.id, word) if own and own.id == pupil else None


def _count(turn: Turn, verb: Any, tried: Tried) -> Tried | None:
    """None where it has to be compared anew."""
    del verb
    found = words.count(turn.tx, tried, turn.now)
    if found is not None:
        _remember(turn, tried.pupil, found)
    return tried if tried.right or found is not None else None


SENDING = Ahead(look=_of_draft, keep=_count)
TAKING_BACK = Ahead(look=_of_report, keep=_count)
