"""What waits for somebody about disposals, how they are called, and what they are evidence of."""

from datetime import date
from typing import Any

from bot.people.model import Person, Role
from bot.records.model.keeping import Disposal, Stage
from bot.records.store import disposals, holds
from bot.slice import Due
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang
from cards.records.keeping import K, kind_name, title
from cards.records.verbs.keeping import ShowDisposal

_DISPOSAL, _HOLD = "disposal:", "hold:"
TOPIC = "disposal"


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Proposals for the officer, what was released for its witness."""
    return tuple(
        _due(one, what, today)
        for one in disposals.every(tx)
        if one.is_open and (what := _waits(one, person))
    )


def _waits(one: Disposal, person: Person) -> str:
    if one.stage is Stage.PROPOSED and Role.SECURITY_OFFICER in person.roles:
        return "release"
    return "begin" if one.stage is Stage.RELEASED and person.id == one.witness else ""


def _due(one: Disposal, what: str, today: date) -> Due:
    return Due(
        day=today,
        title=title(Lang(SOURCE), one.id),
        what=f"{K}.what.{what}",
        subject=one.subject,
        show=ShowDisposal(disposal_id=one.id),
    )


def title_of(tx: Tx, subject: str) -> str:
    """廃棄 第3号, 保留 第5号; "" for other subjects."""
    lang = Lang(SOURCE)
    for begins, named in ((_DISPOSAL, title), (_HOLD, _hold_title)):
        number = subject.removeprefix(begins)
        if number != subject and number.isdecimal():
            return named(lang, int(number))
    del tx
    return ""


def _hold_title(lang: Lang, hold: int) -> str:
    return lang.t(f"{K}.hold_title", number=hold)


def under(tx: Tx, subject: str) -> tuple[str, ...]:
    """The holds of a matter, those that were lifted too."""
    return tuple(one.matter for one in holds.every(tx) if one.subject == subject)


def evidence(tx: Tx, article: str) -> tuple[dict[str, Any], ...]:
    """For the binder's "disposal": each certificate; a disposal that waits is a gap."""
    if article != TOPIC:
        return ()
    return tuple(_evidence(one) for one in reversed(disposals.every(tx)) if _counts(one))


def _counts(one: Disposal) -> bool:
    return (one.stage is Stage.DONE and one.gone > 0) or one.is_open


def _evidence(one: Disposal) -> dict[str, Any]:
    lang = Lang(SOURCE)
    said = lang.t(
        f"{K}.evidence.{'done' if one.stage is Stage.DONE else 'open'}",
        kind=kind_name(lang, one.kind),
        count=one.gone if one.stage is Stage.DONE else one.count,
        who=one.responsible or "－",
    )
    shared = {"subject": "", "title": title(lang, one.id), "kind": TOPIC, "article": TOPIC}
    if one.stage is Stage.DONE:
        return {**shared, "on": one.ended_on, "evidence": said}
    return {**shared, "on": None, "evidence": said, "gap": True, "owes": "甲"}


def held(tx: Tx, today: date) -> int:
    """How many holds stand."""
    return len(holds.standing(tx, today))


def personal_data(tx: Tx, person: int) -> tuple[dict[str, Any], ...]:
    """What a person proposed, released or witnessed, and the holds they set."""
    acts = (
        {"subject": one.subject, "act": f"records.{act}", "at": at}
        for one in disposals.every(tx)
        for act, who, at in (
            ("propose_disposal", one.proposed_by, one.proposed_at),
            ("release_disposal", one.released_by, one.released_at),
            ("begin_disposal", one.witness, one.begun_at),
        )
        if who == person and at is not None
    )
    own = (
        {"subject": one.matter, "act": "records.set_hold", "at": one.set_at}
        for one in holds.every(tx)
        if one.set_by == person
    )
    return (*acts, *own)
