"""What only spares a repetition is no record, and goes by itself."""

from datetime import timedelta

from bot.attendance import spent
from bot.attendance.store import reads, telephone
from bot.ledger.model import Actor
from bot.slice import Tick


def _purge(city, days):
    at = city.now + timedelta(days=days)
    tick = {"now": at, "today": at.date(), "actor": Actor.job("test")}
    city.write(lambda tx: spent.purge(Tick(tx=tx, **tick)))


def test_who_read_what_is_noted_once_an_hour_and_the_mark_goes_after_a_day(city):
    def first():
        return city.write(lambda tx: reads.first(tx, 7, "report:5", city.now))

    assert (first(), first()) == (True, False)
    _purge(city, 0)
    assert not first()
    _purge(city, 2)
    assert first()


def test_the_list_to_ring_goes_after_a_year(city):
    school, day = city.school().id, city.today
    line = {"school": school, "class_id": 0, "day": day, "who": "office", "since": city.now}

    def add():
        return city.write(lambda tx: telephone.add(tx, **line, matters=("notice:9",)))

    assert (add(), add()) == (True, False)
    _purge(city, 365)
    assert city.read(lambda tx: telephone.of_school(tx, school, day)) != ()
    _purge(city, 366)
    assert city.read(lambda tx: telephone.of_school(tx, school, day)) == ()
    assert add()
