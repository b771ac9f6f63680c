"""How days, times and deadlines of training are told."""

from datetime import date, datetime, time, timedelta

from cards.lang import Lang
from cards.training.matter import Session

_BEFORE_MIDNIGHT = timedelta(seconds=1)


def session_line(lang: Lang, session: Session) -> str:
    """12月9日（水）13:30～15:00."""
    return lang.t(
        "training.when.line",
        day=lang.short_day(session.starts_at.date()),
        hours=hours(lang, session),
    )


def numbered(lang: Lang, session: Session) -> str:
    """第1回　12月9日（水）13:30～15:00."""
    return lang.t("training.when.numbered", number=session.number, line=session_line(lang, session))


def hours(lang: Lang, session: Session) -> str:
    """13:30～15:00; the day too where it ends on another."""
    end = session.ends_at
    same = end.date() == session.starts_at.date()
    till = clock(end) if same else moment(lang, end)
    return lang.t("training.when.hours", at=clock(session.starts_at), till=till)


def clock(at: datetime) -> str:
    """9:05."""
    return f"{at.hour}:{at.minute:02}"


def moment(lang: Lang, at: datetime) -> str:
    """12月9日（水）13:30."""
    return lang.t("training.when.moment", day=lang.short_day(at.date()), at=clock(at))


def until(lang: Lang, at: datetime) -> str:
    """12月7日（月）17:15まで; midnight is the end of the day before."""
    if at.time() == time():
        return lang.t("training.when.until", moment=lang.short_day((at - _BEFORE_MIDNIGHT).date()))
    return lang.t("training.when.until", moment=moment(lang, at))


def span(lang: Lang, first: date, last: date) -> str:
    """12月1日（火）～12月18日（金）, or the one day."""
    if first == last:
        return lang.short_day(first)
    return lang.t("training.when.span", first=lang.short_day(first), last=lang.short_day(last))
