"""What the registers prove of an article, and what they lack."""

from collections.abc import Callable, Iterable, Iterator

from bot.records.model.binder import Lack, Owes, Proof
from bot.records.model.registers import (
    Act,
    Device,
    Line,
    Responsible,
    Row,
    Worker,
    Workplace,
)
from bot.records.rules import registers
from bot.records.rules.binder_kept import Item, Kept, lacking, numbers
from bot.records.rules.registers import Gap, R


def _lines(kept: Kept) -> tuple[Line, ...]:
    return registers.standing_lines(kept.register.lines)


def _gaps(kept: Kept, *names: str) -> tuple[Gap, ...]:
    return tuple(
        gap for gap in registers.gaps(kept.register, kept.today) if gap.what in frozenset(names)
    )


def _standing(kept: Kept, made: type[R]) -> tuple[R, ...]:
    return kept.register.of(made, kept.today)


def _responsible(kept: Kept) -> Iterator[Item]:
    if found := _standing(kept, Responsible):
        since = min(row.since for row in found)
        yield Proof(what="responsible", facts={"count": len(found)}, on=since, where="register")
    yield from lacking(_gaps(kept, "no_responsible"))
    yield from _unreported(kept, Responsible)


def _unreported(kept: Kept, made: type[Row]) -> Iterator[Lack]:
    rows = {row.id for row in _standing(kept, made)}
    gaps = [gap for gap in _gaps(kept, "reported") if gap.row in rows]
    return lacking(gaps)


def _workers(kept: Kept) -> Iterator[Item]:
    if found := _standing(kept, Worker):
        yield Proof(what="workers", facts={"count": len(found)}, where="register")
    yield from lacking(_gaps(kept, "no_worker"))
    yield from _unreported(kept, Worker)


def _pledges(kept: Kept) -> Iterator[Item]:
    workers = _standing(kept, Worker)
    days = [row.pledged_on for row in workers if row.pledged_on]
    if days:
        facts = {"count": len(days), "all": len(workers)}
        yield Proof(what="pledges", facts=facts, on=max(days), where="register")
    yield from lacking(_gaps(kept, "no_worker", "pledge"))


def _leavers(kept: Kept) -> Iterator[Item]:
    workers = [row for row in kept.register.rows if isinstance(row, Worker)]
    days = [row.left_pledge_on for row in workers if row.left_pledge_on]
    if days:
        yield Proof(what="leavers", facts={"count": len(days)}, on=max(days), where="register")
    yield from lacking(_gaps(kept, "left_pledge"))


def _temporary(kept: Kept) -> Iterator[Item]:
    sent = [row for row in _standing(kept, Worker) if row.agency]
    yield Proof(what="temporary" if sent else "no_temporary", facts={"count": len(sent)})
    bare = {row.id for row in sent if row.pledged_on is None}
    yield from lacking(gap for gap in _gaps(kept, "pledge") if gap.row in bare)


def _education(kept: Kept) -> Iterator[Item]:
    workers = _standing(kept, Worker)
    days = [row.taught_on for row in workers if row.taught_on]
    if days:
        facts = {"count": len(days), "all": len(workers)}
        yield Proof(what="education", facts=facts, on=max(days), where="register")
    yield from lacking(_gaps(kept, "no_worker", "taught"))


def _workplaces(kept: Kept) -> Iterator[Item]:
    found = _standing(kept, Workplace)
    if found:
        facts = {"count": len(found), "locked": sum(bool(row.storage) for row in found)}
        yield Proof(what="workplaces", facts=facts, where="register")
    yield from lacking(_gaps(kept, "no_workplace"))
    yield from _unreported(kept, Workplace)


def _devices(kept: Kept) -> Iterator[Item]:
    found = _standing(kept, Device)
    if found:
        outside = sum(row.outside for row in found)
        yield Proof(
            what="devices", facts={"count": len(found), "outside": outside}, where="register"
        )
    else:
        yield Lack(what="no_device", owes=Owes.THEIRS)
    yield from lacking(_gaps(kept, "outside", "encrypted"))


def _handled(kept: Kept) -> Iterator[Item]:
    if found := _lines(kept):
        last = max(line.on for line in found)
        yield Proof(what="lines", facts={"count": len(found)}, on=last, where="ledger")
    yield from lacking(_gaps(kept, "no_line"))


def _consented(kept: Kept, act: Act) -> Iterator[Item]:
    """What was copied or taken out, each with the city's consent; where nothing is recorded at all,
    that nothing was proves nothing."""
    yield from lacking(_gaps(kept, "no_line"))
    found = [line for line in _lines(kept) if line.act is act]
    if not found:
        yield from _nothing(kept, f"no_{act.value}")
        return
    good = [line for line in found if line.permission]
    facts = {"count": len(good), "all": len(found)}
    yield Proof(what=act.value, facts=facts, on=max(line.on for line in found), where="ledger")
    bare = {line.id for line in found if not line.permission}
    yield from lacking(gap for gap in _gaps(kept, "permission") if gap.row in bare)


def _nothing(kept: Kept, what: str) -> Iterator[Proof]:
    """Among what was recorded, nothing of the kind."""
    if count := len(_lines(kept)):
        yield Proof(what=what, facts={"count": count}, where="ledger")


def _copies(kept: Kept) -> Iterator[Item]:
    return _consented(kept, Act.COPY)


def _takeouts(kept: Kept) -> Iterator[Item]:
    return _consented(kept, Act.TAKE_OUT)


def _transports(kept: Kept) -> Iterator[Item]:
    moved = [one for one in _lines(kept) if one.act in (Act.HAND_OVER, Act.TAKE_OUT, Act.GIVE_BACK)]
    yield from lacking(_gaps(kept, "no_line"))
    if not moved:
        yield from _nothing(kept, "no_transport")
        return
    safe = [line for line in moved if line.method]
    facts = {"count": len(safe), "all": len(moved)}
    yield Proof(what="transports", facts=facts, on=max(one.on for one in moved), where="ledger")
    bare = [line.id for line in moved if not line.method]
    if bare:
        which = {"count": len(bare), "rows": numbers(bare)}
        yield Lack(what="transport", owes=Owes.THEIRS, facts=which)


def _disposal(kept: Kept) -> Iterator[Item]:
    ends = [line for line in _lines(kept) if line.act in (Act.GIVE_BACK, Act.DISPOSE)]
    if ends:
        last = max(line.on for line in ends)
        yield Proof(what="disposal", facts={"count": len(ends)}, on=last, where="ledger")
    if kept.ended_on is None:
        yield Proof(what="not_ended")
    elif not any(line.on >= kept.ended_on for line in ends):
        yield Lack(what="disposal", owes=Owes.THEIRS, facts={"on": kept.ended_on})


CHECKS: dict[str, Callable[[Kept], Iterable[Item]]] = {
    "responsible": _responsible,
    "workers": _workers,
    "pledges": _pledges,
    "leavers": _leavers,
    "temporary": _temporary,
    "education": _education,
    "workplaces": _workplaces,
    "devices": _devices,
    "lines": _handled,
    "copies": _copies,
    "takeouts": _takeouts,
    "transports": _transports,
    "disposal": _disposal,
}
