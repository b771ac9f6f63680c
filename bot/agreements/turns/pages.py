"""What a browser opens for one person: the matter to print, its days as .ics, 監査用のまとめ."""

from bot.agreements import ics
from bot.agreements.bundle import bundled
from bot.agreements.turns import addresses
from bot.agreements.turns.press import auditing, noted, readable
from bot.errors import NotFound
from bot.turns.links import Page
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import printed

router = Router()
OPENED_BUNDLE = "agreements.open_bundle"


@router.opens(addresses.PRINT)
def detail(turn: Turn, subject: str) -> Page:
    """The matter on paper, for whoever may read the register."""
    agreement, matters = readable(turn, _id(subject))
    matter = matters.shown(agreement, turn.today)
    duties = matters.owed(agreement, turn.today)
    return _paper(printed.detail_page(turn.lang, matter, duties, at=turn.now))


@router.opens(addresses.CALENDAR)
def calendar(turn: Turn, subject: str) -> Page:
    """The days of the matter, for whoever may read the register."""
    agreement, matters = readable(turn, _id(subject))
    body = ics.of_agreement(
        agreement, matters.calendar, now=turn.now, today=turn.today, lang=turn.lang
    )
    name = f"agreement-{agreement.id}.ics"
    return Page(body=body, content_type="text/calendar", filename=name)


@router.opens(addresses.BUNDLE)
def bundle(turn: Turn, subject: str) -> Page:
    """監査用のまとめ on paper, for owners and auditors; who took it out stands in the ledger."""
    agreement, matters = readable(turn, _id(subject))
    noted(turn, auditing(turn, agreement), act=OPENED_BUNDLE, subject=agreement.subject)
    found = bundled(turn.tx, agreement, matters, turn.today, turn.lang)
    return _paper(printed.bundle_page(turn.lang, found, at=turn.now))


def _paper(page: str) -> Page:
    return Page(body=page.encode())


def _id(subject: str) -> int:
    kind, _, number = subject.partition(":")
    if kind != "agreement" or not number.isdecimal():
        raise NotFound(subject)
    return int(number)
