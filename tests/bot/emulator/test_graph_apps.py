"""Groups, apps and the feed, asked as Graph is asked."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK, GRAPH
from bot.emulator.server import Emulator
from bot.emulator.tenant import Group, TenantSpec
from tests.bot.emulator.conftest import APP, CLERK, HEAD, TEACHER, TENANT, Caller, person

V1 = "/graph/v1.0"
RECIPIENT = "microsoft.graph.aadUserNotificationRecipient"
APPS = f"{V1}/users/{CLERK.aad_object_id}/teamwork/installedApps"
FEED = f"{V1}/teamwork/sendActivityNotificationToRecipients"
RING = {
    "topic": {
        "source": "text",
        "value": "緊急",
        "webUrl": "https://teams.microsoft.com/l/entity/1/home",
    },
    "activityType": "urgentNotice",
    "previewText": {"content": "開いてください"},
    "recipients": [
        {
            "@odata.type": "microsoft.graph.aadUserNotificationRecipient",
            "userId": CLERK.aad_object_id,
        }
    ],
}


@pytest.fixture
def spec() -> TenantSpec:
    inner = Group(id="inner", name="係", members=(CLERK.aad_object_id, HEAD.aad_object_id))
    outer = Group(
        id="outer",
        name="課",
        members=(HEAD.aad_object_id, "somebody who has left"),
        groups=("inner", "outer"),
    )
    return TenantSpec(
        tenant_id=TENANT,
        name="練習市",
        app_id=APP,
        people=(HEAD, CLERK, TEACHER),
        groups=(inner, outer),
    )


@pytest.fixture
def bound(emulator: Emulator) -> dict[str, str]:
    app = emulator.spec.teams_app_id
    return {"teamsApp@odata.bind": f"{emulator.graph_url}/appCatalogs/teamsApps/{app}"}


async def test_members_are_ids_and_kinds(graph: Caller) -> None:
    _, body, _ = await graph.ask("GET", f"{V1}/groups/outer/members")
    assert body["value"] == [
        {
            "@odata.type": "#microsoft.graph.user",
            "id": HEAD.aad_object_id,
            "displayName": None,
            "mail": None,
        },
        *(
            {
                "@odata.type": "#microsoft.graph.group",
                "id": name,
                "displayName": None,
                "mail": None,
            }
            for name in ("inner", "outer")
        ),
    ]


async def test_transitive_members_come_once_page_by_page(graph: Caller) -> None:
    query = {"$top": "2", "$select": "id"}
    _, first, _ = await graph.ask("GET", f"{V1}/groups/outer/transitiveMembers", params=query)
    _, second, _ = await graph.ask("GET", first["@odata.nextLink"])
    found = [row["id"] for row in (*first["value"], *second["value"])]
    assert found == [HEAD.aad_object_id, "inner", "outer", CLERK.aad_object_id]
    assert "@odata.nextLink" not in second


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("groups/nowhere/members", (404, "Request_ResourceNotFound")),
        ("groups/inner/owners", (400, "BadRequest")),
        ("sites", (400, "BadRequest")),
        ("users/nobody/teamwork/installedApps", (404, "NotFound")),
        ("users/nobody/teamwork/associatedTeams", (400, "BadRequest")),
        ("teamwork/devices", (400, "BadRequest")),
    ],
)
async def test_what_is_not_there_is_refused(
    graph: Caller, path: str, answer: tuple[int, str]
) -> None:
    status, body, _ = await graph.ask("GET", f"{V1}/{path}")
    assert (status, body["error"]["code"]) == answer


@pytest.mark.parametrize(
    ("permission", "method", "path", "code"),
    [
        ("User.Read.All", "GET", f"{V1}/users", "Authorization_RequestDenied"),
        (
            "GroupMember.ReadBasic.All",
            "GET",
            f"{V1}/groups/inner/members",
            "Authorization_RequestDenied",
        ),
        ("AppCatalog.Read.All", "GET", f"{V1}/appCatalogs/teamsApps", "Forbidden"),
        ("TeamsAppInstallation.ReadWriteSelfForUser.All", "GET", APPS, "Forbidden"),
        ("TeamsAppInstallation.ReadWriteSelfForUser.All", "POST", APPS, "Forbidden"),
        ("TeamsActivity.Send.User", "POST", FEED, "Forbidden"),
    ],
)
async def test_each_call_needs_its_permission(
    emulator: Emulator, graph: Caller, permission: str, method: str, path: str, code: str
) -> None:
    emulator.granted.discard(permission)
    status, body, _ = await graph.ask(method, path, {} if method == "POST" else None)
    assert (status, body["error"]["code"]) == (403, code)


async def test_an_installation_is_listed_with_its_app(
    emulator: Emulator, graph: Caller, bound: dict[str, str]
) -> None:
    assert (await graph.ask("GET", APPS))[1]["value"] == []
    status, body, _ = await graph.ask("POST", APPS, bound)
    assert (status, body) == (201, None)
    query = {"$expand": "teamsApp", "$filter": f"teamsApp/id eq '{emulator.spec.teams_app_id}'"}
    _, listed, _ = await graph.ask("GET", APPS, params=query)
    (row,) = listed["value"]
    assert row["teamsApp"]["externalId"] == APP
    _, chat, _ = await graph.ask("GET", f"{APPS}/{row['id']}/chat")
    assert chat["id"] == f"19:{CLERK.aad_object_id}_{APP}@unq.gbl.spaces"
    _, others, _ = await graph.ask("GET", APPS, params={"$filter": "teamsApp/id eq 'x'"})
    assert others["value"] == []
    assert (await graph.ask("GET", f"{APPS}/x/chat"))[0] == 404


@pytest.mark.parametrize("body", [{}, {"teamsApp@odata.bind": "x"}, [], None])
async def test_an_installation_names_its_app(graph: Caller, body: object) -> None:
    status, error, _ = await graph.ask("POST", APPS, body)
    assert (status, error["error"]["code"]) == (400, "BadRequest")


async def test_the_bot_may_write_by_either_id_of_the_chat(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    status, _, _ = await caller.post(emulator.spec.graph_chat(CLERK))
    assert (status, len(emulator.inbox(CLERK))) == (201, 1)
    wrong = emulator.spec.graph_chat(CLERK).replace(APP, TENANT)
    assert (await caller.post(wrong))[0] == 404


async def test_the_catalogue_holds_other_apps_too(emulator: Emulator, graph: Caller) -> None:
    _, everything, _ = await graph.ask("GET", f"{V1}/appCatalogs/teamsApps")
    assert len(everything["value"]) == 2
    query = {"$filter": f"externalId eq '{APP}'", "$select": "id,externalId"}
    _, ours, _ = await graph.ask("GET", f"{V1}/appCatalogs/teamsApps", params=query)
    assert ours["value"] == [{"id": emulator.spec.teams_app_id, "externalId": APP}]


async def test_a_batch_may_install_and_is_refused_part_by_part(
    emulator: Emulator, graph: Caller, bound: dict[str, str]
) -> None:
    emulator.installs_tell = False
    url = f"/users/{CLERK.aad_object_id}/teamwork/installedApps"
    part = {"method": "POST", "url": url, "body": bound}
    batch = {"requests": [{"id": "1", **part}, {"id": "2", **part}]}
    _, body, _ = await graph.ask("POST", f"{V1}/$batch", batch)
    assert [one["status"] for one in body["responses"]] == [201, 409]


@pytest.mark.parametrize(
    "change",
    [
        {"recipients": []},
        {"recipients": RING["recipients"] * 101},
        {"recipients": [{"@odata.type": "microsoft.graph.chatMembersNotificationRecipient"}]},
        {"activityType": None},
        {"previewText": None},
        {"topic": {"source": "text", "value": "x", "webUrl": "https://example.jp/"}},
        {"topic": {"source": "entityUrl", "value": "https://graph.microsoft.com/v1.0/x"}},
    ],
)
async def test_a_wrong_notification_is_refused(graph: Caller, change: dict[str, object]) -> None:
    status, body, _ = await graph.ask("POST", FEED, {**RING, **change})
    assert (status, body["error"]["code"]) == (400, "BadRequest")


async def test_a_notification_stands_in_the_feed_of_who_has_the_app(
    emulator: Emulator, graph: Caller, chat: str
) -> None:
    assert (await graph.ask("POST", FEED, RING))[:2] == (202, None)
    (told,) = emulator.feed.of(CLERK.aad_object_id)
    assert (told.topic, told.preview) == ("緊急", "開いてください")


async def test_a_body_that_is_no_json_is_refused(
    emulator: Emulator, session: aiohttp.ClientSession, graph: Caller
) -> None:
    headers = {"Authorization": f"Bearer {graph.token}"}
    async with session.post(emulator.url + FEED, data=b"{", headers=headers) as answer:
        assert answer.status == 400


@pytest.fixture
async def limited(spec: TenantSpec) -> AsyncIterator[Emulator]:
    practice = Emulator(spec, limits=Limits.teams())
    await practice.start()
    yield practice
    await practice.stop()


async def test_graphs_limits_are_counted_apart_from_teams(
    limited: Emulator, session: aiohttp.ClientSession
) -> None:
    graph = Caller(session, limited, limited.login.issue(GRAPH)[0])
    asked = [graph.ask("GET", APPS) for _ in range(31)]
    statuses = [status for status, _, _ in await asyncio.gather(*asked)]
    assert statuses.count(200) >= 30
    status, body, headers = await graph.ask("GET", APPS)
    if status == 429:
        assert (body["error"]["code"], headers["Retry-After"]) == ("TooManyRequests", "1")
    assert (await graph.ask("GET", f"{V1}/users"))[0] == 200
    bot = Caller(session, limited, limited.login.issue(BOT_FRAMEWORK)[0])
    limited.conversations.personal(CLERK).installed = True
    assert (await bot.post(limited.conversations.personal(CLERK).id))[0] == 201


async def test_who_joins_later_is_in_the_directory_and_can_be_written_to(
    emulator: Emulator, graph: Caller, caller: Caller
) -> None:
    newcomer = person(9, has_app=True)
    emulator.enlist([newcomer])
    assert (await graph.ask("GET", f"{V1}/users/{newcomer.aad_object_id}"))[0] == 200
    assert (await caller.post(emulator.spec.personal_chat(newcomer)))[0] == 201
    (message,) = emulator.inbox(newcomer)
    assert message.text == "通知"
