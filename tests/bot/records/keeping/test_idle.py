"""Accounts that nobody names any more, of which no day says when they left."""

from datetime import date

import pytest

from bot.people import idle as people
from bot.people import listing
from bot.people import store as register
from bot.people.identities import identified
from bot.people.listing import Newcomer
from bot.people.model import Role
from bot.people.parts import give_role, swap
from bot.people.tables import DIRECTORY
from bot.records.jobs import accounts_keeping, idling
from bot.records.model.keeping import PERSON, Stage
from bot.records.store import idle
from bot.retention import Kind, Wanted
from bot.slice import Tick
from tests.bot.records.keeping.carrying import THEN, carried_out, of

PART = 4711
MAIL = "chichi@family.example"


@pytest.fixture
def father(city):
    """A guardian whom a roster has named, and names no more."""

    def enlisted(tx):
        key = "11111111-2222-3333-4444-555555555555"
        row = {"mail": MAIL, "name": "林 父"}
        person = identified(tx, PART, {key: [row]})[key]
        listing.enlist(
            tx, [Newcomer(person=person, aad_object_id=key, mail=MAIL, name="林 父", outside=True)]
        )
        return person

    return city.write(enlisted)


def looked(city):
    for _ in range(3):
        city.write(lambda tx: idling.look(Tick(now=city.now, today=city.today, actor=None, tx=tx)))


def since(city):
    return dict(city.read(lambda tx: idle.before(tx, date.max, after=0, most=99)))


def test_who_is_named_by_nobody_is_counted_from_the_first_day_of_it(city, father):
    first = city.today
    looked(city)
    assert since(city) == {father: first}
    city.at(date(2026, 12, 1))
    looked(city)
    assert since(city) == {father: first}


def test_the_look_goes_on_where_it_was_and_ends_for_the_day(city, father, monkeypatch):
    monkeypatch.setattr(idling, "_AT_ONCE", 4)
    looked(city)
    assert since(city) == {}
    for _ in range(3):
        looked(city)
    assert since(city) == {father: city.today}
    assert city.read(lambda tx: idle.marks.of(tx, "idle")) == (city.today, -1)


def test_a_role_or_the_directory_names_somebody(city, father):
    looked(city)
    city.write(lambda tx: swap(tx, "pupils", PART))
    city.write(lambda tx: give_role(tx, PART, father, Role.GUARDIAN))
    assert not city.read(lambda tx: people.is_idle(tx, father, city.today))
    city.at(date(2026, 12, 1))
    looked(city)
    assert since(city) == {}


def test_an_account_of_the_directory_is_there(city, father):
    key = "11111111-2222-3333-4444-555555555555"
    row = {"aad_object_id": key, "removed": 0, "round": 1, "step": 1, "told": 0}
    city.write(lambda tx: tx.run(DIRECTORY.insert().values(**row)))
    assert not city.read(lambda tx: people.is_idle(tx, father, city.today))


def test_it_goes_after_its_year_and_nothing_of_it_is_left(city, father):
    looked(city)
    wanted = Wanted(kind=Kind.ACCOUNTS, years=1)
    for on, expected in ((date(2028, 3, 31), []), (date(2028, 4, 1), [father])):
        city.at(on)
        found = city.read(lambda tx: accounts_keeping.expired(tx, city.now, wanted))
        assert [one.id for one in found] == expected
    done = carried_out(city.storage, city.tenant, of(Kind.ACCOUNTS))
    assert (done.stage, done.gone, done.kept) == (Stage.DONE, 1, {})
    assert city.read(lambda tx: register.find(tx, father, THEN.date())) is None
    assert since(city) == {}


def test_one_of_them_goes_on_request_at_once(city, father):
    done = carried_out(city.storage, city.tenant, of(PERSON, father, city.now), city.now)
    assert (done.gone, done.kept) == (1, {})
