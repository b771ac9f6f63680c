"""Samples of incidents: a case in its states, its forms, its drafts, the list, what is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from cards.elements import Card
from cards.lang import Lang
from cards.records import incident_drafts as drafts
from cards.records import incident_forms as forms
from cards.records import incident_told as told
from cards.records import incidents as view
from cards.samples.city import LONG, LONG_NAME, NOW, TODAY
from cards.samples.sample import Sample, sample

_Draw = Callable[[Lang], Card]
LONG_WORDS = (LONG * 20)[:1000]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock of the samples."""

    step: str
    aim: date
    by: date | None = None
    way: str = ""
    done_on: date | None = None
    receipt: str = ""
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a law says, of the samples."""

    grounds: tuple[str, ...] = ()
    exempt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of the samples."""

    certainty: str = "happened"
    people: int | None = 42
    sensitive: bool = True
    loss: bool = False
    purpose: bool = False
    numbers: bool = False
    spread: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The words of the samples."""

    what: str = "宛先を間違えて、参加者名簿を付けたメールを1通、別の団体に送った。"
    records: str = "氏名、住所、アレルギーの有無"
    partner: str = ""
    cause: str = ""
    damage: str = ""
    response: str = ""
    publicity: str = ""
    prevention: str = ""
    other: str = ""
    reason: str = ""


def _clocks(known: date) -> tuple[Clock, ...]:
    third, fifth = known + timedelta(days=4), known + timedelta(days=5)
    last = known + timedelta(days=29)
    return (
        Clock(step="contract", aim=known, by=known),
        Clock(step="first", aim=third, by=fifth),
        Clock(step="persons", aim=fifth),
        Clock(step="public", aim=last),
        Clock(step="final", aim=last, by=last),
        Clock(step="prevention", aim=last),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of the samples."""

    incident_id: int = 3
    version: int = 1
    today: date = TODAY
    known_at: datetime = NOW - timedelta(hours=18)
    opened_at: datetime = NOW
    is_open: bool = True
    closed_on: date | None = None
    closed_by: str = ""
    facts: Facts = Facts()
    account: Account = Account()
    clocks: tuple[Clock, ...] = field(default_factory=lambda: _clocks(TODAY - timedelta(days=1)))
    act: Verdict = Verdict(grounds=("sensitive",))
    number_act: Verdict = Verdict(exempt="numberless")
    agreement: str = "見守り活動に関する協定"
    number: str = "7"
    partner: str = "ひのでロジ株式会社"
    gives: bool = False
    reporter: str = "青木 一子"
    leads: bool = True
    deputises: bool = False
    board: bool = False


OPEN = Case()
_SETTLED = tuple(
    replace(one, way="done", done_on=TODAY, receipt="第1234号", who="佐々 九子")
    for one in OPEN.clocks
)
SETTLED = replace(
    OPEN,
    clocks=(
        *_SETTLED[:2],
        replace(_SETTLED[2], way="instead", note="市のウェブサイトで知らせ、窓口を設けた。"),
        replace(_SETTLED[3], way="not_done", note="二次被害のおそれがなく、本人に知らせたため。"),
        *_SETTLED[4:],
    ),
)
CLOSED = replace(
    SETTLED,
    is_open=False,
    closed_on=TODAY,
    closed_by="佐々 九子",
    account=replace(OPEN.account, reason="すべての対応が済み、本人からの問い合わせもない。"),
)
LATE = replace(OPEN, today=TODAY + timedelta(days=9))
MINOR = replace(
    OPEN,
    facts=Facts(people=3, sensitive=False),
    act=Verdict(exempt="minor"),
    clocks=OPEN.clocks[-1:],
    agreement="",
    number="",
)
NUMBERS = replace(
    OPEN,
    facts=Facts(certainty="feared", people=None, purpose=True, numbers=True, spread=True),
    act=Verdict(grounds=("sensitive", "purpose", "uncounted")),
    number_act=Verdict(grounds=("spread", "purpose", "uncounted")),
    gives=True,
    board=True,
    clocks=(
        *OPEN.clocks[:2],
        replace(OPEN.clocks[1], step="first_numbers"),
        *OPEN.clocks[2:5],
        replace(OPEN.clocks[4], step="final_numbers"),
        OPEN.clocks[5],
    ),
)
OWN = replace(OPEN, reporter="", agreement="", number="", partner="", clocks=OPEN.clocks[1:])
LONG_CASE = replace(
    NUMBERS,
    agreement=LONG,
    partner=LONG_NAME,
    reporter=LONG_NAME,
    account=Account(
        what=LONG_WORDS,
        records=LONG,
        partner=LONG_NAME,
        cause=LONG_WORDS,
        damage=LONG_WORDS,
        response=LONG_WORDS,
        publicity=LONG_WORDS,
        prevention=LONG_WORDS,
        other=LONG_WORDS,
    ),
    clocks=tuple(
        replace(one, way="done", done_on=TODAY, receipt=LONG[:100], note=LONG_WORDS, who=LONG_NAME)
        for one in NUMBERS.clocks
    ),
)
TOLD = replace(OPEN, account=replace(OPEN.account, cause="宛先の候補を確かめなかった。"))


def samples() -> Iterator[Sample]:
    """All cards of incidents in all their states."""
    yield from _cases()
    yield from _told()
    yield from _forms()
    yield from _drafts()
    yield from _lists()


def _states(name: str, **draws: _Draw) -> Iterator[Sample]:
    for state, draw in draws.items():
        yield sample(f"records.{name}", state, draw)


def _cases() -> Iterator[Sample]:
    cases = {
        "open": OPEN,
        "late": LATE,
        "minor": MINOR,
        "numbers": NUMBERS,
        "by_renkei": OWN,
        "settled": SETTLED,
        "closed": CLOSED,
        "reader": replace(OPEN, leads=False),
        "long": LONG_CASE,
    }
    for state, case in cases.items():
        yield sample("records.incident", state, _of(view.incident, case))
    for done in ("facts", "account", "step", "closed", "reopened"):
        case = CLOSED if done == "closed" else OPEN
        yield sample("records.incident", f"done_{done}", _done(case, done))


def _of(draw: Callable[[Lang, Case], Card], case: Case) -> _Draw:
    return lambda lang: draw(lang, case)


def _done(case: Case, done: str) -> _Draw:
    return lambda lang: view.incident(lang, case, done=done)


def _told() -> Iterator[Sample]:
    yield from _states(
        "incident_received",
        short=_of(told.received, OPEN),
        unled=lambda lang: told.received(lang, OPEN, led=False),
    )
    yield from _states("incident_own", open=_of(told.own, OPEN), closed=_of(told.own, CLOSED))
    yield from _states(
        "incident_opened", short=_of(told.opened, OPEN), long=_of(told.opened, LONG_CASE)
    )
    yield from _states("incident_due", short=_of(told.due, OPEN))
    yield from _states(
        "incident_notified",
        opened=lambda lang: told.notified(lang, OPEN, late=False),
        late=lambda lang: told.notified(lang, LATE, late=True),
        unled=lambda lang: told.notified(lang, OPEN, late=False, led=False),
        settled=lambda lang: told.notified(lang, SETTLED, late=True),
        closed=lambda lang: told.notified(lang, CLOSED, late=True),
    )


def _forms() -> Iterator[Sample]:
    yield from _states(
        "incident_report_form",
        new=lambda lang: forms.report_form(lang, token="4f1c", now=NOW),  # noqa: S106 - no secret
    )
    yield from _states(
        "incident_facts_form",
        short=_of(forms.facts_form, OPEN),
        long=_of(forms.facts_form, LONG_CASE),
    )
    yield from _states(
        "incident_account_form",
        short=_of(forms.account_form, OPEN),
        long=_of(forms.account_form, LONG_CASE),
    )
    for clock in NUMBERS.clocks:
        yield sample("records.incident_step_form", clock.step, _step(NUMBERS, clock))
    yield sample("records.incident_step_form", "take", _step(OPEN, OPEN.clocks[0]))
    yield sample("records.incident_step_form", "again", _step(SETTLED, SETTLED.clocks[2]))
    yield from _states(
        "incident_closing_form",
        own=_of(forms.closing_form, SETTLED),
        deputy=_of(forms.closing_form, replace(SETTLED, deputises=True)),
    )


def _step(case: Case, clock: Clock) -> _Draw:
    return lambda lang: forms.step_form(lang, case, clock)


def _drafts() -> Iterator[Sample]:
    for kind in drafts.KINDS:
        yield sample("records.incident_draft", kind, _draft(NUMBERS, kind))
    whole = replace(SETTLED, account=replace(TOLD.account, damage="なし", other="なし"))
    yield sample("records.incident_draft", "written", _draft(whole, "final"))
    yield sample("records.incident_draft", "long", _draft(LONG_CASE, "final"))
    yield sample(
        "records.incident_draft",
        "print",
        lambda lang: drafts.draft_card(
            lang, OPEN, "first", url="https://bot.akatsuki.example/view"
        ),
    )


def _draft(case: Case, kind: str) -> _Draw:
    return lambda lang: drafts.draft_card(lang, case, kind)


def _lists() -> Iterator[Sample]:
    many = [replace(OPEN, incident_id=number) for number in range(1, 20)]
    yield from _states(
        "incidents",
        none=lambda lang: told.incidents(lang, []),
        few=lambda lang: told.incidents(lang, [OPEN, LATE, MINOR, SETTLED, CLOSED]),
        many=lambda lang: told.incidents(lang, many),
    )
    yield from _states(
        "incidents_own",
        none=lambda lang: told.own_reports(lang, []),
        few=lambda lang: told.own_reports(lang, [OPEN, CLOSED]),
        many=lambda lang: told.own_reports(lang, many),
        below=lambda lang: told.with_own(
            lang,
            forms.report_form(lang, token="4f1c", now=NOW),  # noqa: S106 - no secret
            many,
        ),
    )
