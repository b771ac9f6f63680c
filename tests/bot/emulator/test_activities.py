"""What Teams sends to the bot, compared with true payloads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import (
    APP,
    CLERK,
    HEAD,
    TEACHER,
    TENANT,
    Caller,
    Clock,
    ListeningBot,
)

PROTOCOL = Path(__file__).parents[4] / "shared" / "conformance" / "protocol"
EXECUTE = {
    "type": "Action.Execute",
    "title": "内容を確認しました",
    "verb": "agreements.confirm_renewal",
    "data": {"agreement_id": 7},
}
ACTIVITY_FIELDS = {"id", "type", "timestamp", "serviceUrl", "channelId", "from", "conversation"}


def conformance(name: str) -> Any:
    file = PROTOCOL / name
    if not file.is_file():
        pytest.skip(f"{name} is not in ../shared/conformance/protocol")
    return json.loads(file.read_text(encoding="utf-8"))


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """Where a value breaks a schema, for the keywords that the activity schema uses."""
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    kinds: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "number": (int, float),
        "integer": int,
    }
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        yield f"{at} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}"
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}.{name} is missing"
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from faults(value[name], inner, root, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, inner in enumerate(value):
            yield from faults(inner, schema["items"], root, f"{at}[{number}]")


async def everything(emulator: Emulator, caller: Caller) -> None:
    """One of each gesture."""
    await emulator.install(CLERK)
    said = await emulator.say(CLERK, "期限")
    await emulator.edit_message(CLERK, said["id"], "期限 30")
    await emulator.delete_message(CLERK, said["id"])
    chat = emulator.conversations.personal(CLERK).id
    _, posted, _ = await caller.post(chat)
    await emulator.press(CLERK, posted["id"], EXECUTE, {"date": "2027-03-31"})
    await emulator.submit(CLERK, posted["id"], {"verb": "home.today"}, {"note": "済"})
    await emulator.react(CLERK, posted["id"])
    await emulator.react(CLERK, posted["id"], added=False)
    channel = await emulator.install_in_team(HEAD, "政策企画課", "協定", (CLERK,))
    await emulator.members_added(HEAD, channel.id, TEACHER)
    await emulator.members_removed(HEAD, channel.id, TEACHER)
    await emulator.say(HEAD, "一覧", conversation=channel.id)
    await emulator.uninstall(CLERK)


async def test_every_gesture_fits_the_schema_of_an_activity(
    emulator: Emulator, bot: ListeningBot, caller: Caller
) -> None:
    schema = conformance("botframework-activity.schema.json")
    true = [entry["activity"] for entry in conformance("playground-recorded.json")]
    true += [one for one in conformance("docs-activities.json").values() if "type" in one]

    def breaches(activities: list[dict[str, Any]]) -> set[str]:
        root = {"$ref": "#/definitions/Activity"}
        return {fault for one in activities for fault in faults(one, root, schema)}

    await everything(emulator, caller)
    # The schema is the SDK's and asks for names that Teams itself leaves out.
    assert breaches(bot.heard) - breaches(true) == set()
    assert len(bot.heard) == 15


async def test_every_gesture_carries_what_teams_always_sends(
    emulator: Emulator, bot: ListeningBot, caller: Caller
) -> None:
    await everything(emulator, caller)
    ids = [activity["id"] for activity in bot.heard]
    written = ("messageUpdate", "messageDelete")
    fresh = [one["id"] for one in bot.heard if one["type"] not in written]
    assert len(fresh) == len(set(fresh))
    assert all(ids)
    for activity in bot.heard:
        assert activity.keys() >= ACTIVITY_FIELDS
        assert activity["channelId"] == "msteams"
        assert activity["recipient"] == {"id": f"28:{APP}", "name": "連携"}
        assert activity["conversation"]["tenantId"] == TENANT
        assert activity["channelData"]["tenant"] == {"id": TENANT}
        assert activity["serviceUrl"] == emulator.service_url
        assert activity["timestamp"] == "2026-11-24T09:00:00.000Z"


@pytest.mark.parametrize("kind", ["installationUpdate", "conversationUpdate", "message", "invoke"])
async def test_nothing_that_was_recorded_from_microsofts_client_is_left_out(
    emulator: Emulator, bot: ListeningBot, caller: Caller, kind: str
) -> None:
    recorded = [entry["activity"] for entry in conformance("playground-recorded.json")]
    await everything(emulator, caller)
    true = next(activity for activity in recorded if activity["type"] == kind)
    ours = next(activity for activity in bot.heard if activity["type"] == kind)
    missing = true.keys() - ours.keys()
    for part in ("from", "conversation", "recipient", "channelData"):
        missing |= true[part].keys() - ours[part].keys()
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "kind"), [("botAddedToTeam", "membersAdded"), ("memberRemoved", "membersRemoved")]
)
async def test_a_change_in_a_team_has_the_documented_shape(
    emulator: Emulator, bot: ListeningBot, caller: Caller, name: str, kind: str
) -> None:
    true = conformance("docs-activities.json")[name]
    await everything(emulator, caller)
    channels = [one for one in bot.heard if one["conversation"].get("isGroup")]
    ours = next(activity for activity in channels if kind in activity)
    assert ours["channelData"]["eventType"] == true["channelData"]["eventType"]
    assert ours["channelData"]["team"].keys() >= true["channelData"]["team"].keys()
    assert true["conversation"].keys() - {"name"} <= ours["conversation"].keys()


async def test_inputs_join_the_data_of_the_pressed_button(
    emulator: Emulator, bot: ListeningBot
) -> None:
    bot.answer = lambda _: web.json_response({"statusCode": 200, "value": "済"})
    reply = await emulator.press(CLERK, "1", EXECUTE, {"date": "2027-03-31"}, "en-GB")
    await emulator.press(CLERK, "1", {**EXECUTE, "associatedInputs": "none"}, {"date": "x"})
    first, second = bot.heard
    assert reply["status"] == 200
    assert reply["body"]["value"] == "済"
    assert (first["name"], first["replyToId"]) == ("adaptiveCard/action", "1")
    assert first["value"]["trigger"] == "manual"
    assert first["value"]["action"]["data"] == {"agreement_id": 7, "date": "2027-03-31"}
    assert first["locale"] == "en-GB"
    assert second["value"]["action"] == EXECUTE


async def test_a_submit_is_a_message_without_text(emulator: Emulator, bot: ListeningBot) -> None:
    await emulator.submit(CLERK, "1", {"verb": "x"}, {"note": "済"})
    (activity,) = bot.heard
    assert (activity["type"], activity["value"]) == ("message", {"verb": "x", "note": "済"})
    assert activity["replyToId"] == "1"
    assert "text" not in activity


async def test_a_card_refreshes_for_those_it_names(
    emulator: Emulator, bot: ListeningBot, caller: Caller, chat: str
) -> None:
    def card(users: list[str]) -> dict[str, Any]:
        refresh = {"action": {"type": "Action.Execute", "verb": "look"}, "userIds": users}
        content = {"type": "AdaptiveCard", "version": "1.5", "refresh": refresh}
        return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}

    _, hers, _ = await caller.post(chat, attachments=[card([CLERK.teams_id])])
    _, other, _ = await caller.post(chat, attachments=[card([HEAD.teams_id])])
    _, plain, _ = await caller.post(chat)
    for message in (hers, other, plain):
        await emulator.refresh(CLERK, message["id"])
    (activity,) = bot.heard
    assert activity["value"]["trigger"] == "automatic"
    assert activity["value"]["action"]["verb"] == "look"
    assert activity["replyToId"] == hers["id"]


async def test_an_answer_that_is_late_is_asked_for_once_more(
    emulator: Emulator, bot: ListeningBot
) -> None:
    emulator.postman.patience = 0.05
    await emulator.connect_bot(f"{emulator.url}/connector/slow")
    emulator.faults.add(kind="hang", match="/connector/slow", times=None)
    reply = await emulator.say(CLERK, "期限")
    assert (reply["status"], reply["error"]) == (504, "the bot did not answer in time")
    sent = [call for call in emulator.history.traffic if call.direction == "to_bot"]
    assert len({call.activity_id for call in sent}) == 1
    assert len(sent) == 2


async def test_without_a_bot_a_gesture_says_so(emulator: Emulator) -> None:
    assert (await emulator.say(CLERK, "期限"))["status"] == 502
    await emulator.connect_bot("http://127.0.0.1:1/api/messages")
    reply = await emulator.say(CLERK, "期限")
    assert (reply["status"], reply["body"]) == (502, None)


async def test_strangers_and_foreign_messages_are_mistakes_of_the_test(
    emulator: Emulator, bot: ListeningBot
) -> None:
    said = await emulator.say(CLERK, "期限")
    with pytest.raises(KeyError):
        await emulator.say("nobody@akatsuki.example", "期限")
    with pytest.raises(KeyError):
        await emulator.say(CLERK, "期限", conversation="19:none@thread.tacv2")
    with pytest.raises(KeyError):
        await emulator.edit_message(HEAD, said["id"], "改ざん")


async def test_the_same_run_has_the_same_ids(
    emulator: Emulator, bot: ListeningBot, clock: Clock
) -> None:
    again = Emulator(emulator.spec, now=clock, seed=0)
    await again.start()
    await again.connect_bot(emulator.postman.endpoint or "")
    await emulator.install(CLERK)
    await again.install(CLERK)
    await again.stop()
    assert [one["id"] for one in bot.heard[:2]] == [one["id"] for one in bot.heard[2:]]
