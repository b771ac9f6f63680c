"""Lines that the cards of who runs training share: a session, a wave, numbers of people."""

from collections.abc import Sequence
from typing import Literal

from cards.elements import Element, Need, note, shortened
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Bar, Session, Wave

Part = Literal["finished", "booked", "waiting", "rest"]

MUNICIPALITIES_NAMED = 4
MUNICIPALITY_LENGTH = 16
WAVE_LENGTH = 24


def need(lang: Lang) -> Need:
    """入力してください。"""
    return Need(message=lang.t("common.need"))


def session_state(lang: Lang, session: Session) -> str:
    """受付中, 受付終了, 中止, 実施済み."""
    if session.state in {"cancelled", "held"}:
        return lang.t(f"training.desk.session_state.{session.state}")
    if session.over:
        return lang.t("training.desk.session_state.over")
    return lang.t(f"training.desk.session_state.{'closed' if session.closed else 'open'}")


def seats(lang: Lang, session: Session) -> str:
    """38／40席・キャンセル待ち3人; of a session that takes place."""
    key = "training.desk.seats_waiting" if session.waiting else "training.desk.seats"
    return lang.t(
        key, held=f"{session.held:,}", seats=f"{session.seats:,}", waiting=session.waiting
    )


def percent(lang: Lang, bar: Bar) -> str:
    """How many of a hundred have finished; － where nobody is meant."""
    if not bar.audience:
        return "－"
    return lang.t("training.desk.percent", percent=bar.finished * 100 // bar.audience)


def finished(lang: Lang, bar: Bar) -> str:
    """修了120人／対象400人（30%）."""
    return lang.t(
        "training.desk.finished",
        finished=f"{bar.finished:,}",
        audience=f"{bar.audience:,}",
        percent=percent(lang, bar),
    )


def counted(lang: Lang, bar: Bar, *parts: Part) -> str:
    """修了120、申込み80、未申込み195: these parts, those that are nobody left out."""
    counts = [(part, count(bar, part)) for part in parts]
    said = (
        lang.t(f"training.desk.counted.{part}", count=f"{some:,}") for part, some in counts if some
    )
    return lang.listed(said)


def unfinished(lang: Lang, bar: Bar) -> str:
    """申込み80、キャンセル待ち5、未申込み195; that all have finished, where they have."""
    waiting = counted(lang, bar, "booked", "waiting", "rest")
    return waiting or lang.t("training.desk.counted.none")


def count(bar: Bar, part: Part) -> int:
    """How many are in this part of an organisation."""
    return rest(bar) if part == "rest" else int(getattr(bar, part))


def rest(bar: Bar) -> int:
    """How many have neither finished nor applied; who applied without being meant counts not."""
    return max(0, bar.audience - bar.finished - bar.booked - bar.waiting)


def wave_line(lang: Lang, wave: Wave) -> str:
    """第1期　6月1日（月）～7月31日（金）・400席・案内済み."""
    return lang.t(
        "training.desk.wave_sent" if wave.sent else "training.desk.wave",
        title=shortened(wave.title, WAVE_LENGTH),
        term=when.span(lang, wave.first, wave.last),
        seats=f"{wave.seats:,}",
    )


def who(lang: Lang, municipalities: Sequence[str]) -> str:
    """The first few by name, the others counted."""
    named = (shortened(one, MUNICIPALITY_LENGTH) for one in municipalities)
    return lang.listed(named, most=MUNICIPALITIES_NAMED)


def cut(lang: Lang, rows: Sequence[Element], most: int) -> list[Element]:
    """The first rows; how many more there are."""
    more = len(rows) - most
    return [*rows[:most], *([note(lang.t("common.more", count=more))] if more > 0 else [])]
