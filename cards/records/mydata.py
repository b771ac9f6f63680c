"""私のデータ: what is kept of one person, in that person's language, for nobody else."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, cast

from cards.attendance.beside import both, unread
from cards.attendance.classes import class_name
from cards.attendance.matter import Class
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    card,
    note,
    open_url,
    press,
    section,
    shortened,
    text,
)
from cards.lang import Lang
from cards.printed import Markup, bullets, page, paragraph, part
from cards.records.acts import act_words
from cards.records.verbs.mydata import ShowMyData

FEW = 4  # lines of each area on the first card
MOST = 12  # on a page of one area
_LENGTH = 300
_FOR_ALL = {
    "area": frozenset(("register", "enrolment", "attendance", "notices", "ledger", "home")),
    "field": frozenset(
        (
            *("name", "mail", "language", "since", "until", "child", "relation", "contact"),
            *("state", "kind", "text", "draft", "confirmed", "list", "reached", "reason"),
            *("entries", "stage", "class", "looked", "last_look"),
        )
    ),
}
FOR_STAFF = {
    "area": frozenset(("agreements", "meetings", "training", "records")),
    "field": frozenset(
        (
            *("department", "grade", "municipality", "roles", "posts", "away", "deputy", "act"),
            *("item", "reply", "organises", "self_check", "points", "cause", "minutes", "tries"),
            *("finished", "how", "host", "end", "reports", "took_over"),
            *("opened_at", "what", "register", "handled"),
        )
    ),
}

# By area and field, where the words of a value stand that is one of ours.
_WORDED = {
    ("attendance", "kind"): "attendance.family.kind_of",
    ("enrolment", "state"): "records.mydata.link",
    ("meetings", "reply"): "meetings.reply",
    ("notices", "reached"): "records.mydata.reached",
    ("notices", "stage"): "notices.stage",
    ("records", "handled"): "records.handling.act",
    ("records", "register"): "records.handling.kind",
    ("records", "state"): "records.incidents.own",
    ("training", "cause"): "training.cause",
    ("training", "how"): "training.how",
    ("training", "state"): "training.state",
}


class Fact(Protocol):
    """One thing that is kept."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> object: ...


class Line(Protocol):
    """One record."""

    @property
    def at(self) -> date | None: ...
    @property
    def title(self) -> str: ...
    @property
    def facts(self) -> Sequence[Fact]: ...


class Area(Protocol):
    """What one part of Renkei keeps."""

    @property
    def name(self) -> str: ...
    @property
    def lines(self) -> Sequence[Line]: ...


def door(lang: Lang) -> Card:
    """The answer to the words: it names nobody and shows nothing yet."""
    return _card(
        lang,
        [text(both(lang, "records.mydata.door")), note(both(lang, "records.mydata.private"))],
        [press(both(lang, "records.mydata.show"), ShowMyData(), style="positive")],
    )


def overview(lang: Lang, areas: Sequence[Area], *, window: str = "", print_url: str = "") -> Card:
    """Every area with its first lines, and whom to ask for a correction."""
    body = [element for one in areas for element in _summed(lang, one)]
    nothing = [text(both(lang, "records.mydata.none"))]
    return _card(
        lang,
        [
            text(both(lang, "records.mydata.lead")),
            *(body or nothing),
            *_correction(lang, window),
            note(both(lang, "records.mydata.logged")),
        ],
        [open_url(both(lang, "common.print"), print_url)] if print_url else [],
    )


def area(lang: Lang, shown: Area, *, at: int, window: str = "") -> Card:
    """One page of one area."""
    pages = max(1, -(-len(shown.lines) // MOST))
    at = min(max(at, 0), pages - 1)
    lines = shown.lines[at * MOST : (at + 1) * MOST]
    where = [note(lang.t("records.mydata.page", page=at + 1, pages=pages))] if pages > 1 else []
    return _card(
        lang,
        [
            section(_area_name(lang, shown.name)),
            *where,
            *(_line(lang, shown.name, one) for one in lines),
            *_correction(lang, window),
        ],
        _turning(lang, shown.name, at, pages),
    )


def _turning(lang: Lang, name: str, at: int, pages: int) -> list[Action]:
    found = []
    if at > 0:
        earlier = ShowMyData(area=name, page=at - 1)
        found.append(press(both(lang, "records.mydata.previous"), earlier))
    if at < pages - 1:
        found.append(press(both(lang, "records.mydata.next"), ShowMyData(area=name, page=at + 1)))
    return [*found, press(both(lang, "common.back"), ShowMyData())]


def _card(lang: Lang, body: Iterable[Element], actions: Sequence[Action]) -> Card:
    return card(
        lang,
        title=both(lang, "records.mydata.title"),
        body=[*body, *unread(lang)],
        actions=actions,
    )


def _summed(lang: Lang, shown: Area) -> list[Element]:
    count = lang.count("records.mydata.count", len(shown.lines))
    head = section(f"{_area_name(lang, shown.name)}　{count}")
    lines = [_line(lang, shown.name, one) for one in shown.lines[:FEW]]
    if len(shown.lines) <= FEW:
        return [head, *lines]
    return [head, *lines, *_more(lang, shown)]


def _more(lang: Lang, shown: Area) -> list[Element]:
    words = both(lang, "records.mydata.all")
    return actions_row([press(words, ShowMyData(area=shown.name))])


def _correction(lang: Lang, window: str) -> list[Element]:
    """訂正・利用停止・開示: the window; nothing is opened from here."""
    return [
        section(both(lang, "records.mydata.correction")),
        text(both(lang, "records.mydata.correction_how")),
        text(window or both(lang, "records.mydata.window"), weight="bolder"),
    ]


def _line(lang: Lang, area: str, one: Line) -> Element:
    return text(f"・{shortened(_words(lang, area, one), _LENGTH)}", spacing="small")


def _words(lang: Lang, area: str, one: Line) -> str:
    day = "" if one.at is None else lang.day(_day(one.at))
    facts = "　".join(_fact(lang, area, fact) for fact in one.facts)
    return "　".join(filter(None, (day, one.title, facts)))


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _fact(lang: Lang, area: str, fact: Fact) -> str:
    value = _value(lang, area, fact)
    name = _name(lang, "field", fact.key)
    return f"{name}：{value}" if value else name


def _value(lang: Lang, area: str, fact: Fact) -> str:
    """Days and our own words as the language writes them, all else as it was entered."""
    value = fact.value
    if isinstance(value, datetime):
        return lang.instant(value)
    if isinstance(value, date):
        return lang.day(value)
    if isinstance(value, bool):
        return ""
    if fact.key == "class":
        return class_name(lang, cast(Class, value))
    if fact.key == "language":
        return Lang.of(str(value)).t("meta.name")
    return _said(lang, area, fact.key, str(value))


def _said(lang: Lang, area: str, key: str, value: str) -> str:
    """A word of ours in the reader's language; what was entered stays as it is."""
    if key == "act":
        return act_words(lang, value)
    if key == "roles":
        return " / ".join(lang.t(f"notices.role.{role}") for role in value.split(" / "))
    words = _wording(area, key, value)
    return lang.t(words) if words and lang.knows(words) else value


def _wording(area: str, key: str, value: str) -> str:
    """Where the words of a value may stand that is one of ours."""
    place = _WORDED.get((area, key))
    return f"{place}.{value}" if place else ""


def _area_name(lang: Lang, name: str) -> str:
    return _name(lang, "area", name)


def _name(lang: Lang, kind: str, name: str) -> str:
    """What staff alone can have is named in Japanese and English."""
    if name in _FOR_ALL[kind]:
        return both(lang, f"records.mydata.{kind}.{name}")
    known = name in FOR_STAFF[kind]
    return lang.t(f"records.mydata_staff.{kind}.{name if known else 'other'}")


def printed(lang: Lang, areas: Sequence[Area], *, name: str, at: datetime, window: str = "") -> str:
    """The same on paper, whole."""
    where = window or lang.t("records.mydata.window")
    return page(
        lang,
        title=lang.t("records.mydata.title"),
        subject=name,
        as_of=lang.instant(at),
        parts=(
            *(_part(lang, one) for one in areas),
            paragraph(f"{lang.t('records.mydata.correction')}: {where}"),
        ),
    )


def _part(lang: Lang, shown: Area) -> Markup:
    lines = bullets(_words(lang, shown.name, one) for one in shown.lines)
    return part(_area_name(lang, shown.name), lines)
