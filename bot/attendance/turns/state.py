"""What an account has sent itself: how far it is, and taking it back (明日は登校します)."""

from dataclasses import replace
from datetime import date, timedelta

from bot.attendance import family, family_state, receiving
from bot.attendance.family import Child
from bot.attendance.model import Door, Report
from bot.attendance.rules import families
from bot.attendance.rules.shown.family import ShownChild
from bot.attendance.rules.shown.own import ShownOwn, ShownWritten
from bot.attendance.store import days, reports, schools
from bot.attendance.store.words import Checked
from bot.attendance.turns import form, siblings, word
from bot.errors import Refused, Stale
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.again import again
from cards.attendance import family as cards
from cards.attendance.beside import both
from cards.attendance.verbs import family as view
from cards.elements import Card

router = Router()
NOTHING_AHEAD = "attendance.family.refused.nothing_ahead"
NOT_BY_CHILD = "attendance.family.refused.not_by_child"
_LISTED = timedelta(days=31)
_WORD_SAID = {**word.SAID, Checked.WRONG: "attendance.family.word_needed"}


@router.on(view.FamilyReports)
def listed(turn: Turn, verb: view.FamilyReports) -> Card:
    """送った連絡: this account's own, of children for whom it may still see them."""
    del verb
    return mine(turn)


def mine(turn: Turn) -> Card:
    """The account's own reports, the newest first; raises Refused for whoever speaks for nobody."""
    every = family.children(turn.tx, turn.person, turn.now)
    if not every:
        raise Refused(family.NOBODY)
    seen = {one.pupil.id for one in every if one.may_see}
    found = reports.by_author(turn.tx, turn.person.id, turn.today - _LISTED)
    theirs = [r for r in found if families.is_theirs(r, turn.person.id) and r.pupil in seen]
    shown = [family_state.shown_own(turn.tx, one, turn.now) for one in theirs[::-1]]
    return cards.reports(family.language(turn.lang, every), shown)


@router.on(view.FamilyShow)
def show(turn: Turn, verb: view.FamilyShow) -> Card:
    """One report; what was written only where it was a guardian's own account that wrote it."""
    found = siblings.own(turn, verb.report_id)
    one = family.reader(turn.tx, turn.person, found.pupil, turn.now)
    return _shown(turn, one, found)


def _shown(turn: Turn, one: Child, found: Report) -> Card:
    with_word = found.door is Door.WORD and form.word_state(turn, one) == "ask"
    may = one.may_report and _may(turn, found, as_guardian=with_word or not one.own)
    own = family_state.shown_own(turn.tx, found, turn.now, can_withdraw=may)
    return cards.own(
        form.lang_of(turn, one),
        own,
        written=None if one.own else _written(one, found, own),
        day=max(found.since, turn.today),
        word=with_word,
        siblings=_siblings(turn, one, found),
    )


def _may(turn: Turn, found: Report, *, as_guardian: bool) -> bool:
    return families.may_withdraw(
        found,
        account=turn.person.id,
        as_guardian=as_guardian,
        today=turn.today,
        holds_pupils=schools.get(turn.tx, found.school).holds_pupils,
    )


def _written(one: Child, found: Report, own: ShownOwn) -> ShownWritten:
    content = found.content
    if not families.shows_class(one.pupil):  # 秘匿対象: nothing of arrival or of who comes
        content = replace(content, arrives=None, leaves=None, pickup="")
    return ShownWritten(own=own, child=one.pupil.name, kind=found.kind, content=content)


def _siblings(turn: Turn, one: Child, found: Report) -> list[ShownChild]:
    if one.own or found.until < turn.today:
        return []
    every = family.children(turn.tx, turn.person, turn.now)
    others = (o for o in every if o.may_report and not o.own and o.school is not None)
    return [form.shown_child(turn, o) for o in others if o.pupil.id != one.pupil.id]


@router.on(view.FamilyComes)
def comes(turn: Turn, verb: view.FamilyComes) -> Card:
    """明日は登校します: from which day, of the account's own report for the days to come."""
    one = family.enrolled(turn.tx, turn.person, verb.pupil_id, turn.now)
    found = form.ahead(turn, one)
    if found is None:
        raise Refused(NOTHING_AHEAD)
    return _asked(turn, one, found)


def _asked(turn: Turn, one: Child, found: Report) -> Card:
    phone = family.phone(one)
    return cards.comes(
        form.lang_of(turn, one),
        family_state.shown_own(turn.tx, found, turn.now),
        day=_return_day(turn, one, found),
        last=found.until,
        word=found.door is Door.WORD and form.word_state(turn, one) == "ask",
        phones=[phone] if phone else [],
    )


def _return_day(turn: Turn, one: Child, found: Report) -> date:
    """The next school day, if the report speaks of it; else its first day."""
    assert one.school is not None  # noqa: S101 - who reported was enrolled
    day = days.next_school_day(turn.tx, one.school, one.class_, turn.today)
    return day if day is not None and found.covers(day) else max(found.since, turn.today)


@router.on(view.FamilyTakeBack, ahead=word.TAKING_BACK)
def take_back(turn: Turn, verb: view.FamilyTakeBack) -> Card:
    """取り消す, from a day on; days that are over stay as they were said.

    A child's own account takes back only what it said itself: for what came with the family word
    it needs the word, and what others have reported isn't there for it.
    """
    found = siblings.own(turn, verb.report_id)
    one = family.enrolled(turn.tx, turn.person, found.pupil, turn.now)
    if found.version != verb.version:
        show_now = view.FamilyShow(report_id=found.id)
        raise Stale("attendance.family.refused.changed", show=show_now)
    said = word.said(turn, one, verb.word) if found.door is Door.WORD else Checked.NONE
    if said in word.SAID:
        lang, words = form.lang_of(turn, one), _WORD_SAID[said]
        return again(_asked(turn, one, found), replace(verb, word=""), both(lang, words))
    return _taken_back(turn, one, found, verb, by_guardian=said is Checked.RIGHT or not one.own)


def _taken_back(
    turn: Turn, one: Child, found: Report, verb: view.FamilyTakeBack, *, by_guardian: bool
) -> Card:
    since = max(verb.day, turn.today)
    if not _may(turn, found, as_guardian=by_guardian):
        raise Refused(NOT_BY_CHILD if one.own and _is_alive(turn, found) else NOTHING_AHEAD)
    if since > found.until:
        raise Refused(NOTHING_AHEAD)
    from_ = None if since <= found.since else since
    receiving.withdraw(turn.tx, found, turn.now, actor=turn.actor, since=from_)
    return family_state.card(turn.tx, reports.get(turn.tx, found.id), turn.now)


def _is_alive(turn: Turn, found: Report) -> bool:
    return found.state in families.ALIVE and found.until >= turn.today
