"""Which pages about a matter a browser can open, and their links for the person of a turn."""

from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import deadlines
from bot.turns import links
from bot.turns.turn import Turn
from bot.workdays import Calendar

PRINT, CALENDAR, BUNDLE = "agreements.print", "agreements.calendar", "agreements.bundle"


def of_matter(turn: Turn, agreement: Agreement, calendar: Calendar) -> dict[str, str]:
    """What the card of a matter in full links to; it must be shown to nobody else."""
    has_days = deadlines(agreement, calendar) is not None
    return {
        "print_url": links.to(turn, PRINT, agreement.subject),
        "calendar_url": links.to(turn, CALENDAR, agreement.subject) if has_days else "",
    }


def of_bundle(turn: Turn, agreement: Agreement) -> str:
    """Where 監査用のまとめ can be printed or kept."""
    return links.to(turn, BUNDLE, agreement.subject)
