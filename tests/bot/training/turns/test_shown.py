"""What cards are told of a course: names, seats, the head that is asked, the waves chosen."""

from datetime import date, timedelta

from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.training import shown
from bot.training.model import Course, Head, Progress
from bot.training.rules.shown import ShownManaged, ShownOwn
from bot.training.shown_managed import managed

from .conftest import NOW, STARTS, City

NOBODY = Progress(org="", audience=0, finished=0, booked=0, waiting=0)


def own(city: City, course: Course, who: str) -> ShownOwn:
    return city.read(lambda tx: shown.own(tx, city.person(who), course, city.now))


def managed_by(city: City, course: Course, municipality: str = "") -> ShownManaged:
    def work(tx: object) -> ShownManaged:
        return managed(
            tx,  # type: ignore[arg-type]
            course,
            city.now,
            may=("close",),
            total=NOBODY,
            announced=True,
            municipality=municipality,
        )

    return city.read(work)


def test_a_course_tells_its_days_and_the_last_deadline(city: City) -> None:
    course = city.course()
    city.session(course, number=1)
    last = city.session(course, number=2, starts_at=STARTS + timedelta(weeks=2))
    city.session(course, number=3, starts_at=NOW - timedelta(days=1))
    told = city.read(lambda tx: shown.course(tx, course, city.now))
    assert (told.first, told.last) == (date(2026, 12, 10), date(2026, 12, 24))
    assert told.sessions == 2
    assert told.deadline == last.deadline


def test_a_wave_is_told_its_own_days(city: City) -> None:
    course = city.course()
    city.session(course, number=1, wave=1)
    city.session(course, number=2, wave=2, starts_at=STARTS + timedelta(weeks=2))
    told = city.read(lambda tx: shown.course(tx, course, city.now, wave=2))
    assert (told.first, told.sessions) == (date(2026, 12, 24), 1)


def test_what_must_be_finished_first_is_named_by_its_title(city: City) -> None:
    city.course(code="word", year=2025, title="文書作成（旧）")
    city.course(code="word", title="文書作成")
    course = city.course(requires=("word", "unknown"))
    city.session(course)
    told = own(city, course, "t1")
    assert told.course.requires == ("文書作成", "unknown")
    assert told.facts == {"courses": "文書作成、unknown"}


def test_the_duty_that_a_course_is_evidence_for_is_named(city: City) -> None:
    duty = Duty(
        id=0,
        source="agreement:7",
        kind="education",
        obligor=Obligor.OTSU,
        article="第9条",
        title="個人情報の取扱いに関する覚書",
    )
    line = city.write(lambda tx: duties.add(tx, duty)).line
    bound, gone = city.course(promise=line), city.course(code="gone", promise=line + 1)
    assert own(city, bound, "t1").course.promise == "個人情報の取扱いに関する覚書 第9条"
    assert own(city, gone, "t1").course.promise == ""


def test_the_head_is_named_while_they_are_asked(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    session = city.session(course, seats=9)
    city.enrolled(session, "t1")
    city.enrolled(session, "t8")
    assert own(city, course, "t1").mine.head == "企画課 課長"
    assert own(city, course, "t8").mine.head == ""


def test_who_finished_without_a_seat_sees_it(city: City) -> None:
    course = city.course()
    city.finished(course, "t1")
    told = own(city, course, "t1")
    assert told.mine.finished_on == NOW.date()
    assert told.mine.state == ""


def test_a_request_names_who_asks(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    asked = city.enrolled(city.session(course), "t1")
    told = city.read(lambda tx: shown.request(tx, asked, city.now))
    assert (told.name, told.department, told.waiting) == ("青木 一", "企画課", False)


def test_who_runs_a_course_sees_every_wave_and_who_has_none(city: City) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    city.wave(course, 2)
    city.session(course, wave=1, seats=30)
    city.session(course, number=2, wave=1, seats=20)
    told = managed_by(city, course)
    assert [(one.seats, one.municipalities) for one in told.waves] == [
        (50, ("あかつき市",)),
        (0, ()),
    ]
    assert told.undecided == ("ひので町",)
    assert told.may == frozenset(("close",))
    assert told.announced


def test_a_coordinator_sees_no_other_municipalitys_choice(city: City) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    told = managed_by(city, course, "ひので町")
    assert told.waves[0].municipalities == ()
    assert told.undecided == ("ひので町",)
    assert managed_by(city, course, "あかつき市").undecided == ()


def test_a_course_without_waves_has_nobody_undecided(city: City) -> None:
    assert managed_by(city, city.course()).undecided == ()
