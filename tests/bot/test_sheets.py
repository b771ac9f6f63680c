from datetime import date
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot import sheets
from bot.errors import Unreadable
from bot.sheets import BadRows, Column, Sheet, day_in, write_book

COLUMNS = (
    Column("name", "氏名", required=True),
    Column("end", "終了日"),
    Column("lead", "日数"),
    Column("draft", "案"),
)


def rows(path, columns=COLUMNS, **options):
    return list(sheets.read(path, columns, **options))


def csv(folder, text, encoding="utf-8"):
    file = folder / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder, fill, **options):
    file = folder / "list.xlsx"
    with xlsxwriter.Workbook(str(file), options) as book:
        fill(book, book.add_worksheet("一覧"))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_each_encoding_that_excel_writes(tmp_path, encoding):
    found = rows(csv(tmp_path, "氏名,終了日\n髙橋,令和9年3月31日\n", encoding))
    assert [(row.line, row.text("name"), row.day("end")) for row in found] == [
        (2, "髙橋", date(2027, 3, 31))
    ]


def test_headings_are_found_by_key_or_japanese_and_below_a_title(tmp_path):
    found = rows(csv(tmp_path, "協定一覧,\n\nＮＡＭＥ,終 了 日\n佐藤,\n"))
    assert (found[0].line, found[0].text("name"), found[0].day("end")) == (4, "佐藤", None)


def test_lines_are_counted_through_cells_of_several_lines(tmp_path):
    found = rows(csv(tmp_path, '氏名,終了日\n"佐\n藤",\n鈴木,\n'))
    assert [row.line for row in found] == [2, 4]


def test_workbook_dates_numbers_and_leading_empty_columns_are_read(tmp_path):
    def fill(book, sheet):
        sheet.write_row(1, 1, ["氏名", "終了日", "日数"])
        sheet.write(2, 1, "佐藤")
        sheet.write_datetime(2, 2, date(2027, 3, 31), book.add_format({"num_format": "yyyy/m/d"}))
        sheet.write_number(2, 3, 90)

    (row,) = rows(workbook(tmp_path, fill))
    assert (row.line, row.day("end"), row.whole("lead")) == (3, date(2027, 3, 31), 90)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "is empty"),
        ("氏名\n".encode() + b"\xff\xfe\xff", "line 2: is neither UTF-8 nor"),
        ("氏名\n佐藤\0".encode(), "line 2: is not a table"),
        ('氏名,終了日\n"佐藤,\n'.encode(), "quotation marks"),
        ("所属,終了日\n総務課,\n".encode(), "line 1: add the missing columns 氏名"),
        ("氏名,謎\n佐藤,1\n".encode(), "column B (謎): is not known"),
        ("氏名,氏名\n佐藤,1\n".encode(), "stands twice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "password or an old .xls"),
        (b"PK\x03\x04 and then nothing of the kind", "broken or not an Excel table"),
    ],
)
def test_bad_file_is_one_line_with_its_remedy(tmp_path, content, said):
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        rows(file)
    assert said in str(caught.value)
    assert "list.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(Unreadable, match=r"nowhere\.csv: can't be opened"):
        rows(tmp_path / "nowhere.csv")


def test_unknown_columns_can_be_ignored(tmp_path):
    (row,) = rows(csv(tmp_path, "氏名,備考\n佐藤,メモ\n"), ignore_unknown=True)
    assert row.text("name") == "佐藤"


def test_formula_without_a_trusted_result_is_refused(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["氏名", "日数"])
        sheet.write(1, 0, "佐藤")
        sheet.write_formula(1, 1, "=45*2")

    with pytest.raises(Unreadable, match="cell B2: holds a formula without its result"):
        rows(workbook(tmp_path, fill))


def test_formula_with_its_result_is_read(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["氏名", "日数"])
        sheet.write(1, 0, "佐藤")
        sheet.write_formula(1, 1, "=45*2", None, 90)

    file = workbook(tmp_path, fill)
    calculated = tmp_path / "calculated.xlsx"
    with ZipFile(file) as old, ZipFile(calculated, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b' fullCalcOnLoad="1"', b""))
    (row,) = rows(calculated)
    assert row.whole("lead") == 90


def test_error_value_is_refused(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["氏名", "日数"])
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")

    with pytest.raises(Unreadable, match="cell A2: holds an error value"):
        rows(workbook(tmp_path, fill))


def test_merged_title_is_passed_over_and_merged_rows_are_refused(tmp_path):
    def titled(book, sheet):
        sheet.merge_range("A1:D1", "協定一覧")
        sheet.write_row(1, 0, ["氏名", "終了日"])
        sheet.write_row(2, 0, ["佐藤", "R9.3.31"])

    assert [row.line for row in rows(workbook(tmp_path, titled))] == [3]

    def merged(book, sheet):
        sheet.write_row(0, 0, ["氏名", "終了日"])
        sheet.merge_range("A2:A3", "佐藤")
        sheet.write(1, 1, "R9.3.31")
        sheet.write(2, 1, "R10.3.31")

    with pytest.raises(Unreadable, match="cells A2:A3: are merged"):
        rows(workbook(tmp_path, merged))


def test_one_stray_cell_in_the_last_corner_is_refused_at_once(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["氏名"])
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(Unreadable, match="far outside the table"):
        rows(workbook(tmp_path, fill))


def test_every_bad_cell_is_told_and_nothing_is_kept(tmp_path):
    file = csv(
        tmp_path,
        "氏名,終了日,日数,案\n佐藤,2/30,,\n,R9.3.31,,\n鈴木,,九十,\n林,,,多分\n森,,,,余り\n",
    )

    def made(row):
        return row.needed("name"), row.day("end"), row.whole("lead"), row.flag("draft")

    kept = []
    with pytest.raises(BadRows) as caught:
        kept.extend(sheets.each(sheets.read(file, COLUMNS), made))
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [
        (2, "終了日"),
        (3, "氏名"),
        (4, "日数"),
        (5, "案"),
        (6, "E"),
    ]
    assert kept == []
    assert "九十" not in str(caught.value)


def test_every_bad_cell_of_a_row_is_told_once(tmp_path):
    def made(row):
        take = sheets.Gathering()
        found = take(row.day, "end"), take(row.day, "end"), take(row.whole, "lead")
        take.check()
        return found

    faults = []
    file = csv(tmp_path, "氏名,終了日,日数\n佐藤,2/30,九十\n湊,,9\n")
    assert list(sheets.good(sheets.read(file, COLUMNS), made, faults)) == [(None, None, 9)]
    assert [(fault.line, fault.column) for fault in faults] == [(2, "終了日"), (2, "日数")]
    assert str(BadRows(tuple(faults))).startswith("1 bad row")


def test_cp932_names_the_character_that_it_lacks_and_keeps_the_old_file(tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"line 3, column 氏名: 「𠮷」 \(U\+20BB7\)"):
        sheets.write(file, ["氏名"], [["佐藤"], ["𠮷野"]], encoding="cp932")
    assert file.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(Unreadable, match=r"out.doc: end the file's name"):
        sheets.write(tmp_path / "out.doc", ["氏名"], [])


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1+1", "@SUM(A1)", "＝1+1"])
def test_csv_never_holds_a_formula(tmp_path, text):
    file = tmp_path / "out.csv"
    sheets.write(file, ["氏名"], [[text]])
    assert file.read_text(encoding="utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"]),
        st.sampled_from("'=+-@,\"＝"),
    ),
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@given(texts=st.lists(WORDS, min_size=1, max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory, name, texts):
    file = tmp_path_factory.mktemp("round") / name
    count = sheets.write(file, ["氏名", "終了日"], [[text, date(2027, 3, 31)] for text in texts])
    found = rows(file)
    assert count == len(texts)
    assert [row.text("name") for row in found] == texts
    assert {row.day("end") for row in found} == {date(2027, 3, 31)}


ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


@given(
    day=st.dates(date(1989, 1, 8), date(2199, 12, 31)),
    era=st.sampled_from(["令和", "平成"]),
    style=st.sampled_from(["{e}{y}年{m}月{d}日", "{e}{y}.{m}.{d}", "{e}{y}/{m}/{d}"]),
    wide=st.booleans(),
    short=st.sampled_from([None, {"令和": "R", "平成": "H"}, {"令和": "令", "平成": "平"}]),
)
def test_a_day_in_any_era_style_and_width_is_read_back(day, era, style, wide, short):
    year = day.year - ERAS[era]
    if year < 1:
        return
    written = style.format(
        e=short[era] if short else era,
        y="元" if year == 1 and not short else year,
        m=day.month,
        d=day.day,
    )
    if wide:
        written = written.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert day_in(written) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ("2027/3/31 (水)", date(2027, 3, 31)),
        ("2027年3月31日（水）", date(2027, 3, 31)),
        ("20270331", date(2027, 3, 31)),
        ("令和九年三月三十一日", date(2027, 3, 31)),
        ("二〇二七年十二月十日", date(2027, 12, 10)),
        ("2027-03-31 00:00:00", date(2027, 3, 31)),
        ("2027-02-30", None),
        ("27/3/31", None),
        ("3月31日", None),
        ("未定", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text, day):
    assert day_in(text) == day


def test_a_book_has_several_sheets_and_counts_the_rows_of_each(tmp_path):
    path = tmp_path / "book.xlsx"
    one = Sheet(name="結果", headings=("氏名", "人数"), rows=iter([("=1+1", 2), ("湊", None)]))
    other = Sheet(name="空", headings=("氏名",), rows=())
    assert write_book(path, (one, other)) == (2, 0)
    with CalamineWorkbook.from_path(str(path)) as book:
        assert book.sheet_names == ["結果", "空"]
        assert book.get_sheet_by_name("結果").to_python()[1:] == [["=1+1", 2.0], ["湊", ""]]


def test_a_book_that_breaks_off_leaves_what_was_there(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")
    broken = ((1 // number,) for number in (1, 0))
    with pytest.raises(ZeroDivisionError):
        write_book(path, (Sheet(name="a", headings=("b",), rows=broken),))
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_book_is_an_xlsx(tmp_path):
    with pytest.raises(Unreadable, match=r"end the file's name in \.xlsx"):
        write_book(tmp_path / "book.csv", ())


KINDS = {
    "学級": (
        Column("school", "学校コード", required=True),
        Column("grade", "学年", required=True),
        Column("class", "組", required=True),
    ),
    "教職員": (
        Column("school", "学校コード", required=True),
        Column("function", "職", required=True),
        Column("name", "氏名", required=True),
        Column("grade", "学年"),
        Column("class", "組"),
    ),
}


def test_of_two_tables_that_a_file_may_be_it_is_the_one_that_knows_more_of_its_headings(tmp_path):
    """Staff have a school, grade and class too, and are no list of classes."""
    staff = csv(tmp_path, "学校コード,職,氏名,学年,組\nE1,担任,東,3,2\n")
    assert sheets.kind_of(staff, KINDS) == "教職員"
    classes = csv(tmp_path, "学校コード,学年,組\nE1,3,2\n")
    assert sheets.kind_of(classes, KINDS) == "学級"


def test_a_file_that_is_no_such_table_is_refused_with_the_headings_of_each(tmp_path):
    with pytest.raises(Unreadable, match=r"学級 .*学校コード, 学年, 組.*教職員 .*職"):
        sheets.kind_of(csv(tmp_path, "学校コード,氏名\nE1,東\n"), KINDS)


def test_rows_may_be_written_one_by_one_and_are_read_as_data(tmp_path):
    file = tmp_path / "list.csv"
    with sheets.appending(file, ("氏名", "終了日", "案")) as put:
        put(("=1+1", date(2027, 3, 31)))
        put(("佐藤",))
    found = [(row.text("name"), row.day("end"), row.text("draft")) for row in rows(file)]
    assert found == [("=1+1", date(2027, 3, 31), ""), ("佐藤", None, "")]
