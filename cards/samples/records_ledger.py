"""Samples of 私のデータ, the ledger and its notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cards.records import anchors, ledger, mydata
from cards.samples.attendance_family import Class
from cards.samples.city import LONG, NOW, TODAY
from cards.samples.sample import Sample, sample

_WINDOW = "総務課 市政情報係　市役所3階　0000-00-0000"
_HASH = "5f2b8c0d9e7a4b16c3d2e1f0a9b8c7d6e5f40312233445566778899aabbccdde"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is kept."""

    key: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record."""

    at: date | None = None
    title: str = ""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one part keeps."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The ledger's newest entry on a day."""

    day: date
    seq: int
    hash: str = _HASH


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the ledger."""

    seq: int = 1204
    at: datetime = NOW
    who: str = "東雲 太郎"
    pseudonym: str = "0123456789abcdef01234567"
    door: str = "press"
    act: str = "agreements.confirm_renewal"
    subject: str = "agreement:7"
    title: str = "包括連携に関する協定書"
    why: str = ""


def _facts(**given: object) -> tuple[Fact, ...]:
    return tuple(Fact(key=key, value=value) for key, value in given.items())


_FAMILY = (
    Area(
        name="register",
        lines=(Line(facts=_facts(name="汐見 花", mail="shiomi@akatsuki.example", language="vi")),),
    ),
    Area(
        name="enrolment",
        lines=(
            Line(facts=_facts(child="汐見 あお", relation="母", state="confirmed")),
            Line(title="あかつき小学校", facts=_facts(**{"class": Class()}, since=TODAY)),
        ),
    ),
    Area(
        name="attendance",
        lines=(
            Line(
                at=NOW, facts=_facts(since=TODAY, until=TODAY, kind="absent", text="熱があります")
            ),
            Line(facts=_facts(draft=True, since=TODAY, until=TODAY, text="病院へ行きます")),
        ),
    ),
    Area(
        name="ledger",
        lines=(Line(facts=_facts(entries=12)), Line(facts=_facts(looked=3, last_look=TODAY))),
    ),
)
_PRESS = Line(
    at=NOW, title="包括連携に関する協定書", facts=_facts(act="agreements.confirm_renewal")
)
_STAFF = (
    Area(
        name="register",
        lines=(
            Line(facts=_facts(name="東雲 太郎", department="企画課", posts="企画課 係長")),
            Line(at=NOW, facts=_facts(deputy="夕凪 みなと", since=TODAY, until=TODAY)),
        ),
    ),
    Area(name="agreements", lines=(_PRESS,) * 30),
    Area(name="meetings", lines=(Line(at=NOW, title=LONG, facts=_facts(item=LONG)),)),
)
_ANCHORS = tuple(Anchor(day=TODAY - timedelta(days=ago), seq=1204 - ago) for ago in range(31))
_OTHERS = (
    Entry(seq=1203, who="", door="job", pseudonym="anchors", subject="ledger", title=""),
    Entry(seq=1202, who="", door="command", act="ledger.export", why="定期監査のため", title=""),
    Entry(seq=1201, title=LONG, why=LONG),
)


def samples() -> Iterator[Sample]:
    """Every card in every state."""
    yield from _my_data()
    yield from _ledger()
    yield from _anchors()


def _my_data() -> Iterator[Sample]:
    yield sample("records.my_data_door", "short", mydata.door, family=True)
    for state, areas in (("empty", ()), ("family", _FAMILY)):
        draw = partial(mydata.overview, areas=areas)
        yield sample("records.my_data", state, draw, family=True)
    address = "https://renkei.city.example/view/x/y"
    whole = partial(mydata.overview, areas=_STAFF, window=_WINDOW, print_url=address)
    yield sample("records.my_data", "long", whole)
    page = partial(mydata.area, shown=_STAFF[1], at=1, window=_WINDOW)
    yield sample("records.my_data_area", "many", page)
    yield sample("records.my_data_area", "one", partial(mydata.area, shown=_FAMILY[3], at=0))


def _ledger() -> Iterator[Sample]:
    every = (Entry(), *_OTHERS)
    one = partial(ledger.ledger, entries=every[:1], subject="agreement:7")
    yield sample("records.ledger", "empty", partial(ledger.ledger, entries=()))
    yield sample("records.ledger", "many", partial(ledger.ledger, entries=every * 2, more=True))
    yield sample("records.ledger", "one", one)


def _anchors() -> Iterator[Sample]:
    for state, shown in (("one", _ANCHORS[:1]), ("many", _ANCHORS)):
        draw = partial(anchors.noted, anchors=shown, month=TODAY)
        yield sample("records.anchors", state, draw)
