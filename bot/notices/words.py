"""The words of a notice, sealed together: no other column holds what it says."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson

from bot.notices.model import Broadcast, Content, Said, Words
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """What a notice says, what it shall say, what approvers were shown, and why one said no."""

    content: Content | None
    proposed: Content | None
    before: tuple[Said, ...]
    shown: tuple[Said, ...]
    remark: str


def sealed(tx: Tx, broadcast: Broadcast) -> bytes:
    """The words of a notice, for its row alone."""
    proposal = broadcast.proposal
    words = {
        "content": None if broadcast.content is None else asdict(broadcast.content),
        "proposed": None if proposal is None else asdict(proposal.content),
        "before": [[one.label, one.text] for one in broadcast.before],
        "shown": [[one.label, one.text] for one in broadcast.shown],
        "remark": broadcast.remark,
    }
    return tx.seal("broadcast", "words", str(broadcast.notice), orjson.dumps(words).decode())


def unsealed(tx: Tx, notice: int, given: bytes) -> Unsealed:
    """What `sealed` made."""
    words = orjson.loads(tx.unseal("broadcast", "words", str(notice), given))
    return Unsealed(
        content=_content(words["content"]),
        proposed=_content(words["proposed"]),
        before=_said(words["before"]),
        shown=_said(words["shown"]),
        remark=words["remark"],
    )


def _said(lines: Iterable[Any]) -> tuple[Said, ...]:
    return tuple(Said(label=label, text=text) for label, text in lines)


def _content(given: dict[str, Any] | None) -> Content | None:
    if given is None:
        return None
    deadline = given["deadline"]
    return Content(
        **{name: given[name] for name in ("contact", "link", "confirm", "urgent")},
        ja=Words(**given["ja"]),
        en=Words(**given["en"]) if given["en"] else None,
        deadline=date.fromisoformat(deadline) if deadline else None,
    )
