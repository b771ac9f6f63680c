"""取扱台帳 as the desk, the owner, the auditor and others meet it."""

from datetime import timedelta

import pytest

from bot.errors import Stale
from bot.records.model.registers import CITY, Worker
from bot.records.store import registers
from cards.records.verbs import registers as verbs
from tests.bot.records.conftest import TODAY, said

WORKER = "木下 さやか"
READERS = ("desk", "auditor", "officer", "kakari", "kacho", "bucho")
STRANGERS = ("other", "trainer", "school", "operator")
OUTSIDE = ("pupil", "guardian", "board")


@pytest.fixture
def matter(city):
    return city.agreement()


def save_worker(matter, **more):
    given = {"subject": matter.subject, "person": WORKER, "since": TODAY, "pledged_on": TODAY}
    return verbs.SaveWorker(**{**given, **more})


def rows(city, subject):
    return city.read(lambda tx: registers.rows(tx, subject))


def test_the_desk_enters_corrects_and_removes_a_worker(city, matter):
    shown = said(city.press("desk", save_worker(matter)))
    assert WORKER in shown
    assert "教育の日がありません" in shown
    (row,) = rows(city, matter.subject)
    again = save_worker(matter, row_id=row.id, version=1, taught_on=TODAY)
    assert "教育の日がありません" not in said(city.press("desk", again))
    city.press("desk", verbs.RemoveRow(row_id=row.id, version=2, why="二重"))
    assert rows(city, matter.subject) == ()
    acts = [entry.act for entry in city.ledger() if entry.act.startswith("records.")]
    assert acts == ["records.save_worker", "records.save_worker", "records.remove_row"]


def test_the_ledger_holds_no_name(city, matter):
    city.press("desk", save_worker(matter))
    assert not any(WORKER in str(entry) for entry in city.ledger())


def test_an_old_form_is_refused_with_what_opens_the_rows(city, matter):
    city.press("desk", save_worker(matter))
    (row,) = rows(city, matter.subject)
    with pytest.raises(Stale):
        city.press("desk", save_worker(matter, row_id=row.id, version=9))


def test_the_same_worker_twice_comes_back_in_the_form(city, matter):
    city.press("desk", save_worker(matter))
    assert "すでに登録" in city.mistyped("desk", save_worker(matter))


def test_a_private_device_is_never_entered(city, matter):
    device = verbs.SaveDevice(
        subject=matter.subject, number="P-1", what="携帯", private=True, since=TODAY
    )
    assert "私物の機器は" in city.mistyped("desk", device)
    assert rows(city, matter.subject) == ()


@pytest.mark.parametrize("who", READERS)
def test_who_may_read_the_registers(city, matter, who):
    show = verbs.ShowRegister(subject=matter.subject)
    assert matter.title in said(city.press(who, show))


@pytest.mark.parametrize("who", STRANGERS)
def test_other_staff_may_not(city, matter, who):
    show = verbs.ShowRegister(subject=matter.subject)
    assert city.refused(who, show) == "records.handling.refused.not_reader"


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_is_no_staff_gets_nothing(city, matter, who):
    show = verbs.ShowRegister(subject=matter.subject)
    assert city.refused(who, show) == "common.refused.no_role"
    assert city.refused(who, verbs.Registers()) == "common.refused.no_role"


@pytest.mark.parametrize("who", ("auditor", "officer", "kakari", "other"))
def test_only_the_desk_writes(city, matter, who):
    assert city.refused(who, save_worker(matter)) == "records.handling.refused.not_desk"


def test_the_citys_own_registers_are_for_desk_auditor_and_officer(city):
    show = verbs.ShowRegister(subject=CITY)
    assert "市自身の取扱い" in said(city.press("auditor", show))
    assert city.refused("kakari", show) == "records.handling.refused.not_reader"


def test_who_looked_at_names_stands_in_the_ledger(city, matter):
    city.press("auditor", verbs.ShowRows(subject=matter.subject, kind="worker"))
    (entry,) = city.ledger("records.show_rows")
    assert entry.subject == matter.subject


@pytest.mark.parametrize("subject", ("agreement:99", "nothing", "agreement:x", "subcontract:1"))
def test_what_is_none_of_ours_is_gone(city, matter, subject):
    assert city.refused("desk", verbs.ShowRegister(subject=subject)) == "common.refused.gone"


def test_the_word_lists_and_finds(city, matter):
    city.press("desk", save_worker(matter))
    assert matter.title in said(city.say("desk", "取扱台帳"))
    assert "取扱台帳の内容" in said(city.say("desk", "取扱台帳 見守り"))
    assert matter.title in said(city.say("desk", "handling", lang="en"))


def line(matter, **more):
    given = {
        "subject": matter.subject,
        "on": TODAY,
        "act": "copy",
        "item": "一覧",
        "medium": "媒体",
        "quantity": "1件",
        "who": WORKER,
    }
    return verbs.AddLine(**{**given, **more})


def test_a_line_is_added_once_and_struck_with_a_reason(city, matter):
    assert "市の承諾の記録がありません" in said(city.press("desk", line(matter)))
    assert "同じ記録がすでに" in said(city.press("desk", line(matter)))
    (one,) = city.read(lambda tx: tuple(registers.lines(tx, matter.subject)))
    city.press("desk", verbs.OpenStrike(line_id=one.id))
    shown = said(city.press("desk", verbs.StrikeLine(line_id=one.id, why="日付の誤り")))
    assert "取消し：日付の誤り" in shown
    strike = verbs.StrikeLine(line_id=one.id, why="もう一度")
    assert city.refused("desk", strike) == "records.handling.refused.struck"


def test_a_line_without_what_it_is_for_comes_back(city, matter):
    thrown = line(matter, act="dispose")
    assert "方法を記入" in city.mistyped("desk", thrown)
    later = line(matter, on=TODAY + timedelta(days=1))
    assert "先の日付" in city.mistyped("desk", later)


def test_older_lines_are_turned_to(city, matter):
    for number in range(8):
        city.press("desk", line(matter, item=f"一覧{number}", permission="承諾"))
    first = said(city.press("desk", verbs.ShowLines(subject=matter.subject)))
    assert "一覧7" in first
    assert "一覧0" not in first
    every = city.read(lambda tx: tuple(registers.lines(tx, matter.subject)))
    rest = verbs.ShowLines(subject=matter.subject, before=every[3].id)
    assert "一覧0" in said(city.press("desk", rest))


def test_a_person_is_taken_out_of_the_registers(city, matter):
    name = city.person("shusa").name
    city.press("desk", save_worker(matter, subject=CITY, person=name))
    city.press("desk", line(matter, subject=CITY, who=name, permission="承諾"))
    shusa = city.person("shusa").id
    from bot.records.jobs import handling_keeping as keeping

    held = city.read(lambda tx: keeping.personal_data(tx, shusa))
    assert len(held) == 2
    assert city.write(lambda tx: keeping.erase(tx, shusa, city.now)) == 2
    assert city.read(lambda tx: keeping.personal_data(tx, shusa)) == ()
    assert not any(isinstance(row, Worker) for row in rows(city, CITY))
    (left,) = city.read(lambda tx: tuple(registers.lines(tx, CITY)))
    assert name not in str(left)
