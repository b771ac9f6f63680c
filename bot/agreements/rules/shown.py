"""What cards read of a matter: every name and day as it is on the card's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.agreements.model import (
    Agreement,
    Decision,
    Party,
    Programme,
    State,
)
from bot.agreements.rules.alerts import is_unconfirmed, snooze_day
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.parties import named_on, partners
from bot.agreements.rules.states import IDLE, is_open, is_settled
from bot.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Partner:
    """A party other than the city under today's name, with its earlier ones, the latest first."""

    name: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One agreement as it stands on a card's day; see cards.agreements.matter.Matter."""

    agreement_id: int
    version: int
    title: str
    kind: str
    partners: tuple[Partner, ...]
    today: date
    signed_on: date | None
    start: date | None
    end: date | None
    renewal_kind: str
    extension_months: int | None
    renewal_article: str
    contract_day: date | None
    practical_day: date | None
    programmes: tuple[Programme, ...]
    last_met_on: date | None
    state: str
    owner: str
    recipients: tuple[str, ...]
    draft_number: str
    decision: Decision | None
    kept_at: str
    is_open: bool
    confirmed: bool
    may_snooze: bool
    undoable: bool


def matter(
    agreement: Agreement,
    calendar: Calendar,
    today: date,
    *,
    owner: str,
    recipients: Sequence[str] = (),
    last_met_on: date | None = None,
    undoable: bool = False,
) -> Matter:
    """The agreement for a card. `owner` and `recipients` are names of posts."""
    days = deadlines(agreement, calendar)
    return Matter(
        agreement_id=agreement.id,
        version=agreement.version,
        title=agreement.title,
        kind=agreement.kind.value,
        partners=tuple(_partner(party, today) for party in partners(agreement)),
        today=today,
        signed_on=agreement.signed_on,
        start=agreement.start,
        end=agreement.end,
        renewal_kind=agreement.renewal.kind.value,
        extension_months=agreement.renewal.extension_months,
        renewal_article=agreement.renewal.article,
        contract_day=days.contractual if days else None,
        practical_day=days.practical if days else None,
        programmes=agreement.programmes,
        last_met_on=last_met_on,
        state=_state(agreement).value,
        owner=owner,
        recipients=tuple(recipients),
        draft_number=agreement.draft_number,
        decision=agreement.decision,
        kept_at=agreement.kept_at,
        is_open=is_open(agreement),
        confirmed=agreement.confirmation is not None and not is_unconfirmed(agreement),
        may_snooze=snooze_day(agreement, calendar, today) is not None,
        undoable=undoable,
    )


def _partner(party: Party, today: date) -> Partner:
    return Partner(*named_on(party, today))


def _state(agreement: Agreement) -> State:
    """Once a card of the next cycle is out, a term that rests is 協議前 again."""
    rests = agreement.state in IDLE and not is_settled(agreement)
    return State.BEFORE_TALKS if rests and agreement.alerted is not None else agreement.state


def partner_names(agreement: Agreement, today: date) -> str:
    """The partners' names of today in one line."""
    return "、".join(named_on(party, today)[0] for party in partners(agreement))


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Who pressed what; see cards.agreements.matter.Press."""

    act: str
    by: str
    deputy_for: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """What a superior is told; see cards.agreements.alerts.Escalated."""

    matter: Matter
    first_sent_on: date
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of a search; see cards.agreements.register.Found."""

    agreement_id: int
    title: str
    partner: str
    end: date | None
    state: str


def found(agreement: Agreement, words: str, today: date) -> Found:
    """The agreement for a list; an old name that the words matched stands beside today's."""
    names = [_partner(party, today) for party in partners(agreement)]
    return Found(
        agreement_id=agreement.id,
        title=agreement.title,
        partner="、".join(_matched(name, words) for name in names),
        end=agreement.end,
        state=_state(agreement).value,
    )


def _matched(partner: Partner, words: str) -> str:
    old = next((n for n in partner.former if any(w in n for w in words.split())), "")
    return f"{partner.name}（旧{old}）" if old else partner.name
