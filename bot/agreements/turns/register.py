"""The register when asked: one matter, a search in words, texts to copy, the bundle."""

from bot.agreements.bundle import bundled
from bot.agreements.model import Agreement
from bot.agreements.rules.shown import found
from bot.agreements.store import register
from bot.agreements.texts import copied_text
from bot.agreements.turns import addresses
from bot.agreements.turns.press import (
    auditing,
    in_full,
    noted,
    readable,
    reader,
    readers_only,
    seat_at,
    standing,
)
from bot.people.model import Role
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import register as cards
from cards.agreements import verbs as view
from cards.agreements.disclosure import disclosure_form
from cards.agreements.publicity import publicity_form
from cards.elements import Card

router = Router()


@router.on(view.Show)
def show(turn: Turn, verb: view.Show) -> Card:
    """The whole matter."""
    agreement, matters = readable(turn, verb.agreement_id)
    return in_full(turn, agreement, matters)


@router.on(view.RefreshMatter, refreshes=True)
def refresh(turn: Turn, verb: view.RefreshMatter) -> Card:
    """The card as it is now; a client asks by itself, so nothing changes.

    Who may not press gets the matter in full, not the owner's card.
    """
    agreement, matters = readable(turn, verb.agreement_id)
    desk_task = agreement.awaits_signing_date and Role.AGREEMENT_DESK in turn.person.roles
    if not (desk_task or reader(turn, agreement, matters).acts):
        return in_full(turn, agreement, matters)
    return standing(turn, matters, agreement, turn.lang, own=True)


@router.on(view.CopyText)
def copy_text(turn: Turn, verb: view.CopyText) -> Card:
    """A text to copy into mail or the document system."""
    at = seat_at(turn, verb.agreement_id)
    words = copied_text(turn, at.agreement, at.matters, verb.text, verb.duty_id)
    matter = at.matters.shown(at.agreement, turn.today)
    return cards.copied(turn.lang, matter, kind=verb.text, words=words)


@router.on(view.Bundle)
def bundle(turn: Turn, verb: view.Bundle) -> Card:
    """監査用にまとめる: evidence, gaps, who owes; who asked for it stands in the ledger."""
    agreement, matters = readable(turn, verb.agreement_id)
    noted(turn, auditing(turn, agreement), act=verb.name, subject=agreement.subject)
    words = bundled(turn.tx, agreement, matters, turn.today, turn.lang)
    return cards.bundle(turn.lang, words, download_url=addresses.of_bundle(turn, agreement))


@router.hears(
    r"協定\s*(?P<words>.*)",
    r"(?:覚書|契約)\s+(?P<words>.+)",
    r"agreements?(?:\s+(?P<words>.+))?",
)
def search(turn: Turn, words: str) -> Card:
    """「協定 <words>」: by title, number, department and any name a party ever bore."""
    readers_only(turn)
    wanted = "" if words.lower().rstrip("s") in ("agreement", "協定") else words
    if not wanted:
        mine = register.owned_by(turn.tx, [holder.post for holder in turn.holders.of])
        return _listed(turn, "", mine)
    return _listed(turn, wanted, register.search(turn.tx, wanted))


@router.hears(r"口頭開示\s*(?P<words>.*)", r"oral disclosure(?:\s+(?P<words>.+))?")
def disclose(turn: Turn, words: str) -> Card:
    """「口頭開示 <words>」: the form of the one agreement that fits, else the list."""
    fitting = [one for one in _own(turn, words) if one.oral_disclosure_days is not None]
    if len(fitting) != 1:
        return _listed(turn, words, tuple(fitting))
    at = seat_at(turn, fitting[0].id)
    return disclosure_form(turn.lang, at.matters.shown(at.agreement, turn.today))


@router.hears(r"公表\s*(?P<words>.*)", r"publicity(?:\s+(?P<words>.+))?")
def publish(turn: Turn, words: str) -> Card:
    """「公表 <words>」: the request of the one agreement that fits, else the list."""
    fitting = _own(turn, words)
    if len(fitting) != 1:
        return _listed(turn, words, fitting)
    at = seat_at(turn, fitting[0].id)
    return publicity_form(turn.lang, at.matters.shown(at.agreement, turn.today))


_BARE = ("口頭開示", "公表", "oral disclosure", "publicity")


def _own(turn: Turn, words: str) -> tuple[Agreement, ...]:
    """The person's own agreements, those that the words name where there are any."""
    readers_only(turn)
    mine = register.owned_by(turn.tx, [holder.post for holder in turn.holders.of])
    if words.lower() in _BARE:
        return mine
    wanted = {one.id for one in register.search(turn.tx, words)}
    return tuple(one for one in mine if one.id in wanted)


def _listed(turn: Turn, words: str, agreements: tuple[Agreement, ...]) -> Card:
    lines = [found(one, words, turn.today) for one in agreements]
    return cards.found(turn.lang, words, lines)
