"""送る: the draft becomes a report, once; a wrong family word keeps nothing of the rest back."""

import re
import unicodedata
from dataclasses import replace
from datetime import time
from typing import Any

from bot.attendance import family, family_state, receiving
from bot.attendance.family import Child
from bot.attendance.model import Content, Door, Report
from bot.attendance.rules import reporting
from bot.attendance.rules import times as of_times
from bot.attendance.rules.reporting import Wanted
from bot.attendance.store import drafts, reports
from bot.attendance.store.drafts import Draft
from bot.attendance.store.words import Checked
from bot.attendance.turns import form, word
from bot.errors import Refused
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.again import again
from cards.attendance.beside import both
from cards.attendance.verbs import family as view
from cards.elements import Card
from cards.verbs import Verb

router = Router()
OLD_FORM = "attendance.family.old_form"
_DEGREES = re.compile(r"(?P<whole>[0-9]{2})(?:[.,](?P<tenth>[0-9])0?)? ?(?:°?C|度)?")
_RETURNED = 1000  # letters of what was too long that come back: a card holds so much


@router.on(view.FamilySend, ahead=word.SENDING)
def send(turn: Turn, verb: view.FamilySend) -> Card:
    """送る. Link, right and child are asked of the database again; a second press changes nothing.

    Raises Mistyped with the form for what can't be so, Refused for whoever speaks for the child no
    more.
    """
    found = drafts.locked(turn.tx, verb.draft_id, turn.person.id)
    if isinstance(found, int) and found:
        return _sent_already(turn, found)
    if not isinstance(found, Draft):
        raise form.returned(turn, verb, Refused(OLD_FORM), form.first(turn))
    one = family.child(turn.tx, turn.person, found.pupil, turn.now)
    _check_days(turn, one, found)
    draft = _checked(turn, one, found, verb)
    said = word.said(turn, one, verb.word)
    if said in word.SAID:
        return _without_word(turn, one, draft, verb, said)
    door = Door.WORD if said is Checked.RIGHT else one.door
    return _received(turn, one, draft, door)


def _sent_already(turn: Turn, report: int) -> Card:
    found = reports.get(turn.tx, report)
    family.child(turn.tx, turn.person, found.pupil, turn.now)
    return family_state.card(turn.tx, found, turn.now)


def _check_days(turn: Turn, one: Child, draft: Draft) -> None:
    """A form that was opened yesterday: its day may be over by now, or closed since."""
    wanted = _wanted(one, draft)
    try:
        found = form.calendar(turn, one, draft.since)
        reporting.check_days(wanted, today=turn.today, calendar=found)
    except Refused as refused:
        opened = form.first(turn, draft.pupil)
        raise form.returned(turn, form.typed(draft), refused, opened) from None


def _wanted(one: Child, draft: Draft) -> Wanted:
    return Wanted(
        since=draft.since,
        until=draft.until,
        kind=draft.kind,
        door=one.door,
        content=draft.content,
    )


def _checked(turn: Turn, one: Child, draft: Draft, verb: view.FamilySend) -> Draft:
    """The draft with what the second step says, or Mistyped with the form as it was sent."""
    try:
        filled = replace(draft, content=_content(turn, one, draft, verb))
        reporting.check(
            _wanted(one, filled),
            today=turn.today,
            calendar=form.calendar(turn, one, draft.since),
            meals_days=one.school.meals_days if one.school else None,
        )
    except Refused as refused:
        opened = form.second(turn, one, draft)
        raise form.returned(turn, _bare(verb), refused, opened) from None
    return filled


def _content(turn: Turn, one: Child, draft: Draft, verb: view.FamilySend) -> Content:
    """What was asked, and nothing else that a client may send along."""
    if draft.same and one.own:
        return draft.content
    said: dict[str, Any] = {
        "arrives": _time(verb.arrives),
        "leaves": _time(verb.leaves),
        "pickup": verb.pickup,
        "temperature": _tenths(verb.temperature),
        "phrases": tuple(filter(None, verb.phrases.split(","))),
        "text": verb.text,
        "meals_stop": verb.meals_stop,
    }
    asked = form.asked(turn, one, draft)
    return replace(draft.content, **{name: said[name] for name in asked})


def _time(typed: str) -> time | None:
    try:
        return of_times.typed(typed) if typed else None
    except ValueError:
        raise Refused("attendance.family.refused.time") from None


def _tenths(typed: str) -> int:
    """37.5, ３７．５, 37,5℃ are 375; nothing is 0. Raises Refused."""
    said = unicodedata.normalize("NFKC", typed).strip()
    match = _DEGREES.fullmatch(said)
    if said and match is None:
        raise Refused("attendance.family.refused.temperature")
    return int(match["whole"]) * 10 + int(match["tenth"] or 0) if match else 0


def _without_word(
    turn: Turn, one: Child, draft: Draft, verb: view.FamilySend, said: Checked
) -> Card:
    """The form with all that was typed but the word, and whom to ring where it is locked."""
    drafts.save(turn.tx, draft, today=turn.today)
    lang = form.lang_of(turn, one)
    opened = form.second(turn, one, draft)
    return again(opened, _bare(verb), both(lang, word.SAID[said]))


def _bare(verb: view.FamilySend) -> Verb:
    """What goes back to the form: no word, and of a very long text as much as a card holds."""
    return replace(verb, word="", text=verb.text[:_RETURNED], pickup=verb.pickup[:_RETURNED])


def _received(turn: Turn, one: Child, draft: Draft, door: Door) -> Card:
    kept = receiving.receive(
        turn.tx,
        _report(turn, one, draft, door),
        turn.now,
        actor=turn.actor,
        key=f"draft:{draft.id}",
    )
    drafts.spend(turn.tx, draft, kept.id)
    return family_state.adopt(turn, kept)


def _report(turn: Turn, one: Child, draft: Draft, door: Door) -> Report:
    """As the family says it; school, class and state are receiving's to find."""
    return Report(
        id=0,
        pupil=one.pupil.id,
        school=one.school.id if one.school else 0,
        day_class=0,
        since=draft.since,
        until=draft.until,
        kind=draft.kind,
        door=door,
        author=turn.person.id,
        sent_at=turn.now,
        guardian=one.link.id if one.link else 0,
        language=form.lang_of(turn, one).code,
        content=draft.content,
    )
