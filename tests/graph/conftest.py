"""A practice tenant with groups and every kind of account, and Graph as the errands see it."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken

from bot.emulator.limits import Limits
from bot.emulator.login import GRAPH
from bot.emulator.places import Channel, GroupChat, Seat, Team
from bot.emulator.rosters import Enrolled, Guardian, School, SchoolClass
from bot.emulator.server import Emulator
from bot.emulator.tenant import Group, Person, TenantSpec
from graph import Graph
from graph.client import Client

TENANT = "11111111-1111-4111-8111-111111111111"
APP = "33333333-3333-4333-8333-333333333333"
MANIFEST = "44444444-4444-4444-8444-444444444444"
STAFF, SCHOOL, EVERYONE = "55555555-0001", "55555555-0002", "55555555-0003"


def person(number: int, **more: Any) -> Person:
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"shiken{number}@akatsuki.example",
        **more,
    )


HEAD, CLERK, HAS_APP = person(1), person(2), person(3, has_app=True)
GUEST = person(4, user_type="Guest")
DISABLED = person(5, account_enabled=False)
UNLICENSED = person(6, licensed=False)
BLOCKED = person(7, app_blocked=True)
TEACHER, PUPIL, OTHER_PUPIL = person(8), person(9), person(10)
PEOPLE = (HEAD, CLERK, HAS_APP, GUEST, DISABLED, UNLICENSED, BLOCKED, TEACHER, PUPIL, OTHER_PUPIL)
GROUPS = (
    Group(id=STAFF, name="職員", members=(HEAD.aad_object_id,), groups=(SCHOOL,)),
    Group(id=SCHOOL, name="学校", members=(HEAD.aad_object_id, CLERK.aad_object_id)),
    Group(id=EVERYONE, name="全員", everyone=True),
)
MOTHER = Guardian(
    name="試験 母", mail="haha@family.example", phone="090-0000-0000", relationship="parent"
)
AIDE = Guardian(name="試験 支援員", mail="shien@family.example", relationship="aide", consent=None)
CLASS_OF_NOW = SchoolClass(
    id="66666666-0001",
    name="3年2組",
    code="2026-3-2",
    grade="3",
    term=(date(2026, 4, 1), date(2027, 3, 31)),
    members=(
        Enrolled(aad_object_id=TEACHER.aad_object_id, role="teacher", number="T1"),
        Enrolled(
            aad_object_id=PUPIL.aad_object_id, number="0301", grade="3", contacts=(MOTHER, AIDE)
        ),
        Enrolled(aad_object_id=OTHER_PUPIL.aad_object_id),
        Enrolled(aad_object_id="who-left"),
    ),
)
CLASS_WITHOUT_TERM = SchoolClass(id="66666666-0002", name="3年2組")
PRIMARY = School(
    id="66666666-0009",
    name="試験小学校",
    number="E01",
    code="sis-1",
    classes=(CLASS_OF_NOW, CLASS_WITHOUT_TERM),
)
ELSEWHERE = "99999999-9999-4999-8999-999999999999"
OUTSIDER = Seat(
    aad_object_id="99999999-0001", name="外部 花子", tenant=ELSEWHERE, through="99999999-team"
)
TEACHERS = (
    Seat(aad_object_id=HEAD.aad_object_id, owner=True),
    Seat(aad_object_id=TEACHER.aad_object_id),
)
STAFF_ROOM = Team(
    id="77777777-0001",
    name="職員室",
    members=(*TEACHERS, Seat(aad_object_id=GUEST.aad_object_id)),
    channels=(
        Channel(id="19:general@thread.tacv2", name="一般"),
        Channel(id="19:private@thread.tacv2", name="3学年", kind="private", members=TEACHERS),
        Channel(
            id="19:shared@thread.tacv2",
            name="小中連携",
            kind="shared",
            members=(*TEACHERS, OUTSIDER),
        ),
        Channel(id="19:later@thread.tacv2", name="新種", kind="madeUpLater"),
    ),
)
CLASSROOM = Team(
    id="77777777-0002",
    name="3年2組",
    visibility="hiddenMembership",
    specialization="educationClass",
    channels=(Channel(id="19:class@thread.tacv2", name="一般"),),
)
OPEN_TEAM = Team(id="77777777-0003", name="サークル", visibility="public")
NOT_INSTALLED = Team(id="77777777-0004", name="別の課", consented=())
CHAT = GroupChat(
    id="19:chat@thread.v2",
    members=(*TEACHERS, Seat(aad_object_id=GUEST.aad_object_id), Seat(name="電話の人")),
)


@dataclass
class Issued:
    """A credential whose tokens the practice tenant's login has issued; `seconds` they last."""

    emulator: Emulator
    seconds: float = 3600.0
    closed: bool = False
    asked: int = 0
    token: AccessToken | None = None

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        self.asked += 1
        if self.token is None or self.token.expires_on < time.time() + 300:
            self.token = AccessToken(*self.emulator.login.issue(GRAPH, lifetime=self.seconds))
        return self.token

    async def close(self) -> None:
        self.closed = True


def practice() -> TenantSpec:
    return TenantSpec(
        tenant_id=TENANT,
        name="練習市",
        app_id=APP,
        external_id=MANIFEST,
        people=PEOPLE,
        groups=GROUPS,
        schools=(PRIMARY,),
        teams=(STAFF_ROOM, CLASSROOM, OPEN_TEAM, NOT_INSTALLED),
        chats=(CHAT,),
    )


@pytest.fixture
def spec() -> TenantSpec:
    return practice()


@pytest.fixture
def limits() -> Limits:
    return Limits.none()


@pytest.fixture
async def emulator(spec: TenantSpec, limits: Limits) -> AsyncIterator[Emulator]:
    practice = Emulator(spec, limits=limits)
    await practice.start()
    yield practice
    await practice.stop()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "graph.ndjson"


@pytest.fixture
async def graph(emulator: Emulator, log: Path) -> AsyncIterator[Graph]:
    opened = Graph(
        Client(
            Issued(emulator),  # type: ignore[arg-type]
            base_url=emulator.graph_url,
            hosts=(emulator.url.removeprefix("http://"),),
            log=str(log),
        )
    )
    yield opened
    await opened.close()


@pytest.fixture
def app(spec: TenantSpec) -> str:
    return spec.teams_app_id
