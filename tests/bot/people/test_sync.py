"""The directory read into the register: who comes, who goes, and how far it was read."""

import asyncio
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.errors import Stale
from bot.people import audience, references, store, sync, sync_state
from bot.people.listing import Followed
from bot.people.model import Role
from bot.people.reading import Reading
from bot.people.references import Reference
from bot.people.sync import Answer
from bot.people.tables import DIRECTORY
from graph.errors import Broken, NotConsented
from tests.bot.people.conftest import person
from tests.bot.people.directory_of import Directory, aad, disabled, gone, only, seen

TODAY = date(2026, 11, 24)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def read_all(storage, tenant):
    """A whole reading of a directory on a day."""

    def read_all(directory, today=TODAY):
        reading = Reading(storage=storage, tenant=tenant, graph=directory, now=noon(today))
        return asyncio.run(reading.run()).followed

    return read_all


def here(read, number, today=TODAY):
    found = read(lambda tx: store.find_by_aad(tx, aad(number), today))
    return found if found is not None and found.is_here(today) else None


def test_people_of_the_directory_are_listed_without_posts_and_roles(read_all, read):
    directory = Directory([seen(1), seen(2, guest=True), seen(3, enabled=False), seen(4, mail="")])
    assert read_all(directory) == Followed(listed=2)
    found = here(read, 1)
    assert (found.name, found.mail, found.roles, found.department) == (
        "職員1",
        "p1@akatsuki.example",
        frozenset(),
        "",
    )
    assert here(read, 2) is None
    assert here(read, 3) is None
    assert here(read, 4).mail == "p4@akatsuki.example"
    assert read(
        lambda tx: audience.count(tx, audience.Audience(to=(audience.parse("all"),)), TODAY)
    ) == (audience.Counts())


def test_who_is_deleted_or_disabled_has_left_from_that_day_and_may_come_back(read_all, read):
    directory = Directory([seen(1), seen(2), seen(3)])
    read_all(directory)
    later = TODAY + timedelta(days=3)
    directory.news = [gone(1), only(2, enabled=False)]
    assert read_all(directory, later) == Followed(left=2)
    assert here(read, 1, later) is None
    assert here(read, 2, later) is None
    assert here(read, 2, TODAY) is not None
    assert read(lambda tx: store.find_by_aad(tx, aad(1), later)).left_on == later
    directory.news = [seen(1), only(2, enabled=True)]
    assert read_all(directory, later) == Followed(back=2)
    assert here(read, 1, later).name == "職員1"
    assert here(read, 2, later).name == "職員2"


def test_of_a_deleted_account_nothing_is_kept_but_that_it_is_gone(read_all, read):
    directory = Directory([seen(1)])
    read_all(directory)
    directory.news = [gone(1)]
    read_all(directory)
    row = read(lambda tx: tx.first(select(DIRECTORY)))
    assert (row.name, row.mail, row.sign_in, row.department, row.job_title) == (None,) * 5
    assert (row.removed, row.gone_on) == (1, TODAY)


def test_references_of_who_is_gone_are_dropped(read_all, read, write):
    directory = Directory([seen(1), seen(2)])
    read_all(directory)
    for number in (1, 2):
        chat = Reference(aad_object_id=aad(number), conversation=f"c{number}", service_url="u")
        write(lambda tx, chat=chat: references.keep(tx, chat, at=noon(TODAY)))
    directory.news = [gone(1)]
    read_all(directory)
    assert read(lambda tx: references.find_by_aad(tx, aad(1))) is None
    assert read(lambda tx: references.find_by_aad(tx, aad(2))) is not None


def test_a_second_reading_without_changes_is_one_request(read_all):
    directory = Directory([seen(number) for number in range(1, 6)])
    read_all(directory)
    assert directory.asked == ["", "page 2", "page 4"]
    directory.asked.clear()
    assert read_all(directory) == Followed()
    assert directory.asked == ["since 1"]


def test_a_change_leaves_what_it_is_silent_about(read_all, read):
    directory = Directory([seen(1)])
    read_all(directory)
    directory.news = [only(1, name="職員 改名")]
    read_all(directory)
    assert (here(read, 1).name, here(read, 1).mail) == ("職員 改名", "p1@akatsuki.example")


def test_after_a_failure_the_next_reading_goes_on_where_it_stopped(read_all, read):
    directory = Directory([seen(number) for number in range(1, 8)], fails_at=2, failure=Broken(503))
    with pytest.raises(Broken):
        read_all(directory)
    directory.failure = None
    directory.asked.clear()
    read_all(directory)
    assert directory.asked[0] in ("page 2", "page 4")
    assert all(here(read, number) for number in range(1, 8))


def test_a_link_that_is_too_old_starts_a_whole_reading_which_finds_who_has_gone(read_all, read):
    directory = Directory([seen(1), seen(2), seen(3)])
    read_all(directory)
    del directory.people[1]
    directory.expired = True
    assert read_all(directory) == Followed(left=1)
    assert here(read, 2) is None
    assert here(read, 3) is not None
    assert read(sync_state.heard).knows_changes


def test_one_account_twice_on_a_page_is_as_it_was_said_last(read_all, read):
    directory = Directory([seen(1)])
    read_all(directory)
    directory.news = [only(1, enabled=False), only(1, name="新しい名前"), only(1, enabled=True)]
    read_all(directory)
    assert here(read, 1).name == "新しい名前"


def test_a_step_that_somebody_else_has_taken_changes_nothing(read_all, write, read):
    step = write(sync.begin)
    answer = Answer(accounts=(seen(1),), link="page 2")
    following = write(lambda tx: sync.write(tx, step, (answer,), noon(TODAY))).next
    with pytest.raises(Stale):
        write(lambda tx: sync.write(tx, step, (answer,), noon(TODAY)))
    assert following.link == "page 2"
    assert here(read, 1) is not None


# together with the people file


def register(read, numbers, today):
    """What everybody sees of some people."""

    def look(tx):
        found = {}
        for number in numbers:
            one = store.find_by_aad(tx, aad(number), today)
            if one is not None:
                posts = store.posts_of(tx, one.id, today)
                names = [store.get_post(tx, post, today).name for post in posts]
                found[number] = (one.name, one.mail, one.left_on, sorted(one.roles), names)
        return found

    return read(look)


FILE = (
    person(1, name="ファイルの名", post="課長", roles="manager"),
    person(2, post="係長", to="2027-03-31"),
    person(3, post="主任", to="2026-10-31"),
    person(4, post="担当"),
    person(5, post="書記", **{"from": "2027-04-01"}),
    {"name": "職員6", "mail": "p6@akatsuki.example", "department": "総務課", "post": "受付"},
    {"name": "職員7", "mail": "p7@akatsuki.example", "department": "総務課"},
    person(9, mail=""),
)
ACCOUNTS = [
    seen(1),
    seen(2, enabled=False),
    seen(3),
    seen(4, enabled=False),
    seen(5),
    seen(6),
    seen(7, enabled=False),
    seen(8),
    seen(9),
]


@pytest.mark.parametrize(
    "order",
    [
        "file directory",
        "directory file",
        "file directory file",
        "directory file directory",
        "during",
    ],
)
def test_file_and_directory_compose_in_any_order(order, load, read_all, read):
    directory = Directory(list(ACCOUNTS))
    for what in order.split():
        match what:
            case "file":
                load(*FILE, today=TODAY)
            case "directory":
                read_all(directory)
            case "during":
                load(*FILE, today=TODAY, told=lambda _: read_all(directory))
    staff = ["staff"]
    assert register(read, range(1, 10), TODAY) == {
        1: ("ファイルの名", "p1@akatsuki.example", None, ["manager", "staff"], ["課長"]),
        2: ("職員2", "p2@akatsuki.example", TODAY, [], ["係長"]),
        3: ("職員3", "p3@akatsuki.example", date(2026, 11, 1), [], []),
        4: ("職員4", "p4@akatsuki.example", TODAY, [], ["担当"]),
        5: ("職員5", "p5@akatsuki.example", None, [], []),
        6: ("職員6", "p6@akatsuki.example", None, staff, ["受付"]),
        7: ("職員7", "p7@akatsuki.example", TODAY, [], []),
        8: ("職員8", "p8@akatsuki.example", None, [], []),
        9: ("職員9", "p9@akatsuki.example", None, staff, []),
    }


def test_a_later_file_lists_nobody_again_who_is_gone_until_the_account_is_back(
    load, read_all, read
):
    directory = Directory([seen(1)])
    load(person(1, post="課長"), today=TODAY)
    read_all(directory)
    directory.news = [gone(1)]
    read_all(directory)
    load(person(1, post="課長"), today=TODAY + timedelta(days=1))
    assert here(read, 1, TODAY + timedelta(days=1)) is None
    directory.news = [seen(1)]
    assert read_all(directory, TODAY + timedelta(days=2)).back == 1
    assert here(read, 1, TODAY + timedelta(days=2)).roles == {"staff"}


def test_the_directory_lists_nobody_again_who_has_left_by_the_file(load, read_all, read):
    load(person(1, post="課長", to="2026-10-31"), today=TODAY)
    directory = Directory([disabled(seen(1))])
    read_all(directory)
    directory.news = [only(1, enabled=True)]
    read_all(directory)
    assert here(read, 1) is None


def test_who_was_known_by_mail_alone_is_found_by_teams_id_and_stays_the_same_person(
    load, read_all, read, write
):
    row = {"name": "職員1", "mail": "p1@akatsuki.example", "department": "総務課", "post": "課長"}
    load(row, today=TODAY)
    before = read(lambda tx: store.find_by_mail(tx, "p1@akatsuki.example", TODAY))
    read_all(Directory([seen(1)]))
    assert here(read, 1).id == before.id
    load(row, today=TODAY)
    assert here(read, 1).id == before.id
    load(person(1, post="課長"), today=TODAY)
    assert here(read, 1).id == before.id


def test_a_guest_whom_the_file_lists_stays_listed(load, read_all, read):
    load(person(1, post="顧問"), today=TODAY)
    read_all(Directory([seen(1, guest=True)]))
    assert here(read, 1) is not None


def test_who_becomes_a_guest_and_stands_in_no_file_has_left(read_all, read):
    directory = Directory([seen(1)])
    read_all(directory)
    directory.news = [only(1, guest=True)]
    assert read_all(directory).left == 1
    assert here(read, 1) is None


# roles by groups

DESK, ALL = "00000000-0000-4000-8000-0000000000d1", "00000000-0000-4000-8000-0000000000a1"


@pytest.fixture
def role_groups(write):
    from bot import policy

    def role_groups(*pairs):
        write(lambda tx: policy.change(tx, {"role_groups": [list(pair) for pair in pairs]}))

    return role_groups


def with_role(read, role):
    return [one.aad_object_id for one in read(lambda tx: store.with_role(tx, Role(role), TODAY))]


def test_groups_give_roles_and_take_them_back_at_the_next_reading(
    role_groups, read_all, read, load
):
    role_groups(("agreement_desk", DESK), ("staff", ALL))
    load(person(1, post="課長"), today=TODAY)
    directory = Directory(
        [seen(1), seen(2), seen(3), seen(4, guest=True)],
        members={DESK: [2], ALL: [1, 2, 3, 4]},
    )
    read_all(directory)
    assert with_role(read, "agreement_desk") == [aad(2)]
    assert with_role(read, "staff") == [aad(1), aad(2), aad(3)]
    assert here(read, 2).roles == {"agreement_desk", "staff"}
    whom = audience.Audience(to=(audience.parse("role:staff"),))
    assert read(lambda tx: audience.count(tx, whom, TODAY)).people == 3
    directory.members = {DESK: [3], ALL: [1]}
    read_all(directory)
    assert with_role(read, "agreement_desk") == [aad(3)]
    assert here(read, 2).roles == frozenset()


def test_without_groups_in_the_policy_their_roles_end(role_groups, read_all, read):
    role_groups(("auditor", DESK))
    directory = Directory([seen(1)], members={DESK: [1]})
    read_all(directory)
    role_groups()
    read_all(directory)
    assert with_role(read, "auditor") == []


def test_who_left_has_no_role_by_a_group(role_groups, read_all, read):
    role_groups(("auditor", DESK))
    directory = Directory([seen(1)], members={DESK: [1]})
    read_all(directory)
    directory.news = [gone(1)]
    read_all(directory)
    assert with_role(read, "auditor") == []


def test_a_group_that_is_gone_gives_nobody_a_role_and_is_counted(role_groups, read_all, read):
    role_groups(("auditor", DESK), ("staff", ALL))
    directory = Directory([seen(1)], members={DESK: [1], ALL: [1]})
    read_all(directory)
    del directory.members[DESK]
    read_all(directory)
    assert here(read, 1).roles == {"staff"}
    assert read(sync_state.heard).unread_groups == 1


def test_groups_that_must_not_be_read_leave_roles_as_they_are(role_groups, read_all, read):
    role_groups(("auditor", DESK))
    directory = Directory([seen(1)], members={DESK: [1]})
    read_all(directory)
    directory.unreadable = NotConsented("GroupMember.ReadBasic.All")
    read_all(directory)
    assert with_role(read, "auditor") == [aad(1)]
    assert read(sync_state.heard).unread_groups == 1


def test_groups_that_broke_off_are_read_anew_after_the_accounts(role_groups, read_all, read):
    role_groups(("auditor", DESK))
    directory = Directory([seen(1), seen(2)], members={DESK: [1, 2]}, unreadable=Broken(503))
    with pytest.raises(Broken):
        read_all(directory)
    directory.unreadable = None
    directory.asked.clear()
    read_all(directory)
    assert directory.asked == ["since 1", DESK]
    assert with_role(read, "auditor") == [aad(1), aad(2)]
