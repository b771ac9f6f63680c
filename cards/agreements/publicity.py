"""Publicity: what the city wants to publish is asked of the partner before."""

from datetime import date
from typing import Protocol

from cards.agreements.forms import back, need
from cards.agreements.matter import Matter, key_line, subject
from cards.agreements.verbs import PublicityAnswer, RequestPublicity, Show
from cards.common import copyable
from cards.elements import (
    Card,
    Choice,
    Element,
    card,
    choice_input,
    date_input,
    facts,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang


class Publicity(Protocol):
    """One request and the partner's answer."""

    @property
    def publicity_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def agreement_id(self) -> int: ...
    @property
    def agreement_title(self) -> str: ...
    @property
    def partner(self) -> str: ...
    @property
    def medium(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def text(self) -> str: ...
    @property
    def answer(self) -> str:
        """Agreed | declined | empty while the partner has not answered."""

    @property
    def answered_on(self) -> date | None: ...
    @property
    def today(self) -> date: ...


def publicity_form(lang: Lang, matter: Matter) -> Card:
    """公表の事前協議: medium, day, text."""
    t = lang.t
    send = submit(
        t("agreements.publicity.send"), RequestPublicity, {"agreement_id": matter.agreement_id}
    )
    hint = t("agreements.publicity.medium_hint")
    return card(
        lang,
        title=t("agreements.publicity.form"),
        body=[
            *subject(lang, matter),
            text(t("agreements.publicity.why")),
            text_input(
                "medium",
                t("agreements.publicity.medium"),
                need=need(lang),
                most=200,
                placeholder=hint,
            ),
            date_input("on", t("agreements.publicity.on"), need=need(lang), earliest=matter.today),
            text_input(
                "text", t("agreements.publicity.text"), need=need(lang), most=4000, lines=True
            ),
        ],
        actions=[send, back(lang, matter)],
    )


def publicity_asked(lang: Lang, request: Publicity, *, mail: str = "") -> Card:
    """Recorded, and not yet 公表可: the partner's answer is awaited."""
    choices = [
        Choice(title=lang.t(f"agreements.publicity.answer.{answer}"), value=answer)
        for answer in ("agreed", "declined")
    ]
    send = submit(
        lang.t("agreements.publicity.record"),
        PublicityAnswer,
        {"publicity_id": request.publicity_id, "version": request.version},
    )
    label = lang.t("agreements.publicity.answer_label")
    on = lang.t("agreements.publicity.answered_on")
    return card(
        lang,
        title=lang.t("agreements.publicity.title.asked"),
        body=[
            key_line(lang.t("agreements.publicity.not_yet")),
            *_request(lang, request),
            *(copyable(lang, mail) if mail else []),
            choice_input("answer", label, choices, need=need(lang), expanded=True),
            date_input("on", on, need=need(lang), value=request.today, latest=request.today),
        ],
        actions=[
            send,
            press(lang.t("agreements.press.show"), Show(agreement_id=request.agreement_id)),
        ],
    )


def publicity_answered(lang: Lang, request: Publicity, *, by: str) -> Card:
    """公表可, or not: the partner's answer."""
    answered = lang.day(request.answered_on) if request.answered_on else ""
    return card(
        lang,
        title=lang.t(f"agreements.publicity.title.{request.answer}"),
        body=[
            text(lang.t("agreements.recorded_by", by=by), spacing="small"),
            *_request(lang, request),
            facts([(lang.t("agreements.publicity.answered_on"), answered)]),
        ],
        actions=[press(lang.t("agreements.press.show"), Show(agreement_id=request.agreement_id))],
    )


def _request(lang: Lang, request: Publicity) -> list[Element]:
    return [
        text(shortened(request.agreement_title, 120), weight="bolder", size="medium"),
        facts(
            [
                (lang.t("agreements.fact.partner"), shortened(request.partner, 120)),
                (lang.t("agreements.publicity.medium"), request.medium),
                (lang.t("agreements.publicity.on"), lang.day(request.on)),
                (lang.t("agreements.publicity.text"), shortened(request.text, 600)),
            ]
        ),
    ]
