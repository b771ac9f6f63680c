from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import NotFound
from bot.people import absences, languages, references, store
from bot.people.model import Holder, Holders, Role
from bot.people.references import Reference
from bot.people.tables import DEPUTY
from bot.storage.tx import Undone
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

CHIEF = person(1, name="山田 太郎", post="課長", roles="manager", superior_post="部長")
CLERK = person(2, name="佐藤 花子", post="係長", superior_post="課長")
DESK = person(3, post="担当", superior_post="係長", roles="agreement_desk、auditor")
HEAD = person(4, department="総務部", post="部長")


@pytest.fixture
def office(load, read):
    load(CHIEF, CLERK, DESK, HEAD, today=TODAY)

    def ids(tx):
        return [store.find_by_mail(tx, f"p{n}@akatsuki.example", TODAY).id for n in (1, 2, 3, 4)]

    return read(ids)


def posts(read, person_id, on=TODAY):
    return read(lambda tx: store.posts_of(tx, person_id, on))


def test_person_is_found_by_id_directory_id_and_mail(office, read):
    chief = office[0]
    by_id = read(lambda tx: store.get(tx, chief, TODAY))
    by_aad = read(lambda tx: store.find_by_aad(tx, CHIEF["aad_object_id"].upper(), TODAY))
    by_mail = read(lambda tx: store.find_by_mail(tx, "P1@Akatsuki.example", TODAY))
    assert by_id == by_aad == by_mail
    assert (by_id.name, by_id.department, by_id.roles) == (
        "山田 太郎",
        "総務課",
        {Role.MANAGER, Role.STAFF},
    )
    with pytest.raises(NotFound):
        read(lambda tx: store.get(tx, 10_000_000, TODAY))


def test_other_tenant_sees_nobody(office, storage):
    assert storage.read_now("elsewhere", lambda tx: store.find(tx, office[0], TODAY)) is None


def test_people_are_found_by_name_with_or_without_blanks_or_by_its_beginning(office, read):
    for words in ("佐藤 花子", "佐藤花子", "佐藤　花子", "佐藤"):
        assert [one.id for one in read(lambda tx, w=words: store.named(tx, w, TODAY))] == [
            office[1]
        ]
    assert read(lambda tx: store.named(tx, "藤花", TODAY)) == ()
    assert read(lambda tx: store.named(tx, " ", TODAY)) == ()


def test_people_with_a_role_are_listed_once(office, read):
    assert [one.id for one in read(lambda tx: store.with_role(tx, Role.AGREEMENT_DESK, TODAY))] == [
        office[2]
    ]
    assert len(read(lambda tx: store.with_role(tx, Role.STAFF, TODAY))) == 4


def test_escalation_climbs_post_by_post(office, read):
    (post,) = posts(read, office[2])
    ladder = read(lambda tx: store.superiors(tx, post, TODAY))
    assert [(one.department, one.name) for one in ladder] == [
        ("総務課", "係長"),
        ("総務課", "課長"),
        ("総務部", "部長"),
    ]


def test_everything_below_a_post_is_found_whichever_floor_it_is_on(office, read):
    (post,) = posts(read, office[2])
    (top,) = read(lambda tx: store.posts_named(tx, "総務部 部長", TODAY))
    below = read(lambda tx: store.below(tx, [top.id], TODAY))
    assert post in below
    assert top.id not in below
    for one in below:
        assert top.id in [x.id for x in read(lambda tx, p=one: store.superiors(tx, p, TODAY))]
    assert read(lambda tx: store.below(tx, [post], TODAY)) == ()
    assert read(lambda tx: store.below(tx, [], TODAY)) == ()


def test_posts_are_named_alone_or_with_their_department(office, read):
    for words in ("課長", "総務課 課長", "総務課課長"):
        (found,) = read(lambda tx, w=words: store.posts_named(tx, w, TODAY))
        assert found.name == "課長"
    assert read(lambda tx: store.posts_named(tx, "局長", TODAY)) == ()


def test_a_part_of_the_department_is_said_once_and_the_post_is_found_by_what_is_shown(load, read):
    load(
        person(1, department="事務局　学校教育課", post="学校教育課指導係長"),
        person(2, department="別の局 学校教育課", post="学校教育課長"),
        person(3, department="総務課", post="総務課長"),
        person(4, department="事務局 学校教育課", post="主査"),
        today=TODAY,
    )
    shown = ("事務局 学校教育課指導係長", "別の局 学校教育課長", "総務課長")
    for words in (*shown, "事務局 学校教育課 主査"):
        (found,) = read(lambda tx, w=words: store.posts_named(tx, w, TODAY))
        assert found.heading == words
    assert read(lambda tx: store.posts_named(tx, "別の局 学校教育課指導係長", TODAY)) == ()
    assert read(lambda tx: store.posts_named(tx, " ", TODAY)) == ()


def test_two_posts_that_are_shown_alike_are_both_found(load, read):
    load(
        person(1, department="局 学校課", post="学校課係長"),
        person(2, department="局", post="学校課係長"),
        today=TODAY,
    )
    found = read(lambda tx: store.posts_named(tx, "局 学校課係長", TODAY))
    assert [one.heading for one in found] == ["局 学校課係長"] * 2


def test_a_post_that_was_moved_is_below_where_it_stands_now(load, read):
    load(CHIEF, CLERK, DESK, HEAD, today=TODAY)
    load(
        CHIEF,
        {**CLERK, "superior_post": "部長", "from": "2026-12-01"},
        DESK,
        HEAD,
        today=TODAY,
    )
    (chief,) = read(lambda tx: store.posts_named(tx, "課長", TODAY))
    later = date(2026, 12, 2)
    assert read(lambda tx: store.below(tx, [chief.id], later)) == ()


def test_ring_of_superiors_ends(load, read):
    load(
        person(1, post="甲", superior_post="乙", leave_from="2026-11-01"),
        person(2, post="乙", superior_post="甲", leave_from="2026-11-01"),
        today=TODAY,
    )
    (post,) = read(lambda tx: store.posts_named(tx, "甲", TODAY))
    assert [one.name for one in read(lambda tx: store.superiors(tx, post.id, TODAY))] == ["乙"]
    assert len(read(lambda tx: store.below(tx, [post.id], TODAY))) == 1
    assert read(lambda tx: store.acting(tx, (post.id,), TODAY)) == ()


def test_deputy_acts_for_an_absent_holder_and_only_in_that_span(office, read, write):
    chief, clerk, *_ = office
    (post,) = posts(read, chief)
    until = date(2026, 11, 30)
    write(lambda tx: absences.set_away(tx, chief, TODAY, until, clerk, at=NOW))
    stands_in = Holder(person=clerk, post=post, deputy_for=chief)
    assert read(lambda tx: store.acting(tx, (post,), until)) == (stands_in,)
    assert stands_in in read(lambda tx: store.holders_of(tx, clerk, until)).of
    after = date(2026, 12, 1)
    assert read(lambda tx: store.acting(tx, (post,), after)) == (Holder(person=chief, post=post),)
    assert read(lambda tx: store.holders_of(tx, clerk, after)).owning([post]) is None


def test_ended_deputy_no_longer_acts(office, read, write):
    chief, clerk, *_ = office
    (post,) = posts(read, chief)
    write(lambda tx: absences.set_away(tx, chief, TODAY, date(2026, 12, 28), clerk, at=NOW))
    back = date(2026, 11, 26)
    assert write(lambda tx: absences.end(tx, chief, back))
    assert not write(lambda tx: absences.end(tx, chief, back))
    assert read(lambda tx: store.acting(tx, (post,), back))[0].person == chief
    assert [row.person for row in read(lambda tx: absences.returned(tx, back))] == [chief]
    write(lambda tx: absences.shown(tx, chief, back))
    assert read(lambda tx: absences.returned(tx, back)) == ()


def test_a_deputy_may_act_in_the_transaction_that_sets_them_and_no_more_once_it_ends(office, write):
    chief, clerk, *_ = office

    def deputised(tx):
        return [one.deputy_for for one in store.holders_of(tx, clerk, TODAY).of if one.deputy_for]

    def set_and_end(tx):
        yield deputised(tx)
        absences.set_away(tx, chief, TODAY, TODAY, clerk, at=NOW)
        yield deputised(tx)
        absences.end(tx, chief, TODAY)
        yield deputised(tx)

    assert write(lambda tx: list(set_and_end(tx))) == [[], [chief], []]


def test_a_deputy_whose_setting_is_undone_does_not_act(office, write):
    chief, clerk, *_ = office

    def set_and_fail(tx):
        absences.set_away(tx, chief, TODAY, TODAY, clerk, at=NOW)
        assert len(store.holders_of(tx, clerk, TODAY).of) == 2
        raise ValueError

    def undone(tx):
        before = store.holders_of(tx, clerk, TODAY)
        with pytest.raises(Undone):
            tx.apart(set_and_fail)
        return before, store.holders_of(tx, clerk, TODAY)

    before, after = write(undone)
    assert before == after


def test_new_absence_replaces_only_what_it_overlaps(office, read, write):
    chief, clerk, desk, _ = office
    december = date(2026, 12, 10)
    write(lambda tx: absences.set_away(tx, chief, december, december, clerk, at=NOW))
    write(lambda tx: absences.set_away(tx, chief, TODAY, TODAY, clerk, at=NOW))
    write(lambda tx: absences.set_away(tx, chief, TODAY, TODAY, desk, at=NOW))
    assert deputy_on(read, chief, TODAY) == desk
    assert deputy_on(read, chief, december) == clerk


def deputy_on(read, person, day):
    """Who deputises for a person on a day."""

    def find(tx):
        found = [
            row
            for row in tx.all(DEPUTY.select())
            if row.person == person and row.since <= day <= row.until
        ]
        assert len(found) < 2
        return found[0].deputy if found else None

    return read(find)


def test_another_deputy_for_days_in_the_middle_leaves_the_days_around_them(office, read, write):
    chief, clerk, desk, _ = office
    first, last = date(2026, 12, 7), date(2026, 12, 18)
    inner = date(2026, 12, 9), date(2026, 12, 10)
    write(lambda tx: absences.set_away(tx, chief, first, last, clerk, at=NOW))
    write(lambda tx: absences.set_away(tx, chief, *inner, desk, at=NOW))
    days = [first + timedelta(days=n) for n in range(13)]
    found = [deputy_on(read, chief, day) for day in days]
    assert found == [clerk] * 2 + [desk] * 2 + [clerk] * 8 + [None]
    assert all(read(lambda tx, d=day: store.is_on_leave(tx, chief, d)) for day in days[:-1])
    write(lambda tx: absences.end(tx, chief, date(2026, 12, 14)))
    assert deputy_on(read, chief, date(2026, 12, 11)) == clerk
    assert deputy_on(read, chief, date(2026, 12, 14)) is None


def test_absent_holder_without_a_deputy_is_replaced_by_the_superior(office, read, write):
    chief, clerk, _, head = office
    (post,) = posts(read, clerk)
    write(lambda tx: absences.set_away(tx, clerk, TODAY, TODAY, None, at=NOW))
    assert read(lambda tx: store.acting(tx, (post,), TODAY)) == (Holder(person=chief, post=post),)
    assert read(lambda tx: store.holders_of(tx, chief, TODAY)).owning([post]).person == chief
    write(lambda tx: absences.set_away(tx, chief, TODAY, TODAY, None, at=NOW))
    assert read(lambda tx: store.acting(tx, (post,), TODAY)) == (Holder(person=head, post=post),)
    assert read(lambda tx: store.holders_of(tx, head, TODAY)).owning([post]).person == head


def test_who_has_left_acts_for_nothing(load, read):
    load(person(1, post="課長", to="2026-11-23"), today=TODAY)
    found = read(lambda tx: store.find_by_mail(tx, "p1@akatsuki.example", TODAY))
    assert found.left_on == TODAY
    assert (found.roles, found.is_here(TODAY)) == (frozenset(), False)
    assert read(lambda tx: store.holders_of(tx, found.id, TODAY)) == Holders()


def test_who_has_left_deputises_for_nobody(load, read, write):
    load(CHIEF, person(2, post="係長", to="2026-11-30"), today=TODAY)
    chief, clerk = (
        read(lambda tx, n=n: store.find_by_mail(tx, f"p{n}@akatsuki.example", TODAY)).id
        for n in (1, 2)
    )
    write(lambda tx: absences.set_away(tx, chief, TODAY, date(2026, 12, 28), clerk, at=NOW))
    assert len(read(lambda tx: store.holders_of(tx, clerk, date(2026, 11, 30))).of) == 2
    assert read(lambda tx: store.holders_of(tx, clerk, date(2026, 12, 1))) == Holders()


def test_chosen_language_wins_over_the_file(load, office, read, write):
    write(lambda tx: languages.choose(tx, office[0], "en"))
    load(CHIEF | {"language": "ja"}, today=TODAY)
    assert read(lambda tx: store.get(tx, office[0], TODAY)).language == "en"
    with pytest.raises(NotFound):
        write(lambda tx: languages.choose(tx, 10_000_000, "en"))


def test_reference_is_kept_renewed_found_and_dropped(office, read, write):
    aad = CHIEF["aad_object_id"]

    def reference(service_url):
        return Reference(
            aad_object_id=aad.upper(), conversation="a:1", service_url=service_url, bot_id="28:bot"
        )

    write(lambda tx: references.keep(tx, reference("https://one/"), at=NOW))
    write(lambda tx: references.keep(tx, reference("https://two/"), at=NOW))
    assert read(lambda tx: references.find(tx, office[0])).service_url == "https://two/"
    assert read(lambda tx: references.find(tx, office[1])) is None
    assert write(lambda tx: references.drop(tx, "a:1"))
    assert read(lambda tx: references.find_by_aad(tx, aad)) is None


def test_stranger_who_wrote_before_the_file_came_is_reached_after_it(load, read, write):
    row = person(9)
    early = Reference(
        aad_object_id=row["aad_object_id"], conversation="a:9", service_url="https://s/"
    )
    write(lambda tx: references.keep(tx, early, at=NOW))
    load(row, today=TODAY)
    found = read(lambda tx: store.find_by_aad(tx, row["aad_object_id"], TODAY))
    assert read(lambda tx: references.find(tx, found.id)).conversation == "a:9"
