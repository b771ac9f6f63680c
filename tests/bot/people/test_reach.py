"""One person is meant exactly where the audience, expanded, has them."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from bot.people import audience, members, reach, store
from bot.people.selectors import parse
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
PEOPLE = (
    person(1, department="総務課", post="課長", grade="課長級", municipality="東町"),
    person(2, department="総務課", post="係長", grade="係長級", municipality="西町"),
    person(2, department="学校教育課", post="係長", grade="係長級", municipality="西町"),
    person(3, department="学校教育課", grade="主事", roles="homeroom"),
    person(4, department="学校教育課", grade="主事", roles="pupil"),
    person(5, department="福祉課", grade="主事", **{"from": "2027-04-01"}),
    person(6, department="福祉課", grade="主事", to="2026-10-31"),
)
CHOICES = (
    "all",
    "department:学校 教育課",
    "grade:主事",
    "post:係長",
    "post:学校教育課 係長",
    "municipality:西町",
    "role:pupil",
    "list:安全委員",
)


@pytest.fixture
def city(load, write):
    load(*PEOPLE, today=date(2026, 4, 1))

    def fill(tx):
        chosen = parse("list:安全委員")
        members.begin(tx, chosen, at=NOW)
        members.fill(tx, chosen, ("p1@akatsuki.example", "p4@akatsuki.example"), at=NOW)
        members.end(tx, chosen, at=NOW)

    write(fill)


@pytest.mark.parametrize(("to", "but"), [*product(CHOICES, ((), *((one,) for one in CHOICES)))])
def test_a_person_is_meant_where_the_audience_has_them(city, read, to, but):
    wanted = reach.written((to,), but)

    def check(tx):
        meant = set(audience.chunk(tx, wanted, TODAY, 0, 100))
        for number in range(1, 7):
            one = store.find_by_mail(tx, f"p{number}@akatsuki.example", TODAY)
            assert reach.includes(tx, wanted, one, TODAY) == (one.id in meant)
        return meant

    assert read(check) or to in but or to != "all"
