"""Links that the newest roster lacks: the office is told how many, looks, and decides."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.attendance import gone_links, importing
from bot.attendance.model import LinkState
from bot.attendance.store import filed, guardians, shows
from cards.attendance.verbs import roster
from tests.bot.attendance.records.conftest import FILES, TENANT, TOKYO, buttons, said

HEADINGS, MOTHER, FATHER = FILES["guardians"]
NOT_IN_FILE = "いちばん新しい名簿には、この方がいません。"


def _import(city, *lines: Sequence[str], **more):
    """A file of guardians alone, loaded at the clock's time."""
    file = city.file.parent / "guardians.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEADINGS, *lines])
    given = {"year": 2026, "now": city.now, "finally_": lambda tx, done: None, **more}
    return importing.load(city.storage, TENANT, [file], **given)


def _told(city):
    """What the pulse does, to its end."""
    while city.write(lambda tx: gone_links.tell(tx, city.now)):
        continue
    return city.posted(gone_links.KIND)


def _form(city, aad):
    return said(city.press("office", roster.OpenGuardian(guardian_id=city.link(aad).id)))


def test_the_office_is_told_how_many_and_no_name(city):
    _import(city, MOTHER)
    (told,) = _told(city)
    assert told.to == {city.person("office").id}
    assert "1件" in told.said
    assert not any(word in told.said for word in ("青木", "父", "はる", "3年", "0000"))
    assert buttons(told.cards) == {roster.GuardianDesk.name}
    assert city.read(filed.untold) is None


def test_nobody_is_told_twice_of_the_same_link(city):
    _import(city, MOTHER)
    assert len(_told(city)) == 1
    _import(city, MOTHER)
    assert len(_told(city)) == 1
    _import(city, FATHER)
    assert len(_told(city)) == 2


def test_a_file_that_names_all_tells_nobody(city):
    _import(city, MOTHER, FATHER)
    assert _told(city) == []


def test_a_link_that_the_office_has_removed_is_no_news(city):
    link = city.link("father")
    verb = roster.RemoveGuardian(guardian_id=link.id, version=link.version, why="親権の変更")
    city.press("office", verb)
    _import(city, MOTHER)
    assert _told(city) == []


def test_the_link_keeps_its_rights_until_the_office_decides(city):
    city.confirm("father")
    _import(city, MOTHER)
    link = city.link("father")
    assert link.state is LinkState.CONFIRMED
    assert link.may_report and link.may_see_status and link.may_be_notified


def test_form_and_desk_say_which_link_it_is_until_a_file_names_it_again(city):
    assert NOT_IN_FILE not in _form(city, "father")
    _import(city, MOTHER)
    assert NOT_IN_FILE in _form(city, "father")
    assert NOT_IN_FILE not in _form(city, "mother")
    city.confirm("father")
    desk = said(city.press("office", roster.GuardianDesk(school_id=city.school().id)))
    listed = [line for line in desk.splitlines() if "さんの保護者" in line and "青木 父" in line]
    assert len(listed) == 1 and "新しい名簿にない登録" in desk
    _import(city, MOTHER, FATHER)
    assert NOT_IN_FILE not in _form(city, "father")


def test_what_the_office_entered_itself_is_in_no_file_and_not_missing(city):
    by_hand = replace(
        city.link("mother"), id=0, name="青木 祖母", contact="0000-11-0009", version=1
    )
    added = city.write(lambda tx: guardians.add(tx, by_hand))
    _import(city, MOTHER, FATHER)
    assert city.read(lambda tx: filed.missing_among(tx, [added.id])) == frozenset()


def test_a_roster_of_the_year_to_come_asks_the_childs_next_school(city):
    city.now = datetime(2027, 3, 20, 9, 0, tzinfo=TOKYO)
    files = []
    for name, rows in FILES.items():
        new = {
            "pupils": [rows[0], ("P1", "青木 はる", "あおき はる", "B1", "3", "2", "9", "haru")],
            "guardians": [rows[0], MOTHER],
        }.get(name, rows)
        files.append(city.file.parent / f"{name}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(new)
    importing.load(
        city.storage, TENANT, files, year=2027, now=city.now, finally_=lambda tx, done: None
    )
    (told,) = _told(city)
    assert told.to == {city.person("strange_office").id}


def test_the_card_stands_for_a_week_and_is_emptied_then(city):
    _import(city, MOTHER)
    _told(city)
    school = city.school().id
    assert city.read(lambda tx: shows.standing(tx, school, city.later(6))) == ()
    assert len(city.read(lambda tx: shows.standing(tx, school, city.later(7)))) == 1


def test_at_night_the_office_is_told_in_the_morning(city):
    city.now = datetime.combine(date(2026, 11, 24), datetime.min.time(), TOKYO)
    _import(city, MOTHER)
    (told,) = _told(city)
    assert told.due_at == datetime(2026, 11, 24, 7, 0, tzinfo=TOKYO)
