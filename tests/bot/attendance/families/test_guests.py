"""A guardian may have the account of a guest; nobody has staff's rights by one."""

import csv
from datetime import date

import pytest

from bot.attendance import access, capacities, family, importing, whom
from bot.attendance.store import enrolments
from bot.people import directory, identities, listing, parts, register
from bot.people import store as people
from bot.people.listing import Newcomer
from bot.sheets import BadRows
from graph.directory import Seen
from tests.bot.attendance.families.conftest import HARU, PARENT

MAIL = "otosan@family.example.com"


def _follow(town, account, *, mail="", guest=True):
    """The directory says this of an account."""
    seen = Seen(
        id=account,
        name="青木 母",
        mail=mail or f"{account}@family.example.com",
        sign_in=f"{account}#EXT#@akatsuki.example.jp",
        job_title="",
        department="",
        enabled=True,
        guest=guest,
    )

    def work(tx):
        today = town.now.date()
        accounts = directory.keep(tx, [seen], round=1, step=1, today=today)
        return listing.follow(tx, register.current(tx), accounts, today)

    return town.write(work)


def test_a_guardian_with_a_guests_account_stays_and_speaks_for_the_child(town):
    town.confirm(PARENT, HARU)
    assert _follow(town, PARENT).left == 0
    person = town.person(PARENT)
    assert person.is_here(town.now.date())
    children = town.read(lambda tx: family.children(tx, person, town.now))
    assert [one.pupil.key for one in children] == [HARU]
    assert town.sent(PARENT).author == person.id


def test_a_guest_whom_a_roster_knows_by_mail_is_found_at_the_first_word(town, tmp_path):
    lines = (
        ("学籍番号", "続柄", "連絡先", "保護者氏名", "メール"),
        (HARU, "父", "1", "青木 父", MAIL),
    )
    _load_guardians(town, tmp_path, lines)
    _follow(town, "guest-of-the-tenant", mail=MAIL)
    person = town.person("guest-of-the-tenant")
    assert person.mail == MAIL
    assert person.roles == frozenset()  # until the office confirms
    assert town.read(lambda tx: family.children(tx, person, town.now)) == ()


def test_a_guests_address_is_never_taken_for_a_member_of_staff(town):
    """Whoever invites a guest gives the address: staff listed by mail alone are not theirs."""
    staff = town.read(
        lambda tx: people.find_by_mail(tx, "mail-only@akatsuki.example.jp", town.now.date())
    )
    assert staff is None
    _enlist_staff(town, "mail-only@akatsuki.example.jp")
    _follow(town, "intruder", mail="mail-only@akatsuki.example.jp")
    assert town.read(lambda tx: people.find_by_aad(tx, "intruder", town.now.date())) is None


def test_a_guest_on_a_staff_line_is_refused(town, tmp_path):
    _follow(town, PARENT)
    lines = (("学校コード", "職", "氏名", "オブジェクトID"), ("A1", "教頭", "青木 母", PARENT))
    with pytest.raises(BadRows) as bad:
        _load(town, _csv(tmp_path / "staff.csv", lines))
    assert [(one.line, one.column) for one in bad.value.faults] == [(2, "オブジェクトID")]


def test_a_guest_who_holds_a_post_all_the_same_has_no_right_and_gets_no_card(town):
    """Their account became a guest's after the roster was loaded."""
    homeroom = _teacher(town)
    class_id = _class_of(town, HARU)
    day = town.now.date()
    assert homeroom.id in town.read(lambda tx: whom.for_class(tx, class_id, day, town.now))
    assert town.read(lambda tx: capacities.of(tx, homeroom, town.now)).is_staff
    _make_guest_who_stays(town, homeroom)
    assert not town.read(lambda tx: capacities.of(tx, homeroom, town.now)).is_staff
    assert not town.read(lambda tx: access.of(town.turn(tx, homeroom.aad_object_id)).is_staff)
    assert homeroom.id not in town.read(lambda tx: whom.for_class(tx, class_id, day, town.now))


def test_whom_no_roster_expects_has_left_as_a_guest(town):
    homeroom = _teacher(town)
    assert _follow(town, homeroom.aad_object_id).left == 1


def _teacher(town):
    """The homeroom teacher of はる's class."""
    class_id = _class_of(town, HARU)
    found = town.read(lambda tx: whom.for_class(tx, class_id, town.now.date(), town.now))
    return town.read(lambda tx: people.get(tx, found[0], town.now.date()))


def _class_of(town, key):
    seat = town.read(lambda tx: enrolments.of(tx, town.pupil(key).id, town.now.date()))
    assert seat is not None
    return seat.class_id


def _make_guest_who_stays(town, person):
    """A guest with a post by the people file, as an adviser may have one."""

    def hold(tx):
        row = {
            "person": person.id,
            "post": None,
            "department": "顧問",
            "since": date(2026, 4, 1),
            "until": date(2027, 3, 31),
        }
        parts.add_holdings(tx, register.current(tx), [row])

    town.write(hold)
    _follow(town, person.aad_object_id)
    assert town.person(person.aad_object_id).is_here(town.now.date())


def _enlist_staff(town, mail):
    def work(tx):
        found = identities.identified(tx, register.current(tx), {f"mail:{mail}": [{"mail": mail}]})
        one = Newcomer(person=found[f"mail:{mail}"], aad_object_id="", mail=mail, name="職員")
        listing.enlist(tx, [one])

    town.write(work)


def _load_guardians(town, tmp_path, lines):
    _load(town, _csv(tmp_path / "guardians.csv", lines))


def _csv(path, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def _load(town, file):
    importing.load(
        town.storage, town.tenant, [file], year=2026, now=town.now, finally_=lambda tx, done: None
    )
