"""What was agreed with a family instead of a contact each day (登校・連絡の約束)."""

from cards.attendance.day_matter import LongAway
from cards.attendance.quiet import QUIET
from cards.attendance.verbs.day import EndRhythm, SetRhythm, ShowWatched
from cards.attendance.watch import seat
from cards.common import key_line
from cards.elements import (
    Card,
    Choice,
    card,
    choice_input,
    date_input,
    note,
    number_input,
    press,
    submit,
)
from cards.lang import Lang

LONGEST_GAP = 30


def rhythm_form(lang: Lang, one: LongAway) -> Card:
    """登校・連絡の約束: what replaces the daily contact."""
    label = "attendance.day.rhythm"
    rhythm = one.rhythm
    known = {"pupil_id": one.pupil_id, "version": one.version}
    names = [
        Choice(title=lang.t(f"attendance.day.weekday.{day}"), value=str(day)) for day in range(5)
    ]
    end = press(lang.t(f"{label}.end"), EndRhythm(**known))
    return card(
        lang,
        title=lang.t(f"{label}.title"),
        body=[
            key_line(seat(lang, one)),
            choice_input(
                "weekdays",
                lang.t(f"{label}.weekdays"),
                names,
                value=",".join(map(str, rhythm.weekdays)) if rhythm else "",
                expanded=True,
                several=True,
            ),
            number_input(
                "seen_every",
                lang.t(f"{label}.seen_every"),
                value=rhythm.seen_every if rhythm else 7,
                least=1,
                most=LONGEST_GAP,
            ),
            date_input("until", lang.t(f"{label}.until"), value=rhythm.until if rhythm else None),
            note(lang.t(f"{label}.note")),
        ],
        actions=[
            submit(lang.t(f"{label}.send"), SetRhythm, known),
            *([end] if rhythm else []),
            press(lang.t("attendance.day.press.back"), ShowWatched(pupil_id=one.pupil_id)),
        ],
        fallback_text=lang.t(QUIET),
    )
