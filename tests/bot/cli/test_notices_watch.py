from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cli import notices_watch
from bot.cli.notices_shown import as_json, duration, lines, sums
from bot.notices.model import Act, Stage, Standing

AT = datetime(2027, 1, 15, 9, tzinfo=UTC)
SENT = Standing(
    notice=12,
    version=4,
    edition=1,
    stage=Stage.SENDING,
    title="避難訓練",
    author="湊",
    approver="",
    to=("all",),
    but=("role:pupil",),
    urgent=False,
    due_at=AT,
    expires_at=AT,
    remark="",
    asked_at=None,
    audience=10,
    on_leave=1,
    without_account=2,
    needs_approval=False,
    numbers={"sent": 4, "pending": 6},
    seconds_left=700,
    acts=frozenset((Act.WITHDRAW, Act.PAUSE)),
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(notices_watch, "_SECONDS", 0.0)


def looks(*standings):
    """The last of these stands still."""
    rest = iter(standings)
    return lambda: notices_watch.Look((found := next(rest)), found is standings[-1])


def over(stage, **numbers):
    return replace(SENT, stage=stage, numbers=numbers, seconds_left=None)


def test_sums_name_only_states_that_somebody_is_in():
    assert sums(SENT) == "audience 10 = pending 6 + sent 4"


def test_what_is_shown_tells_whom_who_is_left_out_and_how_long():
    text = "\n".join(lines(SENT))
    assert "to all except role:pupil" in text
    assert "left out: 1 on leave" in text
    assert "to be told on paper: 2 without Teams" in text
    assert "about 12 min left" in text


def test_json_holds_every_state_and_no_name():
    found = as_json(SENT)
    assert sum(found["numbers"].values()) == found["audience"]
    assert set(found["numbers"]) >= {"sending", "unknown", "expired", "withdrawn"}
    assert "湊" not in str(found)


def test_a_watch_ends_when_the_notice_is_done(capsys):
    done = over(Stage.DONE, sent=9, unreachable=1)
    last = notices_watch.watch(looks(SENT, SENT, done))
    assert last is done
    assert capsys.readouterr().out.splitlines() == [
        "sending: audience 10 = pending 6 + sent 4",
        "done: audience 10 = sent 9 + unreachable 1",
    ]


@pytest.mark.parametrize(
    "stage", [Stage.DRAFT, Stage.READY, Stage.RETURNED, Stage.PAUSED, Stage.STOPPED]
)
def test_what_waits_for_a_person_at_this_machine_is_not_waited_for(stage):
    assert notices_watch.watch(looks(over(stage, pending=10))).stage is stage


def test_a_withdrawal_is_followed_until_nothing_posted_stands():
    deleting, deleted = (
        over(Stage.WITHDRAWN, sent=3, withdrawn=7),
        over(Stage.WITHDRAWN, withdrawn=10),
    )
    assert notices_watch.watch(looks(deleting, deleted)) is deleted


def test_a_card_that_cannot_be_deleted_is_not_waited_for_forever():
    stuck = over(Stage.WITHDRAWN, sent=1, withdrawn=9)
    assert notices_watch.watch(looks(stuck)) is stuck


def test_on_a_terminal_each_stage_has_its_bar(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    canary = over(Stage.CANARY, sent=1, pending=9)
    notices_watch.watch(looks(canary, SENT, over(Stage.DONE, sent=10)))
    shown = capsys.readouterr()
    assert "one in a hundred first" in shown.err
    assert "sending" in shown.err
    assert "10/10" in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (59, "59 s"), (61, "2 min"), (3600, "1 h 0 min")]
)
def test_durations_are_said_as_people_say_them(seconds, said):
    assert duration(seconds) == said
