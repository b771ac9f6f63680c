"""What is heard of each kind of activity, and how it is answered."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from botbuilder.core import ActivityHandler, InvokeResponse

from bot.errors import Refused, Unavailable
from bot.turns.door.handler import Handler
from bot.turns.heard import Answer, Event
from tests.doorway import MORI, SATO, TENANT, Build, House

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "済"}]}
WRITTEN = orjson.dumps(CARD)
ADAPTIVE = "application/vnd.microsoft.card.adaptive"


# messages


async def test_message_is_heard_with_who_and_where(house: House) -> None:
    await house.emulator.say(SATO, "期限", "en-US")
    (heard,) = house.heard
    assert (heard.event, heard.text, heard.locale) == (Event.MESSAGE, "期限", "en-US")
    assert (heard.tenant, heard.aad_object_id) == (TENANT, SATO.aad_object_id)
    assert (heard.teams_id, heard.name) == (SATO.teams_id, SATO.name)
    assert heard.bot_id == house.emulator.spec.bot_id
    assert heard.conversation.kind == "personal"
    assert heard.conversation.service_url == house.emulator.service_url
    assert heard.activity_id


async def test_answer_with_a_card_is_posted_as_a_reply(house: House) -> None:
    house.answer = Answer(card=WRITTEN, text="こんにちは", summary="一覧")
    said = await house.emulator.say(SATO, "期限")
    (call,) = [one for one in house.emulator.history if one.method == "POST"]
    assert call.path.endswith(f"/activities/{said['id']}")
    assert call.body["replyToId"] == said["id"]
    assert (call.body["text"], call.body["summary"]) == ("こんにちは", "一覧")
    assert call.body["attachments"] == [{"contentType": ADAPTIVE, "content": CARD}]
    assert [one.card for one in house.emulator.inbox(SATO)] == [CARD]


@pytest.mark.parametrize("answer", [None, Answer()])
async def test_no_answer_posts_nothing(house: House, answer: Answer | None) -> None:
    house.answer = answer
    assert (await house.emulator.say(SATO, "ありがとう"))["status"] == 200
    assert house.emulator.inbox(SATO) == []


async def test_answer_that_teams_throttles_is_posted_a_little_later(house: House) -> None:
    house.answer = Answer(text="はい")
    house.emulator.faults.add(kind=429, retry_after=0.05)
    await house.emulator.say(SATO, "期限")
    assert len(house.emulator.inbox(SATO)) == 1


@pytest.mark.parametrize("kind", [403, 404, 413, 502, "reset_after"])
async def test_answer_that_is_lost_does_not_fail_the_turn(house: House, kind: int | str) -> None:
    house.answer = Answer(text="はい")
    house.emulator.faults.add(kind=kind)
    assert (await house.emulator.say(SATO, "期限"))["status"] == 200


class Pace:
    """Notes what it is asked; may say that it takes too long."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[tuple[str, str | float]] = []
        self._error = error

    async def take(self, tenant: str, thread: str, /) -> None:
        self.asked.append((tenant, thread))
        if self._error is not None:
            raise self._error

    async def pause(self, tenant: str, seconds: float, /) -> None:
        self.asked.append((tenant, seconds))


async def test_answer_takes_from_the_tenants_budget(build: Build) -> None:
    pace = Pace()
    house = await build(pace=pace)
    house.answer = Answer(text="はい")
    house.emulator.faults.add(kind=429, retry_after=0.05)
    await house.emulator.say(SATO, "期限")
    chat = house.emulator.spec.personal_chat(SATO)
    assert pace.asked == [(TENANT, chat), (TENANT, 0.05), (TENANT, chat)]


async def test_answer_for_which_there_is_no_budget_does_not_fail_the_turn(build: Build) -> None:
    house = await build(pace=Pace(Unavailable("Teams")))
    house.answer = Answer(text="はい")
    assert (await house.emulator.say(SATO, "期限"))["status"] == 200
    assert house.emulator.inbox(SATO) == []


@pytest.mark.parametrize(
    ("text", "shape", "spoken"),
    [
        ("<at>連携</at> 期限", "plain", "期限"),
        ("<at>連携</at>&nbsp;期限\n", "plain", "期限"),
        ("期限 <at>連携</at>", "plain", "期限"),
        ("<at>連携</at> <at>森 一郎</at> へ", "plain", "森 一郎 へ"),
        ('<at id="0">連携</at> 期限', "plain", "連携 期限"),
        ("<AT>連携</AT> 期限", "xml", "連携 期限"),
        ("1 < 2 & 3", "plain", "1 < 2 & 3"),
        ("A &amp; B", "plain", "A & B"),
        ("<div><p>期限</p><b>一覧</b></div>", "xml", "期限\n一覧"),
        ("期限\u00a0一覧", "plain", "期限 一覧"),
        ("&#0;期限", "plain", "\ufffd期限"),
        ("<at", "plain", "<at"),
        ("", "plain", ""),
    ],
)
async def test_markup_around_words_is_taken_out(
    house: House, text: str, shape: str, spoken: str
) -> None:
    us = {"type": "mention", "text": "<at>連携</at>", "mentioned": house.activity()["recipient"]}
    other = {"type": "mention", "text": "<at>森 一郎</at>", "mentioned": {"id": MORI.teams_id}}
    body = house.activity(text=text, textFormat=shape, entities=[us, other])
    assert (await house.knock(body=body)).status == 200
    assert house.heard[0].text == spoken


@pytest.mark.parametrize("pattern", ["<at", "<at ", "</at", "<", "<a", "<br ", "&", "&amp", "<p "])
async def test_hostile_markup_costs_no_time(house: House, pattern: str) -> None:
    text = pattern * (200_000 // len(pattern))
    assert (await house.knock(body=house.activity(text=text, textFormat="xml"))).status == 200


async def test_submit_is_a_press_without_an_invoke(house: House) -> None:
    house.answer = Answer(card=WRITTEN)
    await house.emulator.submit(SATO, "123", {"verb": "home.see", "id": 7}, {"note": "可"})
    (heard,) = house.heard
    assert (heard.event, heard.verb, heard.execute) == (Event.PRESS, "home.see", False)
    assert heard.data == {"id": 7, "note": "可"}
    assert heard.replied_to == "123"
    assert [one.card for one in house.emulator.inbox(SATO)] == [CARD]


async def test_value_without_verb_or_words_is_a_press_of_nothing(house: House) -> None:
    await house.knock(body=house.activity(text=None, value={"x": 1}))
    assert (house.heard[0].event, house.heard[0].verb) == (Event.PRESS, "")


async def test_value_beside_words_is_a_message(house: House) -> None:
    await house.knock(body=house.activity(value={"x": 1}))
    assert house.heard[0].event == Event.MESSAGE


# cards

ACTION = {
    "type": "Action.Execute",
    "title": "確認",
    "verb": "home.see",
    "data": {"id": 7},
}


async def test_press_is_answered_with_the_card(house: House) -> None:
    house.answer = Answer(card=WRITTEN)
    reply = await house.emulator.press(SATO, "123", ACTION, {"note": "可"})
    assert reply["status"] == 200
    assert reply["body"] == {"statusCode": 200, "type": ADAPTIVE, "value": CARD}
    (heard,) = house.heard
    assert (heard.event, heard.execute, heard.verb) == (Event.PRESS, True, "home.see")
    assert heard.data == {"id": 7, "note": "可"}
    assert heard.replied_to == "123"


@pytest.mark.parametrize(
    ("answer", "kind", "value"),
    [
        (Answer(text="済みです"), "activity.message", "済みです"),
        (Answer(text="済みです", card=WRITTEN), "card.adaptive", CARD),
        (None, "activity.message", ""),
        (Answer(text="だめです", status=403), "error", {"code": "403", "message": "だめです"}),
    ],
)
async def test_press_is_answered_in_the_shape_that_teams_shows(
    house: House, answer: Answer | None, kind: str, value: Any
) -> None:
    house.answer = answer
    reply = await house.emulator.press(SATO, "123", ACTION)
    assert reply["status"] == 200
    assert reply["body"]["type"] == f"application/vnd.microsoft.{kind}"
    assert reply["body"]["value"] == value


async def test_refresh_is_told_apart_from_a_press(house: House) -> None:
    chat = house.emulator.conversations.personal(SATO)
    body = house.emulator.activities.card_action(
        SATO, chat, reply_to="123", action=ACTION, trigger="automatic"
    )
    await house.knock(body=body)
    assert house.heard[0].event == Event.REFRESH


async def test_action_without_data_has_none(house: House) -> None:
    body = house.activity(type="invoke", name="adaptiveCard/action")
    body["value"] = {"action": {"type": "Action.Execute", "verb": "home.help"}}
    await house.knock(body=body)
    assert (house.heard[0].event, house.heard[0].data) == (Event.PRESS, {})


@pytest.mark.parametrize(
    "name", ["task/fetch", "composeExtension/query", "config/fetch", "x", None]
)
async def test_unknown_invoke_is_not_implemented(house: House, name: str | None) -> None:
    reply = await house.knock(body=house.activity(type="invoke", name=name, value={}))
    assert reply.status == 501
    assert [one.event for one in house.heard] == [Event.OTHER]


@pytest.mark.parametrize("answer", [Answer(card=WRITTEN), Answer(text="済みです")])
async def test_stock_invoke_response_fails_on_a_body_that_is_json_already(
    house: House, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    """The fault of botbuilder that the door mends: when this fails, the cure may go."""
    stock = staticmethod(ActivityHandler._create_invoke_response)
    house.answer = answer
    assert (await house.emulator.press(SATO, "123", ACTION))["status"] == 200
    monkeypatch.setattr(Handler, "_create_invoke_response", stock)
    assert (await house.emulator.press(SATO, "123", ACTION))["status"] == 500


def test_invoke_response_carries_its_body_as_it_is() -> None:
    body = {"statusCode": 200, "type": ADAPTIVE, "value": CARD}
    response = Handler._create_invoke_response(body)
    assert isinstance(response, InvokeResponse)
    assert (response.status, response.body) == (200, body)


# coming and going


async def test_installation_is_heard_once_with_the_conversation(house: House) -> None:
    await house.emulator.install(SATO)
    assert [one.event for one in house.heard] == [Event.MEMBERS_ADDED, Event.INSTALLED]
    assert house.heard[0].members == (SATO.aad_object_id,)
    assert house.heard[1].conversation.id == house.emulator.spec.personal_chat(SATO)
    assert house.heard[1].aad_object_id == SATO.aad_object_id


async def test_welcome_is_posted_into_the_new_conversation(house: House) -> None:
    house.answer = Answer(card=WRITTEN)
    await house.emulator.install(SATO)
    assert [one.card for one in house.emulator.inbox(SATO)] == [CARD]
    (call,) = [one for one in house.emulator.history if one.method == "POST"]
    assert call.path.endswith("/activities")
    assert "replyToId" not in call.body


@pytest.mark.parametrize(
    ("action", "event"),
    [
        ("add", Event.INSTALLED),
        ("add-upgrade", Event.INSTALLED),
        ("remove", Event.UNINSTALLED),
        ("remove-upgrade", Event.UNINSTALLED),
        ("other", Event.OTHER),
        (None, Event.OTHER),
    ],
)
async def test_installation_update_is_told_by_its_action(
    house: House, action: str | None, event: Event
) -> None:
    await house.knock(body=house.activity(type="installationUpdate", action=action))
    assert [one.event for one in house.heard] == [event]


async def test_uninstalling_is_heard(house: House) -> None:
    await house.emulator.uninstall(SATO)
    assert [one.event for one in house.heard] == [Event.UNINSTALLED]


async def test_members_of_a_channel_are_heard(house: House) -> None:
    place = await house.emulator.install_in_team(SATO, "教育委員会", "研修")
    await house.emulator.members_added(SATO, place.id, MORI)
    await house.emulator.members_removed(SATO, place.id, MORI)
    assert [(one.event, one.members) for one in house.heard] == [
        (Event.MEMBERS_ADDED, ()),
        (Event.INSTALLED, ()),
        (Event.MEMBERS_ADDED, (MORI.aad_object_id,)),
        (Event.MEMBERS_REMOVED, (MORI.aad_object_id,)),
    ]
    assert {one.conversation.kind for one in house.heard} == {"channel"}
    assert {one.conversation.team for one in house.heard} == {place.team_id}


async def test_bot_taken_out_of_a_conversation_is_uninstalled(house: House) -> None:
    body = house.activity(type="conversationUpdate")
    body["membersRemoved"] = [{"id": house.emulator.spec.bot_id}, {"id": "29:other"}]
    await house.knock(body=body)
    assert [one.event for one in house.heard] == [Event.UNINSTALLED]


@pytest.mark.parametrize(
    "kind",
    [
        "messageUpdate",
        "messageDelete",
        "messageReaction",
        "event",
        "typing",
        "endOfConversation",
        "handoff",
        "trace",
        "somethingNew",
    ],
)
async def test_other_kinds_are_quietly_accepted(house: House, kind: str) -> None:
    house.answer = Answer(text="not shown")
    assert (await house.knock(body=house.activity(type=kind))).status == 200
    assert [one.event for one in house.heard] == [Event.OTHER]
    assert house.emulator.inbox(SATO) == []


@pytest.mark.parametrize(
    "kind", ["channelRenamed", "channelShared", "teamArchived", "teamDeleted", None]
)
async def test_what_becomes_of_a_team_or_channel_is_heard_without_an_answer(
    house: House, kind: str | None
) -> None:
    house.answer = Answer(text="not shown")
    body = house.activity(type="conversationUpdate")
    body["channelData"]["eventType"] = kind
    assert (await house.knock(body=body)).status == 200
    assert [one.event for one in house.heard] == [Event.CHANGED]
    assert house.emulator.inbox(SATO) == []


async def test_edits_and_reactions_are_quietly_accepted(house: House) -> None:
    said = await house.emulator.say(SATO, "期限")
    replies = [
        await house.emulator.edit_message(SATO, said["id"], "一覧"),
        await house.emulator.react(SATO, said["id"]),
        await house.emulator.react(SATO, said["id"], added=False),
        await house.emulator.delete_message(SATO, said["id"]),
    ]
    assert {one["status"] for one in replies} == {200}
    assert [one.event for one in house.heard[1:]] == [Event.OTHER] * 4


@pytest.mark.parametrize(
    ("conversation", "kind"),
    [
        ({"id": "a"}, "personal"),
        ({"id": "a", "isGroup": True}, "groupChat"),
        ({"id": "a", "conversationType": "channel"}, "channel"),
    ],
)
async def test_kind_of_conversation_is_told_even_where_teams_leaves_it_out(
    house: House, conversation: dict[str, Any], kind: str
) -> None:
    await house.knock(body=house.activity(conversation=conversation))
    assert house.heard[0].conversation.kind == kind


# our own trouble


async def test_neighbour_that_is_away_is_told_as_503(house: House) -> None:
    house.answer = Unavailable("the database")
    reply = await house.knock()
    assert reply.status == 503


@pytest.mark.parametrize("error", [ValueError("佐藤 花子"), Refused("x")])
async def test_our_own_fault_is_told_without_a_word_of_it(
    house: House, error: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    house.answer = error
    reply = await house.knock()
    assert reply.status == 500
    out, err = capfd.readouterr()
    assert "turn_failed" in out + err
    assert "佐藤" not in out + err + str(reply.body)


async def test_log_names_neither_token_nor_person(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    token = house.token(aud="other")
    await house.knock(token=token)
    house.answer = Answer(text="はい")
    house.emulator.faults.add(kind=403)
    await house.knock()
    out, err = capfd.readouterr()
    assert "turned_away" in out + err
    assert "answer_not_sent" in out + err
    for secret in (token, token[-20:], SATO.name, SATO.teams_id, SATO.aad_object_id):
        assert secret not in out + err


# true payloads

_PROTOCOL = Path(__file__).parents[5] / "shared" / "conformance" / "protocol"


def _true_payloads() -> list[Any]:
    if not _PROTOCOL.is_dir():
        return []
    found = json.loads((_PROTOCOL / "playground-activities.json").read_text(encoding="utf-8"))
    found |= json.loads((_PROTOCOL / "docs-activities.json").read_text(encoding="utf-8"))
    recorded = json.loads((_PROTOCOL / "playground-recorded.json").read_text(encoding="utf-8"))
    found |= {f"recorded {number}": one["activity"] for number, one in enumerate(recorded)}
    for file in sorted((_PROTOCOL / "teams-py-fixtures").glob("*.json")):
        found[file.stem] = json.loads(file.read_text(encoding="utf-8"))
    return [pytest.param(body, id=name) for name, body in found.items() if isinstance(body, dict)]


@pytest.mark.skipif(not _PROTOCOL.is_dir(), reason="no ../shared/conformance beside the checkout")
@pytest.mark.parametrize("body", _true_payloads())
async def test_true_payload_is_heard(build: Build, body: dict[str, Any]) -> None:
    house = await build(tenants=(TENANT,))
    tenant = {"tenant": {"id": TENANT}}
    body |= {"serviceUrl": house.emulator.service_url, "channelId": "msteams"}
    body["channelData"] = {**body.get("channelData", {}), **tenant}
    body["conversation"].pop("tenantId", None)
    reply = await house.knock(raw=orjson.dumps(body))
    invoked = body["type"] == "invoke" and body["name"] != "adaptiveCard/action"
    assert reply.status == (501 if invoked else 200)
    assert len(house.heard) == 1


# read receipts


async def test_opening_a_chat_tells_how_far_it_was_read(house: House) -> None:
    house.answer = Answer(text="はい")
    await house.emulator.say(SATO, "期限")
    house.heard.clear()
    await house.emulator.open_chat(SATO)
    (heard,) = house.heard
    assert (heard.event, heard.aad_object_id) == (Event.READ, SATO.aad_object_id)
    assert heard.upto == house.emulator.inbox(SATO)[-1].id
    await house.emulator.open_chat(SATO)
    assert len(house.heard) == 1


@pytest.mark.parametrize("value", [None, "1", {}, {"lastReadMessageId": 1}])
async def test_read_receipt_without_a_message_is_malformed(house: House, value: object) -> None:
    chat = house.emulator.conversations.personal(SATO)
    activity = house.emulator.activities.read_receipt(SATO, chat, upto="1")
    reply = await house.emulator.deliver({**activity, "value": value})
    assert (reply["status"], house.heard) == (400, [])


async def test_other_events_mean_nothing(house: House) -> None:
    chat = house.emulator.conversations.personal(SATO)
    activity = house.emulator.activities.read_receipt(SATO, chat, upto="1")
    await house.emulator.deliver({**activity, "name": "application/vnd.microsoft.meetingStart"})
    assert [one.event for one in house.heard] == [Event.OTHER]
