"""Forms about a series: how often it meets, who attends and where, a new one, its end."""

from collections.abc import Sequence
from datetime import date, timedelta

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    date_input,
    note,
    number_input,
    press,
    submit,
    text,
    text_input,
    toggle_input,
)
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.forms import need
from cards.meetings.matter import Series
from cards.meetings.standing import (
    subject,
)
from cards.meetings.verbs import (
    POSTS_LENGTH,
    REASON_LENGTH,
    ROOM_LENGTH,
    TITLE_LENGTH,
    WHO_LENGTH,
    Create,
    EndSeries,
    Mine,
    SetCadence,
    Settle,
    ShowSeries,
)

EVERY = ("month", "two_months", "quarter", "half", "year", "weeks")
LENGTHS = (30, 60, 90, 120, 180)
MOST_WEEKS = 52


def cadence_ask(lang: Lang, one: Series) -> Card:
    """どのくらいの間隔で開催しますか: asked once of the owner where the text leaves it open."""
    why = lang.t("meetings.cadence.why", article=one.article)
    plain = lang.t("meetings.cadence.why_plain")
    lead = [key_line(why if one.article else plain)]
    standing = press(lang.t("meetings.press.series"), ShowSeries(series_id=one.series_id))
    return _cadence(lang, one, lead, "meetings.cadence.ask", standing)


def cadence_form(lang: Lang, one: Series) -> Card:
    """開催の間隔を決める: as it is, and as it shall be."""
    now = lang.t("meetings.cadence.now", cadence=when.cadence(lang, one.unit, one.count))
    lead = [text(now)] if one.unit else []
    return _cadence(lang, one, lead, "meetings.cadence.title", back(lang, one))


def _cadence(lang: Lang, one: Series, lead: Sequence[Element], title: str, leave: Action) -> Card:
    known = {"series_id": one.series_id, "version": one.version}
    chosen = when.every(one.unit, one.count) if one.unit else ""
    return card(
        lang,
        title=lang.t(title),
        body=[
            *subject(lang, one.title, one.partner),
            *lead,
            *_every(lang, chosen, one.count if chosen == "weeks" else None),
        ],
        actions=[submit(lang.t("meetings.cadence.send"), SetCadence, known), leave],
        fallback_text=lang.t("meetings.cadence.fallback", title=one.title),
    )


def _every(lang: Lang, chosen: str = "", weeks: int | None = None) -> list[Element]:
    choices = [Choice(title=lang.t(f"meetings.cadence.{word}"), value=word) for word in EVERY]
    return [
        choice_input(
            "every",
            lang.t("meetings.cadence.every"),
            choices,
            need=need(lang),
            value=chosen,
            expanded=True,
        ),
        number_input(
            "weeks",
            lang.t("meetings.cadence.how_many_weeks"),
            value=weeks,
            least=1,
            most=MOST_WEEKS,
        ),
    ]


def back(lang: Lang, one: Series) -> Action:
    """戻る: shows the series, changes nothing."""
    return press(lang.t("common.back"), ShowSeries(series_id=one.series_id))


def new_form(lang: Lang, *, today: date) -> Card:
    """定例会を登録: a series that no agreement promises."""
    t = lang.t
    return card(
        lang,
        title=t("meetings.new.title"),
        body=[
            text_input("title", t("meetings.new.name"), need=need(lang), most=TITLE_LENGTH),
            text_input("partner", t("meetings.new.partner"), most=TITLE_LENGTH),
            *_every(lang),
            date_input(
                "since",
                t("meetings.new.since"),
                value=today,
                earliest=today - timedelta(days=366),
                latest=today + timedelta(days=366),
                message=t("meetings.new.since_range"),
            ),
            text_input(
                "owner", t("meetings.new.owner"), most=WHO_LENGTH, placeholder=t("meetings.new.you")
            ),
            *_settings(lang),
        ],
        actions=[
            submit(t("meetings.new.send"), Create, {}),
            press(t("common.back"), Mine()),
        ],
    )


def settings_form(lang: Lang, one: Series) -> Card:
    """出席者・会議室を変更."""
    known = {"series_id": one.series_id, "version": one.version}
    return card(
        lang,
        title=lang.t("meetings.settings.title"),
        body=[
            *subject(lang, one.title, one.partner),
            *_settings(
                lang,
                posts="、".join(one.posts),
                room=one.room,
                minutes=one.minutes,
                online=one.online,
            ),
            note(lang.t("meetings.settings.note")),
        ],
        actions=[submit(lang.t("meetings.settings.send"), Settle, known), back(lang, one)],
    )


def _settings(
    lang: Lang, *, posts: str = "", room: str = "", minutes: int = 60, online: bool = True
) -> list[Element]:
    t = lang.t
    lengths = sorted({*LENGTHS, minutes})
    choices = [Choice(title=t("meetings.minutes_long", count=n), value=str(n)) for n in lengths]
    label = t("meetings.settings.posts")
    hint = t("meetings.settings.posts_hint")
    return [
        text_input("posts", label, most=POSTS_LENGTH, value=posts, placeholder=hint),
        text_input(
            "room",
            t("meetings.settings.room"),
            most=ROOM_LENGTH,
            value=room,
            placeholder=t("meetings.settings.room_hint"),
        ),
        choice_input("minutes", t("meetings.settings.minutes"), choices, value=str(minutes)),
        toggle_input("online", t("meetings.settings.online"), t("meetings.online"), value=online),
    ]


def end_form(lang: Lang, one: Series) -> Card:
    """定例会を終了: no further meeting is owed."""
    known = {"series_id": one.series_id, "version": one.version}
    send = submit(lang.t("meetings.end.send"), EndSeries, known, style="destructive")
    return card(
        lang,
        title=lang.t("meetings.end.title"),
        body=[
            *subject(lang, one.title, one.partner),
            key_line(lang.t("meetings.end.lead"), urgent=True),
            text_input("reason", lang.t("meetings.end.reason"), most=REASON_LENGTH),
        ],
        actions=[send, back(lang, one)],
    )
