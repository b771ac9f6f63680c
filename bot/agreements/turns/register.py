"""The register when asked: one matter, a search in words, texts to copy, the bundle."""

from bot.agreements.audience import calendar_of
from bot.agreements.bundle import bundled
from bot.agreements.model import Agreement
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.shown import found
from bot.agreements.store import register
from bot.agreements.texts import copied_text
from bot.agreements.turns.press import noted, readers_only, seat_at, standing
from bot.people.model import Holder, Role
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import register as cards
from cards.agreements import verbs as view
from cards.agreements.disclosure import disclosure_form
from cards.agreements.publicity import publicity_form
from cards.elements import Card

router = Router()
_AUDITORS = frozenset((Role.AGREEMENT_DESK, Role.AUDITOR, Role.SECURITY_OFFICER))


@router.on(view.Show)
def show(turn: Turn, verb: view.Show) -> Card:
    """The whole matter."""
    agreement, matters = _readable(turn, verb.agreement_id)
    matter = matters.shown(agreement, turn.today)
    return cards.detail(turn.lang, matter, duties=matters.owed(agreement, turn.today))


@router.on(view.RefreshMatter)
def refresh(turn: Turn, verb: view.RefreshMatter) -> Card:
    """The card as it is now; a client asks by itself, so nothing changes."""
    agreement, matters = _readable(turn, verb.agreement_id)
    return standing(turn, matters, agreement, turn.lang)


def _readable(turn: Turn, agreement_id: int) -> tuple[Agreement, Matters]:
    readers_only(turn)
    return register.get(turn.tx, agreement_id), Matters(turn.tx, calendar_of(turn.tx))


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
    agreement, matters = _readable(turn, verb.agreement_id)
    holder = _auditor(turn) or seat_at(turn, verb.agreement_id).holder
    noted(turn, holder, act=verb.name, subject=agreement.subject)
    return cards.bundle(turn.lang, bundled(turn.tx, agreement, matters, turn.today, turn.lang))


def _auditor(turn: Turn) -> Holder | None:
    if not turn.person.roles & _AUDITORS:
        return None
    post = turn.holders.of[0].post if turn.holders.of else 0
    return Holder(person=turn.person.id, post=post)


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
        return _listed(turn, words, mine)
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
