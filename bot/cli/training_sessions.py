"""`renkei training session`: list, open, close, move and cancel sessions."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened
from bot.cli.training_options import AS, CODE, JSON, NUMBER, YEAR
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.storage.tx import Tx
    from bot.training.managing import Deed
    from bot.training.model import Session


@click.group
def session() -> None:
    """Sessions of a course: list, open, close, move, cancel."""


@session.command("list")
@TENANT
@click.argument("code", required=False)
@YEAR
@JSON
def list_(code: str | None, year: int | None, as_json: bool) -> None:
    """Every session with its seats, by course; without CODE those of all courses to come."""
    with opened() as house:
        found = house.read(lambda tx: _listed(tx, house, code, year))
    if as_json:
        click.echo(json.dumps({"sessions": found}, ensure_ascii=False))
        return
    for one in found:
        seats = f"{one['held']}/{one['seats']}" + (f" +{one['waiting']}" if one["waiting"] else "")
        parts = (one["code"], str(one["number"]), one["starts_at"], one["place"], seats)
        click.echo("  ".join((*parts, one["state"])))
    if not found:
        click.echo("no sessions")


def _listed(tx: "Tx", house: House, code: str | None, year: int | None) -> list[dict[str, Any]]:
    from bot.cli.training_options import course
    from bot.training.store import courses, sessions

    if code is not None:
        own = course(tx, code, year)
        return [_as_json(house, own.code, own.year, one) for one in sessions.of_course(tx, own.id)]
    return [
        _as_json(house, own.code, own.year, one)
        for own in courses.every(tx)
        for one in sessions.of_course(tx, own.id)
        if one.ends_at > house.now and year in (None, own.year)
    ]


def _as_json(house: House, code: str, year: int, one: "Session") -> dict[str, Any]:
    def local(at: datetime) -> str:
        return at.astimezone(house.zone).strftime("%Y-%m-%d %H:%M")

    return {
        "code": code,
        "year": year,
        "number": one.number,
        "starts_at": local(one.starts_at),
        "ends_at": local(one.ends_at),
        "place": one.place,
        "deadline": local(one.deadline),
        "seats": one.seats,
        "held": one.held,
        "waiting": one.waiting,
        "state": one.state.value,
    }


@session.command("open")
@TENANT
@CODE
@NUMBER
@YEAR
@AS
@JSON
def open_(code: str, number: int, year: int | None, mail: str | None, as_json: bool) -> None:
    """Take applications again."""
    from bot.training import managing

    _do(code, number, year, mail, managing.open_session, as_json=as_json)


@session.command
@TENANT
@CODE
@NUMBER
@YEAR
@AS
@JSON
def close(code: str, number: int, year: int | None, mail: str | None, as_json: bool) -> None:
    """Take no more applications; what is booked takes place."""
    from bot.training import managing

    _do(code, number, year, mail, managing.close_session, as_json=as_json)


@session.command
@TENANT
@CODE
@NUMBER
@click.option("--day", metavar="DATE", help="Such as 2026-06-01; without it the day stays.")
@click.option("--at", "clock", metavar="TIME", help="Such as 13:30; without it the time stays.")
@click.option("--place", default="", help="Without it the place stays.")
@click.option("--reason", default="", help="What everybody booked is told.")
@YEAR
@AS
@JSON
def move(
    code: str,
    number: int,
    day: str | None,
    clock: str | None,
    place: str,
    reason: str,
    year: int | None,
    mail: str | None,
    as_json: bool,
) -> None:
    """Move a session: everybody booked is told, the calendars follow."""
    from bot.training import managing
    from bot.training.store import sessions

    def work(tx: "Tx", session_id: int, deed: "Deed") -> "Session":
        before = sessions.get(tx, session_id).starts_at.astimezone(deed.now.tzinfo)
        at = datetime.combine(_day(day, before), _clock(clock, before), before.tzinfo)
        given: dict[str, Any] = {"starts_at": at, "place": place, "reason": reason}
        return managing.move_session(tx, session_id, deed, **given)

    _do(code, number, year, mail, work, as_json=as_json)


def _day(text: str | None, before: datetime) -> date:
    from bot.sheets import day_in

    found = before.date() if text is None else day_in(text)
    if found is None:
        raise Unreadable("--day", "write a day such as 2026-06-01")
    return found


def _clock(text: str | None, before: datetime) -> time:
    from bot.sheets import clock_in

    found = before.time() if text is None else clock_in(text)
    if found is None:
        raise Unreadable("--at", "write a time such as 13:30")
    return found


@session.command
@TENANT
@CODE
@NUMBER
@click.option("--reason", required=True, help="What everybody booked is told.")
@YEAR
@AS
@JSON
def cancel(
    code: str, number: int, reason: str, year: int | None, mail: str | None, as_json: bool
) -> None:
    """Cancel a session for good: everybody booked is told, the calendars follow."""
    from bot.training import managing

    def work(tx: "Tx", session_id: int, deed: "Deed") -> "Session":
        return managing.cancel_session(tx, session_id, deed, reason=reason)

    _do(code, number, year, mail, work, as_json=as_json)


def _do(
    code: str,
    number: int,
    year: int | None,
    mail: str | None,
    act: "Callable[[Tx, int, Deed], Session]",
    *,
    as_json: bool,
) -> None:
    with opened() as house:

        def work(tx: "Tx") -> dict[str, Any]:
            from bot.cli import training_options as given

            before = given.session(tx, code, year, number)
            after = act(tx, before.id, _deed(tx, house, mail, before))
            return _as_json(house, code, given.course(tx, code, year).year, after)

        found = house.write(work)
    if as_json:
        click.echo(json.dumps({"session": found}, ensure_ascii=False))
        return
    click.echo(f"{code} {number}  {found['starts_at']}  {found['place']}  {found['state']}")


def _deed(tx: "Tx", house: House, mail: str | None, before: "Session") -> "Deed":
    from bot.cli.training_options import deed, person
    from bot.training.rules import rights

    by = person(tx, mail, house.today) if mail else None
    if by is not None and not rights.may_run(by, before):
        raise Unreadable("--as", "another municipality runs this session; name its coordinator")
    return deed(tx, house, by)
