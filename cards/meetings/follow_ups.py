"""What meetings leave to do: due, done, handed on."""

from datetime import date

from cards.common import key_day, left
from cards.elements import (
    Action,
    ActionStyle,
    Card,
    Element,
    Need,
    card,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang
from cards.meetings.matter import FollowUpLine
from cards.meetings.standing import LINE_LENGTH, NAME_LENGTH, TITLE_LENGTH
from cards.meetings.verbs import (
    WHO_LENGTH,
    ChangeFollowUp,
    FinishFollowUp,
    Mine,
    OpenFollowUp,
    UndoFollowUp,
)

SOON_DAYS = 1


def follow_up_due(lang: Lang, line: FollowUpLine, *, today: date) -> Card:
    """A week before, the day before, the day after: is it done, or does it need longer?"""
    days = (line.due_on - today).days
    time = "past" if days < 0 else "today" if days == 0 else "ahead"
    return card(
        lang,
        title=lang.t(f"meetings.follow_up.title.{time}"),
        body=[
            _until(lang, line, today),
            *_subject(lang, line),
            note(lang.t("meetings.follow_up.note")),
        ],
        actions=steps(lang, line),
        fallback_text=lang.t("meetings.follow_up.fallback", title=line.title),
    )


def follow_up_given(lang: Lang, line: FollowUpLine, *, today: date) -> Card:
    """A meeting left this to your post, or another post has handed it over."""
    return card(
        lang,
        title=lang.t("meetings.follow_up.given"),
        body=[
            _until(lang, line, today),
            *_subject(lang, line),
            note(lang.t("meetings.follow_up.given_note")),
        ],
        actions=steps(lang, line),
        fallback_text=lang.t("meetings.follow_up.fallback", title=line.title),
    )


def _until(lang: Lang, line: FollowUpLine, today: date) -> Element:
    ahead = left(lang, line.due_on, today)
    urgent = (line.due_on - today).days <= SOON_DAYS
    return key_day(lang, lang.t("meetings.follow_up.until", left=ahead), line.due_on, urgent=urgent)


def _subject(lang: Lang, line: FollowUpLine) -> list[Element]:
    return [
        text(shortened(line.text, LINE_LENGTH), weight="bolder", size="medium"),
        facts(
            [
                (lang.t("meetings.fact.post"), shortened(line.post, NAME_LENGTH)),
                (lang.t("meetings.fact.series"), shortened(line.title, TITLE_LENGTH)),
            ]
        ),
    ]


def steps(lang: Lang, line: FollowUpLine) -> list[Action]:
    """対応済みにする, 期日・担当を変更."""
    change = OpenFollowUp(follow_up_id=line.follow_up_id)
    return [
        _finish(lang, line, style="positive"),
        press(lang.t("meetings.press.change_follow_up"), change),
    ]


def _finish(lang: Lang, line: FollowUpLine, *, style: ActionStyle = "default") -> Action:
    done = FinishFollowUp(follow_up_id=line.follow_up_id, version=line.version)
    return press(lang.t("meetings.press.finish"), done, style=style)


def follow_up_form(lang: Lang, line: FollowUpLine, *, today: date) -> Card:
    """期日・担当を変更; what a list opens, so it can be finished here too."""
    known = {"follow_up_id": line.follow_up_id, "version": line.version}
    hint = lang.t("meetings.follow_up.form.hint", post=shortened(line.post, NAME_LENGTH))
    day = Need(message=lang.t("meetings.form.day_ahead"))
    return card(
        lang,
        title=lang.t("meetings.follow_up.form.title"),
        body=[
            *_subject(lang, line),
            date_input(
                "due",
                lang.t("meetings.follow_up.form.due"),
                need=day,
                value=max(line.due_on, today),
                earliest=today,
            ),
            text_input(
                "post", lang.t("meetings.follow_up.form.post"), most=WHO_LENGTH, placeholder=hint
            ),
        ],
        actions=[
            submit(lang.t("meetings.follow_up.form.send"), ChangeFollowUp, known),
            _finish(lang, line),
            press(lang.t("common.back"), Mine()),
        ],
    )


def follow_up_done(lang: Lang, line: FollowUpLine, *, undoable: bool = False) -> Card:
    """It is done; the next meeting hears of it no more. `undoable`: by who reads this."""
    day = line.done_on or line.due_on
    known = {"follow_up_id": line.follow_up_id, "version": line.version}
    undo = [press(lang.t("meetings.press.undo"), UndoFollowUp.of(known))] if undoable else []
    return card(
        lang,
        title=lang.t("meetings.follow_up.done"),
        body=[*_subject(lang, line), facts([(lang.t("meetings.fact.done_on"), lang.day(day))])],
        actions=[*undo, press(lang.t("meetings.press.mine"), Mine())],
    )


def follow_up_changed(lang: Lang, line: FollowUpLine) -> Card:
    """Who sees to it now, and until when."""
    due = facts([(lang.t("meetings.fact.due"), lang.day(line.due_on))])
    return card(
        lang,
        title=lang.t("meetings.follow_up.changed"),
        body=[*_subject(lang, line), due],
        actions=[*steps(lang, line), press(lang.t("meetings.press.mine"), Mine())],
    )
