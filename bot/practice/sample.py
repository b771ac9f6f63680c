"""The sample notice to everybody: it stands ready as a draft for the desk."""

from datetime import datetime, timedelta
from typing import Any

from bot.emulator import city
from bot.ledger.model import Actor
from bot.notices import lifecycle
from bot.notices.deeds import Deed
from bot.notices.model import Content, Words
from bot.people import store as people
from bot.people.model import Role
from bot.people.selectors import Audience, By, Selector
from bot.storage.tx import Tx


def write(tx: Tx, now: datetime) -> None:
    """Write the draft, as its author would; `now` in the tenant's zone."""
    sample = city.notice()
    author = people.find_by_mail(tx, sample["author"], now.date())
    if author is None:
        return  # somebody has loaded a people file of their own
    lifecycle.new(
        tx,
        Deed(by=author, actor=Actor.job("practice"), now=now),
        content=_content(sample, now),
        audience=Audience(to=(Selector(by=By.ROLE, value=Role.STAFF),)),
    )


def _content(sample: dict[str, Any], now: datetime) -> Content:
    days = timedelta(days=sample["answer_within_days"])
    return Content(
        ja=_words(sample["ja"]),
        en=_words(sample["en"]),
        contact=sample["contact"],
        confirm=sample["confirm"],
        deadline=now.date() + days,
    )


def _words(said: dict[str, str]) -> Words:
    return Words(title=said["title"], body=said["body"].strip())
