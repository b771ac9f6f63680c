"""The family's cards with invented children: every kind, the words of distress, long names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from cards.attendance import family, family_form, family_state
from cards.attendance.beside import both
from cards.attendance.verbs.family import FamilyNext
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import LONG_NAME, TOKYO
from cards.samples.sample import Sample, sample

TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)
PHONE = "0550-00-2002"
CONFIRMED_AT = datetime(2026, 11, 24, 8, 12, tzinfo=TOKYO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    class_id: int = 32
    kind: str = "elementary"
    grade: int = 3
    name: str = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    pupil_id: int = 7
    name: str = "青木 はる"
    own: bool = False
    phone: str = PHONE
    day_kind: str = "school"
    in_session: bool = True
    starts_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    reason: str | None = "ill"
    arrives: time | None = None
    leaves: time | None = None
    pickup: str = ""
    temperature: int = 0
    phrases: Sequence[str] = ()
    text: str = ""
    meals_stop: bool = False
    interpreter: bool = False
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    draft_id: int = 3
    since: date = TODAY
    until: date = TODAY
    kind: str = "absent"
    content: Content = field(default_factory=Content)
    asks: Sequence[str] = ("temperature", "phrases", "text", "meals_stop")
    same: bool = False
    word: str = "ask"
    meals_days: int = 2
    phone: str = PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    report_id: int = 5
    version: int = 1
    since: date = TODAY
    until: date = TODAY
    stage: str = "sent"
    at: datetime | None = None
    by_class: Class | None = None
    by_name: str = ""
    reply: str = ""
    can_withdraw: bool = True
    phone: str = PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    own: Own
    child: str = "青木 はる"
    kind: str = "absent"
    content: Content = field(default_factory=Content)


ONE = Child()
TWO = replace(ONE, pupil_id=8, name="青木 なつ")
TYPED = FamilyNext(pupil_id=7, since=TODAY, until=FRIDAY, kind="absent", reason="ill")
CONFIRMED = Own(stage="confirmed", at=CONFIRMED_AT, by_class=Class())
FULL = Content(
    temperature=378,
    phrases=("call_me", "homework"),
    text="昨夜から熱があります 🤒\n*今日*は病院へ行きます。",
    interpreter=True,
    meals_stop=True,
)
EARLY = ("leaves", "pickup", "phrases", "text")
LATE = ("arrives", "temperature", "phrases", "text")


def samples() -> Iterator[Sample]:
    """All cards of families in all states, in every language."""
    yield from (*_first(), *_second(), *_stays(), *_looked_at())


def _drawn(name: str, state: str, *given: object, **more: object) -> Sample:
    draw = _DRAWS[name]
    return sample(
        f"attendance.family_{name}", state, lambda lang: draw(lang, *given, **more), family=True
    )


_DRAWS: Mapping[str, Callable[..., Card]] = {
    "form": family_form.first,
    "details": family_form.second,
    "state": family_state.state,
    "reports": family.reports,
    "report": family.own,
    "comes": family.comes,
}


def _first() -> Iterator[Sample]:
    asked: dict[str, object] = {"day": TODAY, "today": TODAY}
    shut = replace(ONE, day_kind="closed", in_session=False)
    later = replace(ONE, starts_at=time(9, 30))
    long = replace(TWO, name=LONG_NAME, day_kind="closed", in_session=False)
    yield _drawn("form", "short", [ONE], **asked)
    yield _drawn("form", "many", [ONE, long], **asked, same=True, comes=True)
    yield _drawn("form", "kept", [replace(ONE, own=True)], **asked, typed=TYPED, same=True)
    yield _drawn("form", "closed", [shut], **{**asked, "day": TOMORROW})
    yield _drawn("form", "late_start", [later], **asked)


def _second() -> Iterator[Sample]:
    quiet = Second(content=Content(reason="mourning"), word="")
    reluctant = Second(content=Content(reason="reluctant"), kind="talk", asks=("phrases", "text"))
    yield _drawn("details", "short", Second())
    yield _drawn("details", "long", Second(until=FRIDAY, content=FULL, word="locked"))
    yield _drawn("details", "early", Second(kind="early", asks=EARLY))
    yield _drawn("details", "late", Second(kind="late", asks=LATE, word=""))
    yield _drawn("details", "mourning", quiet)
    yield _drawn("details", "distress", reluctant)
    yield _drawn("details", "same", Second(same=True, asks=()))


def _stays() -> Iterator[Sample]:
    teacher = replace(CONFIRMED, by_name="佐藤 みどり", reply="get_well")
    protected = replace(CONFIRMED, by_class=None)
    yield _drawn("state", "short", Own(), reads=True)
    yield _drawn("state", "long", Own(until=FRIDAY, stage="held"))
    yield _drawn("state", "confirmed", CONFIRMED)
    yield _drawn("state", "teacher", teacher)
    yield _drawn("state", "protected", protected)
    yield _drawn("state", "calling", Own(stage="calling", at=CONFIRMED_AT, reply="please_call"))
    yield _drawn("state", "withdrawn", Own(stage="withdrawn"))
    yield _drawn("state", "replaced", Own(stage="replaced"))
    yield sample("attendance.family_state", "done", family_state.done, family=True)


def _looked_at() -> Iterator[Sample]:
    written = Written(own=CONFIRMED, content=FULL)
    yield _drawn("reports", "empty", [])
    yield _drawn("reports", "many", [Own(report_id=9, since=FRIDAY, until=FRIDAY), CONFIRMED])
    yield _drawn("report", "short", CONFIRMED, day=TODAY, word=True)
    yield _drawn("report", "long", CONFIRMED, day=TODAY, written=written, siblings=[TWO])
    yield _drawn("comes", "short", Own(until=FRIDAY), day=TOMORROW, last=FRIDAY, word=False)
    yield _drawn("comes", "word", Own(), day=TODAY, last=TODAY, word=True, phones=[PHONE])
    yield sample("attendance.family_help", "short", _help, family=True)
    yield sample("attendance.family_turned_away", "short", _turned_away, family=True)
    yield sample("attendance.family_languages", "short", family.languages, family=True)


def _turned_away(lang: Lang) -> Card:
    said = both(lang, "attendance.family.refused.elsewhere")
    return family.turned_away(lang, said, [PHONE], form=True)


def _help(lang: Lang) -> Card:
    return family.instructions(lang, [PHONE])
