"""The city that trainings are measured on: 40,000 people, and a course with seats for a fifth."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.people import imports, references
from bot.people.references import Reference
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.training.model import Course, CourseState, Org, Quota, Session
from bot.training.store import courses, quotas, sessions
from tests.bench.doors import Ends
from tests.bench.wire import post

TENANT = "11111111-1111-4111-8111-111111111111"
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PEOPLE, SESSIONS, SEATS = 40_000, 20, 400
TOWNS, DEPARTMENTS = 40, 400
QUOTA = 15  # of each session's seats for each of two municipalities
STARTS = datetime(2026, 12, 10, 1, tzinfo=UTC)
COURSE = Course(
    id=0,
    code="security",
    year=2026,
    title="情報セキュリティ研修",
    text="全職員が毎年受ける研修です。",
    to=("all",),
    mandatory=True,
    finish_by=date(2027, 3, 31),
    state=CourseState.OPEN,
)
SOMEBODY = Person(
    aad_object_id=f"22222222-2222-4222-8222-{0:012}",
    name="職員 0",
    mail="s0@akatsuki.example.jp",
)
SPEC = TenantSpec(
    tenant_id=TENANT,
    name="あかつき市",
    app_id="33333333-3333-4333-8333-333333333333",
    people=(SOMEBODY,),
)
_COLUMNS = ("aad_object_id", "name", "mail", "department", "municipality", "roles")


def settings_for(file: Path, **more: Any) -> Settings:
    """Settings of a bot of this tenant with its database in `file`."""
    return Settings(
        database_url=f"sqlite:///{file}",
        app_id=SPEC.app_id,
        tenant_id=TENANT,
        credential="static",
        static_token="fixed",
        **more,
    )


def found(file: Path, service_url: str, people: int = PEOPLE) -> list[int]:
    """Make the register with its course; everybody has had a card before. The sessions' ids."""
    storage = open_storage(settings_for(file))
    enter(storage, file.with_name("people.csv"), people)
    for start in range(0, people, 2000):
        last = min(start + 2000, people)
        storage.write_now(TENANT, lambda tx, a=start, b=last: _reached(tx, a, b, service_url))
    made = storage.write_now(TENANT, _course)
    storage.close()
    return made


def enter(storage: Storage, file: Path, people: int) -> None:
    """The register of people, by a file."""
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(_COLUMNS)
        rows.writerows(_line(number) for number in range(people))
    imports.load(storage, TENANT, file, today=date(2026, 4, 1), finally_=lambda tx, done: None)


def _line(number: int) -> tuple[str, ...]:
    town, department = f"第{number % TOWNS}町", f"第{number % DEPARTMENTS}課"
    mail = f"s{number}@akatsuki.example.jp"
    return (aad(number), f"職員 {number}", mail, department, town, "staff")


def aad(number: int) -> str:
    """The directory's id of a person."""
    return f"22222222-2222-4222-8222-{number:012}"


def _reached(tx: Tx, first: int, last: int, service_url: str) -> None:
    for number in range(first, last):
        given = Reference(
            aad_object_id=aad(number),
            conversation=f"a:{number}",
            service_url=service_url,
            teams_id=f"29:{number}",
            bot_id=f"28:{SPEC.app_id}",
        )
        references.keep(tx, given, at=NOW)


def _course(tx: Tx) -> list[int]:
    course = courses.add(tx, COURSE)
    return [_session(tx, course, number).id for number in range(SESSIONS)]


def _session(tx: Tx, course: Course, number: int) -> Session:
    starts = STARTS + timedelta(days=number)
    made = sessions.add(
        tx,
        Session(
            id=0,
            course=course.id,
            number=number + 1,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            place="研修室",
            seats=SEATS,
            deadline=starts - timedelta(days=3),
        ),
    )
    bound = (Quota(org=Org.MUNICIPALITY, name=f"第{town}町", seats=QUOTA) for town in (0, 1))
    quotas.put(tx, made, tuple(bound))
    return made


def presses(
    emulator: Emulator, ends: Ends, verb: str, each: list[dict[str, Any]]
) -> Iterator[bytes]:
    """Everybody presses once, in turn without end; `each`: what their presses say, in turn."""
    token = emulator.login.token_for_bot(ends.service_url)
    template = orjson.dumps(_template(emulator, ends, verb)).decode()
    number = 0
    while True:
        body = template.replace("@number@", str(number)).replace("@aad@", aad(number % PEOPLE))
        body = body.replace("@who@", str(number % PEOPLE))
        said = orjson.dumps(each[number % len(each)]).decode()
        yield post("/api/messages", body.replace('"@data@"', said).encode(), token)
        number += 1


def _template(emulator: Emulator, ends: Ends, verb: str) -> dict[str, Any]:
    pressed = emulator.activities.card_action(
        SOMEBODY,
        emulator.conversations.personal(SOMEBODY),
        reply_to="1700000000000",
        action={"type": "Action.Execute", "verb": verb, "data": "@data@"},
        trigger="manual",
    )
    pressed["from"] |= {"id": "29:@who@", "aadObjectId": "@aad@"}
    pressed["conversation"] |= {"id": "a:@who@"}
    return {**pressed, "id": "f:@number@", "serviceUrl": ends.service_url}
