"""What an LMS says of who has finished: looked up first, entered whole or not at all."""

from datetime import date

import pytest

from bot import policy
from bot.errors import Unreadable
from bot.sheets import BadRows
from bot.training.model import How
from bot.training.sheets import book, completions, writing
from bot.training.store import completions as store
from bot.training.store import courses, untold

from ..turns.conftest import TOKYO
from .conftest import COURSE, enter

AOKI = {"code": "teams", "mail": "AOKI@akatsuki.example.jp", "completed_on": "2026-11-02"}
NOBODY = {"code": "teams", "mail": "nobody@akatsuki.example.jp", "completed_on": "2026-11-02"}


def test_who_finished_is_entered_with_their_place(city, workbook):
    done = enter(city, workbook(研修=[COURSE], 修了=[AOKI]))
    assert done.completions == 1
    (found,) = city.read(lambda tx: store.by(tx, city.person("t1").id))
    assert (found.on, found.how) == (date(2026, 11, 2), How.LMS)
    assert (found.municipality, found.department) == ("あかつき市", "企画課")


def test_unknown_people_are_refused_with_their_lines(city, workbook):
    with pytest.raises(Unreadable, match=r"1 person is not known here \(line 3\)"):
        enter(city, workbook(研修=[COURSE], 修了=[AOKI, NOBODY]))
    assert city.read(lambda tx: store.by(tx, city.person("t1").id)) == ()


def test_known_only_takes_the_known_and_writes_the_others_beside_the_file(city, workbook):
    file = workbook(研修=[COURSE], 修了=[AOKI, NOBODY])
    done = enter(city, file, known_only=True)
    assert (done.completions, done.unknown) == (1, 1)
    rows = book.read(file, TOKYO).completions
    known = completions.known(rows, city.read, today=city.now.date(), known_only=True)
    beside = completions.write_strangers(file, known.strangers)
    assert beside.name == "training.xlsx.unknown.csv"
    with pytest.raises(Unreadable, match="not known"):
        enter(city, beside)


def test_a_day_that_the_lms_corrects_is_corrected(city, workbook):
    enter(city, workbook(研修=[COURSE], 修了=[AOKI]))
    done = enter(city, workbook(修了=[{**AOKI, "completed_on": "2026-11-05"}]))
    assert (done.completions, done.corrected) == (0, 1)


def test_who_finished_by_attending_keeps_that_day(city, workbook):
    course = city.course()
    city.write(
        lambda tx: store.add(
            tx,
            store.Completion(
                course=course.id,
                person=city.person("t1").id,
                on=date(2026, 11, 20),
                how=How.ATTENDANCE,
            ),
        )
    )
    assert enter(city, workbook(修了=[AOKI])).corrected == 0
    (found,) = city.read(lambda tx: store.by(tx, city.person("t1").id))
    assert found.on == date(2026, 11, 20)


def test_a_day_to_come_is_refused(city, workbook):
    with pytest.raises(BadRows, match="is a day to come"):
        enter(city, workbook(研修=[COURSE], 修了=[{**AOKI, "completed_on": "2026-12-24"}]))


def test_completions_of_no_course_leave_nothing(city, workbook):
    with pytest.raises(BadRows, match="names no course"):
        enter(city, workbook(修了=[AOKI]))


def test_an_export_leaves_out_whom_the_register_knows_no_more_and_says_so(city, workbook, tmp_path):
    enter(city, workbook(研修=[COURSE], 修了=[AOKI]))
    found = city.read(lambda tx: courses.find(tx, "teams", 2026))
    gone = store.Completion(course=found.id, person=99_999, on=date(2026, 11, 2), how=How.LMS)
    city.write(lambda tx: store.add(tx, gone))
    file = tmp_path / "out.xlsx"
    at = writing.Moment(city.now, TOKYO)
    done = city.read(lambda tx: writing.export(tx, file, at, with_people=True))
    assert (done.rows["修了"], done.left_out) == (1, 1)
    assert enter(city, file).unchanged == 1  # it can be imported again as it is


def test_more_than_an_approval_size_finish_without_a_card_of_their_own(city, workbook):
    city.write(lambda tx: policy.change(tx, {"approval_size": 1}))
    second = {**AOKI, "mail": city.person("t2").mail}
    third = {**AOKI, "mail": city.person("t4").mail}
    assert enter(city, workbook(研修=[COURSE], 修了=[AOKI, second])).completions == 2
    assert not city.read(untold.waits)
    assert enter(city, workbook(修了=[AOKI, second, third])).completions == 1
    assert [one.person for one in city.read(lambda tx: untold.next_ones(tx, 9))] == [
        city.person("t4").id
    ]
