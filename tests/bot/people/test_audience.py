from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.people import audience, members, store
from bot.people.audience import Audience, By, Selector, parse
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
PEOPLE = (
    person(
        1, department="総務課", post="課長", grade="課長級", roles="manager", municipality="東町"
    ),
    person(2, department="総務課", post="係長", grade="係長級", municipality="西町"),
    person(3, department="学校教育課", post="係長", grade="係長級", roles="homeroom"),
    person(
        4, department="学校教育課", grade="主事", leave_from="2026-11-01", leave_to="2027-03-31"
    ),
    person(5, department="福祉課", grade="主事", **{"from": "2027-04-01"}),
    person(6, department="福祉課", grade="主事", to="2026-10-31"),
    {"name": "現場 一", "mail": "p7@akatsuki.example", "department": "福祉課", "grade": "主事"},
)


@pytest.fixture
def city(load):
    load(*PEOPLE, today=date(2026, 4, 1))


@pytest.fixture
def chosen(city, read):
    """The numbers of the people whom selectors choose, in pages of `most`."""

    def chosen(*to, but=(), on=TODAY, most=2):
        wanted = Audience(to=tuple(map(parse, to)), but=tuple(map(parse, but)))

        def ask(tx):
            found, after = [], 0
            while page := audience.chunk(tx, wanted, on, after, most):
                assert len(page) <= most
                found += page
                after = page[-1]
            return [store.get(tx, one, on).mail for one in found]

        mails = read(ask)
        assert len(set(mails)) == len(mails)
        return {int(mail.split("@")[0][1:]) for mail in mails}

    return chosen


def test_everybody_who_is_here_and_not_on_leave(chosen):
    assert chosen("all") == {1, 2, 3, 7}


def test_a_newcomer_is_seen_from_the_first_day(chosen):
    assert chosen("department:福祉課") == {7}
    assert chosen("department:福祉課", on=date(2027, 4, 1)) == {5, 7}


def test_who_has_left_is_left_out(chosen):
    assert chosen("grade:主事", on=date(2026, 10, 1)) == {4, 6, 7}
    assert chosen("grade:主事") == {7}


@pytest.mark.parametrize(
    ("selector", "people"),
    [
        ("department:学校教育課", {3}),
        ("department：　学校 教育課", {3}),
        ("post:係長", {2, 3}),
        ("post:総務課 係長", {2}),
        ("grade:係長級", {2, 3}),
        ("municipality:東町", {1}),
        ("role:homeroom", {3}),
        ("department:ない課", set()),
    ],
)
def test_each_kind_of_selector(chosen, selector, people):
    assert chosen(selector) == people


def test_a_union_names_nobody_twice(chosen):
    assert chosen("department:総務課", "post:係長", "all", most=3) == {1, 2, 3, 7}


def test_some_are_left_out(chosen):
    assert chosen("all", but=("post:係長",)) == {1, 7}
    assert chosen("all", but=("department:総務課", "role:homeroom"), most=1) == {7}
    assert chosen("all", but=("municipality:東町",)) == {2, 3, 7}
    assert chosen("all", but=("all",)) == set()


def test_counts_tell_leave_and_missing_accounts_apart(city, read):
    wanted = Audience(to=(parse("all"),))
    found = read(lambda tx: audience.count(tx, wanted, TODAY))
    assert found == audience.Counts(people=4, on_leave=1, without_account=1)
    listed = read(lambda tx: audience.without_account(tx, wanted, TODAY))
    assert [one.name for one in listed] == ["現場 一"]


def test_a_list_holds_whom_the_register_knows(city, chosen, write, read):
    selector = parse("list:安全委員")

    def fill(tx):
        members.begin(tx, selector, at=NOW)
        names = ("P1@akatsuki.example ", "a0000000-0000-4000-8000-000000000003", "nobody@x.example")
        strangers = members.fill(tx, selector, names, at=NOW)
        assert not members.is_whole(tx, selector)
        members.fill(tx, selector, ("p1@akatsuki.example",), at=NOW)
        members.end(tx, selector, at=NOW)
        return strangers

    assert write(fill) == ("nobody@x.example",)
    assert chosen("list:安全委員") == {1, 3}
    assert chosen("all", but=("list:安全委員",)) == {2, 7}
    wanted = Audience(to=(selector,))
    assert read(lambda tx: (members.is_whole(tx, selector), members.unknown(tx, wanted))) == (
        True,
        1,
    )
    write(lambda tx: members.begin(tx, selector, at=NOW))
    assert chosen("list:安全委員") == set()


def test_the_end_is_found_behind_a_page_of_people_on_leave(load, read):
    away = {"leave_from": "2026-11-01", "leave_to": "2026-12-31"}
    load(*(person(n, **away) for n in range(1, 6)), person(9), today=TODAY)
    wanted = Audience(to=(parse("all"),))
    first = read(lambda tx: audience.chunk(tx, wanted, TODAY, 0, 2))
    assert len(first) == 1
    assert read(lambda tx: audience.chunk(tx, wanted, TODAY, first[0], 2)) == ()


@pytest.mark.parametrize(
    "text", ["", "全員", "all:x", "department:", "role:shogun", "tree:1", "総務課"]
)
def test_what_no_selector_says_is_refused_with_a_remedy(text):
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert refused.value.remedy


_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs")), min_size=1, max_size=12)
_SELECTORS = st.one_of(
    st.just(Selector(by=By.ALL)),
    st.builds(
        Selector,
        by=st.sampled_from([By.DEPARTMENT, By.POST, By.GRADE, By.MUNICIPALITY, By.GROUP, By.LIST]),
        value=_WORDS.map(str.strip).filter(bool),
    ),
)


@given(st.lists(_SELECTORS, unique=True), st.lists(_SELECTORS, unique=True))
def test_an_audience_survives_being_written(to, but):
    meant = Audience(to=tuple(to), but=tuple(but))
    assert audience.read(audience.written(meant)) == meant


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    most=st.integers(1, 7),
    to=st.lists(
        st.sampled_from(
            [
                "all",
                "department:総務課",
                "post:係長",
                "grade:主事",
                "role:manager",
                "municipality:西町",
            ]
        ),
        min_size=1,
    ),
    but=st.lists(st.sampled_from(["post:係長", "grade:主事", "role:homeroom"])),
)
def test_pages_of_any_size_say_the_same(chosen, most, to, but):
    assert chosen(*to, but=but, most=most) == chosen(*to, but=but, most=100)


@pytest.fixture
def school(load):
    """A school whose pupils and guardians stand in the register beside its staff."""
    here = {"department": "東台小学校", "grade": "教諭", "municipality": "東町"}
    load(
        person(1, roles="teacher", **here),
        person(2, roles="pupil", **here),
        person(3, roles="guardian", **here),
        person(4, roles="teacher、guardian", **here),
        today=date(2026, 4, 1),
    )


def _count(read, *to):
    wanted = Audience(to=tuple(map(parse, to)))
    found = read(lambda tx: audience.page(tx, wanted, TODAY, 0))
    return len(found.people), found.pupils


@pytest.mark.parametrize("place", ["department:東台小学校", "grade:教諭", "municipality:東町"])
def test_a_place_means_its_staff_and_neither_pupils_nor_guardians(school, read, place):
    assert _count(read, place) == (2, 0)
    assert _count(read, place, "role:pupil") == (3, 1)


def test_pupils_and_guardians_are_counted_where_they_are_meant(school, read):
    assert _count(read, "all") == (4, 2)
    assert _count(read, "role:guardian") == (2, 1)  # one of them is staff as well


def test_who_is_absent_is_told_with_whether_they_come_back(city, read):
    def one(number, on):
        mail = f"p{number}@akatsuki.example"
        return read(lambda tx: store.find_by_mail(tx, mail, on)).id

    here = [one(number, TODAY) for number in (1, 3)]
    leaves, newcomer, gone = (
        one(4, TODAY),
        one(5, date(2027, 4, 1)),
        one(6, date(2026, 10, 1)),
    )
    found = read(lambda tx: audience.absent(tx, (*here, leaves, newcomer, gone), TODAY))
    assert found == {leaves: True, newcomer: False, gone: False}
