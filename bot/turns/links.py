"""Signed links: one person's way to one page of one matter, for fifteen minutes."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import orjson

from bot.errors import Misconfigured, Refused
from bot.storage.tx import Tx
from bot.turns.turn import Turn

VALID = timedelta(minutes=15)
_EXPIRED = "common.refused.link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a link opens: a page to print, or a file to keep."""

    body: bytes
    content_type: str = "text/html"
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link says once its seal was checked: whose it is, which page, which matter."""

    aad_object_id: str
    page: str
    subject: str


Open = Callable[[Turn, str], Page]


def to(turn: Turn, page: str, subject: str) -> str:
    """The address of a page for the person of this turn; empty where no browser could open it.

    The role is checked again when it is opened: a link is no permission.
    """
    if not turn.public_url or not turn.person.aad_object_id:
        return ""
    until = (turn.now + VALID).isoformat()
    words = orjson.dumps([turn.person.aad_object_id, page, subject, until]).decode()
    sealed = turn.tx.seal("link", "address", "", words)
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return f"{turn.public_url.rstrip('/')}/view/{quote(turn.tx.tenant)}/{token}"


def opened(tx: Tx, token: str, now: datetime) -> Link:
    """What a token says; raises Refused for one that is forged, broken or over."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        words = orjson.loads(tx.unseal("link", "address", "", sealed))
        who, page, subject, until = words
    except (binascii.Error, Misconfigured, ValueError):
        raise Refused(_EXPIRED) from None
    if now > datetime.fromisoformat(until):
        raise Refused(_EXPIRED)
    return Link(aad_object_id=who, page=page, subject=subject)
