"""Where a school's roster cards go (出欠の連絡先), and why nothing goes there now."""

from collections.abc import Sequence
from typing import Protocol

from cards.attendance.matter import Place
from cards.attendance.verbs.places import ChoosePlace, ClearPlace, Places
from cards.common import group, key_line
from cards.elements import (
    Card,
    Choice,
    Element,
    Need,
    bullets,
    card,
    choice_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang

NAME_LENGTH = 60
SCHOOLS_SHOWN = 40
PLACES_SHOWN = 20
TROUBLES_SHOWN = 6
_KEY = "attendance.place"


class School(Protocol):
    """A school for which the reader may choose."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


def place_schools(lang: Lang, schools: Sequence[School]) -> Card:
    """どの学校の連絡先ですか: for whoever may choose for several."""
    listed = [
        Choice(title=shortened(one.name, NAME_LENGTH), value=str(one.id))
        for one in schools[:SCHOOLS_SHOWN]
    ]
    need = Need(message=lang.t(f"{_KEY}.need_school"))
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[choice_input("school_id", lang.t(f"{_KEY}.school"), listed, need=need)],
        actions=[submit(lang.t(f"{_KEY}.press.show"), Places, {})],
    )


def school_place(
    lang: Lang,
    school: School,
    chosen: Place | None,
    offered: Sequence[Place],
    troubled: Sequence[Place] = (),
    *,
    done: str = "",
) -> Card:
    """The place of one school, what else could be chosen, and what can't, each with its reason."""
    body: list[Element] = [key_line(shortened(school.name, NAME_LENGTH))]
    body += [text(lang.t(f"{_KEY}.done.{done}"), weight="bolder")] if done else []
    body += _chosen(lang, chosen)
    body += _offered(lang, offered)
    body += _troubled(lang, troubled)
    body += [note(lang.t(f"{_KEY}.rule")), note(lang.t(f"{_KEY}.how"))]
    choose = submit(lang.t(f"{_KEY}.press.choose"), ChoosePlace, {"school_id": school.id})
    actions = [choose] if offered else []
    if chosen is not None:
        clear = ClearPlace(school_id=school.id, version=chosen.version)
        actions.append(press(lang.t(f"{_KEY}.press.clear"), clear))
    again = press(lang.t(f"{_KEY}.press.again"), Places(school_id=school.id))
    return card(lang, title=lang.t(f"{_KEY}.title"), body=body, actions=[*actions, again])


def place_told(lang: Lang, place: Place, *, taken_back: int = 0) -> Card:
    """The desk hears: nothing goes there any longer, and why; or cards go there again."""
    if not place.trouble:
        return _fine(lang, place)
    gone = lang.t(f"{_KEY}.taken_back", count=taken_back)
    return card(
        lang,
        title=lang.t(f"{_KEY}.stopped"),
        body=[
            key_line(shortened(place.school, NAME_LENGTH)),
            facts([_named(lang, place), (lang.t(f"{_KEY}.why"), _why(lang, place))]),
            *([text(gone, weight="bolder")] if taken_back else []),
            text(lang.t(f"{_KEY}.meanwhile")),
            note(lang.t(f"{_KEY}.remedy.{place.trouble}")),
        ],
        actions=[press(lang.t(f"{_KEY}.press.open"), Places(school_id=place.school_id))],
    )


def _fine(lang: Lang, place: Place) -> Card:
    return card(
        lang,
        title=lang.t(f"{_KEY}.resumed"),
        body=[
            key_line(shortened(place.school, NAME_LENGTH)),
            facts([_named(lang, place)]),
            text(lang.t(f"{_KEY}.again_there")),
        ],
    )


def _chosen(lang: Lang, chosen: Place | None) -> list[Element]:
    if chosen is None:
        return [text(lang.t(f"{_KEY}.none"))]
    lines = [_named(lang, chosen)]
    if chosen.trouble:
        lines.append((lang.t(f"{_KEY}.why"), _why(lang, chosen)))
    stopped = [text(lang.t(f"{_KEY}.meanwhile"))] if chosen.trouble else []
    return [facts(lines), *stopped]


def _offered(lang: Lang, offered: Sequence[Place]) -> list[Element]:
    if not offered:
        return [text(lang.t(f"{_KEY}.nothing"))]
    listed = [Choice(title=_title(lang, one), value=str(one.place_id)) for one in offered]
    need = Need(message=lang.t(f"{_KEY}.need_place"))
    return [choice_input("place_id", lang.t(f"{_KEY}.choice"), listed[:PLACES_SHOWN], need=need)]


def _troubled(lang: Lang, troubled: Sequence[Place]) -> list[Element]:
    """Why a place that somebody looks for in the list isn't there."""
    lines = [
        lang.t(f"{_KEY}.not_this", name=_title(lang, one), why=_why(lang, one))
        for one in troubled[:TROUBLES_SHOWN]
    ]
    return group(lang.t(f"{_KEY}.not_offered"), bullets(lines))


def _named(lang: Lang, place: Place) -> tuple[str, str]:
    return lang.t(f"{_KEY}.kind.{place.kind}"), _title(lang, place)


def _title(lang: Lang, place: Place) -> str:
    return shortened(place.name, NAME_LENGTH) or lang.t(f"{_KEY}.unnamed", number=place.place_id)


def _why(lang: Lang, place: Place) -> str:
    return lang.t(f"{_KEY}.trouble.{place.trouble}")
