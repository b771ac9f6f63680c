"""`renkei notices` and `renkei rehearse`, as they are typed."""

import json
import shutil
from datetime import datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from bot.cli.root import run
from bot.clock import real_now
from bot.ledger.model import Actor
from bot.ledger.record import history
from bot.notices import conductor
from bot.settings import load
from bot.slice import Tick
from bot.storage.store import open_storage
from tests.postgresql import another_database

NOW = datetime.fromisoformat("2027-01-15T10:00:00+09:00")  # a Friday
PEOPLE = """aad_object_id,name,mail,department,post,superior_post,grade,roles,leave_from,leave_to
a1,湊 夕凪,minato@akatsuki.example,企画課,係長,企画課課長,係長級,協定担当,,
a2,岬 小春,misaki@akatsuki.example,企画課,課長,,課長級,通知承認者,,
a3,浜 一郎,hama@akatsuki.example,企画課,主事,企画課係長,主事級,職員,,
a4,沖 千歳,oki@akatsuki.example,企画課,主査,企画課係長,主事級,職員,2027-01-01,2027-03-31
,磯 三郎,iso@akatsuki.example,企画課,技能員,企画課係長,技能級,職員,,
a6,灘 四季,nada@akatsuki.example,総務課,主事,,主事級,監査,,
"""
SAMPLE = """title = "訓練のお知らせ"
body = "1月29日に行います。"
contact = "総務課（内線1234）"
to = ["department:企画課"]
except = ["post:企画課課長"]
"""
AUTHOR = "minato@akatsuki.example"


@pytest.fixture(scope="module")
def city(tmp_path_factory, _migrated):
    """A folder with a database that knows these people, to be copied."""
    city = tmp_path_factory.mktemp("city")
    shutil.copy(_migrated, city / "renkei.db")
    (city / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (city / "notice.toml").write_text(SAMPLE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        settled(patch, city)
        assert run(["people", "import", str(city / "people.csv")]) == 0
    return city


def settled(patch, folder):
    patch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{folder / 'renkei.db'}")
    patch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    patch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    patch.setenv("RENKEI_NOW", NOW.isoformat())


@pytest.fixture
def folder(tmp_path, monkeypatch, city):
    shutil.copytree(city, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    settled(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def told(folder, capsys):
    """Runs a command that succeeds; what it printed as JSON."""
    capsys.readouterr()

    def told(*words):
        assert run([*words, "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return told


@pytest.fixture
def refused(folder, capsys):
    """Runs a command that fails; its exit status and its one line."""
    capsys.readouterr()

    def refused(*words):
        status = run(list(words))
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 1
        return status, lines[0].removeprefix("renkei: ")

    return refused


@pytest.fixture
def notice(told):
    """The number of a counted draft for three people."""
    return str(told("notices", "new", "notice.toml", "--as", AUTHOR)["notice"]["notice"])


def in_database(work):
    storage = open_storage(load())
    try:
        return storage.write_now("local", work)
    finally:
        storage.close()


def conducted():
    """What `renkei serve` does each second, without its posting."""
    now = NOW + timedelta(minutes=1)

    def work(tx):
        tick = Tick(now=now, today=now.date(), actor=Actor.job("notices"), tx=tx)
        conductor.step(tick, real_now())

    in_database(work)


def test_a_new_notice_is_counted_and_nothing_is_sent(told):
    found = told("notices", "new", "notice.toml", "--as", AUTHOR)["notice"]
    assert (found["stage"], found["audience"]) == ("ready", 3)
    assert (found["on_leave"], found["without_account"]) == (1, 1)
    assert found["numbers"]["pending"] == found["held"] == 3
    assert sum(found["numbers"].values()) == found["audience"]
    assert found["to"] == ["department:企画課"]
    assert found["except"] == ["post:企画課課長"]


def test_options_alone_write_a_notice(told):
    words = ["--title", "題", "--body", "文", "--contact", "総務課", "--to", "role:auditor"]
    found = told("notices", "new", *words, "--as", AUTHOR)["notice"]
    assert (found["title"], found["audience"]) == ("題", 1)


def test_neither_a_file_nor_options_is_wrong_use(refused):
    assert refused("notices", "new", "--title", "題", "--as", AUTHOR) == (
        2,
        "name a FILE, or give --title, --body and --to",
    )


def test_without_an_author_nothing_is_written(refused):
    assert refused("notices", "new", "notice.toml")[0] == 2


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("nobody@akatsuki.example", "--as: nobody here has this address"),
        ("hama@akatsuki.example", "--as: this person has none of the roles agreement_desk"),
    ],
)
def test_only_a_desk_writes_notices(refused, told, mail, said):
    status, line = refused("notices", "new", "notice.toml", "--as", mail)
    assert status == 1
    assert line.startswith(said)
    assert told("notices", "list")["notices"] == []


def test_the_ledger_names_the_author_and_the_command(notice):
    entries = in_database(lambda tx: list(history(tx, f"notice:{notice}")))
    assert [entry.door.value for entry in entries] == ["command"]


def test_people_of_a_list_are_meant_once_each(told, folder):
    (folder / "some.csv").write_text(
        "氏名,メール\n浜,HAMA@akatsuki.example\n浜,hama@akatsuki.example\n灘,nada@akatsuki.example\n",
        encoding="utf-8",
    )
    found = told("notices", "new", "notice.toml", "--to", "list:some.csv", "--as", AUTHOR)
    assert found["notice"]["audience"] == 2


def test_unknown_people_of_a_list_are_named_and_nothing_is_changed(refused, told, folder):
    (folder / "some.txt").write_text(
        "hama@akatsuki.example\nwho@akatsuki.example\nnobody@akatsuki.example\n", encoding="utf-8"
    )
    status, line = refused("notices", "new", "notice.toml", "--to", "list:some.txt", "--as", AUTHOR)
    assert status == 1
    assert line.startswith("some.txt: 2 of 3 are not known here (lines 2, 3); nothing was changed")
    assert told("notices", "list")["notices"] == []


def test_members_of_a_group_are_waited_for(told):
    found = told("notices", "new", "notice.toml", "--to", "group:g1", "--as", AUTHOR)["notice"]
    assert (found["stage"], found["audience"]) == ("counting", 0)


def test_a_changed_draft_is_counted_again(told, notice, folder):
    (folder / "other.toml").write_text(SAMPLE.replace("訓練", "点検").replace('企画課"', '総務課"'))
    found = told("notices", "change", notice, "other.toml", "--as", AUTHOR)["notice"]
    assert (found["title"], found["stage"], found["audience"]) == ("点検のお知らせ", "ready", 1)


def test_preview_shows_the_card_as_text_and_whom(notice, capsys):
    assert run(["notices", "preview", notice]) == 0
    shown = capsys.readouterr().out
    assert "訓練のお知らせ" in shown
    assert "1月29日に行います。" in shown
    assert "総務課（内線1234）" in shown
    assert "to department:企画課 except post:企画課課長" in shown


def test_preview_as_json_holds_the_adaptive_card(told, notice):
    found = told("notices", "preview", notice, "--lang", "en")
    assert found["card"]["type"] == "AdaptiveCard"
    assert found["audience"] == 3


def test_list_tells_the_newest_first(told, notice, capsys):
    later = told("notices", "new", "notice.toml", "--title", "後", "--as", AUTHOR)["notice"]
    found = told("notices", "list")["notices"]
    assert [one["notice"] for one in found] == [later["notice"], int(notice)]
    assert run(["notices", "list"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["ready", "ready"]


def test_a_watch_of_what_waits_for_its_author_ends_at_once(told, notice):
    assert told("notices", "show", notice, "--watch")["notice"]["stage"] == "ready"


def test_an_unknown_notice_is_one_line(refused):
    assert refused("notices", "show", "77") == (1, "not found: notice:77")


def test_a_rehearsal_tells_time_and_whom_it_would_not_reach(told, notice, capsys):
    found = told("rehearse", notice)
    assert found["audience"] == 3
    assert found["reachable"] + found["first_contact"] + sum(found["unreachable"].values()) == 3
    assert told("rehearse", notice, "--audience", "40000")["seconds"] > found["seconds"] > 0
    assert run(["rehearse", notice]) == 0
    assert "1 can't be reached (Has no Teams account): " in capsys.readouterr().out
    assert told("notices", "show", notice)["notice"]["stage"] == "ready"


def test_a_small_notice_is_let_go_by_the_command(told, notice):
    assert told("notices", "approve", notice, "--as", AUTHOR)["notice"]["stage"] == "scheduled"


def test_a_large_notice_is_approved_on_the_card(told, refused, notice, folder):
    (folder / "policy.toml").write_text("approval_size = 2\n")
    assert run(["tenant", "set", "policy.toml"]) == 0
    status, line = refused("notices", "approve", notice, "--as", AUTHOR)
    assert status == 1
    assert "3 people need somebody else's approval, and that happens on the card in Teams" in line
    assert told("notices", "ask", notice, "--as", AUTHOR)["notice"]["stage"] == "asked"


def test_a_notice_under_way_is_paused_resumed_and_corrected(told, notice, folder):
    told("notices", "approve", notice, "--as", AUTHOR)
    conducted()
    assert told("notices", "show", notice)["notice"]["stage"] == "canary"
    assert told("notices", "pause", notice)["notice"]["stage"] == "paused"
    (folder / "right.toml").write_text(SAMPLE.replace("29日", "30日"))
    corrected = told("notices", "correct", notice, "right.toml", "--as", AUTHOR)["notice"]
    assert (corrected["edition"], corrected["audience"]) == (2, 3)
    assert told("notices", "resume", notice)["notice"]["stage"] in ("canary", "sending")


def test_a_correction_to_many_waits_for_somebody_else(told, refused, notice, folder, capsys):
    told("notices", "approve", notice, "--as", AUTHOR)
    conducted()
    (folder / "policy.toml").write_text("approval_size = 2\n")
    assert run(["tenant", "set", "policy.toml"]) == 0
    (folder / "right.toml").write_text(SAMPLE.replace("29日", "30日"))
    capsys.readouterr()
    found = told("notices", "correct", notice, "right.toml", "--as", AUTHOR)["notice"]
    assert found["edition"] == 1
    assert found["proposed_at"].startswith("2027-01-15T10:0")
    assert run(["notices", "show", notice]) == 0
    assert "a correction waits for somebody else's approval" in capsys.readouterr().out
    status, line = refused("notices", "approve", notice, "--as", AUTHOR)
    assert status == 1
    assert "a correction waits, and somebody else approves that on the card in Teams" in line
    assert told("notices", "cancel", notice, "--yes")["notice"]["proposed_at"] is None


def test_what_is_not_allowed_now_is_said_in_words(refused, notice):
    status, line = refused("notices", "pause", notice)
    assert status == 1
    assert "notices.refused" not in line


def test_cancelling_asks_and_throws_a_draft_away(told, notice, monkeypatch, capsys):
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "n")
    assert run(["notices", "cancel", notice]) == 1
    assert told("notices", "show", notice)["notice"]["stage"] == "ready"
    assert told("notices", "cancel", notice, "--yes")["notice"]["stage"] == "cancelled"


def test_a_withdrawn_notice_stays_with_its_numbers(told, notice):
    told("notices", "approve", notice, "--as", AUTHOR)
    conducted()
    found = told("notices", "withdraw", notice, "--yes")["notice"]
    assert found["stage"] == "withdrawn"
    assert sum(found["numbers"].values()) == found["audience"] == 3


def test_export_holds_names_reasons_and_whom_to_tell_on_paper(told, notice, folder):
    told("notices", "approve", notice, "--as", AUTHOR)
    conducted()
    words = ["--as", AUTHOR, "--purpose", "未達の方への連絡"]
    found = told("notices", "export", notice, "outcome.xlsx", *words)
    assert (found["people"], found["without_account"]) == (3, 1)
    with CalamineWorkbook.from_path(str(folder / "outcome.xlsx")) as book:
        assert book.sheet_names == ["結果", "未達", "Teamsのない職員", "集計"]
        pages = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [row[0] for row in pages[0]] == ["氏名", "湊 夕凪", "浜 一郎", "磯 三郎"]
    assert pages[0][0][-2:] == ["確認日時", "確認した内容"]
    assert pages[2][1] == ["企画課", "課長", "岬 小春", "磯 三郎"]
    assert pages[3][-1] == ["合計", 3]
    assert sum(row[1] for row in pages[3][1:-1]) == 3


def test_export_is_recorded_with_who_and_why(told, notice):
    told("notices", "export", notice, "outcome.xlsx", "--as", AUTHOR, "--purpose", "連絡")
    last = in_database(lambda tx: list(history(tx, f"notice:{notice}")))[-1]
    assert (last.act, last.why) == ("notices.export", "連絡")


def test_an_auditor_may_take_the_names_out(told, notice):
    mail = "nada@akatsuki.example"
    assert told("notices", "export", notice, "outcome.xlsx", "--as", mail)["people"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("outcome.xlsx", "--as", "hama@akatsuki.example"), "--as: this person has none of"),
        (("outcome.csv", "--as", AUTHOR), "outcome.csv: end the file's name in .xlsx"),
    ],
)
def test_a_refused_export_writes_and_records_nothing(refused, notice, folder, words, said):
    status, line = refused("notices", "export", notice, *words)
    assert status == 1
    assert line.startswith(said)
    assert not list(folder.glob("outcome.*"))
    entries = in_database(lambda tx: list(history(tx, f"notice:{notice}")))
    assert [entry.act for entry in entries if entry.act == "notices.export"] == []


def test_on_postgresql_a_notice_is_written_let_go_and_taken_out(
    tmp_path, monkeypatch, capsys, postgresql_url, told, tenant
):
    monkeypatch.setenv("RENKEI_DATABASE_URL", another_database(postgresql_url))
    monkeypatch.setenv("RENKEI_KEY_FILE", str(tmp_path / "renkei.key"))
    monkeypatch.setenv("RENKEI_TENANT_ID", tenant)
    assert run(["migrate"]) == 0
    assert run(["people", "import", "people.csv"]) == 0
    capsys.readouterr()
    (tmp_path / "some.txt").write_text("hama@akatsuki.example\niso@akatsuki.example\n")
    words = ["--to", "list:some.txt", "--as", AUTHOR]
    found = told("notices", "new", "notice.toml", *words)["notice"]
    assert (found["stage"], found["audience"], found["without_account"]) == ("ready", 2, 1)
    notice = str(found["notice"])
    assert told("notices", "approve", notice, "--as", AUTHOR)["notice"]["stage"] == "scheduled"
    assert told("notices", "export", notice, "out.xlsx", "--as", AUTHOR)["people"] == 2
