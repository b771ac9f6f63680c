"""What is told of each attempt at a copy, on the trail of what it shows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot import logs, trail
from bot.delivery import posted
from bot.delivery.claims import Attempt
from bot.delivery.outcomes import Later, Never, Place, Sent, Unknown
from bot.delivery.payload import Payload
from bot.delivery.retry import Work
from bot.delivery.rows import Lane

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ATTEMPT = Attempt(
    delivery=5,
    notice=3,
    lane=Lane.REMINDER.value,
    not_before=NOW,
    expires_at=NOW,
    lease_until=NOW,
    work=Work.POST,
    revision=1,
    attempt=0,
    place=Place(service_url="https://smba.example/", conversation="a:秘密"),
    activity_id="",
    language="ja",
    teams_id="29:秘密",
    payload=Payload(activities={"ja": b"{}"}, trail=GIVEN),
)


def made(attempt, outcome):
    with capture_logs() as told, posted.copy("t", attempt) as copy:
        assert trail.current() == (attempt.payload.trail if attempt.payload else "")
        copy.outcome = outcome
    return told


def test_an_attempt_is_told_by_its_ids_and_its_end():
    (line,) = made(ATTEMPT, Never("MessageWritesBlocked", unreachable=True))
    assert line["event"] == "copy"
    assert (line["notice"], line["delivery"], line["lane"]) == (3, 5, "reminder")
    assert (line["kind"], line["outcome"]) == ("post", "never")
    assert line["reason"] == "MessageWritesBlocked"
    assert set(line) - {"log_level"} <= logs.FIELDS
    assert "秘密" not in str(line)


@pytest.mark.parametrize(
    ("outcome", "lines"), [(Sent("1"), 0), (Later(1.0), 1), (Unknown("timeout"), 1)]
)
def test_of_a_broadcast_only_what_did_not_arrive_is_told(outcome, lines):
    assert len(made(replace(ATTEMPT, lane=Lane.BROADCAST.value), outcome)) == lines


def test_a_deletion_has_no_trail_of_whoever_sent_before_it():
    with trail.followed(GIVEN):
        (line,) = made(replace(ATTEMPT, work=Work.DELETE, payload=None), Sent())
    assert line["kind"] == "delete"
