"""再委託: an application with its six items, what is missing, the city's decision."""

from collections.abc import Sequence
from datetime import date

from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    bullets,
    card,
    choice_input,
    columns,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.elements import Choice as Answer
from cards.lang import Lang
from cards.records.agreement_choice import Choice, choices
from cards.records.handling_fields import SUBCONTRACT, label, shown
from cards.records.handling_matter import Subcontract, Whose
from cards.records.registers import TITLE_LENGTH, head, need, titled, to_register, why_input
from cards.records.verbs.handling_fields import TEXT_LENGTH
from cards.records.verbs.registers import Registers, ShowRegister
from cards.records.verbs.subcontracts import (
    ApplySubcontract,
    DecideSubcontract,
    OpenSubcontract,
    OpenWithdrawal,
    ShowSubcontract,
    SignSubcontract,
    Subcontracts,
)

LISTED = 12


def subcontracts(
    lang: Lang,
    found: Sequence[Subcontract],
    whose: Whose | None = None,
    *,
    writes: bool = False,
    choice: Choice | None = None,
) -> Card:
    """再委託の一覧: of one agreement, or all that wait for a decision or run; `choice`: the
    agreements to go on with."""
    rows = [_row(lang, one, named=whose is None) for one in found[:LISTED]]
    more = len(found) - LISTED
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    new = (
        press(
            lang.t("records.subcontracts.press.new"),
            OpenSubcontract(agreement_id=whose.agreement_id),
            style="positive",
        )
        if whose and writes
        else None
    )
    back = to_register(lang, whose) if whose else press(_list(lang), Registers())
    return card(
        lang,
        title=lang.t("records.subcontracts.title"),
        body=[
            *(head(lang, whose) if whose else []),
            *(rows or [text(lang.t("records.subcontracts.none"))]),
            *rest,
            *(choices(lang, choice, _of) if choice else []),
        ],
        actions=[*([new] if new else []), back],
    )


def _of(whose: Whose) -> Subcontracts:
    return Subcontracts(agreement_id=whose.agreement_id)


def _list(lang: Lang) -> str:
    return lang.t("records.handling.press.list")


def _row(lang: Lang, one: Subcontract, *, named: bool) -> Element:
    name = str(one.values.get("company") or lang.t("records.subcontracts.unnamed"))
    under = [text(shortened(titled(lang, one.whose), TITLE_LENGTH), size="small", spacing="none")]
    words = [
        text(_stage(lang, one), size="small", separator=True),
        text(shortened(name, TITLE_LENGTH), weight="bolder", spacing="none"),
        *(under if named else []),
    ]
    button = press(lang.t("common.open"), ShowSubcontract(subcontract_id=one.subcontract_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _stage(lang: Lang, one: Subcontract) -> str:
    return lang.t(f"records.subcontracts.stage.{one.stage}")


def subcontract(lang: Lang, one: Subcontract, *, done: str = "") -> Card:
    """One application; `done`: the short name of what the reader has just done."""
    wrong = [lang.t(f"records.subcontracts.lacks.{what}") for what in one.lacks]
    return card(
        lang,
        title=lang.t("records.subcontracts.card"),
        body=[
            *([key_line(lang.t(f"records.subcontracts.done.{done}"))] if done else []),
            *head(lang, one.whose),
            facts([(lang.t("records.subcontracts.fact.stage"), _stage(lang, one))]),
            *bullets(wrong),
            *_blocked(lang, one),
            *group(
                lang.t("records.subcontracts.items"),
                shown(lang, SUBCONTRACT, one.values, "subcontract"),
            ),
            *_decided(lang, one),
            *_asks(lang, one),
        ],
        actions=[*_steps(lang, one), *_ways(lang, one)],
    )


def _blocked(lang: Lang, one: Subcontract) -> list[Element]:
    """What is missing, so that it can't be handed in."""
    if one.stage != "draft" or not one.missing:
        return []
    names = [label(lang, _form_name(name), "subcontract") for name in one.missing]
    said = lang.t("records.subcontracts.blocked")
    return [key_line(said, urgent=True), *bullets(names)]


def _form_name(name: str) -> str:
    return "company" if name == "name" else name


def _decided(lang: Lang, one: Subcontract) -> list[Element]:
    t = lang.t
    pairs = [
        (t("records.subcontracts.fact.applied_on"), _day(lang, one.applied_on)),
        (t("records.subcontracts.fact.decided_on"), _day(lang, one.decided_on)),
        (t("records.subcontracts.fact.decided_by"), one.decided_by),
        (t("records.subcontracts.fact.why"), shortened(one.why, 600)),
        (t("records.subcontracts.fact.memorandum_on"), _day(lang, one.memorandum_on)),
    ]
    if not any(value for _, value in pairs):
        return []
    return group(t("records.subcontracts.course"), [facts(pairs)])


def _day(lang: Lang, day: date | None) -> str:
    return lang.day(day) if day else ""


def _asks(lang: Lang, one: Subcontract) -> list[Element]:
    """What is typed for the next step."""
    match _next(one):
        case "apply" | "sign" as step:
            said = lang.t(f"records.subcontracts.on.{step}")
            return [
                date_input("on", said, need=need(lang), value=one.today, latest=one.today),
            ]
        case "decide":
            choices = [
                Answer(title=lang.t(f"records.subcontracts.decision.{name}"), value=name)
                for name in ("approved", "refused")
            ]
            said = lang.t("records.subcontracts.decision.label")
            return [
                choice_input("decision", said, choices, need=need(lang), expanded=True),
                why_input(lang, TEXT_LENGTH),
            ]
    return []


def _next(one: Subcontract) -> str:
    if one.stage == "draft" and one.writes and not one.missing:
        return "apply"
    if one.stage == "applied" and one.decides:
        return "decide"
    if one.stage == "approved" and one.writes and one.memorandum_on is None:
        return "sign"
    return ""


def _steps(lang: Lang, one: Subcontract) -> list[Action]:
    known = {"subcontract_id": one.subcontract_id, "version": one.version}
    verbs = {"apply": ApplySubcontract, "decide": DecideSubcontract, "sign": SignSubcontract}
    step = _next(one)
    if not step:
        return []
    return [submit(lang.t(f"records.subcontracts.press.{step}"), verbs[step], known)]


def _ways(lang: Lang, one: Subcontract) -> list[Action]:
    found = []
    edit = OpenSubcontract(agreement_id=one.whose.agreement_id, subcontract_id=one.subcontract_id)
    if one.writes and one.stage == "draft":
        found.append(press(lang.t("records.subcontracts.press.edit"), edit))
    if one.writes and one.stage in ("draft", "applied"):
        withdraw = OpenWithdrawal(subcontract_id=one.subcontract_id)
        found.append(press(lang.t("records.subcontracts.press.withdraw"), withdraw))
    if one.stage == "approved":
        own = ShowRegister(subject=f"subcontract:{one.subcontract_id}")
        found.append(press(lang.t("records.subcontracts.press.registers"), own))
    back = Subcontracts(agreement_id=one.whose.agreement_id)
    return [*found, press(lang.t("records.subcontracts.press.list"), back)]


def applied(lang: Lang, one: Subcontract) -> Card:
    """To the post that decides: an application has come."""
    name = shortened(str(one.values.get("company", "")), TITLE_LENGTH)
    return card(
        lang,
        title=lang.t("records.subcontracts.told.applied"),
        body=[
            key_line(lang.t("records.subcontracts.told.applied_line", company=name)),
            *head(lang, one.whose),
            *group(
                lang.t("records.subcontracts.items"),
                shown(lang, SUBCONTRACT, one.values, "subcontract"),
            ),
            note(lang.t("records.subcontracts.told.applied_why")),
        ],
        actions=[_open(lang, one)],
    )


def decided(lang: Lang, one: Subcontract) -> Card:
    """To the desk: what was decided; and, in the copies of who was asked, that it is settled."""
    return card(
        lang,
        title=lang.t(f"records.subcontracts.told.{one.stage}"),
        body=[*head(lang, one.whose), *_decided(lang, one)],
        actions=[_open(lang, one)],
    )


def _open(lang: Lang, one: Subcontract) -> Action:
    show = ShowSubcontract(subcontract_id=one.subcontract_id)
    return press(lang.t("records.subcontracts.press.show"), show)
