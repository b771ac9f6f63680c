"""「私のデータ」 of staff: register, presses, absences; pages, paper, the window."""

from dataclasses import replace

import pytest

from bot import policy, slices
from bot.attendance.model import Kind as ReportKind
from bot.attendance.model import LinkState
from bot.errors import NotFound
from bot.meetings.model import Reply
from bot.notices import reach
from bot.notices.model import Stage
from bot.people.model import Role
from bot.records.jobs import handling_keeping
from bot.records.model.incidents import State as IncidentState
from bot.records.model.mydata import Area, Fact, Line
from bot.records.model.registers import CITY, Act, Kind, Worker
from bot.records.store import registers
from bot.training.model import Cause, How
from bot.training.model import State as EnrolmentState
from bot.turns import links
from bot.turns.links import Link
from cards.lang import Lang
from cards.records import mydata as view
from cards.records.verbs.mydata import ShowMyData
from tests.bot.records.conftest import said
from tests.bot.records.keeping.carrying import called


def shown(city, aad, **verb):
    return said(city.press(aad, ShowMyData(**verb)))


def test_staff_read_what_the_register_says_of_them(city):
    told = shown(city, "kakari")
    for own in ("青木 一子", "kakari@akatsuki.example.jp", "企画課", "企画課 係長"):
        assert own in told
    assert "上田 二郎" not in told


def test_absences_are_shown_with_the_deputy_that_they_named(city):
    city.away("kakari", "shusa")
    assert "代理の方：大野 四郎" in shown(city, "kakari")


def test_a_deputy_does_not_read_of_the_others_absence(city):
    city.away("kakari", "shusa")
    assert "青木 一子" not in shown(city, "shusa")


def test_presses_are_counted_and_not_told(city):
    shown(city, "kakari")
    assert "記録の件数：2" in shown(city, "kakari", area="ledger")


def test_who_has_no_role_reads_their_own_data_too(city):
    assert "曽我 万里" in shown(city, "board")


def test_the_citys_window_is_named(city):
    city.write(lambda tx: policy.change(tx, {"disclosure_window": "総務課 市政情報係"}))
    assert "総務課 市政情報係" in shown(city, "kakari")
    assert "総務課 市政情報係" in shown(city, "kakari", area="register")


def test_a_request_opens_nothing_by_itself(city):
    before = len(city.notices())
    city.say("kakari", "私のデータ")
    shown(city, "kakari")
    assert len(city.notices()) == before


@pytest.mark.parametrize("page", [-5, 0, 99])
def test_a_page_beyond_the_last_is_the_last(city, page):
    assert "名簿" in shown(city, "kakari", area="register", page=page)


def test_an_area_that_is_none_shows_all(city):
    assert "名簿" in shown(city, "kakari", area="nowhere")


def test_a_stranger_reads_nothing(city):
    def work(tx):
        turn = city.turn(tx, "kakari")
        stranger = replace(turn, person=replace(turn.person, id=0))
        router = slices.router()
        assert router.say(stranger, "my data") is None
        return router.press(stranger, ShowMyData.name, {})

    with pytest.raises(NotFound):
        city.write(work)


def test_the_paper_is_the_persons_own(city):
    def opened(tx, aad, subject):
        turn = replace(city.turn(tx, aad), public_url="https://renkei.city.example")
        return slices.router().open(
            turn, Link(aad_object_id=aad, page="records.my_data", subject=subject)
        )

    own = f"person:{city.person('kakari').id}"
    page = city.write(lambda tx: opened(tx, "kakari", own))
    assert "青木 一子" in page.body.decode()
    with pytest.raises(NotFound):
        city.write(lambda tx: opened(tx, "shusa", own))
    assert len(city.ledger("records.my_data")) == 1


def test_the_way_to_the_paper_is_there_where_a_browser_reaches_us(city):
    def work(tx):
        turn = replace(city.turn(tx, "kakari"), public_url="https://renkei.city.example")
        assert links.to(turn, "records.my_data", "person:1")
        return slices.router().press(turn, ShowMyData.name, {})

    assert "renkei.city.example/view/" in said(city.write(work))
    assert "/view/" not in shown(city, "kakari")


def test_every_key_that_a_slice_hands_over_has_a_name():
    known = {*view._FOR_ALL["field"], *view.FOR_STAFF["field"]}
    assert handed_over() - known - {"reached"} == set()


def handed_over():
    """The keys of every row that a `personal_data` makes, in its own words or by what it calls."""
    import ast
    from pathlib import Path

    found = set()
    unsaid = {"subject", "title", "area", "at", "sent_at", "on", "start", "known_at"}
    for path in Path("bot").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        if "personal_data" not in functions:
            continue
        wanted, seen = ["personal_data"], set()
        while wanted:
            name = wanted.pop()
            if name in seen or name not in functions:
                continue
            seen.add(name)
            for node in ast.walk(functions[name]):
                if isinstance(node, ast.Dict):
                    keys = (key.value for key in node.keys if isinstance(key, ast.Constant))
                    found |= {key for key in keys if isinstance(key, str)}
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    wanted.append(node.func.id)
    return found - unsaid


@pytest.mark.parametrize(
    ("area", "key", "codes"),
    [
        ("attendance", "kind", ReportKind),
        ("enrolment", "state", LinkState),
        ("meetings", "reply", Reply),
        ("notices", "reached", (reach.ASKED, reach.INSTALLED, reach.REFUSED)),
        ("notices", "stage", Stage),
        ("records", "handled", Act),
        ("records", "register", Kind),
        ("records", "state", IncidentState),
        ("training", "cause", Cause),
        ("training", "how", How),
        ("training", "state", EnrolmentState),
    ],
)
def test_what_is_kept_as_a_code_is_told_in_words(area, key, codes):
    lang = Lang("ja")
    for code in codes:
        line = Line(facts=(Fact(key=key, value=str(code)),))
        told = said(view.area(lang, Area(name=area, lines=(line,)), at=0))
        assert f"：{code}" not in told, (area, key, code)
        assert "records.mydata" not in told


def test_roles_are_told_by_their_names(city):
    assert "協定担当" in shown(city, "desk")
    assert "agreement_desk" not in shown(city, "desk")
    shown_ones = set(Role) - {Role.PUPIL, Role.GUARDIAN}  # theirs are never shown
    assert [one for one in shown_ones if not Lang("ja").knows(f"notices.role.{one}")] == []


def test_teams_own_code_of_why_somebody_was_not_reached_is_not_shown(city):
    who = city.person("kakari").id
    city.write(lambda tx: reach.keep(tx, who, reach.REFUSED, reason="BotNotInRoster", at=city.now))
    told = shown(city, "kakari")
    assert "連絡の試み：連絡できませんでした" in told
    assert "BotNotInRoster" not in told


def test_of_two_people_with_one_name_neither_reads_nor_loses_the_others_lines(city):
    one, other = city.person("kakari"), city.person("shusa")
    row = Worker(subject=CITY, name=one.name, since=city.today)
    city.write(lambda tx: registers.add(tx, row))
    held = lambda who: city.read(lambda tx: handling_keeping.personal_data(tx, who.id))  # noqa: E731
    assert len(held(one)) == 1
    city.write(lambda tx: called(tx, other.id, one.name))
    assert (held(one), held(other)) == ((), ())
    assert city.write(lambda tx: handling_keeping.erase(tx, other.id, city.now)) == 0
    assert city.read(lambda tx: len(registers.rows(tx, CITY))) == 1
