"""事故: a case with its clocks, and what whoever leads it may press."""

from datetime import date

from cards.common import group, key_day, key_line, left
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    bullets,
    card,
    columns,
    facts,
    note,
    press,
    section,
    shortened,
    text,
)
from cards.lang import Lang
from cards.records.incident_matter import Case, Clock, Verdict
from cards.records.verbs.incidents import (
    Incidents,
    OpenIncidentAccount,
    OpenIncidentClosing,
    OpenIncidentFacts,
    OpenIncidentStep,
    ReopenIncident,
)

K = "records.incidents"
SHOWN_LENGTH = 400
LINE_LENGTH = 100
NOTE_LENGTH = 140
NAME_LENGTH = 40
SOON_DAYS = 2


def title(lang: Lang, incident_id: int) -> str:
    """事故 第3号."""
    return lang.t(f"{K}.title", number=incident_id)


def step_name(lang: Lang, case: Case, step: str) -> str:
    """What a step is called; towards the partner it depends on who works for whom."""
    if step == "contract":
        return lang.t(f"{K}.step.contract_{'give' if case.gives else 'take'}")
    return lang.t(f"{K}.step.{step}")


def incident(lang: Lang, case: Case, *, done: str = "") -> Card:
    """One case with its clocks, and what its reader may press. `done`: what was just done."""
    return card(
        lang,
        title=title(lang, case.incident_id),
        body=[
            *([key_line(lang.t(f"{K}.done.{done}"))] if done else []),
            *standing(lang, case),
            *account(lang, case),
            *duty(lang, case),
            *group(lang.t(f"{K}.clocks"), [_clock(lang, case, one) for one in case.clocks]),
        ],
        actions=steps(lang, case),
        fallback_text=title(lang, case.incident_id),
    )


def standing(lang: Lang, case: Case) -> list[Element]:
    """The next last day, or what is open without one, or who closed the case."""
    if not case.is_open:
        day = case.closed_on or case.today
        return [key_line(lang.t(f"{K}.closed", day=day, who=case.closed_by or "－"))]
    owed = next_owed(case)
    if owed is None:
        return [key_line(lang.t(f"{K}.nothing_owed"))]
    name = step_name(lang, case, owed.step)
    if owed.by is None and owed.step != "persons":
        return [key_line(f"{name}　{without_day(lang, owed)}")]
    if owed.by is None:
        days = (case.today - case.known_at.date()).days + 1
        return [key_line(lang.t(f"{K}.without_delay", step=name, days=days))]
    soon = (owed.by - case.today).days <= SOON_DAYS
    return [
        key_day(lang, f"{name}　{left_or_late(lang, owed.by, case.today)}", owed.by, urgent=soon)
    ]


def next_owed(case: Case) -> Clock | None:
    """What nobody has settled and is due first."""
    left_ = [one for one in case.clocks if not one.way]
    return min(left_, key=lambda one: one.by or one.aim, default=None)


def without_day(lang: Lang, one: Clock) -> str:
    """遅滞なく for the people who are concerned; for the rest the day that Renkei goes by."""
    persons = one.step == "persons"
    return lang.t(f"{K}.soonest") if persons else lang.t(f"{K}.aim", day=one.aim)


def left_or_late(lang: Lang, day: date, today: date) -> str:
    """あと3日, 本日, or that a last day of the law has passed."""
    return lang.t(f"{K}.late") if day < today else left(lang, day, today)


def account(lang: Lang, case: Case) -> list[Element]:
    """What happened, to which records, when somebody knew, who told it."""
    said = case.account
    by = shortened(case.reporter, NAME_LENGTH) or lang.t(f"{K}.by_renkei")
    fact = f"{K}.fact"
    other = "　".join(filter(None, (case.number, case.agreement, case.partner)))
    return [
        text(shortened(said.what, SHOWN_LENGTH)),
        facts(
            [
                (lang.t(f"{fact}.known_at"), lang.instant(case.known_at)),
                (lang.t(f"{fact}.opened_at"), lang.instant(case.opened_at)),
                (lang.t(f"{fact}.reporter"), by),
                (lang.t(f"{fact}.records"), shortened(said.records, LINE_LENGTH)),
                (lang.t(f"{fact}.people"), people(lang, case.facts.people)),
                (lang.t(f"{fact}.certainty"), lang.t(f"{K}.certainty.{case.facts.certainty}")),
                (lang.t(f"{fact}.partner"), shortened(other, LINE_LENGTH)),
                (lang.t(f"{fact}.reason"), shortened(said.reason, LINE_LENGTH)),
            ]
        ),
    ]


def people(lang: Lang, count: int | None) -> str:
    """約30人; 確認中 where nobody has counted."""
    return lang.t(f"{K}.uncounted") if count is None else lang.t(f"{K}.people", count=count)


def duty(lang: Lang, case: Case) -> list[Element]:
    """報告の要否, with the reasons; who reports is the body that keeps the records."""
    lines = [*_verdict(lang, "act", case.act)]
    if case.facts.numbers:
        lines += _verdict(lang, "number_act", case.number_act)
    body = "board" if case.board else "city"
    return [
        section(lang.t(f"{K}.duty.title")),
        *lines,
        note(lang.t(f"{K}.duty.{body}")),
    ]


def _verdict(lang: Lang, law: str, found: Verdict) -> list[Element]:
    owed = "owed" if found.grounds else "not_owed"
    head = text(lang.t(f"{K}.duty.{law}_{owed}"), weight="bolder", spacing="small")
    reasons = [lang.t(f"{K}.ground.{one}") for one in found.grounds]
    reasons += [lang.t(f"{K}.exempt.{found.exempt}")] if found.exempt else []
    return [head, *bullets(reasons)]


def _clock(lang: Lang, case: Case, one: Clock) -> Element:
    words = [text(step_name(lang, case, one.step), weight="bolder"), *_state(lang, case, one)]
    if not (case.leads and case.is_open):
        return columns(("stretch", words))
    verb = OpenIncidentStep.of({"incident_id": case.incident_id, "step": one.step})
    label = lang.t(f"{K}.press.{'mend' if one.way else 'settle'}")
    return columns(("stretch", words), ("auto", actions_row([press(label, verb)])))


def _state(lang: Lang, case: Case, one: Clock) -> list[Element]:
    if one.way:
        who = shortened(one.who or "－", NAME_LENGTH)
        said = lang.t(f"{K}.way.{one.way}", day=one.done_on or case.today, who=who)
        receipt = one.receipt and lang.t(f"{K}.receipt", receipt=one.receipt)
        more = "　".join(filter(None, (said, shortened(receipt, NAME_LENGTH), one.note)))
        return [text(shortened(more, NOTE_LENGTH), spacing="none")]
    if one.by is None:
        return [text(without_day(lang, one), spacing="none")]
    due = lang.t(f"{K}.until", day=one.by, left=left_or_late(lang, one.by, case.today))
    aim = [text(lang.t(f"{K}.aim", day=one.aim), size="small", spacing="none")]
    return [text(due, spacing="none"), *(aim if one.aim != one.by else [])]


def steps(lang: Lang, case: Case) -> list[Action]:
    """What whoever leads a case may press; others go back to the list."""
    lists = press(lang.t(f"{K}.press.list"), Incidents())
    if not case.leads:
        return [lists]
    this = {"incident_id": case.incident_id}
    if not case.is_open:
        again = ReopenIncident(incident_id=case.incident_id, version=case.version)
        return [press(lang.t(f"{K}.press.reopen"), again), lists]
    return [
        press(lang.t(f"{K}.press.facts"), OpenIncidentFacts.of(this)),
        press(lang.t(f"{K}.press.account"), OpenIncidentAccount.of(this)),
        press(lang.t(f"{K}.press.close"), OpenIncidentClosing.of(this)),
        lists,
    ]
