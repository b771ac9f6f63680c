"""Notices are destroyed some years after their end, with all that hangs on them."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update

from bot import retention
from bot.clock import real_now
from bot.delivery.rows import DELIVERY, DRAFT, NOTICE
from bot.errors import NotFound, Refused
from bot.notices import confirmations, disposal, reach, store
from bot.notices.confirmations import CONFIRMATION
from bot.people import members
from bot.people.selectors import Selector
from bot.retention import TERMS, Kind, Wanted
from tests.bot.notices.conftest import TOKYO

TEN_YEARS = date(2036, 11, 24)
LIST = Selector(by="list", value="受講者")
HALF = Selector(by="list", value="書きかけ")


@pytest.mark.parametrize(
    ("ended", "gone"),
    [
        (date(2026, 3, 31), date(2029, 4, 1)),
        (date(2026, 4, 1), date(2030, 4, 1)),
        (date(2026, 12, 31), date(2030, 4, 1)),
    ],
)
def test_a_notice_is_kept_for_three_years_from_the_next_april(ended, gone):
    found = retention.expired("notice:1", 1, ended=ended, years=TERMS[Kind.NOTICES].years)
    assert found.until + timedelta(days=1) == gone


def listed(city, *names):
    """A draft to the people of a list."""

    def fill(tx):
        members.begin(tx, LIST, at=city.now)
        members.fill(tx, LIST, names, at=city.now)
        members.end(tx, LIST, at=city.now)

    city.write(fill)
    return city.ready(f"list:{LIST.value}")


def over(city, draft):
    city.act("start", draft)
    done = city.sent(draft)
    assert done.settled
    return done


def expired(city, today):
    now = datetime.combine(today, time(10), TOKYO)
    wanted = Wanted(kind=Kind.NOTICES, years=3)
    return tuple(one.id for one in city.read(lambda tx: disposal.expired(tx, now, wanted)))


def rows(city, table):
    return int(city.read(lambda tx: tx.value(select(func.count()).select_from(table))))


def test_what_is_over_expires_and_what_is_not_never_does(city):
    done = over(city, listed(city, "s1@akatsuki.example", "s2@akatsuki.example"))
    city.act("start", city.ready("role:training_desk"))
    city.pulse()
    assert expired(city, date(2030, 3, 31)) == ()
    assert expired(city, date(2030, 4, 1)) == (done.notice,)


def test_the_years_begin_on_the_tenants_own_days(town):
    town.now = datetime(2027, 3, 25, 10, 0, tzinfo=TOKYO)
    expires = datetime(2027, 4, 1, 0, 30, tzinfo=TOKYO)  # in UTC it is March still
    done = over(town, town.ready(expires_at=expires))
    assert expired(town, date(2030, 4, 1)) == ()
    assert expired(town, date(2031, 4, 1)) == (done.notice,)


def test_nothing_of_a_destroyed_notice_is_left(city):
    done = over(city, listed(city, "s1@akatsuki.example", "s2@akatsuki.example"))
    kept = over(city, city.ready("role:training_desk"))
    someone = city.person("s00001").id
    city.write(lambda tx: confirmations.add(tx, done.notice, someone, edition=1, at=city.now))
    city.write(lambda tx: reach.keep(tx, someone, reach.REFUSED, reason="guest", at=city.real))
    for card in (*city.cards("notices.progress"), *city.cards("notices.outcome")):
        city.pump(card_of(card))
    assert city.write(lambda tx: disposal.dispose(tx, (done.notice,), city.now)) == 1
    with pytest.raises(NotFound):
        city.read(lambda tx: store.get(tx, done.notice))
    assert city.get(kept).settled
    assert rows(city, CONFIRMATION) == 0
    assert rows(city, DRAFT) == 1
    left = {row.source_key for row in city.read(lambda tx: tx.all(NOTICE.select()))}
    assert str(done.notice) not in left
    assert {str(kept.notice)} <= left
    assert someone not in {row.recipient for row in city.read(lambda tx: tx.all(DELIVERY.select()))}
    assert city.read(lambda tx: reach.tried(tx, (someone,))) == {}
    assert city.read(lambda tx: members.state(tx, LIST)) is None


def deleted(tx, notice):
    """Delivery has done what it was told."""
    return tx.run(
        update(DELIVERY).where(DELIVERY.c.notice_id == notice).values(try_at=None, activity_id=None)
    )


def test_what_people_have_in_their_chats_is_deleted_before_it_goes(city):
    done = over(city, listed(city, "s1@akatsuki.example", "s2@akatsuki.example"))
    cards = [row.id for row in (*city.cards("notices.progress"), *city.cards("notices.outcome"))]
    empty = lambda: city.write(lambda tx: disposal.empty(tx, done.notice, city.now))  # noqa: E731
    assert empty() is False
    copies = [
        row
        for row in city.read(lambda tx: tx.all(DELIVERY.select()))
        if row.notice_id in (done.notice, *cards)
    ]
    assert {row.wanted_revision for row in copies} == {0}
    assert {row.try_at is not None for row in copies if row.activity_id} == {True}
    assert empty() is False
    for notice in (done.notice, *cards):
        city.write(lambda tx, notice=notice: deleted(tx, notice))
    assert empty() is True
    assert city.write(lambda tx: disposal.dispose(tx, (done.notice,), city.now)) == 1


def test_a_draft_that_was_never_let_go_stands_in_no_chat(city):
    draft = city.ready("role:training_desk")
    assert city.write(lambda tx: disposal.empty(tx, draft.notice, city.now)) is True


def card_of(row):
    """A card about a notice, as the stand-in for the pump takes it."""

    class Card:
        notice = row.id

    return Card


def test_a_list_stays_while_another_notice_goes_by_it(city):
    done = over(city, listed(city, "s1@akatsuki.example"))
    city.ready(f"list:{LIST.value}")
    for card in (*city.cards("notices.progress"), *city.cards("notices.outcome")):
        city.pump(card_of(card))
    city.write(lambda tx: disposal.dispose(tx, (done.notice,), city.now))
    assert city.read(lambda tx: members.state(tx, LIST)) == members.WHOLE


def test_a_list_that_no_notice_goes_by_is_destroyed_with_the_next(city):
    given_up = real_now() - timedelta(days=2)
    city.write(lambda tx: members.begin(tx, HALF, at=given_up))
    destroy_another(city)
    assert city.read(members.every) == ()


def test_a_list_that_is_being_filled_waits_for_its_notice(city):
    city.write(lambda tx: members.begin(tx, HALF, at=real_now()))
    destroy_another(city)
    assert city.read(members.every) == (HALF,)


def destroy_another(city):
    draft = city.ready("role:training_desk")
    city.act("discard", draft)
    city.pulse(3)
    city.write(lambda tx: disposal.dispose(tx, (draft.notice,), city.now))


def test_a_draft_that_nobody_let_go_is_destroyed_with_its_copies(city):
    draft = city.ready("role:training_desk")
    assert expired(city, date(2030, 3, 31)) == ()
    assert expired(city, date(2030, 4, 1)) == (draft.notice,)
    assert city.write(lambda tx: disposal.dispose(tx, (draft.notice,), city.now)) == 1
    assert rows(city, DELIVERY) == rows(city, DRAFT) == 0


def test_what_is_still_being_sent_is_not_destroyed(city):
    draft = city.ready("role:training_desk")
    city.act("start", draft)
    city.pulse()
    with pytest.raises(Refused):
        city.write(lambda tx: disposal.dispose(tx, (draft.notice,), city.now))
    assert city.standing(draft).audience == 3


def test_a_discarded_draft_is_destroyed_too(city):
    draft = city.ready("role:training_desk")
    city.act("discard", draft)
    city.pulse(3)
    city.now += timedelta(days=1)
    assert expired(city, TEN_YEARS) == (draft.notice,)
    assert city.write(lambda tx: disposal.dispose(tx, (draft.notice,), city.now)) == 1
