"""Reports out of the city's own guardian app: each line once, and no line keeps another back."""

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.attendance.model import Door, Guardian, Kind, LinkState, Reason, Report, ReportState
from bot.attendance.sheets import reports as sheet
from bot.attendance.store import cases, guardians, reports
from bot.attendance.taking_in import Counts, take_in
from bot.ledger.model import Actor
from bot.sheets import BadCell
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import TENANT, City

HEADINGS = (
    "学籍番号",
    "日付",
    "連絡の種類",
    "理由",
    "時刻",
    "備考",
    "続柄",
    "連絡先",
    "オブジェクトID",
    "受付番号",
    "取消",
)
MOTHER, FATHER = "090-0000-0001", "090-0000-0002"
_WHAT = ("P1", "2026-11-25", "欠席", "体調不良", "", "熱があります", "母")
LINE = (*_WHAT, MOTHER, "", "1001", "")


@pytest.fixture(autouse=True)
def mother(city: City) -> Guardian:
    """The office has confirmed the mother of the first two children."""
    link(city, "P2", "青木 母", MOTHER)
    return link(city, "P1", "青木 母", MOTHER)


def link(city: City, key: str, name: str, contact: str, **more: Any) -> Guardian:
    confirmed = {"state": LinkState.CONFIRMED, "may_report": True}
    new = Guardian(
        id=0, pupil=city.pupil(key).id, name=name, contact=contact, **{**confirmed, **more}
    )
    return city.write(lambda tx: guardians.add(tx, new))


def taken(city: City, tmp_path: Path, *lines: tuple[str, ...]) -> tuple[Counts, list[BadCell]]:
    file = tmp_path / "app.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((HEADINGS, *lines))
    faults: list[BadCell] = []
    done = take_in(
        city.storage,
        TENANT,
        sheet.read(file, faults),
        city.now,
        actor=Actor.command("app"),
        faults=faults,
    )
    return done, faults


def changed(**more: str) -> tuple[str, ...]:
    given = dict(zip(HEADINGS, LINE, strict=True)) | more
    return tuple(given.values())


def kept(city: City) -> tuple[Report, ...]:
    return city.read(lambda tx: reports.of_school(tx, city.school().id, city.today))


def test_a_line_becomes_a_report_of_the_guardian(city: City, tmp_path: Path, mother: Guardian):
    done, faults = taken(city, tmp_path, LINE)
    assert (done.new, faults) == (1, [])
    (found,) = kept(city)
    assert (found.door, found.kind, found.author) == (Door.FILE, Kind.ABSENT, 0)
    assert (found.guardian, found.state) == (mother.id, ReportState.STANDING)
    assert found.content.reason is Reason.ILL and found.content.relation == "mother"
    assert "保護者から（連絡アプリ）" in city.notices()[0].said


def test_the_same_file_again_changes_nothing(city: City, tmp_path: Path):
    taken(city, tmp_path, LINE)
    done, _ = taken(city, tmp_path, LINE)
    assert done == Counts(known=1)
    assert len(city.ledger("attendance.report")) == 1


def test_a_line_that_is_cancelled_takes_its_report_back(city: City, tmp_path: Path):
    taken(city, tmp_path, LINE)
    done, _ = taken(city, tmp_path, changed(取消="○"))
    assert done == Counts(withdrawn=1)
    (found,) = kept(city)
    assert found.state is ReportState.WITHDRAWN


@pytest.mark.parametrize(
    "wrong, column",
    [
        ({"学籍番号": "nobody"}, "学籍番号"),
        ({"日付": "2026-11-20"}, "日付"),
        ({"日付": "2026-11-28"}, "日付"),
        ({"日付": "tomorrow"}, "日付"),
        ({"連絡の種類": "旅行"}, "連絡の種類"),
        ({"備考": "個人番号は 123456789018 です"}, "備考"),
        ({"連絡の種類": "遅刻", "時刻": "はやめ"}, "時刻"),
        ({"受付番号": ""}, "受付番号"),
        ({"連絡先": ""}, "連絡先"),
    ],
)
def test_a_wrong_line_is_told_with_its_column_and_keeps_no_other_back(
    city: City, tmp_path: Path, wrong: dict[str, str], column: str
):
    good = changed(学籍番号="P2", 受付番号="1002")
    done, faults = taken(city, tmp_path, changed(**wrong), good)
    assert done.new == 1
    assert [(fault.line, fault.column) for fault in faults] == [(2, column)]
    assert "熱" not in str(faults) and "1234" not in str(faults)


def test_mother_and_father_who_say_different_things_are_both_shown(city: City, tmp_path: Path):
    link(city, "P1", "青木 父", FATHER)
    other = changed(連絡の種類="遅刻", 続柄="父", 連絡先=FATHER, 受付番号="1003")
    taken(city, tmp_path, LINE, other)
    assert [("くいちがっています" in one.said) for one in city.notices()] == [True, True]


@pytest.mark.parametrize(
    "father",
    [
        {"may_report": False},
        {"state": LinkState.REMOVED, "may_report": False},
        {"state": LinkState.INACTIVE, "may_report": False},
        None,
    ],
)
def test_who_may_not_report_for_the_child_is_not_counted_as_a_guardian(
    city: City, tmp_path: Path, father: dict[str, Any] | None
):
    """A restrained parent in the city's app, who calls himself the mother."""
    if father is not None:
        link(city, "P1", "青木 父", FATHER, **father)
    early = changed(連絡の種類="早退", 時刻="13:00", 連絡先=FATHER, 受付番号="1003")
    done, faults = taken(city, tmp_path, early)
    assert (done.new, faults) == (1, [])
    (found,) = kept(city)
    assert (found.guardian, found.state) == (0, ReportState.HELD)
    (told,), (rings,) = city.notices(), city.notices("attendance.held")
    for card in (told.said, rings.said):
        assert "保護者から" not in card
        assert "連絡アプリから（保護者の登録なし）" in card
        assert "登録された保護者の番号へ電話で確認してください" in card
    assert rings.to == {city.person("office").id}
    assert city.notices("attendance.state") == []


def test_what_nobody_knows_explains_no_absence_and_replaces_no_other(city: City, tmp_path: Path):
    taken(city, tmp_path, LINE, changed(連絡の種類="遅刻", 連絡先=FATHER, 受付番号="1003"))
    standing, held = kept(city)
    assert (standing.state, held.state) == (ReportState.STANDING, ReportState.HELD)
    assert [("くいちがっています" in one.said) for one in city.notices()] == [True, True]
    pupil = city.pupil("P1")
    assert city.read(lambda tx: cases.of_pupil(tx, pupil.id, city.today)) is None


def test_the_office_confirms_it_with_a_guardian(city: City, tmp_path: Path):
    taken(city, tmp_path, changed(連絡先=FATHER))
    (held,) = kept(city)
    city.press("office", verbs.ConfirmHeld(report_id=held.id))
    (found,) = kept(city)
    assert found.state is ReportState.STANDING
    assert "保護者から" not in city.notices()[0].said


def test_nobody_takes_back_what_somebody_else_has_sent(city: City, tmp_path: Path):
    taken(city, tmp_path, LINE)
    done, faults = taken(city, tmp_path, changed(連絡先=FATHER, 取消="○"))
    assert (done.withdrawn, [one.column for one in faults]) == (0, ["受付番号"])
    assert kept(city)[0].state is ReportState.STANDING


def test_what_nobody_knows_is_taken_back_only_while_it_waits(city: City, tmp_path: Path):
    line = changed(連絡先=FATHER)
    back = changed(連絡先=FATHER, 取消="○")
    taken(city, tmp_path, line)
    city.press("office", verbs.ConfirmHeld(report_id=kept(city)[0].id))
    done, faults = taken(city, tmp_path, back)
    assert (done.withdrawn, len(faults)) == (0, 1)
    other = {"学籍番号": "P3", "受付番号": "1004"}
    taken(city, tmp_path, changed(連絡先=FATHER, **other))
    assert taken(city, tmp_path, changed(連絡先=FATHER, 取消="○", **other))[0].withdrawn == 1


def test_a_number_that_two_children_have_is_told(city: City, tmp_path: Path):
    done, faults = taken(city, tmp_path, LINE, changed(学籍番号="P2"))
    assert done.new == 1
    assert [(one.line, one.column) for one in faults] == [(3, "受付番号")]


def test_an_account_says_whose_word_it_is_before_any_number(city: City, tmp_path: Path):
    """The account is of nobody's link, whatever number stands beside it."""
    taken(city, tmp_path, changed(オブジェクトID="teacher"))
    assert kept(city)[0].state is ReportState.HELD
    own = link(city, "P1", "青木 祖父", "", person=city.person("other").id)
    taken(city, tmp_path, changed(オブジェクトID="other", 連絡先="", 受付番号="1005"))
    assert kept(city)[1].guardian == own.id
