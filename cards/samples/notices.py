"""Samples of notices to many: for readers, authors, approvers, and while they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from cards import notices
from cards.lang import Lang
from cards.notices import verbs
from cards.samples.city import LONG, LONG_NAME, NOW, TODAY
from cards.samples.sample import Sample, sample

_BODY = (
    "12月29日（火）から1月3日（日）までは閉庁します。\n"
    "市民課とこども課は、12月29日の午前中だけ窓口を開けます。\n"
    "当番の職員は、所属の割当てをご確認ください。"
)
_ENGLISH = (
    "City hall is closed from 29 December to 3 January.\n"
    "The citizens' and children's desks are open on the morning of 29 December."
)
_LONG_BODY = "\n".join(f"{n}　{LONG}" for n in range(1, 16))
_CONFIRMED = NOW + timedelta(minutes=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Title and text in one language."""

    title: str = "年末年始の窓口の体制について"
    body: str = _BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a notice of the samples says."""

    ja: Words = Words()
    en: Words | None = Words(title="Opening hours at the turn of the year", body=_ENGLISH)
    contact: str = "総務課　内線1234"
    link: str = ""
    confirm: bool = True
    deadline: date | None = date(2026, 12, 18)
    urgent: bool = False

    def words(self, language: str) -> Words:
        return self.en if self.en and language != "ja" else self.ja


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a difference."""

    sign: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A correction that waits."""

    version: int = 8
    by: str = "東雲 太郎"
    at: datetime = NOW
    content: Content = Content(contact="総務課　内線1250")
    changes: tuple[Line, ...] = (
        Line(sign="-", text="総務課　内線1234", label="notices.fact.contact"),
        Line(sign="+", text="総務課　内線1250", label="notices.fact.contact"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A notice of the samples at one moment."""

    notice: int = 12
    version: int = 3
    edition: int = 1
    stage: str = "ready"
    title: str = "年末年始の窓口の体制について"
    author: str = "東雲 太郎"
    changed_by: str = "東雲 太郎"
    asked_by: str = "東雲 太郎"
    to: tuple[str, ...] = ("role:staff",)
    but: tuple[str, ...] = ()
    due_at: datetime = NOW
    at_once: bool = False
    expires_at: datetime = NOW + timedelta(days=7)
    remark: str = ""
    asked_at: datetime | None = None
    approved_audience: int | None = None
    audience: int = 40_000
    on_leave: int = 412
    without_account: int = 380
    pupils: int = 0
    unknown: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    canary: Mapping[str, int] = field(default_factory=dict)
    read: int = 0
    confirmed_now: int = 0
    seconds_left: int | None = None
    acts: frozenset[str] = frozenset(("change", "ask", "discard"))
    names: bool = True
    content: Content | None = Content()
    cards: Mapping[str, Any] = field(default_factory=dict)
    first: bool = False
    changes: tuple[Line, ...] = ()
    proposal: Proposed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into a form."""

    title: str = "年末年始の窓口の体制について"
    body: str = _BODY
    english_title: str = ""
    english_body: str = ""
    by: str = "department"
    who: str = "企画課、学校教育課"
    confirm: bool = True
    deadline: date | None = date(2026, 12, 18)
    urgent: bool = False
    contact: str = "総務課　内線1234"
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What sending would be like."""

    reachable: int = 39_460
    first_contact: int = 500
    unreachable: Mapping[str, int]
    seconds: int = 912


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A notice in a list."""

    notice: int = 12
    title: str = "年末年始の窓口の体制について"
    stage: str = "sending"
    audience: int = 40_000
    to_approve: bool = False
    at: datetime = NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A person whom a notice didn't reach."""

    name: str = "朝霧 みどり"
    department: str = "市民課"
    state: str = "unreachable"
    reason: str = "not_installed"


LONG_CONTENT = Content(
    ja=Words(title=LONG[:100], body=_LONG_BODY[:2000]),
    en=Words(title="*" * 100, body=("A line that wants escaping: [*_]\n" * 60)[:2000]),
    contact=f"{LONG_NAME}　連絡担当",
    link="https://akatsuki.example.jp/notices/2026/12/" + "a" * 200,
    urgent=True,
)
LONG_TYPED = Typed(
    title=LONG[:100],
    body=_LONG_BODY[:2000],
    english_title="A" * 100,
    english_body="A line of the text\n" * 100,
    who="、".join(LONG_NAME for _ in range(8))[:500],
    contact=LONG_NAME,
    link="https://akatsuki.example.jp/" + "a" * 200,
)
_LOST = {"not_installed": 25, "blocked": 12, "disabled": 3}
_EVERY_LOSS = {
    **_LOST,
    "no_account": 9,
    "guest": 8,
    "deleted": 7,
    "unlicensed": 6,
    "too_large": 5,
    "MessageWritesBlocked": 4,
    "SomethingNobodyKnows": 2,
}
_MIDWAY = {"pending": 15_020, "sending": 40, "sent": 20_900, "confirmed": 4_000, "unreachable": 40}
_OVER = {"sent": 3_560, "confirmed": 36_400, "unreachable": 40}
_EVERY_STATE = {
    **_MIDWAY,
    "pending": 14_014,
    "failed": 1_000,
    "expired": 3,
    "unknown": 2,
    "withdrawn": 1,
}
_MOVING = frozenset(("pause", "correct", "cancel", "withdraw"))
_MANY_PLACES = (
    *(f"department:{LONG_NAME}{n}" for n in range(9)),
    "post:課長",
    "role:school_nurse",
)
SENDING = Standing(
    stage="sending", numbers=_MIDWAY, read=11_842, seconds_left=334, acts=_MOVING, version=7
)
LONG_STANDING = Standing(
    title=LONG,
    to=_MANY_PLACES,
    but=("municipality:みどり川町", "list:2026新任"),
    content=LONG_CONTENT,
    author=LONG_NAME,
    changed_by=LONG_NAME,
    asked_by=LONG_NAME,
    approved_audience=31_000,
    pupils=20_000,
    edition=2,
    remark=LONG * 3,
    changes=tuple(Line(sign="+" if n % 2 else "-", text=LONG) for n in range(40)),
    unknown=12,
)
PROPOSED = replace(SENDING, acts=frozenset(("accept", "decline")), proposal=Proposed(), names=False)


# What another slice has written: any card will do.
_ELSEWHERE = {
    code: notices.notice(Lang(code), Content(), notice_id=12, edition=1) for code in ("ja", "en")
}


def samples() -> Iterator[Sample]:
    """All cards of the slice in all their states."""
    yield from _reading()
    yield from _forms()
    yield from _drafts()
    yield from _approvals()
    yield from _corrections()
    yield from _moving()
    yield from _endings()
    yield from _lists()


def _reading() -> Iterator[Sample]:
    plain = Content(en=None, confirm=False, deadline=None)
    linked = Content(link="https://akatsuki.example.jp/notices/12")
    yield _read("short", plain)
    yield _read("confirm", linked)
    yield _read("confirmed", linked, confirmed_at=_CONFIRMED)
    yield _read("corrected", linked, edition=2)
    yield _read("long", LONG_CONTENT, edition=3)
    yield sample("notices.gone", "empty", notices.gone)


def _read(
    state: str, content: Content, *, edition: int = 1, confirmed_at: datetime | None = None
) -> Sample:
    return sample(
        "notices.notice",
        state,
        lambda lang: notices.notice(
            lang, content, notice_id=12, edition=edition, confirmed_at=confirmed_at
        ),
    )


def _forms() -> Iterator[Sample]:
    wrong = ("「企角課」に当てはまる職員がいません。名称をご確認ください。",)
    correct = partial(notices.correct_form, notice_id=12, version=3, today=TODAY)
    form = "notices.new_form"
    yield sample(form, "empty", lambda lang: notices.new_form(lang, today=TODAY))
    typed = Typed(who="企角課")
    yield sample(
        form, "error", lambda lang: notices.new_form(lang, typed, today=TODAY, wrong=wrong)
    )
    yield sample(
        form,
        "long",
        lambda lang: notices.new_form(lang, LONG_TYPED, today=TODAY, wrong=(LONG, LONG)),
    )
    kept = Typed(by="keep", who="")
    yield sample(
        "notices.change_form",
        "short",
        lambda lang: notices.change_form(lang, kept, notice_id=12, version=3, today=TODAY),
    )
    yield sample("notices.correct_form", "short", lambda lang: correct(lang, Typed()))
    yield sample(
        "notices.correct_form",
        "error",
        lambda lang: correct(lang, LONG_TYPED, wrong=wrong),
    )
    yield sample(
        "notices.send_back_form",
        "short",
        lambda lang: notices.send_back_form(lang, Standing(stage="asked")),
    )


def _drafts() -> Iterator[Sample]:
    small = Standing(
        audience=1, on_leave=0, without_account=0, to=("post:企画課長",), content=Content(en=None)
    )
    yield _draft("short", Standing(to=("department:企画課", "department:学校教育課"), audience=86))
    yield _draft("everybody", Standing(to=("all",), but=("role:manager",), pupils=31_200))
    yield _draft("one", replace(small, acts=frozenset(("change", "start", "discard"))))
    yield _draft("counting", Standing(stage="counting", audience=0, acts=frozenset(("change",))))
    yield _draft("empty", Standing(audience=0, to=("department:企角課",)))
    back = "問い合わせ先の内線を、総務課の代表に変えてください。"
    yield _draft("returned", Standing(stage="returned", remark=back))
    yield _draft(
        "error",
        Standing(
            stage="draft",
            to=("group:8f0c",),
            remark="notices.remark.group",
            acts=frozenset(("change", "discard")),
        ),
    )
    anew = Standing(content=None, cards=_ELSEWHERE, remark="notices.remark.rewritten")
    yield _draft("elsewhere", replace(anew, acts=frozenset(("ask", "discard"))))
    yield _draft("rehearsed", Standing(), Rehearsal(unreachable=_LOST))
    yield _draft("reached", Standing(), Rehearsal(unreachable={}, first_contact=0, seconds=3_700))
    yield _draft("long", LONG_STANDING, Rehearsal(unreachable=_EVERY_LOSS))


def _draft(state: str, standing: Standing, rehearsal: Rehearsal | None = None) -> Sample:
    return sample("notices.draft", state, lambda lang: notices.draft(lang, standing, rehearsal))


def _approvals() -> Iterator[Sample]:
    asked = Standing(
        stage="asked", asked_at=NOW, acts=frozenset(("approve", "send_back")), version=4
    )
    lines = (
        Line(sign=" ", text="12月29日（火）から1月3日（日）までは閉庁します。"),
        Line(sign="-", text="市民課は、12月29日の午前中だけ窓口を開けます。"),
        Line(sign="+", text="市民課とこども課は、12月29日の午前中だけ窓口を開けます。"),
        Line(sign="-", text="department:企画課", label="notices.fact.audience"),
        Line(sign="+", text="role:staff", label="notices.fact.audience"),
        Line(sign="+", text="2026-12-18", label="notices.fact.deadline"),
        Line(sign="+", text="✓", label="notices.fact.urgent"),
    )
    name = "notices.approval"
    first = replace(asked, first=True, at_once=True)
    yield sample(name, "short", lambda lang: notices.approval(lang, first))
    grown = replace(asked, approved_audience=38_020, asked_by="")
    yield sample(name, "grown", lambda lang: notices.approval(lang, grown))
    changed = replace(asked, changes=lines)
    yield sample(name, "changed", lambda lang: notices.approval(lang, changed))
    long = replace(LONG_STANDING, stage="asked", asked_at=NOW, acts=asked.acts)
    yield sample(name, "long", lambda lang: notices.approval(lang, long))
    waits = replace(asked, acts=frozenset(("change", "discard")))
    yield sample(name, "waiting", lambda lang: notices.approval(lang, waits))
    elsewhere = replace(changed, content=None, cards=_ELSEWHERE)
    yield sample(name, "elsewhere", lambda lang: notices.approval(lang, elsewhere))
    for act in ("approve", "send_back", "accept", "decline"):
        yield _answered(asked, act)


def _answered(asked: Standing, act: str) -> Sample:
    return sample(
        "notices.approval_answered",
        act,
        lambda lang: notices.approval_answered(lang, asked, act, by="暁 花子", at=NOW),
    )


def _corrections() -> Iterator[Sample]:
    name = "notices.proposal"
    yield sample(name, "short", lambda lang: notices.proposal(lang, PROPOSED))
    waits = replace(PROPOSED, acts=_MOVING)
    yield sample(name, "waiting", lambda lang: notices.proposal(lang, waits))
    proposed = Proposed(by="", content=LONG_CONTENT, changes=LONG_STANDING.changes)
    long = replace(PROPOSED, title=LONG, proposal=proposed)
    yield sample(name, "long", lambda lang: notices.proposal(lang, long))
    form = "notices.decline_form"
    yield sample(form, "short", lambda lang: notices.decline_form(lang, PROPOSED, version=8))
    back = replace(SENDING, remark="内線は、代表の番号にしてください。")
    yield sample("notices.declined", "short", lambda lang: notices.declined(lang, back))
    yield _progress("proposed", waits)
    yield _progress("declined", back)
    asks = partial(notices.correct_form, notice_id=12, version=3, today=TODAY, asks=True)
    yield sample("notices.correct_form", "asks", lambda lang: asks(lang, Typed()))


def _moving() -> Iterator[Sample]:
    canary = {"pending": 39_600, "sending": 5, "sent": 390, "confirmed": 4, "unreachable": 1}
    paused = replace(SENDING, stage="paused", acts=frozenset(("resume", *_MOVING - {"pause"})))
    waits = frozenset(("cancel",))
    yield _progress(
        "scheduled", Standing(stage="scheduled", numbers={"pending": 40_000}, acts=waits)
    )
    yield _progress("canary", replace(SENDING, stage="canary", numbers=canary, read=90))
    yield _progress("short", SENDING)
    yield _progress("paused", paused)
    yield _progress("resting", replace(SENDING, stage="resting", seconds_left=None))
    yield _progress("unplanned", Standing(numbers={"pending": 40_000}))
    yield _progress(
        "cancelled", replace(SENDING, stage="cancelled", acts=frozenset(("correct", "withdraw")))
    )
    gone = {"withdrawn": 39_960, "unreachable": 40}
    yield _progress(
        "withdrawn", replace(SENDING, stage="withdrawn", numbers=gone, acts=frozenset())
    )
    yield _progress("one", replace(SENDING, audience=1, numbers={"sent": 1}, read=1))
    yield _progress(
        "long",
        replace(
            SENDING, title=LONG, to=_MANY_PLACES, numbers=_EVERY_STATE, edition=2, confirmed_now=310
        ),
    )


def _progress(state: str, standing: Standing) -> Sample:
    return sample("notices.progress", state, lambda lang: notices.progress(lang, standing, at=NOW))


def _endings() -> Iterator[Sample]:
    over = replace(
        SENDING, stage="done", numbers=_OVER, read=38_120, acts=frozenset(("correct", "withdraw"))
    )
    yield _outcome("short", over, _LOST)
    everybody = replace(over, audience=86, numbers={"confirmed": 86}, without_account=0)
    yield _outcome("empty", everybody, {})
    yield _outcome("long", replace(over, title=LONG, to=_MANY_PLACES), _EVERY_LOSS)
    bad = {"pending": 39_600, "sent": 368, "failed": 30, "unknown": 2}
    halted = replace(
        SENDING,
        stage="stopped",
        numbers=bad,
        canary={"sent": 368, "failed": 30, "unknown": 2},
        acts=frozenset(("resume", *_MOVING - {"pause"})),
    )
    yield sample(
        "notices.stopped",
        "short",
        lambda lang: notices.stopped(
            lang, halted, {"BotDisabledByAdmin": 30, "unknown": 2}, at=NOW
        ),
    )
    yield sample(
        "notices.stopped",
        "long",
        lambda lang: notices.stopped(lang, replace(halted, title=LONG), _EVERY_LOSS, at=NOW),
    )
    for act in ("discard", "cancel", "withdraw"):
        yield _considered(act)
    title = SENDING.title
    yield sample("notices.discarded", "short", lambda lang: notices.discarded(lang, title))


def _outcome(state: str, standing: Standing, lost: Mapping[str, int]) -> Sample:
    return sample(
        "notices.outcome", state, lambda lang: notices.outcome(lang, standing, lost, at=NOW)
    )


def _considered(act: verbs.Act) -> Sample:
    return sample("notices.considered", act, lambda lang: notices.considered(lang, SENDING, act))


def _lists() -> Iterator[Sample]:
    stages = ("asked", "sending", "ready", "done", "cancelled", "returned", "stopped")
    many = tuple(
        Listed(notice=n, stage=stages[n % 7], to_approve=n == 7, audience=n * 40)
        for n in range(1, 16)
    )
    long = tuple(replace(one, title=LONG) for one in many)
    for state, listed in (("empty", ()), ("one", many[:1]), ("many", many), ("long", long)):
        yield _mine(state, listed)
    approver = (Listed(stage="asked", to_approve=True),)
    yield sample(
        "notices.mine", "approver", lambda lang: notices.mine(lang, approver, may_write=False)
    )
    yield sample("notices.not_for_you", "empty", notices.not_for_you)
    few = (Missed(), Missed(name="夕凪 みなと", reason="", state="expired"))
    crowd = tuple(Missed(name=LONG_NAME, department=LONG_NAME) for _ in range(20))
    for state, missed, total in (("empty", (), 0), ("short", few, 2), ("long", crowd, 1_840)):
        yield _unreached(state, missed, total)


def _mine(state: str, listed: tuple[Listed, ...]) -> Sample:
    return sample("notices.mine", state, lambda lang: notices.mine(lang, listed, may_write=True))


def _unreached(state: str, missed: tuple[Missed, ...], total: int) -> Sample:
    return sample(
        "notices.unreached", state, lambda lang: notices.unreached(lang, SENDING, missed, total)
    )
