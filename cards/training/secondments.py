"""派遣: somebody's term at another place, the reports that it owes, the return."""

from collections.abc import Sequence

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
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang
from cards.training.desk_words import cut, need
from cards.training.matter import Secondment, SecondmentReport
from cards.training.standing import NAME_LENGTH
from cards.training.steps import to_list
from cards.training.verbs import (
    REPORT_LENGTH,
    OpenReport,
    Secondments,
    SendReport,
    ShowSecondment,
)

LINES_SHOWN = 12
REPORTS_SHOWN = 8
TEXT_LENGTH = 600
SOON_DAYS = 7


def secondments(lang: Lang, lines: Sequence[Secondment]) -> Card:
    """派遣の一覧: who is where until when, who returns first above."""
    ordered = sorted(lines, key=lambda one: (one.end < one.today, one.end))
    rows = [_row(lang, one) for one in ordered]
    nothing = [text(lang.t("training.secondment.list.none"))]
    return card(
        lang,
        title=lang.t("training.secondment.list.title"),
        body=cut(lang, rows, LINES_SHOWN) if rows else nothing,
        actions=[to_list(lang)],
    )


def _row(lang: Lang, one: Secondment) -> Element:
    state = lang.t("training.secondment.list.line", state=_state(lang, one), term=_term(lang, one))
    words = [
        text(state, size="small", separator=True),
        text(shortened(one.host, NAME_LENGTH), weight="bolder", spacing="none"),
        *([] if one.own else [text(_name(one), size="small", spacing="none")]),
        *_owed(lang, one),
    ]
    button = press(lang.t("common.open"), ShowSecondment(secondment_id=one.secondment_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _owed(lang: Lang, one: Secondment) -> list[Element]:
    report = owed(one)
    if report is None:
        return []
    ahead = left(lang, report.due_on, one.today)
    day = lang.short_day(report.due_on)
    said = lang.t("training.secondment.list.report", day=day, left=ahead)
    return [text(said, size="small", spacing="none")]


def owed(one: Secondment) -> SecondmentReport | None:
    """The earliest report that hasn't come, None where all have."""
    return next((report for report in one.reports if report.sent_on is None), None)


def _state(lang: Lang, one: Secondment) -> str:
    over = "over" if one.end < one.today else "running"
    return lang.t(f"training.secondment.state.{'ahead' if one.today < one.start else over}")


def _term(lang: Lang, one: Secondment) -> str:
    return lang.t("training.secondment.term", start=one.start, end=one.end)


def _name(one: Secondment) -> str:
    return shortened("　".join(filter(None, (one.department, one.name))), NAME_LENGTH)


def secondment(lang: Lang, one: Secondment, *, done: bool = False) -> Card:
    """Where, until when, which reports; `done`: the reader has just sent one."""
    return card(
        lang,
        title=lang.t("training.secondment.title"),
        body=[
            *([key_line(lang.t("training.secondment.sent"))] if done else []),
            *_whose(lang, one),
            *_next_report(lang, one),
            *group(lang.t("training.secondment.reports"), _reports(lang, one)),
        ],
        actions=[*_writing(lang, one), _list(lang)],
    )


def _whose(lang: Lang, one: Secondment) -> list[Element]:
    host = text(shortened(one.host, NAME_LENGTH), weight="bolder", size="medium")
    key = "training.secondment.fact"
    known = [
        (lang.t(f"{key}.who"), "" if one.own else _name(one)),
        (lang.t(f"{key}.term"), _term(lang, one)),
        (lang.t(f"{key}.state"), _state(lang, one)),
    ]
    return [host, facts(known)]


def _next_report(lang: Lang, one: Secondment) -> list[Element]:
    report = owed(one)
    if report is None:
        return []
    ahead = left(lang, report.due_on, one.today)
    urgent = (report.due_on - one.today).days <= SOON_DAYS
    said = lang.t("training.secondment.next_report", left=ahead)
    return [key_day(lang, said, report.due_on, urgent=urgent)]


def _reports(lang: Lang, one: Secondment) -> list[Element]:
    lines = bullets(_report(lang, report) for report in one.reports)
    return cut(lang, lines, REPORTS_SHOWN)


def _report(lang: Lang, report: SecondmentReport) -> str:
    due = lang.short_day(report.due_on)
    if report.sent_on is None:
        return lang.t("training.secondment.report_owed", due=due)
    return lang.t("training.secondment.report_sent", due=due, sent=lang.short_day(report.sent_on))


def _writing(lang: Lang, one: Secondment) -> list[Action]:
    if not one.own or owed(one) is None:
        return []
    verb = OpenReport(secondment_id=one.secondment_id)
    return [press(lang.t("training.secondment.press.write"), verb, style="positive")]


def _list(lang: Lang) -> Action:
    return press(lang.t("training.desk.press.secondments"), Secondments())


def _show(lang: Lang, one: Secondment) -> Action:
    verb = ShowSecondment(secondment_id=one.secondment_id)
    return press(lang.t("training.secondment.press.show"), verb)


def report_form(lang: Lang, one: Secondment) -> Card:
    """派遣の報告を書く: the training desk reads it."""
    known = {"secondment_id": one.secondment_id, "version": one.version}
    return card(
        lang,
        title=lang.t("training.secondment.form.title"),
        body=[
            *_whose(lang, one),
            *_next_report(lang, one),
            text_input(
                "text",
                lang.t("training.secondment.form.text"),
                need=need(lang),
                most=REPORT_LENGTH,
                lines=True,
                placeholder=lang.t("training.secondment.form.hint"),
            ),
            note(lang.t("training.secondment.form.note")),
        ],
        actions=[
            submit(lang.t("training.secondment.form.send"), SendReport, known),
            press(lang.t("common.back"), ShowSecondment(secondment_id=one.secondment_id)),
        ],
    )


def report_due(lang: Lang, one: Secondment) -> Card:
    """To the person: a report is due soon, or its day has passed."""
    report = owed(one)
    late = report is not None and report.due_on < one.today
    return _reminder(lang, one, "late" if late else "due", _writing(lang, one))


def report_missing(lang: Lang, one: Secondment) -> Card:
    """To the desk: the day of a report has passed without it."""
    return _reminder(lang, one, "missing", [])


def _reminder(lang: Lang, one: Secondment, kind: str, first: Sequence[Action]) -> Card:
    key = f"training.secondment.reminder.{kind}"
    return card(
        lang,
        title=lang.t(f"{key}.title"),
        body=[*_next_report(lang, one), *_whose(lang, one), note(lang.t(f"{key}.why"))],
        actions=[*first, _show(lang, one)],
    )


def report_arrived(lang: Lang, one: Secondment) -> Card:
    """To the desk: what the person wrote last."""
    sent = [report for report in one.reports if report.sent_on is not None]
    words = [text(shortened(report.text, TEXT_LENGTH)) for report in sent[-1:]]
    return card(
        lang,
        title=lang.t("training.secondment.arrived"),
        body=[*_whose(lang, one), *group(lang.t("training.secondment.report_text"), words)],
        actions=[_show(lang, one), _list(lang)],
    )


def return_soon(lang: Lang, one: Secondment) -> Card:
    """The term ends soon: to the person, their head and the desk."""
    key = "training.secondment.returning"
    side = "own" if one.own else "other"
    said = lang.t(f"{key}.until", left=left(lang, one.end, one.today))
    return card(
        lang,
        title=lang.t(f"{key}.{side}_title"),
        body=[
            key_day(lang, said, one.end),
            *_whose(lang, one),
            *group(lang.t(f"{key}.prepare"), bullets(lang.t(f"{key}.{side}").splitlines())),
            *_next_report(lang, one),
        ],
        actions=[*_writing(lang, one), _show(lang, one)],
    )
