"""The register from and to .xlsx and .csv, nasty files among them."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bot import policy
from bot.agreements import sheets
from bot.agreements.columns import HEADINGS
from bot.agreements.model import Kind, Notice, Party, PartyName, RenewalKind, State
from bot.agreements.sheets import Imported
from bot.agreements.store import register
from bot.errors import Unreadable
from bot.ledger.model import Actor
from bot.workdays import Calendar

from .conftest import MUTUAL, City

ROW = {
    "番号": "協-1",
    "名称": "見守り活動に関する協定",
    "種別": "協定",
    "甲": "あかつき市",
    "乙": "ひのでロジ株式会社（旧：ひので運輸株式会社）",
    "締結日": "令和6年4月1日",
    "開始日": "R6.4.1",
    "終了日": "2027/3/31",
    "更新": "合意",
    "更新月数": "12",
    "申出期限": "３か月前",
    "申出方法": "書面",
    "準備日数": "30",
    "予算": "要",
    "経費": "有",
    "所管課": "企画課",
    "担当職": "係長",
    "代理職": "主査、課長補佐",
    "先方連絡先": "総務担当",
    "取組": "福祉：声かけ：福祉課・企画課：継続;防災：訓練",
    "状態": "締結",
}


def file_of(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8-sig") -> Path:
    headings = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.DictWriter(target, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(city: City, path: Path) -> Imported:
    entries = sheets.entries_in(path)
    return city.write(
        lambda tx: sheets.put(
            tx,
            entries,
            actor=Actor.command("x"),
            now=city.now,
            today=city.today,
            calendar=Calendar(),
        )
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_row_is_read_in_every_encoding(city: City, tmp_path: Path, encoding: str) -> None:
    done = load(city, file_of(tmp_path / "a.csv", [ROW], encoding))
    assert (done.added, done.unsigned) == (1, ())
    kept = city.read(lambda tx: register.numbered(tx, "協-1"))
    assert kept is not None
    assert (kept.signed_on, kept.start, kept.end) == (
        date(2024, 4, 1),
        date(2024, 4, 1),
        date(2027, 3, 31),
    )
    assert kept.renewal.notice == Notice(value=3, unit="months", form="written")
    assert kept.deputies == (city.post("主査"), city.post("課長補佐"))
    assert [p.title for p in kept.programmes] == ["声かけ", "訓練"]
    assert (kept.state, kept.needs_budget, kept.kind) == (State.SIGNED, True, Kind.AGREEMENT)
    assert kept.parties[0].ours
    assert not kept.parties[1].ours


def test_import_is_idempotent_and_corrects_by_number(city: City, tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", [ROW])
    load(city, path)
    assert load(city, path).unchanged == 1
    moved = {**ROW, "乙": "つきのわロジ株式会社", "終了日": "2028-03-31"}
    done = load(city, file_of(tmp_path / "b.csv", [moved]))
    assert (done.added, done.updated) == (0, 1)
    kept = city.read(lambda tx: register.search(tx, "ひので運輸"))[0]
    assert [name.name for name in kept.parties[1].names][-1] == "つきのわロジ株式会社"
    assert (kept.end, kept.version) == (date(2028, 3, 31), 2)


def test_parents_may_stand_below_their_children(city: City, tmp_path: Path) -> None:
    child = {**ROW, "番号": "協-2", "名称": "覚書", "種別": "覚書", "親契約": "協-1"}
    load(city, file_of(tmp_path / "a.csv", [child, ROW]))
    parent, kept = (
        city.read(lambda tx, n=number: register.numbered(tx, n)) for number in ("協-1", "協-2")
    )
    assert parent
    assert kept
    assert kept.parent == parent.id


def test_a_blank_signing_date_is_told(city: City, tmp_path: Path) -> None:
    done = load(city, file_of(tmp_path / "a.csv", [{**ROW, "締結日": ""}]))
    assert done.unsigned == ("協-1",)


def test_silent_renewal_without_funds_is_told(city: City, tmp_path: Path) -> None:
    done = load(city, file_of(tmp_path / "a.csv", [{**ROW, "更新": "自動"}]))
    assert done.unfunded == ("協-1",)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"終了日": "2027-02-30"}, "line 3, column 終了日"),
        ({"担当職": "宇宙課長"}, "line 3, column 担当職"),
        ({"種別": "手紙"}, "line 3, column 種別"),
        ({"名称": ""}, "line 3, column 名称"),
        ({"番号": "協-1"}, "stands in line 2 too"),
        ({"親契約": "協-999"}, "line 3, column 親契約"),
        ({"親契約": "協-2"}, "round about"),
        ({"申出期限": "そのうち"}, "line 3, column 申出期限"),
        ({"開始日": "2028-01-01"}, "before the start"),
        ({"更新": "なし"}, "stands beside"),
        ({"取組": "訓練"}, "line 3, column 取組"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_kept(
    city: City, tmp_path: Path, changed: dict[str, str], line: str
) -> None:
    bad = {**ROW, "番号": "協-2", **changed}
    with pytest.raises(Unreadable, match=line):
        load(city, file_of(tmp_path / "a.csv", [{**ROW, "親契約": ""}, bad]))
    assert city.read(register.count) == 0


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    rows = [{**ROW, "番号": str(n), "終了日": "いつか"} for n in range(5)]
    with pytest.raises(Unreadable) as error:
        sheets.entries_in(file_of(tmp_path / "a.csv", rows))
    assert len(error.value.faults) == 5  # type: ignore[attr-defined]


def test_an_unknown_column_and_a_wrong_encoding_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="備考"):
        sheets.entries_in(file_of(tmp_path / "a.csv", [{**ROW, "備考": "x"}]))
    path = file_of(tmp_path / "b.csv", [ROW], "utf-16")
    with pytest.raises(Unreadable):
        sheets.entries_in(path)


def workbook(path: Path, *, formula: bool = False, merged: bool = False) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, (heading, value) in enumerate(ROW.items()):
            sheet.write_string(0, column, heading)
            sheet.write_string(1, column, value)
        end = list(ROW).index("終了日")
        sheet.write_datetime(1, end, date(2027, 3, 31), day)
        if formula:
            sheet.write_formula(1, 1, '="a"', value="")
        if merged:
            sheet.merge_range(2, 0, 3, 0, "協-9")
            sheet.write_string(2, 1, "名称")
    return path


def test_a_workbook_is_read_with_real_dates(city: City, tmp_path: Path) -> None:
    load(city, workbook(tmp_path / "a.xlsx"))
    kept = city.read(lambda tx: register.numbered(tx, "協-1"))
    assert kept is not None
    assert kept.end == date(2027, 3, 31)


@pytest.mark.parametrize("trap", ["formula", "merged"])
def test_traps_in_a_workbook_are_told(tmp_path: Path, trap: str) -> None:
    with pytest.raises(Unreadable):
        sheets.entries_in(workbook(tmp_path / "a.xlsx", **{trap: True}))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_what_is_exported_comes_back_unchanged(city: City, tmp_path: Path, name: str) -> None:
    load(city, file_of(tmp_path / "in.csv", [ROW]))
    city.add(replace(MUTUAL, number="", contacts="=HYPERLINK(1)", end=None), post="課長")
    rows = city.read(lambda tx: sheets.rows_of(tx, city.today))
    assert sheets.export(tmp_path / name, rows) == 2
    assert load(city, tmp_path / name).unchanged == 2


def test_formulas_are_exported_as_text(city: City, tmp_path: Path) -> None:
    city.add(replace(MUTUAL, title="=1+1"))
    rows = city.read(lambda tx: sheets.rows_of(tx, city.today))
    sheets.export(tmp_path / "a.csv", rows)
    assert "'=1+1" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_character_that_cp932_lacks_is_named(city: City, tmp_path: Path) -> None:
    city.add(replace(MUTUAL, title="𠮷野の協定"))
    rows = city.read(lambda tx: sheets.rows_of(tx, city.today))
    with pytest.raises(Unreadable, match="名称"):
        sheets.export(tmp_path / "a.csv", rows, encoding="cp932")


def test_the_template_is_an_empty_register(tmp_path: Path) -> None:
    sheets.template(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").strip().split(",") == list(HEADINGS)
    assert sheets.entries_in(tmp_path / "a.csv") == ()


def test_renewal_words_are_understood(city: City, tmp_path: Path) -> None:
    rows = [
        {**ROW, "番号": "a", "更新": "自動", "以後も同様": "○"},
        {**ROW, "番号": "b", "更新": "なし", "更新月数": ""},
    ]
    load(city, file_of(tmp_path / "a.csv", rows))
    one = city.read(lambda tx: register.numbered(tx, "a"))
    assert one
    assert (one.renewal.kind, one.renewal.repeats) == (RenewalKind.AUTOMATIC, True)


def test_an_empty_lead_time_is_the_tenants_own(city: City, tmp_path: Path) -> None:
    city.write(lambda tx: policy.change(tx, {"lead_days": 45, "offsets": [60, 10]}))
    rows = [{**ROW, "準備日数": ""}, {**ROW, "番号": "協-2", "準備日数": "0"}]
    load(city, file_of(tmp_path / "a.csv", rows))
    kept = city.read(lambda tx: [register.numbered(tx, number) for number in ("協-1", "協-2")])
    assert [(one.lead_days, one.offsets) for one in kept if one] == [(45, (60, 10)), (0, (60, 10))]


def test_a_correction_leaves_the_offsets_that_the_agreement_has(city: City, tmp_path: Path) -> None:
    load(city, file_of(tmp_path / "a.csv", [ROW]))
    city.write(lambda tx: policy.change(tx, {"offsets": [60, 10]}))
    load(city, file_of(tmp_path / "b.csv", [{**ROW, "名称": "新しい名称"}]))
    kept = city.read(lambda tx: register.numbered(tx, "協-1"))
    assert kept is not None
    assert (kept.title, kept.offsets) == ("新しい名称", MUTUAL.offsets)


FULL = replace(
    MUTUAL,
    state=State.IN_TALKS,
    draft=False,
    kept_at="3階書庫",
    contacts="窓口 0000",
    has_cost=True,
    lead_days=30,
    renewal=replace(
        MUTUAL.renewal, repeats=True, notice=Notice(value=3, unit="months", form="written")
    ),
    parties=(
        *MUTUAL.parties,
        Party(role="", names=(PartyName(name="あかつき商工会"),)),
    ),
)


@pytest.mark.parametrize("column", [name for name in HEADINGS if name not in ("番号", "担当職")])
def test_columns_that_a_sheet_lacks_keep_what_stands(
    city: City, tmp_path: Path, column: str
) -> None:
    parent = city.add(replace(MUTUAL, number="p"))
    kept = city.add(replace(FULL, parent=parent.id), deputies=("主査",))
    rows = city.read(lambda tx: sheets.rows_of(tx, city.today))
    row = dict(zip(HEADINGS, rows[1], strict=True))
    narrow = {name: row[name] for name in ("番号", "名称", "担当職", column)}
    assert load(city, file_of(tmp_path / "a.csv", [narrow])).unchanged == 1
    assert city.get(kept) == kept


def test_a_narrow_sheet_changes_what_it_says(city: City, tmp_path: Path) -> None:
    kept = city.add(FULL)
    row = {"番号": "1", "名称": "新しい名称", "担当職": "課長", "乙": "つきのわ", "更新月数": "24"}
    load(city, file_of(tmp_path / "a.csv", [row]))
    now = city.get(kept)
    assert (now.title, now.post) == ("新しい名称", city.post("課長"))
    assert now.renewal == replace(FULL.renewal, extension_months=24)
    assert [party.names[-1].name for party in now.parties] == [
        "あかつき市",
        "つきのわ",
        "あかつき商工会",
    ]
    assert (now.signed_on, now.in_force, now.contacts) == (FULL.signed_on, True, "窓口 0000")


def test_no_sheet_moves_the_state_of_a_known_agreement(city: City, tmp_path: Path) -> None:
    kept = city.add(FULL)
    load(city, file_of(tmp_path / "a.csv", [{**ROW, "番号": "1", "状態": "不更新"}]))
    assert city.get(kept).state is State.IN_TALKS


@pytest.mark.parametrize(
    ("cells", "said"),
    [({"終了日": "2020-03-31"}, "終了日"), ({"更新": "なし"}, "更新")],
)
def test_a_narrow_row_that_contradicts_what_stands_is_told(
    city: City, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    kept = city.add(FULL)
    row = {"番号": "1", "名称": FULL.title, "担当職": "係長", **cells}
    with pytest.raises(Unreadable, match=f"line 2, column {said}:"):
        load(city, file_of(tmp_path / "a.csv", [row]))
    assert city.get(kept) == kept


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_means_is_told(tmp_path: Path, day: str) -> None:
    with pytest.raises(Unreadable, match="開始日"):
        sheets.entries_in(file_of(tmp_path / "a.csv", [{**ROW, "開始日": day, "終了日": ""}]))


@pytest.mark.parametrize("number", ["#²", "#" + "9" * 30])
def test_a_number_that_only_looks_like_an_id_is_a_new_agreement(
    city: City, tmp_path: Path, number: str
) -> None:
    assert load(city, file_of(tmp_path / "a.csv", [{**ROW, "番号": number}])).added == 1
