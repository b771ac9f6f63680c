"""The sample schools: their roster imported, a guardian confirmed, a family word given out."""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.attendance import importing
from bot.attendance.model import LinkState
from bot.attendance.rules import words as slow
from bot.attendance.rules.years import school_year
from bot.attendance.store import guardians, pupils, words
from bot.emulator import city_schools
from bot.storage.store import Storage
from bot.storage.tx import Tx

# Who the page says they are: a child whose family speaks Vietnamese, and a mother with an account.
WITH_WORD, WORD = "E3203", "ほしのうみ"
WITH_ACCOUNT = "E3201"


def load(storage: Storage, tenant: str, now: datetime) -> None:
    """Import the roster as the office would; `now` in the tenant's zone."""
    importing.load(
        storage,
        tenant,
        city_schools.files(),
        year=school_year(now.date()),
        now=now,
        finally_=_silent,
    )
    storage.write_now(tenant, lambda tx: _begin(tx, now))


def _silent(tx: Tx, done: importing.Imported) -> None:
    """Nobody ran a command: the sample city comes with its schools."""
    del tx, done


def _begin(tx: Tx, now: datetime) -> None:
    child = pupils.find_by_key(tx, WITH_WORD)
    assert child is not None  # noqa: S101 - the roster above has them
    hashed = slow.hashed(words.peppered(tx, child.id, WORD), salt=secrets.token_bytes(16))
    words.put(tx, child.id, hashed, now)
    other = pupils.find_by_key(tx, WITH_ACCOUNT)
    assert other is not None  # noqa: S101 - as above
    for link in guardians.of_pupil(tx, other.id):
        confirmed = replace(
            link,
            state=LinkState.CONFIRMED,
            may_report=True,
            may_see_status=True,
            may_be_notified=True,
            version=link.version + 1,
        )
        guardians.save(tx, confirmed)
