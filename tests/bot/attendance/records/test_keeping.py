"""What is kept of whom for how long, and what an account is told of it."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.attendance import disclosing, keeping, suspending
from bot.attendance.model import Content, Door
from bot.attendance.store import months as store
from bot.attendance.store import pupils, reachable, reports, suspensions
from bot.delivery import outbox
from bot.people import references
from bot.people.references import Reference
from bot.policy import Policy
from bot.retention import TERMS, Kind, Wanted
from cards.attendance.verbs import months

TOKYO = ZoneInfo("Asia/Tokyo")


def _personal(city, aad):
    person = city.person(aad).id
    return str(city.read(lambda tx: disclosing.personal_data(tx, person)))


def test_a_guardian_reads_only_what_they_entered_themselves(city):
    city.confirm("mother")
    city.confirm("father")
    mother, father = city.person("mother").id, city.person("father").id
    for author, text in ((mother, "母の言葉"), (father, "父の言葉")):
        link = city.link("mother" if author == mother else "father").id
        given = {"door": Door.GUARDIAN, "author": author, "guardian": link}
        city.report(content=Content(text=text), **given)
    own = _personal(city, "mother")
    assert "母の言葉" in own
    assert "父の言葉" not in own
    assert "0000-11-0002" not in own
    assert "父" not in own.replace("父母", "")


def test_a_protected_childs_account_is_told_nothing_of_where_they_are(city):
    assert f"class:{city.class_().id}" in _personal(city, "haru")
    city.write(lambda tx: pupils.protect(tx, city.pupil(), True))
    assert "class:" not in _personal(city, "haru")
    assert "since" not in _personal(city, "haru")


def test_a_link_that_is_not_confirmed_tells_no_childs_name(city):
    assert "青木 はる" not in _personal(city, "father")


def test_an_account_is_taken_out_with_its_links(city):
    city.confirm("mother")
    mother = city.person("mother").id
    assert city.write(lambda tx: keeping.erase(tx, mother, city.now)) == 1
    assert city.read(lambda tx: suspending.told_of(tx, city.pupil())) == (city.person("haru").id,)


def _expired(tx, now):
    """The ids of everything that needn't be kept any longer, by the years that cities set."""
    wanted = (Wanted(kind=kind, years=TERMS[kind].years) for kind in keeping.KEEPS)
    return tuple(one.id for each in wanted for one in keeping.expired(tx, now, each))


def test_books_are_kept_for_five_years_and_slips_for_one(city):
    city.report()
    city.order()
    city.press("homeroom", _mark(city))

    def expired(year):
        now = datetime(year, 4, 1, 9, 0, tzinfo=TOKYO)
        return city.read(lambda tx: _expired(tx, now))

    assert expired(2027) == ()
    assert len(expired(2028)) == 1
    assert len(expired(2031)) == 1
    due, pupil = expired(2032), city.pupil().id
    children = len(city.read(lambda tx: pupils.left_before(tx, date(2027, 4, 1), 100)))
    assert children > 1
    assert len(due) == 3 + children
    assert city.write(lambda tx: keeping.dispose(tx, due, city.now)) == 3 + children
    assert expired(2032) == ()
    assert city.read(lambda tx: suspensions.of_pupil(tx, pupil)) == ()
    assert {one.state for one in city.posted(suspending.TOLD)} <= {"withdrawn"}


def _mark(city):
    known = {"class_id": city.class_().id, "pupil_id": city.pupil().id}
    month = city.today.replace(day=1)
    return months.SetMark(**known, month=month, day=city.today, mark="ill", why="確かめた")


def test_a_child_is_forgotten_with_everything(city):
    city.confirm("mother")
    city.report()
    city.order()
    city.press("homeroom", _mark(city))
    pupil = city.pupil().id
    assert city.write(lambda tx: keeping.forget(tx, pupil, city.now)) >= 4
    assert city.read(lambda tx: pupils.find(tx, pupil)) is None


def test_the_doctor_counts_children_whom_the_bot_has_met(city):
    found = reachable.Reachable(accounts=1, reached=0, blocked=0)
    assert city.read(reachable.pupils) == found
    met = Reference(aad_object_id="haru", conversation="a:1", service_url="https://x.example/")
    city.write(lambda tx: references.keep(tx, met, at=city.now))
    assert city.read(reachable.pupils) == replace(found, reached=1)


def test_the_doctor_knows_whom_an_app_policy_keeps_away(city):
    """Graph says it when the app is first installed for somebody; no permission reads a policy."""
    city.order()
    haru = city.person("haru").id

    def refuse(tx):
        outbox.turnstile(tx)
        outbox.unreachable(tx, haru, "blocked")

    city.write(refuse)
    found = city.read(reachable.pupils)
    assert (found.accounts, found.blocked) == (1, 1)


@pytest.mark.parametrize("kind", ["report", "suspension"])
def test_what_is_held_of_a_child_holds_the_child_with_whom_it_would_go(city, kind):
    city.report()
    city.order()
    pupil = city.pupil()
    of = reports.of_pupil if kind == "report" else suspensions.of_pupil
    span = (date.min, date.max) if kind == "report" else ()
    (one, *_) = city.read(lambda tx: of(tx, pupil.id, *span))
    assert pupil.subject in city.read(lambda tx: keeping.around(tx, one.subject))
    assert city.read(lambda tx: keeping.around(tx, f"{kind}:4711")) == ()


def test_a_report_stays_while_the_book_of_its_month_is_derived_from_it(city):
    city.report()
    wanted = Wanted(kind=Kind.SLIPS, years=1)

    def blocked(year):
        now = datetime(year, 4, 1, 9, 0, tzinfo=TOKYO)
        return [one.blocked for one in city.read(lambda tx: keeping.expired(tx, now, wanted))]

    assert blocked(2028) == ["open_month"]
    assert blocked(2032) == [""]  # the book itself needn't be kept any longer
    first = city.today.replace(day=1)
    locked = store.Month(class_id=city.class_().id, first=first, locked=True, set_at=city.now)
    city.write(lambda tx: store.put(tx, locked, {}))
    assert blocked(2028) == [""]


def test_a_child_is_kept_as_long_as_what_goes_with_them():
    years = {kind: term.years for kind, term in TERMS.items()} | {Kind.ATTENDANCE_BOOKS: 9}
    assert Policy().kept_years(Kind.PUPILS) == 5
    assert Policy(retention=tuple(years.items())).kept_years(Kind.PUPILS) == 9
