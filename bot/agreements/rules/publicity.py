"""Publicity: nothing is 公表可 before the partner has answered."""

from dataclasses import replace
from datetime import date

from bot.agreements.model import Agreement, Answer, Publicity
from bot.agreements.rules.standing import holder_of, refuse
from bot.errors import Stale
from bot.people.model import Holders


def request(
    agreement: Agreement,
    *,
    by: Holders,
    medium: str,
    planned_on: date,
    text: str,
    today: date,
) -> Publicity:
    """Ask the partner before publishing; it may be asked after the end too, where that survives."""
    holder_of(agreement.posts, by)
    if agreement.awaits_signing_date:
        refuse("draft")
    return Publicity(
        id=0,
        agreement=agreement.id,
        post=agreement.post,
        medium=medium,
        planned_on=planned_on,
        text=text,
        requested_on=today,
    )


def answer(
    agreement: Agreement,
    publicity: Publicity,
    *,
    by: Holders,
    answer: Answer,
    on: date,
    version: int,
    today: date,
) -> Publicity:
    """What the partner answered, and when."""
    holder_of(agreement.posts, by)
    if publicity.answer is not Answer.PENDING:
        refuse("already")
    if version != publicity.version:
        raise Stale("agreements.refused.changed")
    if on > today or on < publicity.requested_on:
        refuse("future_day")
    return replace(publicity, answer=answer, answered_on=on, version=version + 1)
