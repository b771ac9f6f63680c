"""The sample texts that promise to meet: read and registered, as a clerk would."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.agreements import registration
from bot.agreements.clauses import as_json
from bot.agreements.clauses import read as read_clauses
from bot.agreements.documents import read_text
from bot.emulator import city
from bot.ledger.model import Actor
from bot.meetings import following
from bot.meetings.store import series as all_series
from bot.slice import Tick
from bot.storage.tx import Tx


def register(tx: Tx, now: datetime) -> None:
    """Enter every text, and say who comes to its meetings and where; `now` in the tenant's zone."""
    actor, today = Actor.job("practice"), now.date()
    moment = registration.Moment(actor=actor, now=now, today=today)
    entered = [(one, _registered(tx, one, moment)) for one in city.promises()]
    following.follow(Tick(now=now, today=today, actor=actor, tx=tx))
    for one, source in entered:
        _settle(tx, one, source, moment)


def _registered(tx: Tx, one: city.Promise, moment: registration.Moment) -> str:
    """The subject of the agreement."""
    name = one.text.name
    documents: Any = as_json(read_clauses(read_text(one.text), name))["documents"]
    (kept,) = registration.register_documents(
        tx,
        documents,
        moment,
        file=name,
        post=registration.owner_post(tx, one.owner, moment.today),
        lead_days=None,
        accept=True,
    )
    return kept.subject


def _settle(tx: Tx, one: city.Promise, source: str, moment: registration.Moment) -> None:
    """出席者・会議室, as the owner would set them before the first meeting."""
    posts = tuple(registration.owner_post(tx, name, moment.today) for name in one.posts)
    for series in all_series.of_source(tx, source):
        settled = replace(series, posts=posts, room=one.room, version=series.version + 1)
        all_series.save(tx, settled)
