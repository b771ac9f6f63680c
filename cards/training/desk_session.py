"""One session as who runs it sees it, and the forms that move or cancel it."""

from datetime import date
from typing import Literal

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    box,
    card,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
    time_input,
)
from cards.lang import Lang
from cards.training import when
from cards.training.desk_waves import back
from cards.training.desk_words import need, seats, session_state
from cards.training.matter import Managed, Session
from cards.training.standing import NAME_LENGTH, place, subject
from cards.training.verbs import (
    PLACE_LENGTH,
    REASON_LENGTH,
    CancelSession,
    CloseSession,
    ManageSession,
    MoveSession,
    OpenCancel,
    OpenMove,
    OpenSession,
)

SessionDone = Literal["opened", "closed", "moved", "cancelled"]


def session(
    lang: Lang,
    managed: Managed,
    session: Session,
    *,
    may: bool = True,
    done: SessionDone | None = None,
) -> Card:
    """The day, the seats, who waits. `may`: the reader runs this session; `done`: what their press
    has just made of it."""
    return card(
        lang,
        title=lang.t("training.desk.session.title"),
        body=[
            *([key_line(lang.t(f"training.desk.session.{done}"))] if done else []),
            *subject(lang, managed.course),
            _at_a_glance(lang, session),
            _facts(lang, managed, session),
            *([] if may else [note(lang.t("training.desk.session.not_yours"))]),
        ],
        actions=[*(_steps(lang, session) if may else ()), back(lang, managed.course)],
        refresh=None if done else ManageSession(session_id=session.session_id),
    )


def _at_a_glance(lang: Lang, session: Session) -> Element:
    state = session_state(lang, session)
    above = lang.t("training.desk.manage.line", number=session.number, state=state)
    day = lang.day(session.starts_at.date())
    lines = [
        text(above),
        text(day, weight="bolder", size="large", spacing="none"),
        text(when.hours(lang, session), weight="bolder", size="large", spacing="none"),
    ]
    return box(lines, style="attention" if session.state == "cancelled" else "accent")


def _facts(lang: Lang, managed: Managed, session: Session) -> Element:
    wave = [one.title for one in managed.waves if one.number == session.wave]
    key = "training.desk.fact"
    return facts(
        [
            (lang.t(f"{key}.place"), place(lang, session)),
            (lang.t(f"{key}.seats"), seats(lang, session)),
            (lang.t(f"{key}.deadline"), when.until(lang, session.deadline)),
            (lang.t(f"{key}.wave"), shortened(wave[0], NAME_LENGTH) if wave else ""),
            (lang.t(f"{key}.host"), shortened(session.host, NAME_LENGTH)),
            (lang.t(f"{key}.reason"), session.reason),
        ]
    )


def _steps(lang: Lang, session: Session) -> list[Action]:
    """Nothing once it has begun or was cancelled."""
    if session.over or session.state in {"cancelled", "held"}:
        return []
    known = {"session_id": session.session_id, "version": session.version}
    opened = session.state == "open"
    turned = CloseSession.of(known) if opened else OpenSession.of(known)
    name = "close_session" if opened else "open_session"
    shown = {"session_id": session.session_id}
    return [
        press(lang.t("training.desk.press.move"), OpenMove.of(shown)),
        press(lang.t(f"training.desk.press.{name}"), turned),
        press(lang.t("training.desk.press.cancel"), OpenCancel.of(shown), style="destructive"),
    ]


def move_form(lang: Lang, managed: Managed, session: Session, *, today: date) -> Card:
    """日時・会場を変更: as it is, and as it shall be; its length stays."""
    start, t = session.starts_at, lang.t
    key = "training.desk.move"
    return card(
        lang,
        title=t(f"{key}.title"),
        body=[
            *_now(lang, managed, session),
            date_input("day", t(f"{key}.day"), need=need(lang), value=start.date(), earliest=today),
            time_input("at", t(f"{key}.at"), need=need(lang), value=f"{start:%H:%M}"),
            text_input("place", t(f"{key}.place"), most=PLACE_LENGTH, value=session.place),
            text_input("reason", t(f"{key}.reason"), most=REASON_LENGTH),
            note(_told(lang, session, "move")),
        ],
        actions=[
            submit(t(f"{key}.send"), MoveSession, _known(session)),
            _leave(lang, session),
        ],
    )


def cancel_form(lang: Lang, managed: Managed, session: Session) -> Card:
    """開催を中止: everybody who has a seat or waits for one is told the reason."""
    key = "training.desk.cancel"
    return card(
        lang,
        title=lang.t(f"{key}.title"),
        body=[
            *_now(lang, managed, session),
            key_line(_told(lang, session, "cancel"), urgent=True),
            text_input(
                "reason", lang.t(f"{key}.reason"), need=need(lang), most=REASON_LENGTH, lines=True
            ),
            note(lang.t(f"{key}.note")),
        ],
        actions=[
            submit(lang.t(f"{key}.send"), CancelSession, _known(session), style="destructive"),
            _leave(lang, session),
        ],
    )


def _now(lang: Lang, managed: Managed, session: Session) -> list[Element]:
    line = lang.t(
        "training.desk.session.now",
        number=session.number,
        slot=when.session_line(lang, session),
        place=place(lang, session),
    )
    return [*subject(lang, managed.course), text(line)]


def _told(lang: Lang, session: Session, what: Literal["move", "cancel"]) -> str:
    """How many people will hear of it."""
    people = session.held + session.waiting
    told = "told" if people else "nobody"
    return lang.t(f"training.desk.{what}.{told}", count=f"{people:,}")


def _known(session: Session) -> dict[str, object]:
    return {"session_id": session.session_id, "version": session.version}


def _leave(lang: Lang, session: Session) -> Action:
    return press(lang.t("common.back"), ManageSession(session_id=session.session_id))
