"""A process in which people press: python -m tests.bot.training.seats.presser JSON."""

import json
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from bot.errors import Refused, Unavailable
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import State
from bot.training.store import enrolments
from tests.bot.training.seats.rig import NOW, person

TOWNS = ("あかつき市", "かわた町", "みさき村")
THREADS = 4


def resident(number: int) -> Any:
    """The same person in every process; every third belongs to the same town."""
    return person(number, TOWNS[number % 3])


def press(tx: Tx, course: int, session: int, number: int, chance: float) -> str:
    """What this person does next, with some luck."""
    own = enrolments.of(tx, course, number)
    match own.state if own else None:
        case State.OFFERED:
            answer = seats.accept if chance < 0.6 else seats.pass_on
            return answer(tx, number, course, NOW, own.version).act
        case State.BOOKED if chance < 0.2:
            other = resident(number + 1)
            return seats.ask_substitute(tx, number, course, other, NOW, own.version).act
        case State.BOOKED if own.asked and chance < 0.6:
            other = resident(own.asked)
            return seats.take_over(tx, own.id, other, NOW, own.version, agree=True).act
        case State.REQUESTED:
            return seats.decide(tx, own.id, NOW, own.version, agree=chance < 0.7, by=999).act
        case State.BOOKED | State.WAITING if chance < 0.9:
            return seats.withdraw(tx, number, course, NOW, own.version).act
        case State.BOOKED | State.WAITING:
            return seats.cannot(tx, resident(number), course, "work", NOW).act
    return seats.enrol(tx, resident(number), session, NOW, wait=chance < 0.9).act


def work(
    storage: Storage, tenant: str, courses: dict[int, list[int]], people: int, luck: random.Random
) -> str:
    """One press of one person; what came of it."""
    course, sessions = luck.choice(sorted(courses.items()))
    session, number, chance = luck.choice(sessions), luck.randrange(people) + 1, luck.random()
    while True:
        try:
            if chance > 0.97:
                storage.write_now(tenant, lambda tx: seats.lapse(tx, NOW + timedelta(days=2)))
                return "lapse"
            return storage.write_now(tenant, lambda tx: press(tx, course, session, number, chance))
        except Refused as refused:
            return refused.reason
        except Unavailable:  # SQLite's file was another's for seconds: pressed again
            continue


def main(
    *,
    database: str,
    key: str,
    tenant: str,
    courses: dict[str, list[int]],
    people: int,
    presses: int,
    seed: int,
) -> None:
    storage = open_storage(Settings(database_url=database, key_file=key))
    known = {int(course): sessions for course, sessions in courses.items()}
    with ThreadPoolExecutor(THREADS) as threads:
        given = [
            threads.submit(work, storage, tenant, known, people, random.Random(seed + number))
            for number in range(presses)
        ]
        done = Counter(one.result() for one in given)
    storage.close()
    print(json.dumps(done))


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
