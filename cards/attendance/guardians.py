"""Who speaks for a child (保護者の登録): the office's cards."""

from collections.abc import Sequence
from typing import Protocol

from cards.attendance.classes import class_name, opened_by
from cards.attendance.health import School
from cards.attendance.matter import Class, Link
from cards.attendance.verbs.health import WHO_LENGTH, WHY_LENGTH
from cards.attendance.verbs.roster import (
    FindPupil,
    GuardianDesk,
    OpenGuardian,
    OpenProtection,
    ShowGuardians,
    UnlockWord,
)
from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    actions_row,
    card,
    columns,
    note,
    press,
    shortened,
    show_card,
    submit,
    text,
    text_input,
)
from cards.lang import Lang

LINES_SHOWN = 8
NAME_LENGTH = 40
RIGHTS = ("may_report", "may_see_status", "may_be_notified")
_KEY = "attendance.guardians"


class Child(Protocol):
    """A child as the office sees them. `word`: none, set, locked (the family word)."""

    @property
    def pupil_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def school_id(self) -> int: ...
    @property
    def school_class(self) -> Class | None: ...
    @property
    def number(self) -> int: ...
    @property
    def protected(self) -> bool: ...
    @property
    def word(self) -> str: ...


def desk(lang: Lang, school: School, waiting: Sequence[Link], missing: Sequence[Link] = ()) -> Card:
    """保護者の登録: what waits to be confirmed, what the newest roster doesn't name any more
    (`missing`), and a search for a child."""
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            text(school.name, size="small"),
            *group(lang.t(f"{_KEY}.waiting"), _listed(lang, waiting)),
            *([] if waiting else [text(lang.t(f"{_KEY}.none_waiting"))]),
            *group(lang.t("attendance.roster.missing"), _listed(lang, missing)),
            *group(lang.t(f"{_KEY}.search"), [_who(lang)]),
        ],
        actions=[submit(lang.t(f"{_KEY}.press.find"), FindPupil, {"school_id": school.school_id})],
    )


def gone(lang: Lang, school_id: int, school: str, count: int) -> Card:
    """To the office after an import: the newest roster lacks so many links; it names nobody."""
    return card(
        lang,
        title=lang.t("attendance.roster.gone"),
        body=[
            text(school, size="small"),
            text(lang.t("attendance.roster.gone_text", count=count)),
            note(lang.t("attendance.roster.gone_note")),
        ],
        actions=[press(lang.t(f"{_KEY}.press.desk"), GuardianDesk(school_id=school_id))],
    )


def _listed(lang: Lang, links: Sequence[Link]) -> list[Element]:
    more = len(links) - LINES_SHOWN
    rows = [_waiting(lang, one) for one in links[:LINES_SHOWN]]
    return [*rows, *([note(lang.t("common.more", count=more))] if more > 0 else [])]


def _waiting(lang: Lang, one: Link) -> Element:
    said = lang.t(f"{_KEY}.of_child", child=shortened(one.child, NAME_LENGTH), who=_adult(one))
    words = [
        text(_class(lang, one.school_class), size="small", separator=True),
        text(said, spacing="none"),
    ]
    whose = f"{one.child}・{one.name or one.relation}"  # siblings have the same adults
    return opened_by(lang, words, whose, OpenGuardian(guardian_id=one.guardian_id))


def _who(lang: Lang) -> Element:
    return text_input(
        "who",
        lang.t("attendance.health.find.who"),
        need=_need(lang),
        most=WHO_LENGTH,
        placeholder=lang.t("attendance.health.find.hint"),
    )


def _adult(one: Link) -> str:
    named = "・".join(filter(None, (shortened(one.name, NAME_LENGTH), one.relation)))
    return named or "－"


def _class(lang: Lang, one: Class | None) -> str:
    return class_name(lang, one) if one else lang.t(f"{_KEY}.no_class")


def found(lang: Lang, school: School, children: Sequence[Child]) -> Card:
    """Children that fit what was typed."""
    rows = [_child(lang, one) for one in children[:LINES_SHOWN]]
    back = press(lang.t("common.back"), GuardianDesk(school_id=school.school_id))
    title = lang.t("attendance.health.find.choose")
    return card(lang, title=title, body=rows, actions=[back])


def _child(lang: Lang, one: Child) -> Element:
    words = [text(seated(lang, one))]
    return opened_by(lang, words, one.name, ShowGuardians(pupil_id=one.pupil_id))


def seated(lang: Lang, one: Child) -> str:
    """Where a child sits, with the name."""
    where, name = _class(lang, one.school_class), shortened(one.name, NAME_LENGTH)
    return lang.t("attendance.health.seat", where=where, number=one.number, name=name)


def guardians(lang: Lang, child: Child, links: Sequence[Link], *, done: str = "") -> Card:
    """A child's guardian links with what each may do; the family word; protection."""
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            *([key_line(lang.t(f"{_KEY}.done.{done}"))] if done else []),
            text(seated(lang, child), weight="bolder", size="medium"),
            *([key_line(lang.t(f"{_KEY}.protected"), urgent=True)] if child.protected else []),
            *[element for one in links[:LINES_SHOWN] for element in _link(lang, one)],
            *([] if links else [text(lang.t(f"{_KEY}.none"))]),
            text(lang.t(f"{_KEY}.word.{child.word}"), size="small", separator=True),
        ],
        actions=[*_unlocking(lang, child), _protection(lang, child), _to_desk(lang, child)],
    )


def _link(lang: Lang, one: Link) -> list[Element]:
    words = [
        text(_adult(one), weight="bolder", separator=True),
        text(_standing(lang, one), size="small", spacing="none"),
    ]
    button = press(lang.t(f"{_KEY}.press.rights"), OpenGuardian(guardian_id=one.guardian_id))
    return [columns(("stretch", words), ("auto", actions_row([button])))]


def _standing(lang: Lang, one: Link) -> str:
    state = lang.t(f"{_KEY}.state.{one.state}")
    if one.state != "confirmed":
        return state
    rights = [lang.t(f"{_KEY}.right.{name}") for name in RIGHTS if getattr(one, name)]
    held = lang.listed(rights) if rights else lang.t(f"{_KEY}.no_right")
    return lang.t(f"{_KEY}.standing", state=state, rights=held)


def _unlocking(lang: Lang, child: Child) -> list[Action]:
    if child.word != "locked":
        return []
    known = {"pupil_id": child.pupil_id}
    sure = submit(lang.t(f"{_KEY}.press.unlock"), UnlockWord, known)
    said = [text(lang.t(f"{_KEY}.unlocking")), why(lang)]
    return [show_card(lang.t(f"{_KEY}.press.unlocks"), said, [sure])]


def _protection(lang: Lang, child: Child) -> Action:
    return press(lang.t(f"{_KEY}.press.protection"), OpenProtection(pupil_id=child.pupil_id))


def _to_desk(lang: Lang, child: Child) -> Action:
    return press(lang.t(f"{_KEY}.press.desk"), GuardianDesk(school_id=child.school_id))


def why(lang: Lang) -> Element:
    """The reason, without which nothing about a child's adults is set."""
    return text_input("why", lang.t(f"{_KEY}.why"), need=_need(lang), most=WHY_LENGTH)


def _need(lang: Lang) -> Need:
    return Need(message=lang.t("common.need"))
