"""What a register lacks, line by line, and what a line of the 取扱台帳 needs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.records.model.registers import (
    CITY,
    Act,
    Device,
    Kind,
    Line,
    Responsible,
    Worker,
    Workplace,
    kind_of,
)
from bot.records.rules.registers import (
    NEEDS_PERMISSION,
    Register,
    check_line,
    check_row,
    gaps,
    standing_lines,
)

TODAY = date(2026, 11, 24)
SINCE = date(2026, 4, 1)
MATTER = "agreement:7"
SPAN = {"subject": MATTER, "since": SINCE, "reported_on": SINCE}
HEAD = Responsible(id=1, name="岡部", **SPAN)
WORKER = Worker(id=2, name="木下", pledged_on=SINCE, taught_on=SINCE, **SPAN)
PLACE = Workplace(id=3, name="運用室", **SPAN)
DEVICE = Device(id=4, number="PC-1", what="ノート", **SPAN)
LINE = Line(
    id=1,
    subject=MATTER,
    on=TODAY,
    act=Act.USE,
    item="一覧",
    medium="紙",
    quantity="1枚",
    who="木下",
)
WHOLE = Register(subject=MATTER, rows=(HEAD, WORKER, PLACE, DEVICE), lines=(LINE,))


def lacking(*rows, lines=(LINE,), subject=MATTER):
    found = gaps(Register(subject=subject, rows=rows, lines=lines), TODAY)
    return [(gap.what, gap.row) for gap in found]


def test_a_whole_register_lacks_nothing():
    assert gaps(WHOLE, TODAY) == ()


def test_an_empty_register_lacks_each_part():
    assert [what for what, _ in lacking(lines=())] == [
        "no_responsible",
        "no_worker",
        "no_workplace",
        "no_line",
    ]


def test_a_worker_needs_pledge_education_and_a_report():
    bare = replace(WORKER, pledged_on=None, taught_on=None, reported_on=None)
    assert lacking(HEAD, bare, PLACE) == [("reported", 2), ("pledge", 2), ("taught", 2)]


def test_the_city_reports_to_nobody():
    own = [replace(row, subject=CITY, reported_on=None) for row in (HEAD, WORKER, PLACE)]
    assert lacking(*own, subject=CITY) == []


def test_who_has_left_needs_the_pledge_that_outlives_the_work():
    left = replace(WORKER, id=9, until=TODAY - timedelta(days=1), pledged_on=None)
    assert lacking(HEAD, WORKER, PLACE, left) == [("left_pledge", 9)]
    assert lacking(HEAD, WORKER, PLACE, replace(left, left_pledge_on=TODAY)) == []


def test_the_last_day_is_still_a_day_of_work():
    assert lacking(HEAD, replace(WORKER, until=TODAY), PLACE) == []


def test_a_device_leaves_with_consent_and_encrypted():
    out = replace(DEVICE, outside=True)
    assert lacking(HEAD, WORKER, PLACE, out) == [("outside", 4), ("encrypted", 4)]
    good = replace(out, permitted_on=SINCE, encrypted=True)
    assert lacking(HEAD, WORKER, PLACE, good) == []


@pytest.mark.parametrize("act", Act)
def test_copying_and_taking_out_need_the_citys_consent(act):
    line = replace(LINE, act=act)
    expected = [("permission", 1)] if act in NEEDS_PERMISSION else []
    assert lacking(HEAD, WORKER, PLACE, lines=(line,)) == expected


def test_a_struck_line_counts_no_more():
    bare = replace(LINE, act=Act.COPY)
    strike = replace(bare, id=2, corrects=1)
    assert standing_lines((bare, strike)) == ()
    assert lacking(HEAD, WORKER, PLACE, lines=(bare, strike, replace(LINE, id=3))) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (replace(LINE, on=TODAY + timedelta(days=1)), "future"),
        (replace(LINE, act=Act.DISPOSE), "no_method"),
        (replace(LINE, act=Act.TAKE_OUT), "no_whither"),
        (replace(LINE, act=Act.HAND_OVER), "no_whither"),
        (replace(LINE, act=Act.GIVE_BACK), "no_whither"),
    ],
)
def test_a_line_says_what_it_is_for(line, reason):
    with pytest.raises(Refused) as refused:
        check_line(line, TODAY)
    assert refused.value.reason == f"records.handling.refused.{reason}"


def test_a_row_ends_after_it_begins():
    check_row(replace(WORKER, until=SINCE))
    with pytest.raises(Refused, match="ends_before"):
        check_row(replace(WORKER, until=SINCE - timedelta(days=1)))


def test_each_row_belongs_to_one_register():
    assert [kind_of(row) for row in WHOLE.rows] == list(Kind)


DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))


@given(
    pledged=st.none() | DAYS,
    taught=st.none() | DAYS,
    left=st.none() | DAYS,
    until=st.none() | DAYS,
    since=DAYS,
)
def test_a_worker_lacks_exactly_what_has_no_day(pledged, taught, left, until, since):
    worker = replace(
        WORKER,
        since=since,
        until=until,
        pledged_on=pledged,
        taught_on=taught,
        left_pledge_on=left,
    )
    found = {what for what, row in lacking(HEAD, PLACE, worker) if row == worker.id}
    over = until is not None and until < TODAY
    expected = set()
    if over and left is None:
        expected = {"left_pledge"}
    elif worker.stands(TODAY):
        expected = {name for name, day in (("pledge", pledged), ("taught", taught)) if day is None}
    assert found == expected


@given(st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 6)), max_size=8))
def test_what_counts_is_never_struck_and_never_strikes(acts):
    lines = tuple(
        replace(LINE, id=number, act=act, corrects=strikes or None)
        for number, (act, strikes) in enumerate(acts, 1)
    )
    standing = standing_lines(lines)
    struck = {line.corrects for line in lines}
    assert all(line.corrects is None and line.id not in struck for line in standing)
    assert len(standing) <= sum(line.corrects is None for line in lines)
