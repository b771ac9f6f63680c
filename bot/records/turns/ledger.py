"""「台帳」: the newest entries, of all or of one matter, for auditors and the officer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.errors import Refused
from bot.ledger import reads
from bot.ledger.record import record
from bot.people.model import Person, Role
from bot.records.model.ledger import Read
from bot.records.store.naming import Naming
from bot.storage.tx import Tx
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import ledger as view
from cards.records.verbs.ledger import ShowLedger

Titles = Callable[[Tx, str], str]
Under = Callable[[Tx, str], tuple[str, ...]]
READERS = frozenset((Role.AUDITOR, Role.SECURITY_OFFICER))
_MATTER = r"(?: (?P<words>[a-z_]+:\S{1,180}))?"
_WORDS = (rf"(?:監査)?台帳{_MATTER}", rf"ledger{_MATTER}")


def may_read(person: Person) -> bool:
    """Auditors and the officer; nobody else is told even that it exists."""
    return not person.roles.isdisjoint(READERS)


def routes(titles: Titles, under: Under) -> Router:
    """The word and the press. `titles` names a matter, `under` what belongs to it and counts as its
    own here."""
    router = Router()

    def show(turn: Turn, verb: ShowLedger) -> Card:
        if not may_read(turn.person):
            raise Refused("common.refused.no_role")
        return _shown(turn, verb, titles, under)

    def said(turn: Turn, words: str) -> Card | None:
        if not may_read(turn.person):
            return None
        subject = words if ":" in words else ""
        return _shown(turn, ShowLedger(subject=subject), titles, under)

    router.on(ShowLedger)(show)
    router.hears(*_WORDS)(said)
    return router


def _shown(turn: Turn, verb: ShowLedger, titles: Titles, under: Under) -> Card:
    """The entries as they were before this look at them, which is an entry itself."""
    most = view.MOST
    near = under(turn.tx, verb.subject) if verb.subject else ()
    before = max(verb.before, 0)
    found = reads.newest(turn.tx, most + 1, subject=verb.subject, near=near, before=before)
    reading = _Reading(turn, titles)
    entries = [reading.read(row) for row in found[:most]]
    # What somebody typed stays for ever: a name in place of a matter doesn't.
    subject = verb.subject if reads.is_matter(verb.subject) else "ledger"
    record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject=subject)
    return view.ledger(turn.lang, entries, subject=verb.subject, more=len(found) > most)


class _Reading:
    """Names of people and matters, each looked up once."""

    def __init__(self, turn: Turn, titles: Titles) -> None:
        self._tx, self._zone = turn.tx, turn.now.tzinfo
        self._titles = titles
        self._naming = Naming(turn.tx, turn.today)
        self._matters: dict[str, str] = {}

    def read(self, row: Any) -> Read:
        return Read(
            seq=row.seq,
            at=datetime.fromisoformat(row.at).astimezone(self._zone),
            who=self._naming.of(row.who),
            pseudonym=row.who,
            door=row.door,
            act=row.act,
            subject=row.subject,
            title=self._matter(row.subject),
            why=row.why,
        )

    def _matter(self, subject: str) -> str:
        if subject not in self._matters:
            self._matters[subject] = self._titles(self._tx, subject)
        return self._matters[subject]
