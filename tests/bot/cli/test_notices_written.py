from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli.notices_lists import read_list
from bot.cli.notices_written import content_in, written
from bot.errors import Unreadable
from bot.people.selectors import By, Selector
from bot.sheets import write

ZONE = ZoneInfo("Asia/Tokyo")
SAMPLE = Path(__file__).parents[3] / "docs" / "how-to" / "notice.toml"
LEAST = 'title = "訓練"\nbody = "10時から"\ncontact = "総務課"\n'


@pytest.fixture
def file(tmp_path):
    def file(text, name="notice.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


def refused(*given):
    with pytest.raises(Unreadable) as caught:
        written(*given, ZONE)
    return str(caught.value)


def test_the_sample_of_the_docs_is_read_with_every_field():
    found = written(SAMPLE, {}, ZONE)
    assert found.content.ja.title == "避難訓練のお知らせ"
    assert found.content.en is not None
    assert found.content.en.title == "Evacuation drill"
    assert found.content.confirm
    assert found.content.deadline == date(2027, 1, 29)
    assert [one.by for one in found.audience.to] == [By.DEPARTMENT, By.DEPARTMENT, By.ROLE]
    assert found.audience.but == (Selector(by=By.GRADE, value="会計年度任用職員"),)
    assert (found.due_at, found.expires_at, found.lists) == (None, None, ())


def test_an_option_takes_the_place_of_what_the_file_says(file):
    path = file(LEAST + 'to = ["all"]\nurgent = false\n')
    options = {"title": "別の題", "to": ("department:企画課",), "urgent": True, "link": None}
    found = written(path, {**options, "except": ()}, ZONE)
    assert (found.content.ja.title, found.content.urgent, found.content.link) == (
        "別の題",
        True,
        "",
    )
    assert found.audience.to == (Selector(by=By.DEPARTMENT, value="企画課"),)


def test_options_alone_make_a_notice():
    options = {"title": "訓練", "body": "10時から", "contact": "総務課", "to": ("all",)}
    found = written(None, {**options, "deadline": "令和9年1月29日"}, ZONE)
    assert found.content.deadline == date(2027, 1, 29)


def test_times_without_an_offset_are_those_of_the_tenant(file):
    found = written(file(LEAST + "send_at = 2027-01-15T09:00:00\n"), {}, ZONE)
    assert found.due_at == datetime(2027, 1, 15, 9, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('colour = "red"', "notice.toml, colour: no field has this name"),
        ("confirm = 1", "notice.toml, confirm: write true or false"),
        ('deadline = "soon"', "notice.toml, deadline: write a day"),
        ("deadline = 2027-01-29T10:00:00", "notice.toml, deadline: write a day"),
        ('link = "http://city.example"', "notice.toml, link: write an address that begins with"),
        ('to = ["town:x"]', "notice.toml, town:x: write what to choose by"),
        ("to = [7]", "notice.toml, to, except: write texts"),
        ('to = "list:nowhere.txt"', "notice.toml, nowhere.txt: can't be read"),
        ('[english]\ntitle = "Drill"', "notice.toml, english.body: is missing"),
        ('[english]\nname = "Drill"', "notice.toml, english.name: there are: title, body"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_remedy(file, line, said):
    assert refused(file(f"{LEAST}{line}\n"), {}).startswith(said)


@pytest.mark.parametrize("name", ["title", "body", "contact"])
def test_what_every_notice_needs_is_asked_for(file, name):
    kept = "".join(line for line in LEAST.splitlines(keepends=True) if not line.startswith(name))
    assert refused(file(kept), {}) == f"notice.toml, {name}: is missing; write it"


def test_too_long_a_title_is_refused():
    assert "shorten it to 100 characters" in refused(
        None, {"title": "題" * 101, "body": "x", "contact": "x"}
    )


def test_broken_toml_is_told_by_its_line(file):
    assert "is no valid TOML" in refused(file("title = "), {})


def test_a_correction_needs_to_name_nobody(file):
    assert content_in(file(LEAST)).ja.title == "訓練"


def test_a_list_is_looked_for_beside_the_file_that_names_it(file):
    file("minato@akatsuki.example\n", "people.txt")
    found = written(file(LEAST + 'to = "list:people.txt"\n'), {}, ZONE)
    assert [one.name for one in found.lists] == ["people.txt"]
    assert found.audience.to == (found.lists[0].selector,)


def test_lines_of_a_text_file_are_people_and_remarks(file):
    found = read_list(file("# 課長\na@x.example  # 企画\n\nb@x.example\n", "people.txt"))
    assert found.entries == ((2, "a@x.example"), (4, "b@x.example"))


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_a_table_is_read_by_its_column_of_mails_or_else_of_ids(tmp_path, name):
    path = tmp_path / name
    rows = [("企画課", "a@x.example", ""), ("総務課", "", "0a0a-id"), ("総務課", "", "")]
    write(path, ("所属", "メールアドレス", "aad_object_id"), rows)
    assert read_list(path).entries == ((2, "a@x.example"), (3, "0a0a-id"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("people.txt", "# nobody\n", "people.txt: names nobody"),
        ("people.pdf", "a@x.example", "people.pdf: end the file's name in .txt, .csv or .xlsx"),
        ("people.csv", "氏名\n湊\n", "people.csv: add a heading: mail"),
    ],
)
def test_a_list_that_names_nobody_is_refused(file, name, text, said):
    with pytest.raises(Unreadable) as caught:
        read_list(file(text, name))
    assert str(caught.value).startswith(said)


def test_the_same_people_in_another_order_are_the_same_list(file):
    one = read_list(file("a@x.example\nb@x.example\n", "people.txt"))
    two = read_list(file("b@x.example\nA@x.example\n", "people.txt"))
    other = read_list(file("b@x.example\n", "people.txt"))
    assert one.key == two.key != other.key
