"""What is told of incidents: to who reported one, to who leads, to those around; all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cards.common import group, key_line
from cards.elements import (
    Card,
    Element,
    actions_row,
    bullets,
    card,
    columns,
    facts,
    note,
    press,
    text,
)
from cards.lang import Lang
from cards.records.incident_matter import Case
from cards.records.incidents import (
    K,
    incident,
    left_or_late,
    next_owed,
    standing,
    step_name,
    title,
    without_day,
)
from cards.records.verbs.incidents import OpenIncidentReport, ShowIncident

LISTED = 12
LISTED_BELOW = 5


def received(lang: Lang, case: Case, *, led: bool = True) -> Card:
    """To who reported it: the number, since when the clock runs, and what to do until then. `led`:
    an officer is there."""
    told = "told" if led else "unled"
    return card(
        lang,
        title=lang.t(f"{K}.received.title", number=case.incident_id),
        body=[
            key_line(lang.t(f"{K}.received.clock", at=lang.instant(case.known_at))),
            *bullets(
                (
                    lang.t(f"{K}.received.{told}"),
                    *lang.t(f"{K}.received.next").splitlines(),
                )
            ),
            note(lang.t(f"{K}.received.note")),
        ],
        fallback_text=lang.t(f"{K}.received.title", number=case.incident_id),
    )


def own(lang: Lang, case: Case) -> Card:
    """To who reported it, later: that it is being worked on, or closed; nothing that came since."""
    state = "open" if case.is_open else "closed"
    return card(
        lang,
        title=title(lang, case.incident_id),
        body=[
            key_line(lang.t(f"{K}.own.{state}")),
            facts([(lang.t(f"{K}.fact.known_at"), lang.instant(case.known_at))]),
        ],
    )


def own_reports(lang: Lang, cases: Sequence[Case]) -> Card:
    """事故一覧 of who reported some: how far each is, and nothing that came since."""
    return card(
        lang,
        title=lang.t(f"{K}.own.title"),
        body=_own_lines(lang, cases, LISTED) or [text(lang.t(f"{K}.own.none"))],
        actions=[press(lang.t(f"{K}.press.report"), OpenIncidentReport())],
    )


def with_own(lang: Lang, form: Mapping[str, Any], cases: Sequence[Case]) -> Card:
    """The form of a report, with what its reader has reported before below it."""
    lines = _own_lines(lang, cases, LISTED_BELOW)
    return Card({**form, "body": [*form["body"], *group(lang.t(f"{K}.own.title"), lines)]})


def _own_lines(lang: Lang, cases: Sequence[Case], most: int) -> list[Element]:
    more = len(cases) - most
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    return [*(_own_line(lang, one) for one in cases[:most]), *rest]


def _own_line(lang: Lang, case: Case) -> Element:
    words = [
        text(title(lang, case.incident_id), weight="bolder", separator=True),
        text(lang.t(f"{K}.own.{'open' if case.is_open else 'closed'}"), spacing="none"),
    ]
    show = ShowIncident(incident_id=case.incident_id)
    return columns(("stretch", words), ("auto", actions_row([press(lang.t("common.open"), show)])))


def opened(lang: Lang, case: Case) -> Card:
    """To whoever leads: a case was opened, with all that is known."""
    return _told(lang, case, "opened")


def due(lang: Lang, case: Case) -> Card:
    """To whoever leads: what is owed next."""
    return _told(lang, case, "due")


def _told(lang: Lang, case: Case, kind: str) -> Card:
    """The case as it stands; the notification says no word of what happened."""
    said = lang.t(f"{K}.told.{kind}", number=case.incident_id)
    return Card({**incident(lang, case), "fallbackText": said})


def notified(lang: Lang, case: Case, *, late: bool, led: bool = True) -> Card:
    """To desks and superiors: a case was opened, or a day has passed; nothing of what happened.
    `led`: an officer is there."""
    kind = "late_above" if late else "opened_above"
    said_note = f"{kind}_note" if led or not case.is_open else "unled_note"
    said = lang.t(f"{K}.told.{kind}", number=case.incident_id)
    owed = [step_name(lang, case, one.step) for one in case.clocks if not one.way and one.by]
    show = ShowIncident(incident_id=case.incident_id)
    return card(
        lang,
        title=said,
        body=[
            *standing(lang, case),
            *group(lang.t(f"{K}.owed"), bullets(owed)),
            note(lang.t(f"{K}.told.{said_note}")),
        ],
        actions=[press(lang.t("common.open"), show)],
        fallback_text=said,
    )


def incidents(lang: Lang, cases: Sequence[Case]) -> Card:
    """事故一覧: open cases by their next day, then those that were closed."""
    standing_ = sorted((one for one in cases if one.is_open), key=_next_day)
    over = [one for one in cases if not one.is_open]
    every = [*standing_, *over]
    more = len(every) - LISTED
    return card(
        lang,
        title=lang.t(f"{K}.list.title"),
        body=[
            *(_line(lang, one) for one in every[:LISTED]),
            *([] if every else [text(lang.t(f"{K}.list.none"))]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
        ],
        actions=[press(lang.t(f"{K}.press.report"), OpenIncidentReport())],
    )


def _next_day(case: Case) -> date:
    owed = next_owed(case)
    return date.max if owed is None else owed.by or owed.aim


def _line(lang: Lang, case: Case) -> Element:
    words = [
        text(title(lang, case.incident_id), weight="bolder", separator=True),
        text(_summary(lang, case), spacing="none"),
    ]
    show = ShowIncident(incident_id=case.incident_id)
    return columns(("stretch", words), ("auto", actions_row([press(lang.t("common.open"), show)])))


def _summary(lang: Lang, case: Case) -> str:
    if not case.is_open:
        return lang.t(f"{K}.list.closed", day=case.closed_on or case.today)
    owed = next_owed(case)
    if owed is None:
        return lang.t(f"{K}.nothing_owed")
    name = step_name(lang, case, owed.step)
    if owed.by is None:
        return f"{name}　{without_day(lang, owed)}"
    when = lang.t(f"{K}.until", day=owed.by, left=left_or_late(lang, owed.by, case.today))
    return f"{name}　{when}"
