"""Samples of the cards that owners of agreements see."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cards import agreements as view
from cards.again import above
from cards.agreements.answers import ANSWERED
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import (
    AUTOMATIC,
    EMPTY_MATTER,
    ENDING,
    LONG,
    LONG_MATTER,
    LONG_NAME,
    POSTS,
    SHORT,
    TODAY,
    Decision,
    Due,
    Duty,
    Escalated,
    Matter,
    Post,
    Press,
)
from cards.samples.sample import Sample, sample

BECOMES = {
    "agreements.start_talks": "in_talks",
    "agreements.record_draft": "drafted",
    "agreements.record_decision": "decided",
    "agreements.record_signing": "signed",
    "agreements.record_publication": "published",
    "agreements.end_without_renewal": "not_renewed",
    "agreements.continue": "continued",
    "agreements.object": "objected",
    "agreements.negotiate_terms": "in_talks",
    "agreements.confirm_expiry": "expired",
}
OF_KIND = {
    "agreements.continue": AUTOMATIC,
    "agreements.object": AUTOMATIC,
    "agreements.negotiate_terms": AUTOMATIC,
    "agreements.confirm_expiry": ENDING,
    "agreements.consider_successor": ENDING,
}
DECIDED = Decision(
    decided_on=date(2026, 11, 20), decided_class="部長専決", decided_post="総合政策部長"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search result of the samples."""

    agreement_id: int = 7
    title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    end: date | None = date(2027, 3, 31)
    state: str = "before_talks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence of the samples."""

    what: str = "従事者名簿"
    article: str = "第6条"
    on: date | None = date(2026, 4, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A bundle of the samples."""

    matter: Matter = SHORT
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[str, ...] = ()
    owed: tuple[Duty, ...] = ()


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _alerts()
    yield from _escalations()
    yield from _lists()
    yield from _answers()
    yield from _forms()
    yield from _details()


def _refused(lang: Lang) -> Card:
    """As it comes back to whom a press on it was refused."""
    return above(view.renewal_due(lang, Matter()), lang.t("agreements.refused.not_yours"))


def _alerts() -> Iterator[Sample]:
    name = "agreements.renewal_due"
    soon = replace(
        Matter(), today=date(2026, 12, 22), may_snooze=False, practical_day=date(2026, 12, 28)
    )
    over = replace(ENDING, today=date(2027, 4, 2))
    odd = replace(Matter(), title="*重要* [案] 1_2_3 `覚書` #1 <b> & ~~旧~~")
    contract = replace(AUTOMATIC, kind="contract", title="市民会館清掃業務委託契約")
    yield sample(name, "short", lambda lang: view.renewal_due(lang, Matter()))
    yield sample(name, "long", lambda lang: view.renewal_due(lang, LONG_MATTER))
    yield sample(name, "empty", lambda lang: view.renewal_due(lang, EMPTY_MATTER))
    yield sample(name, "near", lambda lang: view.renewal_due(lang, soon))
    yield sample(name, "automatic", lambda lang: view.renewal_due(lang, AUTOMATIC))
    yield sample(name, "none", lambda lang: view.renewal_due(lang, ENDING))
    yield sample(name, "over", lambda lang: view.renewal_due(lang, over))
    yield sample(name, "signs", lambda lang: view.renewal_due(lang, odd))
    yield sample(name, "refused", _refused)
    yield sample(
        "agreements.budget_warning", "short", lambda lang: view.budget_warning(lang, contract)
    )
    yield sample(
        "agreements.budget_warning", "long", lambda lang: view.budget_warning(lang, _long_auto())
    )


def _long_auto() -> Matter:
    return replace(LONG_MATTER, renewal_kind="automatic", state="before_talks")


def _escalations() -> Iterator[Sample]:
    name = "agreements.escalation"
    idle = Escalated(matter=replace(Matter(), state="before_talks"), confirmed=True)
    yield sample(name, "short", lambda lang: view.escalation(lang, Escalated(matter=Matter())))
    yield sample(name, "idle", lambda lang: view.escalation(lang, idle))
    yield sample(name, "long", lambda lang: view.escalation(lang, Escalated(matter=LONG_MATTER)))


def dues(count: int, *, title: str = "包括連携に関する協定書") -> tuple[Due, ...]:
    """So many lines for a list of deadlines."""
    kinds = ("renewal", "notice", "expiry", "duty", "contacts", "oral_disclosure")
    return tuple(
        Due(
            what=f"agreements.what.{kinds[n % len(kinds)]}",
            title=f"{title}{n + 1}" if count > 1 else title,
            day=TODAY + timedelta(days=n * 3),
        )
        for n in range(count)
    )


def _lists() -> Iterator[Sample]:
    long = dues(60, title=LONG)
    yield sample("agreements.digest", "many", lambda lang: view.digest(lang, dues(5), today=TODAY))
    yield sample("agreements.digest", "long", lambda lang: view.digest(lang, long, today=TODAY))
    name = "agreements.found"
    many = tuple(
        Found(agreement_id=n, title=f"災害時応援協定（第{n}号）", partner=f"協力団体{n}")
        for n in range(1, 30)
    )
    worst = tuple(
        Found(agreement_id=n, title=LONG, partner=LONG_NAME, end=None) for n in range(1, 30)
    )
    old = (Found(partner="暁商事株式会社（旧あかつき物産株式会社）"),)
    yield sample(name, "empty", lambda lang: view.found(lang, "給食", ()))
    yield sample(name, "one", lambda lang: view.found(lang, "物産", old))
    yield sample(name, "many", lambda lang: view.found(lang, "災害", many))
    yield sample(name, "long", lambda lang: view.found(lang, "協定", worst))


def _answers() -> Iterator[Sample]:
    for act in ANSWERED:
        yield _answer(act)
    deputy = Press(
        act="agreements.start_talks", by="連携推進係長　東雲 太郎", deputy_for="企画課長　暁 花子"
    )
    talks = replace(Matter(), state="in_talks", undoable=True)
    long = Press(
        act="agreements.record_decision", by="地域共生推進部 デジタル連携推進課長　暁 花子"
    )
    yield sample(
        "agreements.start_talks", "deputy", lambda lang: view.answered(lang, talks, deputy)
    )
    yield sample(
        "agreements.start_talks",
        "fixed",
        lambda lang: view.answered(
            lang, replace(talks, undoable=False), Press(act="agreements.start_talks")
        ),
    )
    yield sample(
        "agreements.record_decision", "long", lambda lang: view.answered(lang, LONG_MATTER, long)
    )


def _answer(act: str) -> Sample:
    base = OF_KIND.get(act, Matter())
    state = BECOMES.get(act, "before_talks")
    known = state in {"drafted", "decided", "signed"}
    matter = replace(
        base,
        state=state,
        draft_number="企政第2026-45号" if known else "",
        decision=DECIDED if state in {"decided", "signed"} else None,
        is_open=act != "agreements.continue",
        confirmed=act == "agreements.confirm_renewal",
        undoable=act not in {"agreements.undo", "agreements.object"},
    )
    return sample(act, "short", lambda lang: view.answered(lang, matter, Press(act=act)))


def _forms() -> Iterator[Sample]:
    drafted = replace(Matter(), state="drafted", draft_number="企政第2026-45号")
    decided = replace(drafted, state="decided", decision=DECIDED)
    signed = replace(decided, state="signed")
    many = tuple(
        Post(id=n, name=f"デジタル連携推進第{n}係長", department="地域共生推進部")
        for n in range(99)
    )
    name = "agreements.registration_form"
    for state, matter in (
        ("first", Matter()),
        ("drafted", drafted),
        ("decided", decided),
        ("signed", signed),
    ):
        yield _registration(name, state, matter)
    yield _registration(name, "long", replace(LONG_MATTER, state="in_talks", decision=None))
    yield sample("agreements.end_form", "short", lambda lang: view.end_form(lang, Matter()))
    yield sample("agreements.end_form", "long", lambda lang: view.end_form(lang, LONG_MATTER))
    yield sample("agreements.object_form", "short", lambda lang: view.object_form(lang, AUTOMATIC))
    name = "agreements.reassign_form"
    yield sample(name, "short", lambda lang: view.reassign_form(lang, Matter(), POSTS))
    yield sample(name, "empty", lambda lang: view.reassign_form(lang, Matter(), ()))
    yield sample(name, "long", lambda lang: view.reassign_form(lang, LONG_MATTER, many))


def _registration(name: str, state: str, matter: Matter) -> Sample:
    return sample(name, state, lambda lang: view.registration_form(lang, matter, today=TODAY))


def _details() -> Iterator[Sample]:
    name = "agreements.detail"
    two = (Duty(), Duty(kind="audit", obligor="甲", due_on=None, state="done"))
    many = tuple(Duty(kind="disposal_certificate") for _ in range(40))
    url = "https://renkei.city.example.jp/print/sample"
    yield sample(
        name,
        "short",
        lambda lang: view.detail(lang, Matter(), duties=two, print_url=url, calendar_url=url),
    )
    yield sample(
        name, "long", lambda lang: view.detail(lang, LONG_MATTER, duties=many, print_url=url)
    )
    yield sample(name, "empty", lambda lang: view.detail(lang, EMPTY_MATTER))
    name = "agreements.bundle"
    gaps = ("第8条 廃棄証明書がありません", "第6条 従事者名簿の更新がありません")
    some = Bundled(
        evidence=(Evidence(), Evidence(what="実地検査の記録", on=None)), gaps=gaps, owed=two
    )
    full = Bundled(
        matter=LONG_MATTER,
        evidence=tuple(Evidence(what=LONG, article="第12条第3項第4号") for _ in range(80)),
        gaps=tuple(LONG for _ in range(40)),
        owed=many,
    )
    yield sample(name, "short", lambda lang: view.bundle(lang, some, download_url=url))
    yield sample(name, "empty", lambda lang: view.bundle(lang, Bundled()))
    yield sample(name, "long", lambda lang: view.bundle(lang, full, download_url=url))
