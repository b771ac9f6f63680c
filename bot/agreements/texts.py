"""The texts to copy, filled from the register: mail to the partner, 起案文, minutes, requests."""

from bot.agreements.model import Agreement
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.lines import duty_line
from bot.agreements.rules.standing import refuse
from bot.duties import store as duties
from bot.turns.turn import Turn
from cards.agreements import texts

_RENEWAL = frozenset(("term", "renewal"))


def copied_text(
    turn: Turn, agreement: Agreement, matters: Matters, kind: str, duty_id: int | None
) -> str:
    """The words of one kind of text; raises Refused where the register lacks what it needs."""
    matter = matters.shown(agreement, turn.today)
    department = agreement.department or matter.owner
    match kind:
        case "mail_to_partner":
            return texts.mail_to_partner(turn.lang, matter, department=department)
        case "draft_document":
            cited = [one for one in agreement.citations if one.fact in _RENEWAL]
            return texts.draft_document(turn.lang, matter, cited)
        case "minutes_head":
            return texts.minutes_head(turn.lang, matter, department=department)
        case _:
            return _request(turn, agreement, duty_id)


def _request(turn: Turn, agreement: Agreement, duty_id: int | None) -> str:
    if duty_id is None:
        refuse("no_text")
    duty = duties.get(turn.tx, duty_id)
    if duty.source != agreement.subject:
        refuse("no_text")
    return texts.duty_request(turn.lang, duty_line(agreement, duty, turn.today))
