"""取扱台帳 in chat: whose registers there are, their rows, entered and corrected by the desk."""

from dataclasses import fields, replace
from typing import Any

from bot.errors import Mistyped, NotFound, Refused, Stale
from bot.records.jobs import registering, whose
from bot.records.jobs.whose import Whose
from bot.records.model.registers import (
    CITY,
    Device,
    Kind,
    Responsible,
    Row,
    Worker,
    Workplace,
)
from bot.records.store import registers as store
from bot.records.turns import handling_access as access
from bot.records.turns import handling_shown as shown
from bot.records.turns import which_agreement
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.elements import Card
from cards.records import register_rows as rows_view
from cards.records import registers as view
from cards.records.verbs import registers as verbs
from cards.verbs import Verb

router = Router()
Save = verbs.SaveResponsible | verbs.SaveWorker | verbs.SaveWorkplace | verbs.SaveDevice


@router.on(verbs.Registers)
def listed(turn: Turn, verb: verbs.Registers) -> Card:
    """取扱台帳の一覧."""
    del verb
    return _listed(turn, "")


@router.hears(
    r"(?:取扱い?台帳|取り扱い台帳)\s*(?P<words>.*)", r"handling(?:\s+ledger)?(?:\s+(?P<words>.+))?"
)
def hear(turn: Turn, words: str) -> Card:
    """「取扱台帳」, or with words the registers of the agreements that they name."""
    bare = words.casefold().startswith(("取扱", "取り扱", "handling"))
    return _listed(turn, "" if bare else words)


def _listed(turn: Turn, words: str) -> Card:
    which_agreement.readers_only(turn)
    choice = which_agreement.choice(turn, words)
    if choice.only is not None:
        return _register(turn, choice.only)
    found = [*choice.found, *([] if words else _besides(turn))]
    return view.registers(turn.lang, shown.listed(turn, found, choice.aside), words)


def _besides(turn: Turn) -> list[Whose]:
    """The city's own registers and those of subcontractors."""
    subjects = (CITY, *(one for one in store.subjects(turn.tx) if one.startswith("subcontract:")))
    every = [one for one in (_known(turn, subject) for subject in subjects) if one]
    return [one for one in every if access.reads_all(turn) or access.owning(turn, one)]


def _known(turn: Turn, subject: str) -> Whose | None:
    try:
        return whose.of(turn.tx, subject, turn.today)
    except NotFound:
        return None


@router.on(verbs.ShowRegister)
def show_register(turn: Turn, verb: verbs.ShowRegister) -> Card:
    """The registers of one subject."""
    return _register(turn, access.readable(turn, verb.subject))


def _register(turn: Turn, found: Whose) -> Card:
    return view.register(turn.lang, shown.register(turn, found))


@router.on(verbs.ShowRows)
def show_rows(turn: Turn, verb: verbs.ShowRows) -> Card:
    """The rows of one register; who looked stands in the ledger."""
    found = access.readable(turn, verb.subject)
    detail = {"kind": verb.kind}
    registering.noted(turn.tx, turn.actor, verb.name, found.subject, turn.now, detail)
    return _rows(turn, found, verb.kind, past=verb.past)


def _rows(
    turn: Turn, found: Whose, kind: verbs.RegisterKind, *, past: bool = False, done: str = ""
) -> Card:
    rows = shown.rows(turn, found.subject, Kind(kind), past=past)
    return rows_view.rows(
        turn.lang, found, kind, rows, writes=access.writes(turn), past=past, done=done
    )


@router.on(verbs.OpenRow)
def open_row(turn: Turn, verb: verbs.OpenRow) -> Card:
    """The form of a row."""
    access.desk_only(turn)
    found = access.readable(turn, verb.subject)
    row = _row_of(turn, verb.row_id, found.subject) if verb.row_id else None
    seen = shown.row(row, turn.today) if row else None
    return rows_view.row_form(turn.lang, found, verb.kind, today=turn.today, row=seen)


def _row_of(turn: Turn, row_id: int, subject: str) -> Row:
    row = store.get(turn.tx, row_id)
    if row.subject != subject:
        raise Refused("common.refused.gone")
    return row


@router.on(verbs.SaveResponsible)
def save_responsible(turn: Turn, verb: verbs.SaveResponsible) -> Card:
    """責任者を保存する."""
    return _save(turn, verb, Responsible(name=verb.person, **_own(verb, Responsible)))


@router.on(verbs.SaveWorker)
def save_worker(turn: Turn, verb: verbs.SaveWorker) -> Card:
    """業務従事者を保存する."""
    return _save(turn, verb, Worker(name=verb.person, **_own(verb, Worker)))


@router.on(verbs.SaveWorkplace)
def save_workplace(turn: Turn, verb: verbs.SaveWorkplace) -> Card:
    """作業場所を保存する."""
    return _save(turn, verb, Workplace(name=verb.place, **_own(verb, Workplace)))


@router.on(verbs.SaveDevice)
def save_device(turn: Turn, verb: verbs.SaveDevice) -> Card:
    """機器・媒体を保存する; a private one is refused."""
    new = Device(**_own(verb, Device))
    if verb.private:
        raise _mistyped(turn, new, Refused("records.handling.refused.private"))
    return _save(turn, verb, new)


def _own(verb: Verb, made: type[Row]) -> dict[str, Any]:
    """What verb and row call the same."""
    known = {field.name for field in fields(made)} - {"name", "id", "version"}
    return {name: getattr(verb, name) for name in known if hasattr(verb, name)}


def _save(turn: Turn, verb: Save, new: Row) -> Card:
    holder = access.desk_only(turn)
    found = access.readable(turn, verb.subject)
    if verb.row_id:
        before = _row_of(turn, verb.row_id, found.subject)
        if before.version != verb.version or type(before) is not type(new):
            kind = shown.register_kind(before)
            show = verbs.ShowRows(subject=found.subject, kind=kind)
            raise Stale("records.handling.refused.changed", show=show)
        new = replace(new, id=before.id, version=before.version)
    try:
        actor = turn.actor.acting(holder.post, holder.deputy_for)
        registering.put(turn.tx, new, actor=actor, act=verb.name, at=turn.now)
    except Stale:
        raise
    except Refused as refused:
        raise _mistyped(turn, new, refused) from None
    return _rows(turn, found, shown.register_kind(new), done="saved")


def _mistyped(turn: Turn, new: Row, refused: Refused) -> Mistyped:
    found = access.readable(turn, new.subject)
    form = rows_view.row_form(
        turn.lang,
        found,
        shown.register_kind(new),
        today=turn.today,
        row=shown.row(new, turn.today),
        problem=refused.reason,
    )
    return Mistyped(refused, form)


@router.on(verbs.OpenRemoval)
def open_removal(turn: Turn, verb: verbs.OpenRemoval) -> Card:
    """誤りを取り消す: asks why."""
    access.desk_only(turn)
    row = store.get(turn.tx, verb.row_id)
    found = access.readable(turn, row.subject)
    return rows_view.removal_form(turn.lang, found, shown.row(row, turn.today))


@router.on(verbs.RemoveRow)
def remove_row(turn: Turn, verb: verbs.RemoveRow) -> Card:
    """A row was entered by mistake; the ledger keeps that it was."""
    holder = access.desk_only(turn)
    row = store.get(turn.tx, verb.row_id)
    found = access.readable(turn, row.subject)
    kind = shown.register_kind(row)
    if row.version != verb.version:
        show = verbs.ShowRows(subject=found.subject, kind=kind)
        raise Stale("records.handling.refused.changed", show=show)
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    registering.remove(turn.tx, row, why=verb.why, actor=actor, act=verb.name, at=turn.now)
    return _rows(turn, found, kind, done="removed")
