"""`renkei attendance import-roster --from-graph`, asked of a practice tenant over HTTP."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.attendance import family
from bot.attendance.model import Function, LinkState
from bot.attendance.store import classes, enrolments, guardians, posts, pupils, roster, schools
from bot.cli.root import renkei
from bot.emulator.rosters import Enrolled, Guardian, School, SchoolClass
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.people import store as people
from bot.settings import load
from bot.storage.store import open_storage
from bot.storage.tx import Tx

T = TypeVar("T")
TENANT, APP = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
NOW = datetime(2026, 4, 8, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
YEAR = (date(2026, 4, 1), date(2027, 3, 31))
LAST_YEAR = (date(2025, 4, 1), date(2026, 3, 31))
FATHER = "otosan@family.example.jp"


def _id(number: int) -> str:
    return f"22222222-2222-4222-8222-{number:012d}"


TEACHER, HARU, SORA, DAD = (_id(number) for number in range(1, 5))


def _person(id: str, name: str, mail: str) -> Person:
    return Person(aad_object_id=id, name=name, mail=mail)


PEOPLE = (
    _person(TEACHER, "先生 一", "sensei@akatsuki.example.jp"),
    _person(HARU, "夜明 はるか", "haruka@pupils.example.jp"),
    _person(SORA, "星野 そら", "sora@pupils.example.jp"),
    _person(DAD, "夜明 そうた", FATHER),
)
# The father may not come near the child; the directory's source knows nothing of that.
CONTACTS = (
    Guardian(name="夜明 あおい", mail="", phone="090-0000-0001", relationship="parent"),
    Guardian(name="夜明 そうた", mail=FATHER, phone=None, relationship="parent", consent=True),
    Guardian(name="医院", mail="", phone="0120-000-001", relationship="doctor"),
)
SCHOOL = School(
    id="s1",
    name="あかつき小学校",
    number="E1",
    classes=(
        SchoolClass(
            id="c32",
            name="３年２組",
            grade="3",
            term=YEAR,
            members=(
                Enrolled(aad_object_id=TEACHER, role="teacher"),
                Enrolled(aad_object_id=HARU, number="P001", contacts=CONTACTS),
                Enrolled(aad_object_id=SORA, number="P002"),
            ),
        ),
        SchoolClass(
            id="c21",
            name="2年1組",
            grade="2",
            term=LAST_YEAR,
            members=(Enrolled(aad_object_id=HARU, number="P001", contacts=CONTACTS),),
        ),
        SchoolClass(id="club", name="サッカー", term=YEAR),
    ),
)


@dataclass
class Site:
    emulator: Emulator

    async def run(self, *arguments: str) -> Result:
        """A command in a thread: its own loop asks the practice tenant."""
        return await asyncio.to_thread(CliRunner().invoke, renkei, list(arguments))

    async def imported(self) -> dict[str, object]:
        done = await self.run("attendance", "import-roster", "--from-graph", "2026", "--json")
        assert done.exit_code == 0, done.output
        found: dict[str, object] = json.loads(done.stdout)
        return found


@pytest.fixture
async def site(tmp_path, monkeypatch, _migrated) -> AsyncIterator[Site]:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    spec = TenantSpec(tenant_id=TENANT, name="試験", app_id=APP, people=PEOPLE, schools=(SCHOOL,))
    emulator = Emulator(spec)
    await emulator.start()
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "IDENTITY_ENDPOINT": emulator.identity_endpoint,
        "IDENTITY_HEADER": emulator.identity_header,
        "RENKEI_DATABASE_URL": f"sqlite:///{tmp_path / 'renkei.db'}",
        "RENKEI_APP_ID": APP,
        "RENKEI_TENANT_ID": TENANT,
        "RENKEI_GRAPH_URL": emulator.graph_url,
        "RENKEI_GRAPH_HOSTS": "127.0.0.1",
        "RENKEI_SERVICE_HOSTS": "127.0.0.1",
        "RENKEI_NOW": NOW.isoformat(),
    }.items():
        monkeypatch.setenv(name, value)
    yield Site(emulator)
    await emulator.stop()


def _looked(work):
    storage = open_storage(load())
    try:
        return storage.read_now(TENANT, work)
    finally:
        storage.close()


async def test_this_years_classes_come_with_children_and_teachers(site):
    found = await site.imported()
    told = {name: found[name] for name in ("schools", "classes", "staff", "pupils", "guardians")}
    assert told == {"schools": 1, "classes": 1, "staff": 1, "pupils": 2, "guardians": 2}

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        assert school is not None
        (class_,) = classes.current(tx, school.id, NOW.date())
        assert (class_.grade, class_.name) == (3, "2")
        seats = enrolments.seats(tx, class_.id, NOW.date())
        assert [child.name for _, child in seats] == ["夜明 はるか", "星野 そら"]
        teacher = people.find_by_aad(tx, TEACHER, NOW.date())
        assert teacher is not None
        held = people.holders_of(tx, teacher.id, NOW.date()).of
        of = posts.functions_of(tx, [one.post for one in held])
        assert [one.function for one in of] == [Function.TEACHER]

    _looked(look)


async def test_a_restrained_parent_among_the_contacts_gets_nothing(site):
    """Not even where their own account has the address that the directory gives."""
    await site.imported()

    def look(tx: Tx) -> None:
        child = pupils.find_by_key(tx, "P001")
        assert child is not None
        links = guardians.of_pupil(tx, child.id)
        assert [(one.name, one.state, one.person) for one in links] == [
            ("夜明 あおい", LinkState.INACTIVE, 0),
            ("夜明 そうた", LinkState.INACTIVE, 0),
        ]
        assert not any(one.may_report or one.may_see_status or one.may_be_notified for one in links)
        father = people.find_by_aad(tx, DAD, NOW.date())
        assert father is None or family.children(tx, father, NOW) == ()

    _looked(look)


async def test_what_the_office_has_removed_stays_removed(site):
    await site.imported()
    storage = open_storage(load())

    def remove(tx: Tx) -> None:
        child = pupils.find_by_key(tx, "P001")
        assert child is not None
        for one in guardians.of_pupil(tx, child.id):
            new = replace(one, state=LinkState.REMOVED, version=one.version + 1)
            guardians.save(tx, new)

    storage.write_now(TENANT, remove)
    storage.close()
    await site.imported()

    def states(tx: Tx) -> list[LinkState]:
        child = pupils.find_by_key(tx, "P001")
        assert child is not None
        return [one.state for one in guardians.of_pupil(tx, child.id)]

    assert _looked(states) == [LinkState.REMOVED] * 2


async def test_without_the_permission_nothing_is_imported(site):
    site.emulator.tenant.granted.discard("EduRoster.Read.All")
    done = await site.run("attendance", "import-roster", "--from-graph", "2026")
    assert "grant the application EduRoster.Read.All" in str(done.exception)
    assert _looked(schools.every) == ()


async def test_a_year_without_classes_is_no_roster(site):
    await site.imported()
    done = await site.run("attendance", "import-roster", "--from-graph", "2030")
    assert "holds no class of 2030" in str(done.exception)
    assert _looked(roster.years) == (2026,)
