"""`renkei training`, as it is typed."""

import csv
import json
import shutil

import pytest
from python_calamine import CalamineWorkbook

from bot.cli.root import run
from bot.ledger.record import history
from bot.people import store as people
from bot.settings import load
from bot.storage.store import open_storage
from bot.training import seats
from bot.training.model import CourseState
from bot.training.store import courses, sessions

NOW = "2026-11-24T10:00:00+09:00"
PEOPLE = """aad_object_id,name,mail,department,post,superior_post,municipality,roles
a1,湊 夕凪,minato@akatsuki.example,人事課,主事,,あかつき市,研修担当
a2,岬 小春,misaki@hinode.example,総務課,主事,,ひので町,研修取りまとめ
a3,浜 一郎,hama@akatsuki.example,企画課,主事,,あかつき市,職員
a4,沖 千歳,oki@hinode.example,総務課,主査,,ひので町,職員
"""
COURSES = "コード,名称,対象,修了期限\nteams,会議研修,all,2027-03-31\n"
SESSIONS = "コード,回,開催日,開始,終了,会場,定員,主催市町村\n"
FIRST = "teams,1,2026-12-10,13:30,15:00,研修室,2,ひので町\n"
DESK, COORDINATOR = "minato@akatsuki.example", "misaki@hinode.example"


@pytest.fixture(scope="module")
def city(tmp_path_factory, _migrated):
    """A folder with a database that knows these people and one course, to be copied."""
    city = tmp_path_factory.mktemp("city")
    shutil.copy(_migrated, city / "renkei.db")
    (city / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (city / "courses.csv").write_text(COURSES, encoding="utf-8")
    (city / "sessions.csv").write_text(SESSIONS + FIRST, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        settled(patch, city)
        assert run(["people", "import", str(city / "people.csv")]) == 0
        assert run(["training", "import", str(city / "courses.csv")]) == 0
        assert run(["training", "import", str(city / "sessions.csv")]) == 0
        assert run(["training", "open", "teams"]) == 0
    return city


def settled(patch, folder):
    patch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{folder / 'renkei.db'}")
    patch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    patch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    patch.setenv("RENKEI_NOW", NOW)


@pytest.fixture
def folder(tmp_path, monkeypatch, city):
    shutil.copytree(city, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    settled(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def typed(capsys, folder):
    """Run a command that succeeds; what it prints, as JSON where that is asked for."""

    def run_it(*words):
        status = run(["training", *words])
        said = capsys.readouterr()
        assert status == 0, said.err
        return json.loads(said.out) if "--json" in words else said.out

    return run_it


@pytest.fixture
def refused(capsys, folder):
    """Run a command that fails; its line on standard error."""

    def run_it(*words):
        assert run(["training", *words]) == 1
        return capsys.readouterr().err

    return run_it


@pytest.fixture
def house(folder):
    """Read and write what the commands work on."""
    settings = load()
    storage = open_storage(settings)
    yield lambda work: storage.write_now(settings.home, work)
    storage.close()


def enrol(house, mail):
    from datetime import datetime

    now = datetime.fromisoformat(NOW)

    def work(tx):
        person = people.find_by_mail(tx, mail, now.date())
        course = courses.find(tx, "teams", 2026)
        return seats.enrol(tx, person, sessions.find(tx, course.id, 1).id, now)

    house(work)


def test_a_file_is_imported_and_told(typed, folder):
    (folder / "more.csv").write_text(COURSES.replace("teams", "excel"), encoding="utf-8")
    assert typed("import", "more.csv", "--json") == {
        "added": 1,
        "updated": 0,
        "moved": 0,
        "unchanged": 0,
        "completions": 0,
        "corrected": 0,
        "unknown": 0,
        "sessionless": ["excel"],
        "left_out": None,
    }


def test_bad_rows_are_told_one_by_one(refused, folder):
    (folder / "bad.csv").write_text(SESSIONS + FIRST.replace("15:00", "9:00"), encoding="utf-8")
    said = refused("import", "bad.csv")
    assert "bad.csv, line 2, column 終了" in said
    assert "nothing was imported" in said


def test_what_would_move_is_said_and_asked(typed, refused, folder, house, capsys):
    enrol(house, "oki@hinode.example")
    moved = SESSIONS + FIRST.replace("2026-12-10", "2026-12-17")
    (folder / "moved.csv").write_text(moved, encoding="utf-8")
    said = refused("import", "moved.csv")
    assert "teams 1: 2026-12-10 13:30 → 2026-12-17 13:30  (1 person)" in said
    assert typed("session", "list", "teams", "--json")["sessions"][0]["starts_at"].startswith(
        "2026-12-10"
    )
    assert typed("import", "moved.csv", "--yes", "--json")["moved"] == 1


def test_completions_of_unknown_people_need_known_only(typed, refused, folder):
    lines = ["コード,メール,修了日", "teams,hama@akatsuki.example,2026-11-02"]
    lines.append("teams,nobody@akatsuki.example,2026-11-02")
    (folder / "lms.csv").write_text("\n".join(lines), encoding="utf-8")
    assert "1 person is not known here (line 3)" in refused("import", "lms.csv")
    done = typed("import", "lms.csv", "--known-only", "--json")
    assert (done["completions"], done["unknown"]) == (1, 1)
    with (folder / "lms.csv.unknown.csv").open(encoding="utf-8-sig") as file:
        assert [row["メール"] for row in csv.DictReader(file)] == ["nobody@akatsuki.example"]


def test_an_export_comes_back_unchanged(typed, folder):
    typed("export", "all.xlsx")
    done = typed("import", "all.xlsx", "--json")
    assert (done["added"], done["updated"], done["moved"], done["unchanged"]) == (0, 0, 0, 2)


def test_a_template_has_every_sheet_and_imports_nothing(typed, folder):
    typed("template", "empty.xlsx")
    names = CalamineWorkbook.from_path("empty.xlsx").sheet_names
    assert names == ["研修", "開催回", "定員枠", "受講期", "確認問題", "修了", "派遣"]
    assert typed("import", "empty.xlsx", "--json")["added"] == 0


def test_names_leave_only_for_the_desk_and_stand_in_the_ledger(typed, refused, folder, house):
    enrol(house, "oki@hinode.example")
    assert "--as" in refused("export", "people.xlsx", "--people")
    assert "training desk" in refused("export", "people.xlsx", "--people", "--as", COORDINATOR)
    typed("export", "people.xlsx", "--people", "--as", DESK, "--purpose", "修了の確認")
    with CalamineWorkbook.from_path("people.xlsx") as book:
        rows = book.get_sheet_by_name("申込").to_python()
    assert rows[1][3:5] == ["oki@hinode.example", "沖 千歳"]
    entries = house(lambda tx: list(history(tx, "training")))
    assert [(one.act, one.why) for one in entries][-1] == ("training.export", "修了の確認")


def test_without_people_an_export_names_nobody(typed, folder, house):
    enrol(house, "oki@hinode.example")
    typed("export", "plain.xlsx")
    names = CalamineWorkbook.from_path("plain.xlsx").sheet_names
    assert names == ["研修", "開催回", "定員枠", "受講期", "確認問題"]


def test_sessions_are_closed_opened_moved_and_cancelled(typed):
    assert "closed" in typed("session", "close", "teams", "1")
    assert "open" in typed("session", "open", "teams", "1")
    move = ("--day", "2026-12-18", "--at", "10:00", "--place", "大会議室")
    found = typed("session", "move", "teams", "1", *move, "--json")["session"]
    assert (found["starts_at"], found["place"]) == ("2026-12-18 10:00", "大会議室")
    assert "cancelled" in typed("session", "cancel", "teams", "1", "--reason", "台風のため")


def test_a_coordinator_runs_their_own_sessions_alone(typed, refused, folder):
    other = SESSIONS + "teams,2,2026-12-11,13:30,15:00,研修室,2,\n"
    (folder / "other.csv").write_text(other, encoding="utf-8")
    typed("import", "other.csv")
    typed("session", "close", "teams", "1", "--as", COORDINATOR)
    assert "another municipality" in refused("session", "close", "teams", "2", "--as", COORDINATOR)
    assert "none of the roles" in refused(
        "session", "close", "teams", "2", "--as", "hama@akatsuki.example"
    )


def test_a_move_to_nowhere_says_what_to_write(refused):
    assert "2026-06-01" in refused("session", "move", "teams", "1", "--day", "tomorrow")
    assert "13:30" in refused("session", "move", "teams", "1", "--at", "noon")
    assert "no such session" in refused("session", "close", "teams", "9")
    assert "no such course" in refused("session", "close", "word", "1")


def test_waves_are_chosen_and_listed(typed, refused, folder):
    text = "コード,期,期の名称,開始日,終了日\nteams,1,前期,2026-12-01,2026-12-28\n"
    (folder / "waves.csv").write_text(text, encoding="utf-8")
    typed("import", "waves.csv")
    assert typed("wave", "teams", "--json")["undecided"] == ["あかつき市", "ひので町"]
    found = typed("wave", "teams", "--municipality", "ひので町", "--to", "1", "--json")
    assert found["waves"][0]["municipalities"] == ["ひので町"]
    assert "both" in refused("wave", "teams", "--to", "1")


def test_announcing_makes_a_draft_in_its_authors_name(typed, refused):
    assert "training desk" in refused("announce", "teams", "--as", COORDINATOR)
    assert typed("announce", "teams", "--as", DESK, "--json")["notice"] == 1


def test_the_report_counts_and_names_nobody(typed, house):
    enrol(house, "oki@hinode.example")
    (course,) = typed("report", "--json")["courses"]
    assert (course["audience"], course["booked"], course["finished"]) == (4, 1, 0)
    assert {one["name"]: one["booked"] for one in course["municipalities"]} == {
        "あかつき市": 0,
        "ひので町": 1,
    }
    assert "0 of 4 finished, 1 booked" in typed("report")


def test_a_report_of_nothing_says_so_and_names_drafts(typed, folder):
    assert "there is no course of 2031 here" in typed("report", "--year", "2031")
    (folder / "draft.csv").write_text(COURSES.replace("2027-", "2032-"), encoding="utf-8")
    typed("import", "draft.csv")
    said = typed("report", "--year", "2031")
    assert said == "no course of 2031 is open or closed yet; drafts: teams 2031\n"


def test_a_coordinators_report_is_their_municipalitys(typed):
    (course,) = typed("report", "--as", COORDINATOR, "--json")["courses"]
    assert [one["name"] for one in course["municipalities"]] == ["ひので町"]
    assert [one["name"] for one in course["departments"]] == ["総務課"]


def test_the_workbook_has_charts_and_names_only_where_asked(typed, refused, folder, house):
    enrol(house, "oki@hinode.example")
    typed("report", "--xlsx", "report.xlsx")
    assert "職員" not in CalamineWorkbook.from_path("report.xlsx").sheet_names
    from zipfile import ZipFile

    with ZipFile("report.xlsx") as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 3
    assert "--xlsx FILE, --as MAIL" in refused("report", "--people")
    typed("report", "--xlsx", "named.xlsx", "--people", "--as", DESK, "--purpose", "督促")
    with CalamineWorkbook.from_path("named.xlsx") as book:
        rows = book.get_sheet_by_name("職員").to_python()
    assert rows[1][5:] == ["沖 千歳", "oki@hinode.example", "申込済"]
    entries = house(lambda tx: list(history(tx, "training")))
    assert [(one.act, one.why) for one in entries][-1] == ("training.report", "督促")


def test_a_course_is_closed(typed, house):
    assert "closed" in typed("close", "teams")
    assert house(lambda tx: courses.find(tx, "teams", 2026)).state is CourseState.CLOSED


def test_an_offer_to_a_tenant_that_is_not_served_is_refused(folder, capsys):
    assert run(["training", "offer", "teams", "--to", "elsewhere", "--seats", "3"]) == 2
    assert "not served here" in capsys.readouterr().err
