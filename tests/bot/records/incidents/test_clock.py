"""What the clock sends is what the plan shows, to whom it concerns, and it never gives up."""

from datetime import date, time

from bot.delivery.rows import DELIVERY
from bot.records.rules.incident_moments import Kind

KINDS = frozenset(kind.value for kind in Kind)


def posted(city):
    """Every reminder of incidents: day, kind, key, to whom."""
    return {
        (row.due_at.astimezone(city.now.tzinfo).date(), row.kind, row.source_key, to(city, row.id))
        for row in city.notices()
        if row.kind in KINDS
    }


def to(city, notice):
    rows = city.read(lambda tx: tx.all(DELIVERY.select()))
    return frozenset(row.recipient for row in rows if row.notice_id == notice)


def planned(city, since, until):
    return {
        (one.on, one.kind, one.key, frozenset(one.to))
        for one in city.planned(since, until)
        if one.kind in KINDS
    }


def test_what_is_planned_is_what_is_posted(city, desk):
    city.agreement()
    desk.report(partner="7")
    desk.report(token="f2", known_on=date(2026, 11, 1), known_at="10:00", numbers=True)
    plan = planned(city, city.today, date(2027, 1, 15))
    desk.until(date(2027, 1, 15))
    assert posted(city) == plan
    assert {kind for _, kind, _, _ in plan} == KINDS


def test_a_settled_step_is_reminded_of_no_more(city, desk):
    one = desk.report()
    for step in ("first", "persons"):
        desk.settle(one, step)
    desk.until(date(2026, 12, 4))
    assert posted(city) == set()
    desk.until(date(2026, 12, 9))
    assert {(day, kind) for day, kind, _, _ in posted(city)} == {
        (date(2026, 12, 9), Kind.REMIND.value)
    }


def test_what_is_late_goes_to_those_around_without_a_word_of_it(city, desk):
    desk.report()
    desk.until(date(2026, 12, 1))
    (notice,) = city.notices(Kind.LATE.value)
    found = city.recipients(notice.id)
    expected = {city.person(aad).id for aad in ("officer", "desk", "desk2", "school")}
    assert found == expected
    words = city.sent(Kind.LATE.value)[0]
    assert "期限を過ぎた" in words and "名簿" not in words


def test_nothing_is_sent_at_night_nor_on_closed_days(city, desk):
    desk.report()
    city.at(date(2026, 11, 26), time(6, 0))
    city.tick()
    assert posted(city) == set()
    city.at(date(2026, 11, 28), time(9, 0))  # a Saturday
    city.tick()
    assert posted(city) == set()


def test_after_an_outage_each_thing_is_said_once(city, desk):
    desk.report()
    city.at(date(2026, 12, 2))
    city.tick()
    city.tick()
    assert sorted(kind for _, kind, _, _ in posted(city)) == sorted(KINDS)


def test_a_case_that_fails_leaves_the_others_alone(city, desk, monkeypatch):
    from bot.records.telling import incidents as telling

    first, second = desk.report(), desk.report(token="f2")
    said = telling.said

    def fails(tx, one, saying, now):
        if one.id == first.id:
            raise ValueError("a case that nobody foresaw")
        said(tx, one, saying, now)

    monkeypatch.setattr(telling, "said", fails)
    desk.until(date(2026, 11, 26))
    assert {key.partition(":")[0] for _, _, key, _ in posted(city)} == {str(second.id)}
    monkeypatch.setattr(telling, "said", said)
    desk.until(date(2026, 11, 27))
    assert {key.partition(":")[0] for _, _, key, _ in posted(city)} == {
        str(first.id),
        str(second.id),
    }


def test_reminders_show_how_the_case_stands(city, desk):
    one = desk.report()
    desk.until(date(2026, 11, 26))
    assert "速報" in city.sent(Kind.REMIND.value)[0]
    desk.settle(one, "first", receipt="第55号")
    assert "第55号" in city.sent(Kind.REMIND.value)[0]
