"""「保留」: what may not be disposed of, set and lifted by desks and the officer."""

from collections.abc import Callable
from dataclasses import replace

from bot.agreements.rules.shown import partner_names
from bot.agreements.store import register as agreements
from bot.errors import Mistyped, NotFound, Refused
from bot.people import store as people
from bot.records.jobs import disposal_acts as acts
from bot.records.model.keeping import Ground, Hold
from bot.records.rules import keeping as rules
from bot.records.rules.keeping_shown import ShownHold, shown_hold
from bot.records.store import holds
from bot.records.telling.keeping import naming
from bot.retention import Kind
from bot.storage.tx import Tx
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.again import again
from cards.records import keeping as cards
from cards.records import keeping_forms as forms
from cards.records.verbs import keeping as verbs

MOST_NAMED = 20  # choices that a form still shows
Titles = Callable[[Tx, str], str]


def routes(titles: Titles) -> Router:
    """The words and the presses; `titles` names a matter by its subject."""
    router = Router()

    def listed(turn: Turn, verb: verbs.Holds | verbs.SetHold | verbs.LiftHold) -> Card:
        del verb
        if not _may_read(turn):
            rules.refuse("not_reader")
        found = [_shown(turn, one, titles) for one in holds.standing(turn.tx, turn.today)]
        return forms.holds(turn.lang, found, may=_may_hold(turn))

    @returning(open_hold)
    def set_(turn: Turn, verb: verbs.SetHold) -> Card:
        _holder(turn)
        new = Hold(
            id=0,
            ground=Ground(verb.ground),
            subject=_matter(turn, verb, titles),
            why=verb.why,
            set_by=turn.person.id,
            set_at=turn.now,
            until=verb.until,
        )
        acts.hold(turn.tx, new, turn.person, actor=turn.actor, act=verb.name)
        return listed(turn, verb)

    def open_lifting(turn: Turn, verb: verbs.OpenLifting | verbs.LiftHold) -> Card:
        _holder(turn)
        one = _found(turn, verb.hold_id)
        return forms.lift_form(turn.lang, _shown(turn, one, titles))

    @returning(open_lifting)
    def lift(turn: Turn, verb: verbs.LiftHold) -> Card:
        _found(turn, verb.hold_id)
        by, reason = turn.person, verb.reason
        acts.lift(turn.tx, verb.hold_id, by, reason, actor=turn.actor, at=turn.now, act=verb.name)
        return listed(turn, verb)

    router.on(verbs.Holds)(listed)
    router.on(verbs.OpenHold)(open_hold)
    router.on(verbs.SetHold)(set_)
    router.on(verbs.OpenLifting)(open_lifting)
    router.on(verbs.LiftHold)(lift)
    router.hears(r"(?:廃棄の)?保留", r"holds?")(
        lambda turn, _: listed(turn, verbs.Holds()) if _may_read(turn) else None
    )
    return router


def _may_read(turn: Turn) -> bool:
    return rules.has(turn.person, rules.READERS)


def _may_hold(turn: Turn) -> bool:
    return rules.has(turn.person, rules.HOLDERS)


def _holder(turn: Turn) -> None:
    if not _may_hold(turn):
        rules.refuse("not_holder")


def open_hold(turn: Turn, verb: verbs.OpenHold | verbs.SetHold) -> Card:
    """保留する: the form."""
    del verb
    _holder(turn)
    return forms.hold_form(turn.lang, today=turn.today)


def _found(turn: Turn, hold: int) -> Hold:
    """One hold; whoever may not hold isn't told whether there is such a one."""
    _holder(turn)
    try:
        return holds.get(turn.tx, hold)
    except NotFound:
        rules.refuse("unknown_hold")


def _shown(turn: Turn, one: Hold, titles: Titles) -> ShownHold:
    return shown_hold(one, naming(turn.tx, turn.today), _what(turn, one.subject, titles))


def _what(turn: Turn, subject: str, titles: Titles) -> str:
    """A kind by its name, a person by theirs, a matter by its title."""
    kind, _, rest = subject.partition(":")
    if kind == "kind":
        return cards.kind_name(turn.lang, rest)
    if kind == "person" and rest.isdecimal():
        return naming(turn.tx, turn.today)(int(rest)) or subject
    return titles(turn.tx, subject) or subject


def _matter(turn: Turn, verb: verbs.SetHold, titles: Titles) -> str:
    """What somebody typed: a subject, a person's address, the name of a kind, or words of an
    agreement."""
    words = verb.matter.strip()
    if "@" in words:
        found = people.find_by_mail(turn.tx, words, turn.today)
        return f"person:{found.id}" if found else rules.refuse("nobody")
    for kind in Kind:
        if words in (f"kind:{kind}", kind.value, cards.kind_name(turn.lang, kind)):
            return f"kind:{kind}"
    if titles(turn.tx, words):
        return words
    number = words.partition(":")[2]
    known = words.partition(":")[0] in ("pupil", "class", "report", "suspension", "person")
    return words if known and number.isdecimal() else _agreement(turn, verb)


def _agreement(turn: Turn, verb: verbs.SetHold) -> str:
    """The one agreement that somebody's words name; where they name a few, the form comes back with
    these to choose from."""
    found = agreements.search(turn.tx, verb.matter)
    if not found:
        rules.refuse("unknown_matter")
    if len(found) > MOST_NAMED:
        rules.refuse("many_matters", count=len(found))
    if len(found) == 1:
        return found[0].subject
    refused = Refused("records.keeping.refused.which_matter", count=len(found))
    among = [(one.subject, f"{one.title}（{partner_names(one, turn.today)}）") for one in found]
    form = forms.hold_form(turn.lang, today=turn.today, among=among)
    said = turn.lang.t(refused.reason, **refused.facts)
    raise Mistyped(refused, again(form, replace(verb, matter=""), said))
