from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import COMMON
from bot.errors import Refused, Stale
from bot.notices import difference, lasting, rules
from bot.notices.model import Act, Broadcast, Content, Said, Stage, Words
from bot.notices.rules import Verdict
from bot.people.model import Person, Role

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SAID = Content(ja=Words(title="案内", body="本文"), contact="総務課")


def somebody(number, *roles):
    return Person(
        id=number, aad_object_id=f"a{number}", name="職員", mail="", roles=frozenset(roles)
    )


AUTHOR = somebody(1, Role.TRAINING_DESK)
COLLEAGUE = somebody(2, Role.TRAINING_DESK)
APPROVER = somebody(3, Role.NOTICE_APPROVER)
BOTH = somebody(4, Role.TRAINING_DESK, Role.NOTICE_APPROVER)
OTHER_DESK = somebody(5, Role.SCHOOL_DESK)
STAFF = somebody(6, Role.STAFF)


def notice(stage, **more):
    return Broadcast(
        **{
            "notice": 1,
            "kind": "notices.notice",
            "title": "案内",
            "author": 1,
            "desk": "training_desk",
            "stage": stage,
            "version": 3,
            "due_at": NOW,
            "expires_at": NOW + timedelta(days=7),
            "content": SAID,
            "audience": 500,
            **more,
        }
    )


def allowed(broadcast, by, size=100):
    return rules.acts(broadcast, by, approval_size=size)


@pytest.mark.parametrize(
    ("stage", "acts"),
    [
        (Stage.DRAFT, {Act.CHANGE, Act.DISCARD}),
        (Stage.COUNTING, {Act.CHANGE, Act.DISCARD}),
        (Stage.READY, {Act.CHANGE, Act.ASK, Act.DISCARD}),
        (Stage.RETURNED, {Act.CHANGE, Act.ASK, Act.DISCARD}),
        (Stage.ASKED, {Act.CHANGE, Act.DISCARD}),
        (Stage.SCHEDULED, {Act.CHANGE, Act.CANCEL}),
        (Stage.CANARY, {Act.PAUSE, Act.CORRECT, Act.CANCEL, Act.WITHDRAW}),
        (Stage.SENDING, {Act.PAUSE, Act.CORRECT, Act.CANCEL, Act.WITHDRAW}),
        (Stage.PAUSED, {Act.RESUME, Act.CORRECT, Act.CANCEL, Act.WITHDRAW}),
        (Stage.STOPPED, {Act.RESUME, Act.CORRECT, Act.CANCEL, Act.WITHDRAW}),
        (Stage.DONE, {Act.CORRECT, Act.WITHDRAW}),
        (Stage.CANCELLED, {Act.WITHDRAW}),
        (Stage.WITHDRAWN, set()),
    ],
)
def test_what_the_desk_may_do_at_each_stage(stage, acts):
    assert allowed(notice(stage), AUTHOR) == acts
    assert allowed(notice(stage), COLLEAGUE) == acts


def test_a_small_notice_is_started_and_a_large_one_asked_for():
    assert Act.START in allowed(notice(Stage.READY, audience=100), AUTHOR)
    large = notice(Stage.READY, audience=101)
    assert {Act.ASK} == allowed(large, AUTHOR) & {Act.ASK, Act.START}
    with pytest.raises(Refused, match="needs_approval"):
        rules.check(Act.START, large, AUTHOR, approval_size=100)


def test_nobody_approves_what_they_wrote_or_changed():
    asked = notice(Stage.ASKED)
    assert allowed(asked, APPROVER) == {Act.APPROVE, Act.SEND_BACK}
    assert Act.APPROVE in allowed(asked, BOTH)
    own = notice(Stage.ASKED, author=BOTH.id)
    changed = notice(Stage.ASKED, changed_by=BOTH.id)
    for broadcast in (own, changed):
        with pytest.raises(Refused, match="own_notice"):
            rules.check(Act.APPROVE, broadcast, BOTH, approval_size=100)
    for nobody in (AUTHOR, COLLEAGUE, STAFF, None):
        assert Act.APPROVE not in allowed(asked, nobody)


def test_nobody_approves_what_they_ever_wrote_at():
    asked = notice(Stage.ASKED, changed_by=AUTHOR.id, editors=frozenset((AUTHOR.id, BOTH.id)))
    assert not rules.may_approve(asked, BOTH)
    with pytest.raises(Refused, match="own_notice"):
        rules.check(Act.APPROVE, asked, BOTH, approval_size=100)


def test_who_writes_says_who_they_are():
    assert Act.CHANGE not in allowed(notice(Stage.READY), None)
    assert allowed(notice(Stage.SENDING), None) == {Act.PAUSE, Act.CANCEL, Act.WITHDRAW}


def test_who_approved_may_stop_it_and_nothing_else():
    sending = notice(Stage.SENDING, approver=APPROVER.id)
    assert allowed(sending, APPROVER) == {Act.PAUSE, Act.CANCEL, Act.WITHDRAW}


def test_who_approved_and_is_no_approver_any_more_may_nothing():
    sending = notice(Stage.SENDING, approver=APPROVER.id)
    assert allowed(sending, somebody(APPROVER.id, Role.STAFF)) == set()


def test_what_was_decided_can_be_cancelled_while_people_are_counted_anew():
    recounted = notice(Stage.COUNTING, back_to=Stage.SCHEDULED, approver=APPROVER.id)
    assert allowed(recounted, AUTHOR) == {Act.CHANGE, Act.CANCEL}
    assert allowed(recounted, APPROVER) == {Act.CANCEL}


@pytest.mark.parametrize(
    ("approved", "audience", "holds"),
    [(None, 1, False), (100, 0, True), (100, 105, True), (100, 106, False), (40_000, 42_000, True)],
)
def test_an_approval_holds_for_a_few_more_people(approved, audience, holds):
    assert rules.still_approved(approved, audience) is holds


def test_it_is_nobody_elses_business():
    for stage in Stage:
        assert not allowed(notice(stage), STAFF)
        assert not allowed(notice(stage), OTHER_DESK)


def test_an_author_who_left_the_desk_minds_nothing_any_more():
    assert not allowed(notice(Stage.SENDING), somebody(1, Role.STAFF))


def test_another_slices_words_are_not_changed_here():
    foreign = notice(Stage.SENDING, content=None)
    assert allowed(foreign, AUTHOR) == {Act.PAUSE, Act.CANCEL, Act.WITHDRAW}


def test_an_older_version_is_stale():
    rules.check_version(Act.CHANGE, notice(Stage.READY), 3)
    rules.check_version(Act.CHANGE, notice(Stage.READY), None)
    with pytest.raises(Stale):
        rules.check_version(Act.CHANGE, notice(Stage.READY), 2)


_STATES = ("pending", "sending", "sent", "confirmed", "failed", "unreachable", "unknown", "expired")


@given(
    st.dictionaries(st.sampled_from(_STATES), st.integers(0, 400)),
    st.timedeltas(timedelta(0), timedelta(minutes=10)),
)
def test_the_verdict_on_the_first_ones(canary, waited):
    every = sum(canary.values())
    bad = canary.get("failed", 0) + canary.get("unknown", 0)
    ended = every - canary.get("pending", 0) - canary.get("sending", 0)
    verdict = rules.verdict(canary, waited)
    assert (verdict is Verdict.STOP) == (bad > every * 0.05)
    if verdict is Verdict.GO:
        assert not every or waited >= timedelta(seconds=60)
    if verdict is Verdict.WAIT:
        assert waited < timedelta(minutes=5 if not ended else 1)


@pytest.mark.parametrize(
    ("canary", "seconds", "verdict"),
    [
        ({}, 0, Verdict.GO),
        ({"sent": 400}, 59, Verdict.WAIT),
        ({"sent": 400}, 60, Verdict.GO),
        ({"sent": 399, "pending": 1}, 59, Verdict.WAIT),
        ({"sent": 399, "pending": 1}, 60, Verdict.GO),
        ({"sent": 380, "failed": 20}, 60, Verdict.GO),
        ({"sent": 379, "failed": 20, "unknown": 1}, 10, Verdict.STOP),
        ({"pending": 379, "failed": 20, "unknown": 1}, 10, Verdict.STOP),
        ({"unreachable": 400}, 60, Verdict.GO),
        ({"pending": 400}, 61, Verdict.WAIT),
        ({"pending": 400}, 300, Verdict.GO),
        ({"failed": 1}, 0, Verdict.STOP),
    ],
)
def test_verdicts_by_example(canary, seconds, verdict):
    assert rules.verdict(canary, timedelta(seconds=seconds)) is verdict


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_more_people_never_take_less_time(reachable, first):
    seconds = lasting.seconds(reachable, first)
    assert seconds <= lasting.seconds(reachable + 1, first)
    assert seconds <= lasting.seconds(reachable, first + 1)
    assert seconds >= (reachable + first) / COMMON


def test_forty_thousand_take_sixteen_minutes_or_twentyfive_at_first_contact():
    assert lasting.seconds(40_000, 0) == 949
    assert lasting.seconds(0, 40_000) == 1482
    assert lasting.seconds(0, 0) == 0


_LINES = st.lists(st.builds(Said, text=st.text(max_size=3)), max_size=12)


@given(_LINES, _LINES)
def test_a_difference_holds_both_drafts(old, new):
    lines = difference.lines_changed(old, new)
    assert [one.text for one in lines if one.sign != "+"] == [one.text for one in old]
    assert [one.text for one in lines if one.sign != "-"] == [one.text for one in new]


def test_a_draft_is_compared_with_its_people_and_facts():
    said = difference.said(
        replace(SAID, deadline=date(2026, 12, 4), confirm=True), ("department:総務課",), ()
    )
    labels = [one.label for one in said if one.label]
    assert labels == [
        *("notices.fact.audience", "notices.fact.deadline", "notices.fact.contact"),
        "notices.fact.confirm",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (replace(SAID, ja=Words(title=" ", body="本文")), "empty"),
        (replace(SAID, ja=Words(title="案内", body="")), "empty"),
        (replace(SAID, en=Words(title="News", body="")), "english"),
        (replace(SAID, link="http://akatsuki.example"), "link"),
        (replace(SAID, link="javascript:alert(1)"), "link"),
    ],
)
def test_what_cannot_be_sent_is_refused(content, reason):
    with pytest.raises(Refused, match=reason):
        rules.check_content(content)


def test_a_notice_expires_after_its_deadlines_day_or_a_week():
    assert rules.expiry(NOW, None) == NOW + timedelta(days=7)
    assert rules.expiry(NOW, date(2026, 12, 4)) == datetime(2026, 12, 5, tzinfo=UTC)
    assert rules.expiry(NOW, date(2026, 11, 1)) == NOW + timedelta(hours=1)
    with pytest.raises(Refused, match="expired"):
        rules.check_dates(NOW, NOW, NOW, goes_at=NOW)
    later = NOW + timedelta(days=2)
    with pytest.raises(Refused, match="too_late"):
        rules.check_dates(NOW, later, NOW, goes_at=later)
    rules.check_dates(NOW, later, NOW, goes_at=NOW + timedelta(days=1))


def test_progress_cards_change_less_often_after_ten_minutes():
    assert rules.progress_every(timedelta(minutes=9)) == timedelta(seconds=5)
    assert rules.progress_every(timedelta(minutes=10)) == timedelta(seconds=15)
