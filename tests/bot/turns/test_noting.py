"""What is told of each turn: its verb and how it ended, on the trail of the activity."""

import logging

import pytest
from aiohttp.test_utils import make_mocked_request
from structlog.testing import capture_logs

from bot import logs, metrics, trail
from bot.turns import noting
from bot.turns.door import door
from bot.turns.door.activities import incoming
from bot.turns.heard import Conversation, Event, Heard

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
CHAT = Conversation(id="c", kind="personal", service_url="https://smba.example/")


def heard(event: Event, verb: str = "") -> Heard:
    return Heard(event=event, tenant="t", activity_id="1", conversation=CHAT, verb=verb)


def test_a_press_is_told_with_its_verb_and_its_end():
    with capture_logs() as told, noting.turn(heard(Event.PRESS, "agreements.undo")) as noted:
        noted.status = "answered"
    (line,) = told
    assert (line["event"], line["kind"], line["status"]) == ("turn", "press", "answered")
    assert line["verb"] in ("agreements.undo", "")
    assert line["seconds"] >= 0
    assert set(line) - {"log_level", "level"} <= logs.FIELDS


def test_what_breaks_is_told_as_failed():
    with capture_logs() as told, pytest.raises(ValueError), noting.turn(heard(Event.MESSAGE)):
        raise ValueError("秘密")
    assert told[0]["status"] == "failed"
    assert "秘密" not in str(told)


def test_a_verb_that_a_client_makes_up_is_not_repeated():
    before = metrics.REGISTRY.get_sample_value(
        "renkei_turns_total", {"room": "other", "event": "press", "status": "refused"}
    )
    with capture_logs() as told, noting.turn(heard(Event.PRESS, "秘密.秘密")) as noted:
        noted.status = "refused"
    assert told[0]["verb"] == ""
    after = metrics.REGISTRY.get_sample_value(
        "renkei_turns_total", {"room": "other", "event": "press", "status": "refused"}
    )
    assert after == (before or 0) + 1


@pytest.mark.parametrize("event", [Event.REFRESH, Event.READ, Event.OTHER])
def test_what_comes_by_thousands_has_no_line(event):
    with capture_logs() as told, noting.turn(heard(event)) as noted:
        noted.status = "silent"
    assert told == []


def test_a_line_shows_the_trail_that_is_followed(capsys):
    logs.set_up(json=True, least=logging.INFO)
    with trail.followed(GIVEN), noting.turn(heard(Event.MESSAGE)) as noted:
        noted.status = "answered"
    assert '"trail": "4bf92f3577b34da6a3ce929d0e0e4736"' in capsys.readouterr().err


def activity(**more):
    body = {"type": "message", "conversation": {"id": "a:1"}, "id": "17", **more}
    return incoming(body)


def test_the_door_follows_the_callers_trail_else_the_activitys():
    def trail_of(headers, **more):
        request = make_mocked_request("POST", "/api/messages", headers=headers)
        return door._trail(request, "t", activity(**more))

    assert trail_of({"traceparent": GIVEN}) == GIVEN
    own = trail_of({"traceparent": "what a stranger writes\x7f"})
    assert own == trail_of({}) == trail.of("t", "a:1", "17")
    assert trail_of({}, id="") != trail_of({}, id="")
