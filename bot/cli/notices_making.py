"""Writes a notice: reads what the desk wrote, keeps its lists, and counts its people."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot import policy
from bot.cli import notices_people
from bot.cli.notices_lists import check_known, keep
from bot.cli.notices_written import Written, content_in, written
from bot.cli.opening import House
from bot.cli.progress import progress
from bot.delivery import outbox
from bot.errors import Unreadable
from bot.notices import counting, lifecycle, store
from bot.notices.model import Broadcast, Stage, Standing
from bot.notices.rules import DESKS
from bot.people import audience as people
from bot.people.selectors import Audience, By
from bot.storage.tx import Tx


def new(house: House, file: Path | None, options: Mapping[str, Any], mail: str) -> Standing:
    """A new draft of the person with this address, its people counted as far as can be."""
    # Who may not write learns it before a long list is read.
    house.read(lambda tx: notices_people.person(tx, mail, house.today, DESKS))
    said = _read(house, file, options)

    def work(tx: Tx) -> Broadcast:
        keep(tx, said.lists, house.now)
        return lifecycle.new(
            tx,
            notices_people.deed(tx, mail, house),
            content=said.content,
            audience=said.audience,
            due_at=said.due_at,
            expires_at=said.expires_at,
        )

    return _counted(house, house.write(work).notice)


def change(house: House, notice: int, file: Path, mail: str) -> Standing:
    """A draft written anew, its people counted again."""
    said = _read(house, file, {})

    def work(tx: Tx) -> None:
        keep(tx, said.lists, house.now)
        lifecycle.change(
            tx,
            notice,
            notices_people.deed(tx, mail, house),
            content=said.content,
            audience=said.audience,
            due_at=said.due_at,
            expires_at=said.expires_at,
        )

    house.write(work)
    return _counted(house, notice)


def correct(house: House, notice: int, file: Path, mail: str) -> None:
    """The text of a notice under way or done becomes what FILE says, or shall do so once somebody
    has approved it; its people stay."""
    content = content_in(file)

    def work(tx: Tx) -> None:
        lifecycle.correct(tx, notice, notices_people.deed(tx, mail, house), content=content)

    house.write(work)


def _read(house: House, file: Path | None, options: Mapping[str, Any]) -> Written:
    said = written(file, options, house.zone)
    check_known(house, said.lists)
    house.read(lambda tx: _check_fitting(tx, said.audience, house.today))
    return said


def _check_fitting(tx: Tx, audience: Audience, today: date) -> None:
    """A slip in a name must not leave a department out; raises Unreadable."""
    for whom in (*audience.to, *audience.but):
        read_later = whom.by in (By.GROUP, By.LIST)
        if not read_later and not people.chunk(tx, Audience(to=(whom,)), today, 0, 1):
            remedy = "nobody in the register fits this; check the name, or leave it out"
            raise Unreadable(f"{whom.by.value}:{whom.value}", remedy)


def _counted(house: House, notice: int) -> Standing:
    """Count the people in this process; what needs Graph waits for `renkei serve`."""
    with progress("people") as told:
        found = house.read(partial(lifecycle.get, notice=notice))
        while found.stage is Stage.COUNTING:
            before = found
            found = house.write(partial(_count_on, notice=notice, now=house.now))
            told(found.audience - before.audience)
            if found == before and not found.clearing:  # the members of a group are awaited
                break
    return house.read(partial(lifecycle.standing, notice=notice, by=None, now=house.now))


def _count_on(tx: Tx, *, notice: int, now: datetime) -> Broadcast:
    """The conductor's own step, unless another process has counted to the end meanwhile."""
    outbox.turnstile(tx)
    found = lifecycle.get(tx, notice)
    if found.stage is not Stage.COUNTING:
        return found
    return store.save(tx, counting.step(tx, found, now, policy.of(tx).approval_size))
