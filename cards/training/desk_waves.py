"""受講期: which municipality attends when; its choice, its reminder; a card on its way out."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from cards.common import key_day, key_line, left
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.training.desk_words import need, wave_line, who
from cards.training.matter import Course, Managed, Wave
from cards.training.standing import NAME_LENGTH, subject
from cards.training.verbs import ChooseWave, Manage, OpenWave
from cards.verbs import Verb

Reminding = Literal["apply", "unfinished", "newcomer"]

WAVES_SHOWN = 4
URGENT_DAYS = 3


def wave_lines(lang: Lang, managed: Managed, *, names: bool = True) -> list[Element]:
    """Each wave with who attends then, by `names` or counted; who hasn't chosen."""
    if not managed.waves:
        return []
    rows = [row for wave in managed.waves[:WAVES_SHOWN] for row in _wave(lang, wave, names=names)]
    more = [
        note(lang.t("common.more", count=n)) for n in [len(managed.waves) - WAVES_SHOWN] if n > 0
    ]
    return [*rows, *more, *_undecided(lang, managed.undecided)]


def _wave(lang: Lang, wave: Wave, *, names: bool) -> list[Element]:
    chosen = wave.municipalities
    counted = lang.count("training.desk.waves.municipalities", len(chosen))
    if not names:
        line = lang.t("training.desk.waves.line", wave=wave_line(lang, wave), counted=counted)
        return [text(line, spacing="small")]
    nobody = lang.t("training.desk.waves.nobody")
    said = lang.t("training.desk.waves.who", counted=counted, names=who(lang, chosen))
    return [
        text(wave_line(lang, wave), weight="bolder", spacing="small"),
        text(said if chosen else nobody, size="small", spacing="none"),
    ]


def _undecided(lang: Lang, undecided: Sequence[str]) -> list[Element]:
    if not undecided:
        return []
    names = who(lang, undecided)
    return [note(lang.t("training.desk.waves.undecided", count=len(undecided), names=names))]


def waves(lang: Lang, managed: Managed, *, chosen: str = "") -> Card:
    """Who attends when; `chosen` is the municipality that has just been settled."""
    said = lang.t("training.desk.waves.chosen", municipality=shortened(chosen, NAME_LENGTH))
    show = OpenWave(course_id=managed.course.course_id)
    return card(
        lang,
        title=lang.t("training.desk.waves.title"),
        body=[
            *([key_line(said)] if chosen else []),
            *subject(lang, managed.course),
            *(wave_lines(lang, managed) or [text(lang.t("training.desk.waves.none"))]),
        ],
        actions=[
            *([press(lang.t("training.desk.press.waves"), show)] if managed.waves else []),
            back(lang, managed.course),
        ],
    )


def wave_form(
    lang: Lang, managed: Managed, municipality: str = "", *, sent_too: bool = False
) -> Card:
    """受講期を選ぶ for one municipality, or for one to be chosen where none is named.

    `sent_too`: waves whose card has gone out may still be taken, as the desk may.
    """
    offered = [wave for wave in managed.waves if sent_too or not wave.sent]
    known: dict[str, object] = {"course_id": managed.course.course_id}
    if municipality:
        known["municipality"] = municipality
    asked = [_whose(lang, managed, municipality), _which(lang, offered, managed, municipality)]
    send = submit(lang.t("training.desk.wave_form.send"), ChooseWave, known)
    return card(
        lang,
        title=lang.t("training.desk.wave_form.title"),
        body=[
            *subject(lang, managed.course),
            *(asked if offered else [text(lang.t("training.desk.wave_form.none"))]),
            *([note(lang.t("training.desk.wave_form.note"))] if offered else []),
        ],
        actions=[*([send] if offered else []), back(lang, managed.course)],
    )


def _whose(lang: Lang, managed: Managed, municipality: str) -> Element:
    if municipality:
        name = shortened(municipality, NAME_LENGTH)
        return text(lang.t("training.desk.wave_form.whose", municipality=name), weight="bolder")
    decided = sorted(name for wave in managed.waves for name in wave.municipalities)
    names = [*managed.undecided, *decided]
    choices = [Choice(title=name, value=name) for name in names]
    label = lang.t("training.desk.wave_form.municipality")
    return choice_input("municipality", label, choices, need=need(lang))


def _which(lang: Lang, offered: Sequence[Wave], managed: Managed, municipality: str) -> Element:
    now = [one.number for one in managed.waves if municipality in one.municipalities]
    choices = [Choice(title=wave_line(lang, one), value=str(one.number)) for one in offered]
    chosen = str(now[0]) if now else ""
    label = lang.t("training.desk.wave_form.wave")
    return choice_input("wave", label, choices, need=need(lang), value=chosen, expanded=True)


def choose_wave(
    lang: Lang, course: Course, municipality: str, choose_by: date, *, today: date
) -> Card:
    """To a coordinator: this municipality has no wave yet."""
    ahead = left(lang, choose_by, today)
    urgent = (choose_by - today).days <= URGENT_DAYS
    said = lang.t("training.desk.choose_wave.until", left=ahead)
    name = shortened(municipality, NAME_LENGTH)
    return card(
        lang,
        title=lang.t("training.desk.choose_wave.title"),
        body=[
            key_day(lang, said, choose_by, urgent=urgent),
            *subject(lang, course),
            text(lang.t("training.desk.choose_wave.lead", municipality=name)),
            note(lang.t("training.desk.choose_wave.why")),
        ],
        actions=[
            press(
                lang.t("training.desk.press.waves"),
                OpenWave(course_id=course.course_id),
                style="positive",
            ),
            press(lang.t("training.desk.press.manage"), Manage(course_id=course.course_id)),
        ],
        fallback_text=lang.t("training.desk.choose_wave.fallback", title=course.title),
    )


def announced(
    lang: Lang,
    managed: Managed,
    *,
    wave: Wave | None = None,
    show: Verb | None = None,
    why: Reminding | None = None,
) -> Card:
    """案内を作りました: it waits for its approval in the notices, where `show` opens it.

    Without `show` the list of its recipients is still being made. `why`: it is a reminder that
    nobody pressed for.
    """
    key = "training.desk.announced"
    opened = [] if show is None else [press(lang.t(f"{key}.open"), show, style="positive")]
    state = "making" if show is None else "ready"
    return card(
        lang,
        title=lang.t(f"{key}.{state}_title"),
        body=[
            *subject(lang, managed.course),
            *([text(wave_line(lang, wave))] if wave else []),
            *([text(lang.t(f"{key}.why.{why}"))] if why else []),
            key_line(lang.t(f"{key}.{state}")),
            note(lang.t(f"{key}.note")),
        ],
        actions=[*opened, back(lang, managed.course)],
    )


def back(lang: Lang, course: Course) -> Action:
    """研修の管理へ: shows the course, changes nothing."""
    return press(lang.t("training.desk.press.manage"), Manage(course_id=course.course_id))
