"""A training workbook is entered whole or not at all, and may be entered again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.rows import NOTICE
from bot.errors import Unreadable
from bot.ledger.record import history
from bot.training.model import CourseState, Head, Org, State
from bot.training.sheets import book
from bot.training.sheets import sessions as session_sheet
from bot.training.store import courses, quotas, sessions, waves

from ..turns.conftest import TOKYO, City
from .conftest import COURSE, SESSION, enter, faults


def told(city: City, kind: str) -> list[str]:
    """The keys of the notices of a kind."""
    rows = city.read(lambda tx: tx.all(select(NOTICE.c.kind, NOTICE.c.source_key)))
    return [row.source_key for row in rows if row.kind == kind]


def test_a_course_with_its_sessions_is_entered_as_a_draft(city, workbook):
    done = enter(city, workbook(研修=[{**COURSE, "head": "承認"}], 開催回=[SESSION]))
    assert (done.added, done.updated, done.sessionless) == (2, 0, ())
    found = city.read(lambda tx: courses.find(tx, "teams", 2026))
    assert (found.state, found.head, found.to) == (CourseState.DRAFT, Head.APPROVE, ("all",))
    session = city.read(lambda tx: sessions.find(tx, found.id, 1))
    assert session.starts_at == datetime(2026, 12, 10, 13, 30, tzinfo=TOKYO)
    assert session.ends_at - session.starts_at == timedelta(hours=1, minutes=30)
    assert session.deadline == datetime(2026, 12, 10, tzinfo=TOKYO)


def test_the_same_file_again_changes_nothing(city, workbook):
    file = workbook(研修=[COURSE], 開催回=[SESSION])
    enter(city, file)
    done = enter(city, file)
    assert (done.added, done.updated, done.moved, done.unchanged) == (0, 0, 0, 2)


def test_a_course_of_the_same_code_and_year_is_corrected(city, workbook):
    enter(city, workbook(研修=[{**COURSE, "text": "会議の開き方"}]))
    assert enter(city, workbook(研修=[{**COURSE, "title": "会議研修"}])).updated == 1
    found = city.read(lambda tx: courses.find(tx, "teams", 2026))
    assert (found.title, found.text, found.version) == ("会議研修", "会議の開き方", 2)


def test_another_year_is_another_edition(city, workbook):
    enter(city, workbook(研修=[COURSE]))
    enter(city, workbook(研修=[{**COURSE, "finish_by": "2028-03-31"}]))
    assert [one.year for one in city.read(lambda tx: courses.of_code(tx, "teams"))] == [2026, 2027]


def test_every_bad_cell_is_told_and_nothing_is_kept(city, workbook):
    bad = [{**SESSION, "ends": "12:00"}, {**SESSION, "number": 2, "seats": "many"}]
    found = faults(city, workbook(研修=[COURSE, {**COURSE, "code": ""}], 開催回=bad))
    assert len(found) == 3
    assert any("sheet 開催回, line 2, column 終了" in one for one in found)
    assert any("sheet 研修, line 3, column コード" in one for one in found)
    assert city.read(lambda tx: courses.find(tx, "teams", 2026)) is None


def test_one_run_tells_bad_cells_names_and_strangers_of_all_sheets(city, workbook):
    other = {"code": "lead", "title": "", "to": "role:stuff", "head": "承認する"}
    wrong = {**SESSION, "ends": "12:00", "seats": "十"}
    guest = {**SESSION, "number": 2, "host": "ひので市", "organizer": "kat@akatsuki.example.jp"}
    quota = {"code": "teams", "number": 9, "org": "市町村", "name": "ひので町", "seats": 1}
    nobody = {"code": "teams", "mail": "nobody@akatsuki.example.jp", "completed_on": "2026-11-02"}
    found = faults(
        city,
        workbook(
            研修=[COURSE, {**COURSE, **other, "finish_by": "2027/13/1"}],
            開催回=[wrong, guest],
            定員枠=[quota],
            修了=[nobody],
        ),
    )
    assert [one.partition(":")[0] for one in found] == [
        "sheet 研修, line 3, column 名称",
        "sheet 研修, line 3, column 対象",
        "sheet 研修, line 3, column 所属長",
        "sheet 研修, line 3, column 修了期限",
        "sheet 開催回, line 2, column 終了",
        "sheet 開催回, line 2, column 定員",
        "sheet 開催回, line 3, column 主催市町村",
        "sheet 開催回, line 3, column 会議の主催者",
        "sheet 定員枠, line 2, column 回",
        "sheet 修了, line 2, column メール",
    ]
    assert city.read(lambda tx: courses.find(tx, "teams", 2026)) is None


def test_what_only_follows_from_a_bad_row_is_not_told(city, workbook):
    quota = {"code": "teams", "number": 1, "org": "市町村", "name": "ひので町", "seats": 1}
    named = {**COURSE, "code": "lead", "requires": "teams"}
    file = workbook(研修=[{**COURSE, "title": ""}, named], 開催回=[SESSION], 定員枠=[quota])
    (fault,) = faults(city, file)
    assert "sheet 研修, line 2, column 名称" in fault
    file = workbook(研修=[COURSE], 開催回=[{**SESSION, "seats": "十"}], 定員枠=[quota])
    (fault,) = faults(city, file)
    assert "sheet 開催回, line 2, column 定員" in fault
    file = workbook(研修=[{**COURSE, "to": "grade:係長"}], 開催回=[SESSION], 定員枠=[quota])
    (fault,) = faults(city, file)
    assert "sheet 研修, line 2, column 対象" in fault


def test_a_session_of_no_course_is_refused_with_its_line(city, workbook):
    (fault,) = faults(city, workbook(研修=[COURSE], 開催回=[{**SESSION, "code": "excel"}]))
    assert fault.startswith("sheet 開催回, line 2, column コード: names no course")
    assert city.read(lambda tx: courses.find(tx, "teams", 2026)) is None


def test_a_required_course_that_is_none_is_refused(city, workbook):
    (fault,) = faults(city, workbook(研修=[{**COURSE, "requires": "excel"}]))
    assert "excel" in fault


def test_a_row_that_stands_twice_is_refused(city, workbook):
    (fault,) = faults(city, workbook(研修=[COURSE, COURSE]))
    assert "stands in line 2 too" in fault


def test_an_unknown_sheet_is_refused_by_name(city, workbook, tmp_path):
    from bot.sheets import Sheet, write_book

    rows = Sheet(name="研修", headings=("コード", "名称", "修了期限"), rows=())
    write_book(tmp_path / "x.xlsx", (rows, Sheet(name="開催会", headings=("a",), rows=())))
    with pytest.raises(Unreadable, match="sheet 開催会"):
        enter(city, tmp_path / "x.xlsx")


def test_a_csv_is_known_by_its_headings(city, tmp_path):
    file = tmp_path / "courses.csv"
    file.write_text("コード,名称,修了期限\nexcel,表計算研修,令和9年3月31日\n", encoding="utf-8")
    assert enter(city, file).added == 1
    file.write_text("コード,年度,メール,修了日\nexcel,2026,aoki@akatsuki.example.jp,2026-11-02\n")
    assert enter(city, file).completions == 1


def test_a_course_without_sessions_is_told(city, workbook):
    assert enter(city, workbook(研修=[COURSE])).sessionless == ("teams",)


def test_a_session_with_people_is_moved_as_the_desk_moves_it(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.enrolled(session, "t1")
    file = workbook(開催回=[{**SESSION, "day": "2026-12-17", "ends": "16:00"}])
    rows = book.read(file, TOKYO).sessions
    (move,) = city.read(lambda tx: tuple(session_sheet.moves(tx, rows)))
    assert (move.code, move.number, move.people) == ("teams", 1, 1)
    assert city.session_now(session) == session or city.session_now(session).held == 1
    assert enter(city, file).moved == 1
    after = city.session_now(session)
    assert after.starts_at == datetime(2026, 12, 17, 13, 30, tzinfo=TOKYO)
    assert after.ends_at == datetime(2026, 12, 17, 16, 0, tzinfo=TOKYO)
    assert len(told(city, "training.told")) == 1
    assert city.state(course, "t1") is State.BOOKED


def test_a_session_that_only_ends_later_tells_its_people_too(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    course = opened(city)
    city.enrolled(city.read(lambda tx: sessions.find(tx, course.id, 1)), "t1")
    assert enter(city, workbook(開催回=[{**SESSION, "ends": "17:00"}])).moved == 1
    assert len(told(city, "training.told")) == 1


def test_a_session_without_people_is_simply_corrected(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    done = enter(city, workbook(開催回=[{**SESSION, "day": "2026-12-17"}]))
    assert (done.moved, done.updated) == (0, 1)


def test_seats_below_those_held_are_refused(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.enrolled(session, "t1")
    city.enrolled(session, "t2")
    (fault,) = faults(city, workbook(開催回=[{**SESSION, "seats": 1}]))
    assert "less than the 2 seats" in fault


def test_more_seats_go_to_who_waits(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[{**SESSION, "seats": 1}]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.enrolled(session, "t1")
    city.enrolled(session, "t2", wait=True)
    enter(city, workbook(開催回=[{**SESSION, "seats": 2}]))
    assert city.state(course, "t2") is State.OFFERED


def test_quotas_replace_those_of_their_session(city, workbook):
    quota = {"code": "teams", "number": 1, "org": "市町村", "name": "ひので町", "seats": 1}
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION], 定員枠=[quota]))
    course = city.read(lambda tx: courses.find(tx, "teams", 2026))
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    (found,) = city.read(lambda tx: quotas.of(tx, session.id))
    assert (found.org, found.name, found.seats) == (Org.MUNICIPALITY, "ひので町", 1)


def test_a_quota_that_grows_goes_to_who_waits(city, workbook):
    quota = {"code": "teams", "number": 1, "org": "市町村", "name": "あかつき市", "seats": 1}
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION], 定員枠=[quota]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.enrolled(session, "t1")
    city.enrolled(session, "t2", wait=True)
    assert city.state(course, "t2") is State.WAITING
    enter(city, workbook(定員枠=[{**quota, "seats": 2}]))
    assert city.state(course, "t2") is State.OFFERED
    assert len(told(city, "training.offered")) == 1


@pytest.mark.parametrize("whom", ["role:pupil", "role:guardian", "list:participants.csv"])
def test_a_course_is_for_staff_whom_the_register_knows(city, workbook, whom):
    (fault,) = faults(city, workbook(研修=[{**COURSE, "to": f"all、{whom}"}]))
    assert "column 対象" in fault


def test_the_reason_of_an_earlier_move_is_not_told_of_the_next(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.write(lambda tx: sessions.save(tx, replace(session, reason="講師の都合", version=2)))
    enter(city, workbook(開催回=[{**SESSION, "seats": 3}]))
    assert city.session_now(session).reason == "講師の都合"
    city.enrolled(session, "t1")
    enter(city, workbook(開催回=[{**SESSION, "seats": 3, "day": "2026-12-17"}]))
    assert city.session_now(session).reason == ""


def test_a_place_that_is_taken_away_is_told_too(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    course = opened(city)
    session = city.read(lambda tx: sessions.find(tx, course.id, 1))
    city.enrolled(session, "t1")
    assert enter(city, workbook(開催回=[{**SESSION, "place": ""}])).moved == 1
    assert city.session_now(session).place == ""
    enter(city, workbook(開催回=[{**SESSION, "place": "", "day": "2026-12-17"}]))
    assert city.session_now(session).place == ""


def test_waves_come_with_the_municipalities_that_chose_them(city, workbook):
    wave = {
        "code": "teams",
        "wave": 1,
        "title": "前期",
        "first": "2026-12-01",
        "last": "2026-12-28",
    }
    enter(city, workbook(研修=[COURSE], 受講期=[{**wave, "municipalities": "ひので町"}]))
    course = city.read(lambda tx: courses.find(tx, "teams", 2026))
    assert city.read(lambda tx: waves.choices(tx, course.id)) == {"ひので町": 1}
    (fault,) = faults(city, workbook(受講期=[{**wave, "municipalities": "みやこ町"}]))
    assert "column 市町村" in fault


def test_questions_are_those_of_the_file(city, workbook):
    one = {
        "code": "teams",
        "question": "会議は",
        "choice1": "開く",
        "choice2": "閉じる",
        "right": 2,
    }
    enter(city, workbook(研修=[COURSE], 確認問題=[one]))
    course = city.read(lambda tx: courses.find(tx, "teams", 2026))
    assert [(q.text, q.right) for q in course.questions] == [("会議は", 1)]
    four = [{**one, "question": f"問{n}"} for n in range(4)]
    (fault,) = faults(city, workbook(確認問題=four))
    assert "one too many" in fault


def test_the_ledger_says_how_much_was_imported(city, workbook):
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION]))
    entries = city.read(lambda tx: list(history(tx, "training")))
    assert [(one.act, one.detail["added"]) for one in entries] == [("training.import", 2)]


def opened(city: City):
    def work(tx):
        found = courses.find(tx, "teams", 2026)
        return courses.save(tx, replace(found, state=CourseState.OPEN, version=found.version + 1))

    return city.write(work)
