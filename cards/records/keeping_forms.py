"""Forms of 廃棄 and 保留, and the list of what is held."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    actions_row,
    card,
    choice_input,
    columns,
    date_input,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang
from cards.records.keeping import Disposal, K, kind_name, title
from cards.records.verbs.keeping import (
    LINE_LENGTH,
    MAIL_LENGTH,
    WORDS_LENGTH,
    Holds,
    Keeping,
    LiftHold,
    OpenHold,
    OpenLifting,
    ProposeDisposal,
    ReleaseDisposal,
    SendDisposalBack,
    SetHold,
    ShowDisposal,
)

LISTED = 10
GROUNDS = ("audit", "lawsuit", "disclosure", "accident", "extension")
_LENGTH = 160


class Hold(Protocol):
    """What may not be disposed of."""

    @property
    def hold_id(self) -> int: ...
    @property
    def ground(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def set_by(self) -> str: ...
    @property
    def set_on(self) -> date: ...
    @property
    def until(self) -> date | None: ...


def proposal_form(lang: Lang, kinds: Sequence[str]) -> Card:
    """廃棄を提案する."""
    listed = [Choice(title=kind_name(lang, kind), value=kind) for kind in kinds]
    return card(
        lang,
        title=lang.t(f"{K}.form.propose.title"),
        body=[
            note(lang.t(f"{K}.form.propose.lead")),
            choice_input("kind", lang.t(f"{K}.fact.kind"), listed, value=kinds[0]),
            text_input(
                "person",
                lang.t(f"{K}.form.person"),
                most=MAIL_LENGTH,
                placeholder=lang.t(f"{K}.form.person_hint"),
            ),
            _line(lang, "witness", most=MAIL_LENGTH),
            _line(lang, "medium", value=lang.t(f"{K}.medium")),
            _line(lang, "method", value=lang.t(f"{K}.method")),
            _words(lang, "why", needed=False),
        ],
        actions=[
            submit(lang.t(f"{K}.form.propose.send"), ProposeDisposal, {}),
            press(lang.t("common.back"), Keeping()),
        ],
        fallback_text=lang.t(f"{K}.form.propose.title"),
    )


def release_form(lang: Lang, one: Disposal) -> Card:
    """廃棄を許可する: the last look before the witness begins."""
    shown = {"disposal_id": one.disposal_id, "version": one.version}
    return card(
        lang,
        title=lang.t(f"{K}.form.release.title"),
        body=[
            key_line(f"{title(lang, one.disposal_id)}　{kind_name(lang, one.kind)}"),
            text(lang.t(f"{K}.form.release.lead", count=one.count, witness=one.witness)),
            _words(lang, "reason", needed=False),
        ],
        actions=[
            press(lang.t(f"{K}.form.release.send"), ReleaseDisposal.of(shown), style="destructive"),
            submit(lang.t(f"{K}.press.send_back"), SendDisposalBack, shown),
            press(lang.t("common.back"), ShowDisposal(disposal_id=one.disposal_id)),
        ],
        fallback_text=lang.t(f"{K}.form.release.title"),
    )


def holds(lang: Lang, found: Sequence[Hold], *, may: bool) -> Card:
    """保留の一覧."""
    actions: list[Action] = []
    if may:
        actions.append(press(lang.t(f"{K}.press.hold"), OpenHold()))
    return card(
        lang,
        title=lang.t(f"{K}.holds"),
        body=[
            *([] if found else [text(lang.t(f"{K}.no_holds"))]),
            *(_hold(lang, one, may=may) for one in found[:LISTED]),
            *([note(lang.t(f"{K}.more", count=len(found) - LISTED))] if found[LISTED:] else []),
        ],
        actions=[*actions, press(lang.t(f"{K}.press.overview"), Keeping())],
    )


def _hold(lang: Lang, one: Hold, *, may: bool) -> Element:
    until = lang.t(f"{K}.hold_until", day=one.until) if one.until else lang.t(f"{K}.hold_open")
    lines = [
        text(f"{lang.t(f'{K}.ground.{one.ground}')}　{one.what}", weight="bolder"),
        text(shortened(one.why, _LENGTH), spacing="none"),
        text(
            lang.t(f"{K}.hold_by", who=one.set_by or "－", day=one.set_on, until=until),
            size="small",
            spacing="none",
        ),
    ]
    if not may:
        return columns(("stretch", lines))
    lift = press(lang.t(f"{K}.press.lift"), OpenLifting(hold_id=one.hold_id))
    return columns(("stretch", lines), ("auto", actions_row([lift])))


def hold_form(lang: Lang, *, today: date, among: Sequence[tuple[str, str]] = ()) -> Card:
    """保留する; `among`: the matters that were found by what was typed, by subject and name."""
    listed = [Choice(title=lang.t(f"{K}.ground.{one}"), value=one) for one in GROUNDS]
    return card(
        lang,
        title=lang.t(f"{K}.form.hold.title"),
        body=[
            choice_input("ground", lang.t(f"{K}.form.ground"), listed, value=GROUNDS[0]),
            *_matter(lang, among),
            _words(lang, "why", needed=True),
            date_input(
                "until",
                lang.t(f"{K}.form.until"),
                earliest=today,
                message=lang.t(f"{K}.refused.past_day"),
            ),
            note(lang.t(f"{K}.form.hold.note")),
        ],
        actions=[
            submit(lang.t(f"{K}.form.hold.send"), SetHold, {}),
            press(lang.t("common.back"), Holds()),
        ],
        fallback_text=lang.t(f"{K}.form.hold.title"),
    )


def _matter(lang: Lang, among: Sequence[tuple[str, str]]) -> list[Element]:
    """What to hold: written, or chosen where what was written means several."""
    label, need = lang.t(f"{K}.form.matter"), Need(message=lang.t("common.need"))
    if among:
        listed = [Choice(title=shortened(name, _LENGTH), value=subject) for subject, name in among]
        return [choice_input("matter", label, listed, need=need)]
    hint = lang.t(f"{K}.form.matter_hint")
    return [
        text_input("matter", label, need=need, most=MAIL_LENGTH, placeholder=hint),
        note(lang.t(f"{K}.form.matter_note")),
    ]


def lift_form(lang: Lang, one: Hold) -> Card:
    """保留を解く."""
    return card(
        lang,
        title=lang.t(f"{K}.form.lift.title"),
        body=[
            key_line(f"{lang.t(f'{K}.ground.{one.ground}')}　{one.what}"),
            _words(lang, "reason", needed=True),
        ],
        actions=[
            submit(lang.t(f"{K}.form.lift.send"), LiftHold, {"hold_id": one.hold_id}),
            press(lang.t("common.back"), Holds()),
        ],
        fallback_text=lang.t(f"{K}.form.lift.title"),
    )


def _line(lang: Lang, name: str, *, most: int = LINE_LENGTH, value: str = "") -> Element:
    need = Need(message=lang.t("common.need"))
    return text_input(name, lang.t(f"{K}.form.{name}"), need=need, most=most, value=value)


def _words(lang: Lang, name: str, *, needed: bool) -> Element:
    need = Need(message=lang.t("common.need")) if needed else None
    label = lang.t(f"{K}.form.{name}")
    return text_input(name, label, need=need, most=WORDS_LENGTH, lines=True)
