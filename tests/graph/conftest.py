"""A practice tenant with groups and every kind of account, and Graph as the errands see it."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken

from bot.emulator.limits import Limits
from bot.emulator.login import GRAPH
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
PEOPLE = (HEAD, CLERK, HAS_APP, GUEST, DISABLED, UNLICENSED, BLOCKED)
GROUPS = (
    Group(id=STAFF, name="職員", members=(HEAD.aad_object_id,), groups=(SCHOOL,)),
    Group(id=SCHOOL, name="学校", members=(HEAD.aad_object_id, CLERK.aad_object_id)),
    Group(id=EVERYONE, name="全員", everyone=True),
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


@pytest.fixture
def spec() -> TenantSpec:
    return TenantSpec(
        tenant_id=TENANT,
        name="練習市",
        app_id=APP,
        external_id=MANIFEST,
        people=PEOPLE,
        groups=GROUPS,
    )


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
