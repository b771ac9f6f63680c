"""個人情報ファイル簿: an entry for each file of a thousand persons, and the counts of all."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.attendance.store.tables import GUARDIAN
from bot.errors import Unreadable
from bot.records.model.filebook import Counted
from bot.records.rules.filebook import FILES
from bot.records.sheets import filebook as sheet
from bot.records.store import filebook as store
from bot.sheets import sheets_in
from tests.bot.records.conftest import PEOPLE

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
MANY = tuple(Counted(file=one, persons=1000 - (number == 0)) for number, one in enumerate(FILES))


def write(path, counted=MANY, **given):
    whole = {"body": "", "bureau": "", "window": "", **given}
    return sheet.write(path, counted, at=AT, **whole)


def test_persons_are_counted(city):
    found = {one.file.key: one.persons for one in city.read(store.counted)}
    assert found["register"] == len(PEOPLE)
    assert found["pupils"] == found["training"] == 0


def test_a_guardian_of_two_children_is_one_person(city):
    given = {"adult": b"", "language": "ja", "state": "confirmed", "batch": 1, "seen": 1}
    rights = dict.fromkeys(("may_report", "may_see_status", "may_be_notified"), False)
    links = ((1, "account", 7), (2, "contact", 7), (1, "grandmother", 0), (2, "grandmother", 0))
    for pupil, key, person in links:
        row = {"pupil": pupil, "key": key, "person": person, "version": 1, **given, **rights}
        city.write(lambda tx, row=row: tx.run(GUARDIAN.insert().values(**row)))
    found = {one.file.key: one.persons for one in city.read(store.counted)}
    assert found["guardians"] == 2


def test_a_thousand_persons_need_an_entry():
    assert [one.is_owed for one in MANY] == [False, *[True] * (len(FILES) - 1)]


def test_the_workbook_lists_all_and_tells_of_what_is_owed(tmp_path):
    path = tmp_path / "book.xlsx"
    assert write(path) == len(FILES) - 1
    assert len(sheets_in(path)) == len(FILES)


def test_the_page_names_what_the_city_gave_and_what_is_left(tmp_path):
    path = tmp_path / "book.html"
    write(path, body="あかつき市教育委員会", window="総務課 <市政情報係>")
    words = path.read_text(encoding="utf-8")
    assert "あかつき市教育委員会" in words
    assert "総務課 &lt;市政情報係&gt;" in words
    assert "（記入してください）" in words
    assert "<script" not in words


def test_without_a_thousand_persons_the_page_says_so(tmp_path):
    path = tmp_path / "book.html"
    few = tuple(Counted(file=one, persons=3) for one in FILES)
    assert write(path, few) == 0
    assert "1,000人以上の個人情報ファイルはありません" in path.read_text(encoding="utf-8")


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        write(tmp_path / "book.pdf")


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.key)
def test_every_file_says_what_the_law_asks(file):
    assert all((file.name, file.purpose, file.items, file.scope, file.collected))
    assert len(file.name) <= 31  # as Excel names a sheet
