"""連絡先確認: the partner's contacts, for the owner's eyes only."""

from dataclasses import replace

from bot.agreements.turns.press import keep, noted, seat
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.agreements import verbs as view
from cards.agreements.contacts import contacts_form

router = Router()


@router.on(view.ConfirmContacts)
def confirm_contacts(turn: Turn, verb: view.ConfirmContacts) -> Card:
    """They are as the register has them."""
    at = seat(turn, verb)
    after = replace(
        at.agreement, contacts_confirmed_on=turn.today, version=at.agreement.version + 1
    )
    return keep(turn, at, after, verb)


@router.on(view.OpenContacts)
def open_contacts(turn: Turn, verb: view.OpenContacts) -> Card:
    """The contacts as the register has them; whoever sees them stands in the ledger."""
    at = seat(turn, verb)
    noted(turn, at.holder, act=verb.name, subject=at.agreement.subject)
    matter = at.matters.shown(at.agreement, turn.today)
    return contacts_form(turn.lang, matter, at.agreement.contacts)


@router.on(view.CorrectContacts)
def correct_contacts(turn: Turn, verb: view.CorrectContacts) -> Card:
    """The contacts as they are now."""
    at = seat(turn, verb)
    after = replace(
        at.agreement,
        contacts=verb.contacts,
        contacts_confirmed_on=turn.today,
        version=at.agreement.version + 1,
    )
    return keep(turn, at, after, verb)
