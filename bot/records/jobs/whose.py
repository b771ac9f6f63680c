"""Whose registers are meant: an agreement's, a subcontractor's or the city's own."""

from dataclasses import dataclass
from datetime import date

from bot.agreements.model import Agreement
from bot.agreements.rules.shown import partner_names
from bot.agreements.store import register as agreements
from bot.errors import NotFound
from bot.records.model.registers import CITY
from bot.records.model.subcontracts import Subcontract
from bot.records.store import subcontracts
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A subject in words; see cards.records.handling_matter.Whose. `posts` own its matter."""

    subject: str
    title: str = ""
    partner: str = ""
    agreement_id: int = 0
    posts: tuple[int, ...] = ()


def of(tx: Tx, subject: str, today: date) -> Whose:
    """The subject in words; raises NotFound for what is none, or is no more."""
    kind, _, number = subject.partition(":")
    if subject == CITY:
        return Whose(subject=CITY)
    if kind == "agreement" and number.isdecimal():
        return of_agreement(agreements.get(tx, int(number)), today)
    if kind == "subcontract" and number.isdecimal():
        return of_subcontract(tx, subcontracts.get(tx, int(number)), today)
    raise NotFound("register")


def of_agreement(agreement: Agreement, today: date) -> Whose:
    """An agreement with its partner under today's name."""
    return Whose(
        subject=agreement.subject,
        title=agreement.title,
        partner=partner_names(agreement, today),
        agreement_id=agreement.id,
        posts=agreement.posts,
    )


def of_subcontract(tx: Tx, one: Subcontract, today: date) -> Whose:
    """A subcontractor, under the agreement that it works for."""
    above = of_agreement(agreements.get(tx, one.agreement), today)
    return Whose(
        subject=one.subject,
        title=above.title,
        partner=f"{above.partner} → {one.name}",
        agreement_id=one.agreement,
        posts=above.posts,
    )
