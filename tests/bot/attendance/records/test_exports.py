"""Files of a month and of orders: for whom, and with which columns."""

import csv
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot import sheets
from bot.attendance import exporting
from bot.attendance.sheets import map as maps
from bot.attendance.store import schools
from bot.errors import Refused, Unreadable

TOKYO = ZoneInfo("Asia/Tokyo")


def _export(city, file, mail="mu@akatsuki.example.jp", map_=maps.USUAL, encoding="utf-8-sig"):
    given = {"now": city.now, "via": "system", "why": "校務支援システムへ"}

    def take(tx):
        return exporting.taking_out(tx, "A1", mail, exporting.MONTH, **given)

    school = city.write(take)
    return city.read(
        lambda tx: exporting.month(
            tx, school, city.today, file, map_, now=city.now, encoding=encoding
        )
    )


@pytest.mark.parametrize("mail", ["mu", "ji", "to", "cho"])
def test_curriculum_head_office_and_heads_take_the_month_out(city, tmp_path, mail):
    city.report("P1")
    file = tmp_path / "月.csv"
    assert _export(city, file, f"{mail}@akatsuki.example.jp") == 7
    (entry,) = city.ledger(exporting.MONTH)
    assert (entry.subject, entry.why) == (city.school().subject, "校務支援システムへ")


@pytest.mark.parametrize("mail", ["higashi", "ho", "kyo", "juro", "board", "bare"])
def test_nobody_else_takes_it_out(city, tmp_path, mail):
    file = tmp_path / "月.csv"
    with pytest.raises(Refused, match="not_yours"):
        _export(city, file, f"{mail}@akatsuki.example.jp")
    assert not file.exists()


def test_the_lines_of_a_month_add_up(city, tmp_path):
    city.report("P1")
    city.rolled(city.today)
    file = tmp_path / "月.csv"
    _export(city, file)
    with file.open(encoding="utf-8-sig") as source:
        lines = list(csv.DictReader(source))
    haru = next(line for line in lines if line["学籍番号"] == "P1")
    assert haru["24日"] == "病"
    for line in lines:
        owed = int(line["授業日数"]) - int(line["出席停止・忌引等の日数"])
        assert owed == int(line["出席しなければならない日数"])
        assert owed - int(line["欠席日数"]) == int(line["出席日数"])


def test_a_school_system_gets_its_own_columns_in_cp932(city, tmp_path):
    city.report("P1")
    map_file = tmp_path / "map.toml"
    map_file.write_text(
        'excused = ["suspended"]\n[marks]\nill = "／"\n'
        '[[column]]\nheading = "児童番号"\nvalue = "key"\n'
        '[[column]]\nheading = "D{day}"\nvalue = "days"\n'
        '[[column]]\nheading = "病欠"\nvalue = "count:ill"\n',
        encoding="utf-8",
    )
    file = tmp_path / "月.csv"
    _export(city, file, map_=maps.load(map_file), encoding="cp932")
    head, *lines = list(csv.reader(file.read_text(encoding="cp932").splitlines()))
    assert head[:2] == ["児童番号", "D1"]
    assert len(head) == 32
    haru = next(line for line in lines if line[0] == "P1")
    assert (haru[24], haru[-1]) == ("／", "1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "at least one"),
        ('[[column]]\nvalue = "reason"\n', "must be one of"),
        ('[[column]]\nvalue = "days"\nheading = "日"\n', "{day}"),
        ('[marks]\nsick = "x"\n[[column]]\nvalue = "name"\n', "no mark"),
        ("[[column", "TOML"),
    ],
)
def test_a_bad_map_says_where_and_what_to_write(tmp_path, text, says):
    file = tmp_path / "map.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=says):
        maps.load(file)


def test_a_month_opens_in_excel(city, tmp_path):
    file = tmp_path / "月.xlsx"
    assert _export(city, file) == 7
    columns = (sheets.Column("key", "学籍番号"), sheets.Column("taught", "授業日数"))
    assert len(list(sheets.read(file, columns, ignore_unknown=True))) == 7


def test_the_report_of_orders_counts_children_and_names_none(city, tmp_path):
    """施行規則20条: the school, reason and time, the day of the order, children by grade."""
    city.order()
    file = tmp_path / "出席停止報告.csv"
    school = city.read(lambda tx: schools.find_by_code(tx, "A1"))
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert city.read(lambda tx: exporting.suspensions(tx, school, first, last, file)) == 1
    text = file.read_text(encoding="utf-8-sig")
    assert "あかつき小学校,2026-11-24,インフルエンザ,2026-11-24,未定,3,1" in text
    assert "青木" not in text
