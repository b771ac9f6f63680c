"""The crowd of the sample city: thousands of staff, made known while somebody practises already.

They have had the app since last year, so their chats and conversation references simply are
there; only a few meet the bot for the first time, or can't be reached.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import bindparam, update

from bot.delivery.rows import DELIVERY
from bot.emulator.city_staff import HAVE_THE_APP, Situation, Staff, staff, write_people_file
from bot.emulator.server import Emulator
from bot.people import imports, references
from bot.people.references import Reference
from bot.people.tables import REFERENCE
from bot.practice.tenant import Practice
from bot.storage.tx import Tx

_CHUNK = 100
_PAUSE = 0.02  # after each step, for whoever presses a button meanwhile
_MOVED = tuple(
    update(table)
    .where(table.c.service_url == bindparam("old"))
    .values(service_url=bindparam("new"))
    for table in (REFERENCE, DELIVERY)
)
_NOT_IN_DIRECTORY = frozenset((Situation.NO_ACCOUNT, Situation.DELETED))


async def arrive(practice: Practice, count: int) -> None:
    """Let so many people be there, and known to the bot. Raises Unavailable when it is stopped."""
    practice.emulator.watch.expected = count
    people = await _join(practice.emulator, count)
    await asyncio.to_thread(_register, practice, people)
    for chunk in _chunks(people, _CHUNK):
        practice.go_on()
        await practice.storage.write(practice.house.settings.home, partial(_refer, practice, chunk))
        practice.emulator.watch.more_came(len(chunk))
        await asyncio.sleep(_PAUSE)
    practice.crowd = count
    await practice.keep()


async def come_back(practice: Practice, address: str) -> None:
    """Let those be there who were there the last time, when the tenant's page was at `address`."""
    emulator, watch = practice.emulator, practice.emulator.watch
    watch.expected = practice.crowd
    await _join(emulator, practice.crowd)
    watch.messages = await asyncio.to_thread(practice.chats.restore, emulator.conversations)
    watch.more_came(practice.crowd)
    if address != practice.address:
        old, new = f"{address}/connector/", emulator.service_url
        await practice.storage.write(
            practice.house.settings.home, lambda tx: _move(tx, old=old, new=new)
        )


async def _join(emulator: Emulator, count: int) -> tuple[Staff, ...]:
    """Put so many people into the directory, with the chats that they have."""
    people = await asyncio.to_thread(lambda: tuple(staff(count)))
    for chunk in _chunks(people, _CHUNK):
        for one in chunk:
            _put(emulator, one)
        await asyncio.sleep(0)
    return people


def _put(emulator: Emulator, one: Staff) -> None:
    if one.situation in _NOT_IN_DIRECTORY:
        return
    emulator.tenant.put(one.person)
    if one.situation in HAVE_THE_APP:
        chat = emulator.conversations.personal(one.person)
        chat.blocked = one.situation is Situation.BLOCKED


def _register(practice: Practice, people: Sequence[Staff]) -> None:
    """As a clerk would import them, but giving way to everybody else."""
    house = practice.house

    def told(_rows: int) -> None:
        practice.go_on()
        time.sleep(_PAUSE)

    today = practice.clock.now().astimezone(house.settings.zone).date()
    with TemporaryDirectory(dir=practice.folder) as folder:
        file = Path(folder) / "people.csv"
        write_people_file(file, people)
        imports.load(
            practice.storage, house.settings.home, file, today=today, finally_=silent, told=told
        )


def silent(tx: Tx, done: imports.Imported) -> None:
    """Nobody ran a command: the sample city comes with its people."""
    del tx, done


def _refer(practice: Practice, people: Iterable[Staff], tx: Tx) -> None:
    spec, address = practice.emulator.spec, practice.emulator.service_url
    for one in people:
        if one.situation in HAVE_THE_APP:
            reference = Reference(
                aad_object_id=one.person.aad_object_id,
                conversation=spec.personal_chat(one.person),
                service_url=address,
                teams_id=one.person.teams_id,
                bot_id=spec.bot_id,
            )
            references.keep(tx, reference, at=practice.clock.now())


def _move(tx: Tx, *, old: str, new: str) -> None:
    for statement in _MOVED:
        tx.run(statement, old=old, new=new)


def _chunks(people: Iterable[Staff], size: int) -> Iterator[tuple[Staff, ...]]:
    waiting = iter(people)
    while chunk := tuple(islice(waiting, size)):
        yield chunk
