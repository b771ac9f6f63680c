"""Forms that a press returns: registration step by step, ending, objecting, reassigning."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from cards.agreements.matter import Matter, few_facts, key_line, not_a_decision, subject
from cards.agreements.verbs import (
    EndWithoutRenewal,
    Object,
    OpenSigningDay,
    Reassign,
    RecordDecision,
    RecordDraft,
    RecordPublication,
    RecordSigning,
    RecordSigningDay,
    Show,
)
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    box,
    card,
    choice_input,
    date_input,
    note,
    press,
    section,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import SOURCE, Lang
from cards.verbs import Verb

POSTS_LISTED = 100
STEPS = ("draft", "decision", "signing", "publication")
VERBS: dict[str, type[Verb]] = {
    "draft": RecordDraft,
    "decision": RecordDecision,
    "signing": RecordSigning,
    "publication": RecordPublication,
}


class PostChoice(Protocol):
    """A post that can take a matter over."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def department(self) -> str: ...


def need(lang: Lang) -> Need:
    """What is said where a required input is empty."""
    return Need(message=lang.t("common.need"))


def _past_day(lang: Lang) -> Need:
    """What is said where a day is missing or still to come."""
    return Need(message=lang.t("agreements.refused.future_day"))


def registration_form(lang: Lang, matter: Matter, *, today: date) -> Card:
    """決裁・締結を登録: the next step of 起案→決裁→締結→公表, whichever it is."""
    step = STEPS[_reached(matter)]
    known = {"agreement_id": matter.agreement_id, "version": matter.version}
    return card(
        lang,
        title=lang.t("agreements.form.registration.title"),
        body=[
            *subject(lang, matter),
            few_facts(lang, matter),
            _progress(lang, step),
            *_inputs(lang, matter, today, step),
            not_a_decision(lang),
        ],
        actions=[
            submit(lang.t(f"agreements.form.{step}.send"), VERBS[step], known),
            back(lang, matter),
        ],
    )


def _reached(matter: Matter) -> int:
    return {"drafted": 1, "decided": 2, "signed": 3}.get(matter.state, 0)


def _progress(lang: Lang, step: str) -> Element:
    names = [lang.t(f"agreements.form.{one}.step") for one in STEPS]
    now = lang.t("agreements.form.registration.now", step=lang.t(f"agreements.form.{step}.step"))
    return box([text(" → ".join(names), size="small"), text(now, weight="bolder", spacing="none")])


def _inputs(lang: Lang, matter: Matter, today: date, step: str) -> list[Element]:
    match step:
        case "draft":
            return _draft(lang, today)
        case "decision":
            return _decision(lang, today)
        case "signing":
            return _signing(lang, matter, today)
    return _publication(lang, today)


def _draft(lang: Lang, today: date) -> list[Element]:
    label = lang.t("agreements.form.draft.number")
    hint = lang.t("agreements.form.draft.hint", year=today.year)
    return [text_input("number", label, need=need(lang), most=60, placeholder=hint)]


def _decision(lang: Lang, today: date) -> list[Element]:
    t = lang.t
    past = _past_day(lang)
    classes = ("mayor", "deputy_mayor", "director", "manager", "superintendent", "other")
    keys = [f"agreements.form.decision.class.{one}" for one in classes]
    choices = [Choice(title=t(key), value=Lang(SOURCE).t(key)) for key in keys]  # as registered
    return [
        date_input("decided_on", t("agreements.form.decision.on"), need=past, latest=today),
        choice_input(
            "decided_class", t("agreements.form.decision.class_label"), choices, need=need(lang)
        ),
        text_input("decided_post", t("agreements.form.decision.post"), need=need(lang), most=100),
    ]


def _signing(lang: Lang, matter: Matter, today: date) -> list[Element]:
    t = lang.t
    kinds = ("handwritten", "seal", "electronic")
    choices = [Choice(title=t(f"agreements.signature.{kind}"), value=kind) for kind in kinds]
    return [
        date_input(
            "signed_on", t("agreements.form.signing.on"), need=_past_day(lang), latest=today
        ),
        choice_input("signature", t("agreements.form.signing.kind"), choices, need=need(lang)),
        date_input(
            "new_end",
            t("agreements.form.signing.new_end"),
            need=Need(message=t("agreements.form.signing.new_end_need")),
            earliest=matter.end + timedelta(days=1) if matter.end else None,
        ),
        date_input("certificate_expires_on", t("agreements.form.signing.certificate")),
        text_input("kept_at", t("agreements.form.signing.kept_at"), need=need(lang), most=200),
    ]


def _publication(lang: Lang, today: date) -> list[Element]:
    label = lang.t("agreements.form.publication.on")
    return [date_input("published_on", label, need=_past_day(lang), value=today, latest=today)]


def end_form(lang: Lang, matter: Matter) -> Card:
    """更新せず終了する, second step: the reason, and a last look."""
    verb = submit(
        lang.t("agreements.form.end.send"),
        EndWithoutRenewal,
        {"agreement_id": matter.agreement_id, "version": matter.version},
        style="destructive",
    )
    return _two_steps(lang, matter, "end", verb)


def object_form(lang: Lang, matter: Matter) -> Card:
    """更新しない旨を申し出る, second step."""
    verb = submit(
        lang.t("agreements.form.object.send"),
        Object,
        {"agreement_id": matter.agreement_id, "version": matter.version},
        style="destructive",
    )
    return _two_steps(lang, matter, "object", verb)


def _two_steps(lang: Lang, matter: Matter, step: str, send: Action) -> Card:
    label = lang.t(f"agreements.form.{step}.reason")
    return card(
        lang,
        title=lang.t(f"agreements.form.{step}.title"),
        body=[
            key_line(lang.t(f"agreements.form.{step}.lead"), urgent=True),
            *subject(lang, matter),
            few_facts(lang, matter),
            text_input("reason", label, need=need(lang), most=1000, lines=True),
            not_a_decision(lang),
        ],
        actions=[send, back(lang, matter)],
    )


def back(lang: Lang, matter: Matter) -> Action:
    """戻る: shows the matter, changes nothing."""
    return press(lang.t("common.back"), Show(agreement_id=matter.agreement_id))


def reassign_form(lang: Lang, matter: Matter, posts: Sequence[PostChoice]) -> Card:
    """担当を変更: choose a post."""
    choices = [
        Choice(title=shortened(f"{post.department}　{post.name}".strip(), 60), value=str(post.id))
        for post in posts
    ]
    label = lang.t("agreements.form.reassign.post")
    chosen = choice_input("post", label, choices, need=need(lang))
    hint = lang.t("agreements.form.reassign.hint")
    typed = text_input("post", label, need=need(lang), most=100, placeholder=hint)
    send = submit(
        lang.t("agreements.form.reassign.send"),
        Reassign,
        {"agreement_id": matter.agreement_id, "version": matter.version},
    )
    return card(
        lang,
        title=lang.t("agreements.form.reassign.title"),
        body=[
            *subject(lang, matter),
            text(lang.t("agreements.form.reassign.now", owner=matter.owner)),
            chosen if 0 < len(choices) <= POSTS_LISTED else typed,
            note(lang.t("agreements.form.reassign.note")),
        ],
        actions=[send, back(lang, matter)],
    )


def signing_day_task(lang: Lang, matter: Matter) -> Card:
    """The desk's task 「締結日を登録」: no alert comes before it is done."""
    verb = OpenSigningDay(agreement_id=matter.agreement_id, version=matter.version)
    return card(
        lang,
        title=lang.t("agreements.signing_day.title"),
        body=[
            key_line(lang.t("agreements.signing_day.why")),
            *subject(lang, matter),
            few_facts(lang, matter),
        ],
        actions=[
            press(lang.t("agreements.signing_day.open"), verb, style="positive"),
            press(lang.t("agreements.press.show"), Show(agreement_id=matter.agreement_id)),
        ],
        fallback_text=lang.t("agreements.signing_day.fallback", title=matter.title),
    )


def signing_day_form(lang: Lang, matter: Matter, *, today: date) -> Card:
    """締結日を登録: the day as it stands on the signed paper."""
    label = lang.t("agreements.form.signing.on")
    send = submit(
        lang.t("common.save"),
        RecordSigningDay,
        {"agreement_id": matter.agreement_id, "version": matter.version},
    )
    return card(
        lang,
        title=lang.t("agreements.signing_day.form"),
        body=[
            *subject(lang, matter),
            section(lang.t("agreements.signing_day.section")),
            date_input("signed_on", label, need=_past_day(lang), latest=today),
            note(lang.t("agreements.signing_day.note")),
        ],
        actions=[send, back(lang, matter)],
    )
