"""What a family looks at beside the form: what it sent, taking back, instructions, languages."""

from collections.abc import Sequence
from datetime import date

from cards.attendance.beside import beside, both
from cards.attendance.family_fields import word_inputs
from cards.attendance.family_matter import Child
from cards.attendance.family_state import reply, stage
from cards.attendance.family_words import NAME_LENGTH, days, frame, telephone
from cards.attendance.matter import Content, Own, Written
from cards.attendance.verbs.family import (
    ChooseLanguage,
    Family,
    FamilyReports,
    FamilyShow,
    FamilySibling,
    FamilyTakeBack,
)
from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    actions_row,
    bullets,
    date_input,
    facts,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import CODES, Lang

MOST_LISTED = 10
BUTTON_LENGTH = 12


def reports(lang: Lang, listed: Sequence[Own]) -> Card:
    """送った連絡: what this account has sent itself, the newest first: days and state."""
    lines = [element for one in listed[:MOST_LISTED] for element in _line(lang, one)]
    none = [text(both(lang, "attendance.family.none_yet"))]
    title = both(lang, "attendance.family.press.reports")
    return frame(lang, lines or none, [_to_form(lang)], title=title, purpose=False)


def _line(lang: Lang, own: Own) -> list[Element]:
    shown = f"{both(lang, 'common.open')}　{lang.short_day(own.since)}"
    show = press(shown, FamilyShow(report_id=own.report_id))
    return [
        text(days(lang, own.since, own.until), weight="bolder", separator=True),
        text(stage(lang, own), spacing="none"),
        *actions_row([show]),
    ]


def own(
    lang: Lang,
    one: Own,
    *,
    written: Written | None = None,
    day: date,
    word: bool = False,
    siblings: Sequence[Child] = (),
) -> Card:
    """One report as it stands, in answer to a press; `written` for a guardian's own account alone.

    `day`: from when it can be taken back; `word`: the family word is needed for that. `siblings`:
    children for whom the same may be sent.
    """
    back = [_take_back(lang, one, day)] if one.can_withdraw else []
    return frame(
        lang,
        [
            text(stage(lang, one), weight="bolder"),
            *reply(lang, one),
            *(_written(lang, written) if written else []),
            *(word_inputs(lang) if back and word else []),
        ],
        [*back, *_siblings(lang, one, siblings), _to_reports(lang)],
        title=days(lang, one.since, one.until),
        purpose=False,
    )


def _take_back(lang: Lang, one: Own, day: date) -> Action:
    known = {"report_id": one.report_id, "version": one.version, "day": day.isoformat()}
    title = both(lang, "attendance.family.press.take_back")
    return submit(title, FamilyTakeBack, known, style="destructive")


def _siblings(lang: Lang, one: Own, children: Sequence[Child]) -> list[Action]:
    return [
        press(
            _sibling(lang, shortened(child.name, BUTTON_LENGTH)),
            FamilySibling(report_id=one.report_id, pupil_id=child.pupil_id),
        )
        for child in children
    ]


def _sibling(lang: Lang, name: str) -> str:
    """A button has room for a name once: the Japanese beside goes without it."""
    key = "attendance.family.press.sibling"
    return beside(lang, lambda one: one.t(key, name=name if one.code == lang.code else ""))


def _written(lang: Lang, written: Written) -> list[Element]:
    kind = both(lang, f"attendance.family.kind_of.{written.kind}")
    pairs = [
        (both(lang, "attendance.family.child"), shortened(written.child, NAME_LENGTH)),
        (both(lang, "attendance.family.kind"), kind),
        *_content(lang, written.content),
    ]
    return [facts(pairs)]


def _content(lang: Lang, content: Content) -> list[tuple[str, str]]:
    reason = content.reason
    return [
        (_label(lang, "reason"), _word(lang, "reason_of", reason) if reason else ""),
        (_label(lang, "arrives"), lang.time(content.arrives) if content.arrives else ""),
        (_label(lang, "leaves"), lang.time(content.leaves) if content.leaves else ""),
        (_label(lang, "pickup"), content.pickup),
        (_label(lang, "temperature"), _degrees(content.temperature)),
        (_label(lang, "phrases"), _phrases(lang, content.phrases)),
        (_label(lang, "text"), content.text),
        (_label(lang, "interpreter"), _yes(lang, "interpreter_yes", content.interpreter)),
        (_label(lang, "meals_stop"), "✓" if content.meals_stop else ""),
    ]


def _label(lang: Lang, name: str) -> str:
    return both(lang, f"attendance.family.{name}")


def _word(lang: Lang, folder: str, word: str) -> str:
    return both(lang, f"attendance.family.{folder}.{word}")


def _yes(lang: Lang, name: str, said: bool) -> str:
    return both(lang, f"attendance.family.{name}") if said else ""


def _degrees(tenths: int) -> str:
    return f"{tenths / 10:.1f}" if tenths else ""


def _phrases(lang: Lang, phrases: Sequence[str]) -> str:
    return lang.listed(_word(lang, "phrase", one) for one in phrases)


def comes(
    lang: Lang, one: Own, *, day: date, last: date, word: bool, phones: Sequence[str] = ()
) -> Card:
    """明日は登校します: from which day; and the family word, where the report was sent with it."""
    label = both(lang, "attendance.family.comes_day")
    need = Need(message=both(lang, "attendance.family.refused.day_needed"))
    known = {"report_id": one.report_id, "version": one.version}
    return frame(
        lang,
        [
            text(days(lang, one.since, one.until), weight="bolder"),
            date_input("day", label, need=need, value=day, earliest=one.since, latest=last),
            *(word_inputs(lang) if word else []),
            *telephone(lang, phones),
        ],
        [
            submit(both(lang, "attendance.family.press.send"), FamilyTakeBack, known),
            _to_form(lang, back=True),
        ],
        title=both(lang, "attendance.family.press.comes"),
    )


def instructions(lang: Lang, phones: Sequence[str] = ()) -> Card:
    """使い方: how it works, and that the telephone serves whenever this doesn't."""
    title = both(lang, "attendance.family.help.title")
    return frame(
        lang,
        [
            *bullets(lang.t("attendance.family.help.lines").strip().splitlines()),
            *telephone(lang, phones),
        ],
        [_to_form(lang)],
        title=title,
        preview=title,
    )


def turned_away(lang: Lang, said: str, phones: Sequence[str] = (), *, form: bool = False) -> Card:
    """What can't be done here, `said` in a family's own words, and whom to ring; with `form` the
    way to what can be done."""
    body = [text(said), *telephone(lang, phones)]
    return frame(lang, body, [_to_form(lang)] if form else [], purpose=False, preview=said)


def languages(lang: Lang, *, pupil_id: int = 0) -> Card:
    """ことば: each language by its own name."""
    buttons = [
        press(Lang(code).t("meta.name"), ChooseLanguage(code=code, pupil_id=pupil_id))
        for code in CODES
    ]
    return frame(
        lang,
        [text(both(lang, "attendance.family.language")), *actions_row(buttons)],
        [_to_form(lang, back=True)],
        title=both(lang, "attendance.family.press.language"),
        purpose=False,
    )


def _to_form(lang: Lang, *, back: bool = False) -> Action:
    name = "back" if back else "form"
    return press(both(lang, f"attendance.family.press.{name}"), Family())


def _to_reports(lang: Lang) -> Action:
    return press(both(lang, "attendance.family.press.reports"), FamilyReports())
