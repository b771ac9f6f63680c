"""The morning's roll: everybody is there, or who is missing."""

from collections.abc import Sequence

from cards.attendance.classes import class_name
from cards.attendance.day_matter import Unreported
from cards.attendance.matter import Class
from cards.attendance.quiet import QUIET
from cards.attendance.searches import child
from cards.attendance.verbs.day import Cases, Missing, ShowRoster
from cards.common import key_line
from cards.elements import Card, Choice, Need, card, choice_input, note, press, submit, text
from cards.lang import Lang


def roll_done(lang: Lang, school_class: Class) -> Card:
    """朝の確認を終えました: the answer of the press; the class's roster card says it to all."""
    return card(
        lang,
        title=lang.t("attendance.day.roll.done"),
        body=[
            key_line(class_name(lang, school_class)),
            text(lang.t("attendance.day.roll.done_note")),
        ],
    )


def missing_form(
    lang: Lang,
    school_class: Class,
    children: Sequence[Unreported],
    *,
    roll: int,
    version: int,
    back: ShowRoster,
) -> Card:
    """未着あり: which of the children without a report aren't there."""
    leaving = press(lang.t("attendance.day.press.back"), back)
    if not children:
        return card(
            lang,
            title=lang.t("attendance.day.roll.missing_form"),
            body=[
                key_line(class_name(lang, school_class)),
                text(lang.t("attendance.day.roll.missing_none")),
            ],
            actions=[leaving],
            fallback_text=lang.t(QUIET),
        )
    return card(
        lang,
        title=lang.t("attendance.day.roll.missing_form"),
        body=[
            key_line(class_name(lang, school_class)),
            choice_input(
                "pupils",
                lang.t("attendance.day.roll.missing_label"),
                [Choice(title=child(lang, one), value=str(one.pupil_id)) for one in children],
                need=Need(message=lang.t("attendance.day.refused.none_chosen")),
                expanded=True,
                several=True,
            ),
            note(lang.t("attendance.day.roll.missing_note")),
        ],
        actions=[
            submit(
                lang.t("attendance.day.roll.missing_send"),
                Missing,
                {"roll_id": roll, "version": version},
            ),
            leaving,
        ],
        fallback_text=lang.t(QUIET),
    )


def searches_begun(lang: Lang, count: int) -> Card:
    """未着の対応を始めました: the answer of the press."""
    return card(
        lang,
        title=lang.t("attendance.day.roll.opened"),
        body=[text(lang.t("attendance.day.roll.opened_count", count=count))],
        actions=[press(lang.t("attendance.day.roll.show"), Cases())],
    )
