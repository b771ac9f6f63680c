"""A roster that is loaded again: what it may change of what was there, and what it may not."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.attendance.model import LinkState
from bot.attendance.sheets.roster import Kind
from bot.attendance.store import classes, enrolments, guardians, pupils, schools
from bot.errors import Unreadable
from bot.people import store as people
from bot.people.model import Role
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.importing import city
from tests.bot.attendance.importing.conftest import NOW, Load

TODAY = NOW.date()


def _class(tx: Tx, name: str = "2", year: int = 2026) -> int:
    school = schools.find_by_code(tx, "E1")
    assert school
    found = classes.named(tx, school.id, year, 3, name)
    assert found
    return found.id


def test_an_import_never_widens_revives_or_confirms_a_guardian(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    from dataclasses import replace

    file = city.workbook(tmp_path / "roster.xlsx")
    loaded(file)

    def links(tx: Tx) -> tuple[guardians.Guardian, ...]:
        child = pupils.find_by_key(tx, "P001")
        assert child
        return guardians.of_pupil(tx, child.id)

    mother, father = storage.read_now(tenant, links)
    for one in (mother, father):
        assert one.state is LinkState.INACTIVE
        assert not (one.may_report or one.may_see_status or one.may_be_notified)
    assert (mother.name, mother.relation, mother.household) == ("夜明 あおい", "母", "A")
    roles = lambda tx: people.get(tx, mother.person, TODAY).roles  # noqa: E731
    assert storage.read_now(tenant, roles) == frozenset()

    def decide(tx: Tx) -> None:
        guardians.save(
            tx,
            replace(mother, state=LinkState.CONFIRMED, may_report=True, version=mother.version + 1),
        )
        guardians.save(tx, replace(father, state=LinkState.REMOVED, version=father.version + 1))

    storage.write_now(tenant, decide)
    assert storage.read_now(tenant, roles) == {Role.GUARDIAN}
    done = loaded(file)
    assert done.unnamed == ()
    again = storage.read_now(tenant, links)
    assert [one.state for one in again] == [LinkState.CONFIRMED, LinkState.REMOVED]
    assert [one.may_report for one in again] == [True, False]
    assert again[0].may_see_status is False

    fewer = loaded(city.table(tmp_path / "g.csv", Kind.GUARDIANS, city.GUARDIANS[1:]))
    assert fewer.unnamed == ((mother.id, mother.pupil),)
    assert storage.read_now(tenant, links)[0].state is LinkState.CONFIRMED

    def remove(tx: Tx) -> None:
        kept = guardians.get(tx, mother.id)
        guardians.save(tx, replace(kept, state=LinkState.REMOVED, version=kept.version + 1))

    storage.write_now(tenant, remove)
    assert storage.read_now(tenant, roles) == frozenset()


def test_protection_is_begun_by_a_file_and_ended_by_nobody_but_the_office(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    open_ = [(*one[:11], "", *one[12:]) for one in city.PUPILS]
    loaded(city.workbook(tmp_path / "open.xlsx", PUPILS=open_))

    def child(tx: Tx) -> pupils.Pupil:
        found = pupils.find_by_key(tx, "P002")
        assert found
        return found

    assert storage.read_now(tenant, child).protected
    storage.write_now(tenant, lambda tx: pupils.protect(tx, child(tx), False))
    assert not storage.read_now(tenant, child).protected


def test_a_csv_of_one_kind_leaves_the_rest_as_it_is(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    moved = [(*one[:5], "1", 7, *one[7:]) if one[0] == "P001" else one for one in city.PUPILS]
    june = datetime(2026, 6, 15, 9, 0, tzinfo=NOW.tzinfo)
    loaded(city.table(tmp_path / "p.csv", Kind.PUPILS, moved), now=june)

    def look(tx: Tx) -> None:
        child = pupils.find_by_key(tx, "P001")
        assert child
        before = enrolments.of(tx, child.id, date(2026, 6, 14))
        after = enrolments.of(tx, child.id, date(2026, 6, 15))
        assert before and before.class_id == _class(tx, "2") and before.since == date(2026, 4, 1)
        assert after and after.class_id == _class(tx, "1") and after.number == 7
        teacher = people.find_by_mail(tx, "tannin32@akatsuki.example.jp", june.date())
        assert teacher and people.holders_of(tx, teacher.id, june.date()).of
        other = pupils.find_by_key(tx, "P002")
        assert other
        stayed = enrolments.of(tx, other.id, june.date())
        assert stayed and stayed.since == date(2026, 4, 1)

    storage.read_now(tenant, look)


def test_whom_the_file_names_no_more_has_left_since_yesterday(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    june = datetime(2026, 6, 15, 9, 0, tzinfo=NOW.tzinfo)
    done = loaded(city.table(tmp_path / "p.csv", Kind.PUPILS, city.PUPILS[1:]), now=june)
    assert done.left == 1

    def look(tx: Tx) -> None:
        child = pupils.find_by_key(tx, "P001")
        assert child
        assert enrolments.of(tx, child.id, date(2026, 6, 14))
        assert enrolments.on(tx, child.id, june.date()) == ()
        assert people.get(tx, child.person, june.date()).roles == frozenset()

    storage.read_now(tenant, look)


def test_a_class_with_children_in_it_is_not_left_out(tmp_path: Path, loaded: Load) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    with pytest.raises(Unreadable, match="1 classes with children"):
        loaded(city.table(tmp_path / "c.csv", Kind.CLASSES, city.CLASSES[:-1]))


def test_presses_and_the_people_file_lose_nobody_whom_a_roster_lists(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    """An import of people that was under way meanwhile carries them over too."""
    from bot.people import imports

    file = tmp_path / "people.csv"
    file.write_text("name,mail,post\n山田太郎,yamada@akatsuki.example,課長", encoding="utf-8")
    began = False

    def meanwhile(_rows: int) -> None:
        nonlocal began
        if not began:
            began = True
            loaded(city.workbook(tmp_path / "roster.xlsx"))

    imports.load(
        storage, tenant, file, today=TODAY, finally_=lambda _tx, _done: None, told=meanwhile
    )

    def look(tx: Tx) -> None:
        teacher = people.find_by_mail(tx, "tannin32@akatsuki.example.jp", TODAY)
        assert teacher and people.holders_of(tx, teacher.id, TODAY).of
        assert teacher.is_staff and Role.HOMEROOM in teacher.roles

    storage.read_now(tenant, look)
