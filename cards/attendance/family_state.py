"""What stays of a report in a family's chat: its days and one line of how far it is."""

from cards.attendance.beside import beside, both
from cards.attendance.classes import class_name
from cards.attendance.family_words import days, frame
from cards.attendance.matter import Own
from cards.attendance.verbs.family import FamilyShow
from cards.elements import Card, Element, press, text
from cards.lang import Lang


def state(lang: Lang, own: Own, *, reads: bool = False) -> Card:
    """The day and one line: no kind, reason or name stays on a device that others use as well.

    `reads`: it stands in a guardian's own account, which may read what it wrote, on a press.
    """
    show = press(both(lang, "attendance.family.press.show"), FamilyShow(report_id=own.report_id))
    return frame(
        lang,
        [text(stage(lang, own), weight="bolder"), *reply(lang, own)],
        [show] if reads else [],
        title=days(lang, own.since, own.until),
        purpose=False,
    )


def stage(lang: Lang, own: Own) -> str:
    """学校に届きました（確認前） … 3年2組が8:12に確認しました."""
    return beside(lang, lambda one: _stage(one, own))


def _stage(lang: Lang, own: Own) -> str:
    if own.stage != "confirmed" or own.at is None:
        return lang.t(f"attendance.family.state.{own.stage}")
    at = lang.time(own.at)
    if own.by_class is None:
        return lang.t("attendance.family.state.school", time=at)
    named = class_name(lang, own.by_class)
    if not own.by_name:
        return lang.t("attendance.family.state.class", class_name=named, time=at)
    return lang.t("attendance.family.state.teacher", class_name=named, name=own.by_name, time=at)


def reply(lang: Lang, own: Own) -> list[Element]:
    """The school's answer, one of the phrases that are checked in every language."""
    return [text(both(lang, f"attendance.family.phrase.{own.reply}"))] if own.reply else []


def done(lang: Lang) -> Card:
    """対応済み: what stays once the school's day is over."""
    return frame(lang, [], title=both(lang, "attendance.family.state.done"), purpose=False)
