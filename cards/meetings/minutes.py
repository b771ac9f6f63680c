"""After a meeting: minutes, decisions, what is left to do; and the other answers on record."""

from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    card,
    date_input,
    facts,
    hidden,
    note,
    open_url,
    press,
    section,
    shortened,
    submit,
    text,
    text_input,
    toggle,
)
from cards.elements import actions_row as row
from cards.lang import Lang
from cards.meetings.forms import back, known
from cards.meetings.matter import Meeting
from cards.meetings.standing import (
    LINE_LENGTH,
    NAME_LENGTH,
    agenda,
    appointed,
    follow_ups,
    last_met,
    period,
    subject,
    troubles,
)
from cards.meetings.steps import offered
from cards.meetings.verbs import (
    DECISIONS_LENGTH,
    ITEM_LENGTH,
    LINK_LENGTH,
    WHO_LENGTH,
    RecordMinutes,
    Show,
    ShowSeries,
)

TODOS = (1, 2, 3)
DECISIONS_SHOWN = 1000


def minutes_due(lang: Lang, meeting: Meeting) -> Card:
    """会議は終わりましたか: the record of it, in one form."""
    return card(
        lang,
        title=lang.t("meetings.minutes.due"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            *appointed(lang, meeting),
            text(lang.t("meetings.minutes.due_lead")),
            *troubles(lang, meeting.troubles),
            *agenda(lang, meeting.agenda),
        ],
        actions=offered(lang, meeting, "minutes", "move", "cancel", "series"),
        fallback_text=lang.t("meetings.minutes.fallback", title=meeting.title),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def minutes_form(lang: Lang, meeting: Meeting) -> Card:
    """議事録・決定事項を登録: a link or what was decided; up to three things to do."""
    send = submit(lang.t("meetings.minutes.send"), RecordMinutes, known(meeting))
    return card(
        lang,
        title=lang.t("meetings.minutes.title"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            _held_on(lang, meeting),
            text_input(
                "decisions", lang.t("meetings.minutes.decisions"), most=DECISIONS_LENGTH, lines=True
            ),
            text_input(
                "link", lang.t("meetings.minutes.link"), most=LINK_LENGTH, placeholder="https://"
            ),
            note(lang.t("meetings.minutes.either")),
            section(lang.t("meetings.minutes.todos")),
            *_todos(lang, meeting),
        ],
        actions=[send, back(lang, meeting)],
    )


def _held_on(lang: Lang, meeting: Meeting) -> Element:
    planned = meeting.slot.start.date() if meeting.slot else meeting.today
    return date_input(
        "day",
        lang.t("meetings.minutes.day"),
        need=Need(message=lang.t("meetings.form.past_day")),
        value=min(planned, meeting.today),
        latest=meeting.today,
    )


def _todos(lang: Lang, meeting: Meeting) -> list[Element]:
    """The first one stands there, the others unfold."""
    others = [hidden(one, f"more{nth}") for nth, one in enumerate(_later(lang, meeting), start=1)]
    names = [str(one["id"]) for one in others]
    unfold = toggle(lang.t("meetings.minutes.more"), *names)
    return [*_todo(lang, meeting, TODOS[0]), *row([unfold]), *others]


def _later(lang: Lang, meeting: Meeting) -> list[Element]:
    return [Element({"type": "Container", "items": _todo(lang, meeting, nth)}) for nth in TODOS[1:]]


def _todo(lang: Lang, meeting: Meeting, nth: int) -> list[Element]:
    message = lang.t("meetings.form.day_ahead")
    hint = lang.t("meetings.minutes.post_hint", owner=shortened(meeting.owner, NAME_LENGTH))
    return [
        text_input(f"todo{nth}", lang.t("meetings.minutes.todo", nth=nth), most=ITEM_LENGTH),
        text_input(
            f"post{nth}",
            lang.t("meetings.minutes.post", nth=nth),
            most=WHO_LENGTH,
            placeholder=hint,
        ),
        date_input(
            f"due{nth}",
            lang.t("meetings.minutes.due_on", nth=nth),
            earliest=meeting.today,
            message=message,
        ),
    ]


def recorded(lang: Lang, meeting: Meeting) -> Card:
    """What is on record of this period: held, in writing, not held."""
    said = f"meetings.recorded.{meeting.stage}"
    return card(
        lang,
        title=lang.t(f"{said}.title"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            _facts(lang, meeting),
            *_decisions(lang, meeting),
            *follow_ups(lang, meeting.follow_ups, today=meeting.today),
            text(lang.t(_next(meeting))),
        ],
        actions=_looking(lang, meeting),
        fallback_text=lang.t("meetings.recorded.fallback", title=meeting.title),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def _next(meeting: Meeting) -> str:
    """Of a meeting, what becomes of what it left to do; of a period without one, that the next
    will be told. Only where there is such a thing."""
    if meeting.stage == "skipped" and not meeting.comes_again:
        return "meetings.recorded.no_next"
    if meeting.stage == "held" and not meeting.follow_ups:
        return "meetings.recorded.held.nothing_left"
    return f"meetings.recorded.{meeting.stage}.next"


def _facts(lang: Lang, meeting: Meeting) -> Element:
    day = last_met(lang, meeting.held_on) if meeting.held_on else ""
    content = "content" if meeting.stage == "written" else "reason"
    return facts(
        [
            (lang.t("meetings.fact.period"), period(lang, meeting)),
            (lang.t(f"meetings.recorded.{meeting.stage}.day"), day),
            (lang.t(f"meetings.fact.{content}"), shortened(meeting.reason, LINE_LENGTH)),
            (lang.t("meetings.fact.owner"), shortened(meeting.owner, NAME_LENGTH)),
        ]
    )


def _decisions(lang: Lang, meeting: Meeting) -> list[Element]:
    if not meeting.decisions:
        return []
    words = text(shortened(meeting.decisions, DECISIONS_SHOWN))
    return [section(lang.t("meetings.minutes.decisions")), words]


def _looking(lang: Lang, meeting: Meeting) -> list[Action]:
    url = meeting.minutes_url
    undo = ("undo",) if meeting.undoable else ()
    series = press(lang.t("meetings.press.series"), ShowSeries(series_id=meeting.series_id))
    link = [open_url(lang.t("meetings.press.minutes_link"), url)] if url else []
    return [*link, *offered(lang, meeting, *undo), series]
