"""文案: the reports of an incident as far as they are known, to copy and to print."""

from bot.errors import NotFound
from bot.records.model.incidents import Incident
from bot.records.rules.incident_steps import refuse
from bot.records.turns.incident_seats import led, noted, shown
from bot.turns import links
from bot.turns.links import Page
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import incident_drafts as cards
from cards.records.verbs import incidents as verbs

router = Router()
DRAFT = "records.incident_draft"


@router.on(verbs.DraftIncident)
def draft(turn: Turn, verb: verbs.DraftIncident) -> Card:
    """The text of a report; that it was taken stands in the ledger."""
    by, one = led(turn, verb.incident_id)
    _known(verb.draft)
    noted(turn, by.actor, verb.name, one, draft=verb.draft)
    url = links.to(turn, DRAFT, f"{one.subject}:{verb.draft}")
    return cards.draft_card(turn.lang, shown(turn, one), verb.draft, url=url)


@router.opens(DRAFT)
def draft_page(turn: Turn, subject: str) -> Page:
    """The same on paper, for whoever leads the case."""
    one, kind = _meant(turn, subject)
    page = cards.draft_page(turn.lang, shown(turn, one), kind, at=turn.now)
    return Page(body=page.encode())


def _meant(turn: Turn, subject: str) -> tuple[Incident, str]:
    kind, _, rest = subject.partition(":")
    number, _, draft = rest.partition(":")
    if kind != "incident" or not number.isdecimal():
        raise NotFound(subject)
    by, one = led(turn, int(number))
    _known(draft)
    noted(turn, by.actor, DRAFT, one, draft=draft)
    return one, draft


def _known(draft: str) -> None:
    if draft not in cards.KINDS:
        refuse("not_owed")
