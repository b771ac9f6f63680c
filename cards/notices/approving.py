"""承認: what the approver sees, and what stands there after somebody's press."""

from collections.abc import Sequence
from datetime import date, datetime

from cards.elements import Card, Element, box, card, facts, note, section, shortened, text
from cards.lang import Lang
from cards.notices.drafting import also
from cards.notices.size import fitting
from cards.notices.standing import (
    Line,
    Standing,
    audience,
    headline,
    heads,
    recipients,
    seen_in,
)
from cards.notices.steps import offered
from cards.notices.verbs import Open

LINES_SHOWN = 10
LINE_LENGTH = 120
HEAVIEST_DIFFERENCE = 2300  # bytes, as Teams counts a card


def approval(lang: Lang, standing: Standing) -> Card:
    """承認のお願い: recipients, the card, what is new since the draft before.

    Its author, who may not approve, reads the same card as 承認待ち.
    """
    decides = "approve" in standing.acts
    return card(
        lang,
        title=lang.t("notices.approval.title" if decides else "notices.approval.waiting"),
        body=[
            *_asked(lang, standing),
            *_grown(lang, standing),
            *recipients(lang, standing),
            *seen_in(lang, standing),
            *_new(lang, standing),
            *([note(lang.t("notices.approval.leaves"))] if decides else []),
        ],
        actions=[
            *offered(lang, standing.notice, standing.version, standing.acts),
            *also(lang, standing.content),
        ],
        fallback_text=lang.t("notices.approval.fallback", title=standing.title),
        refresh=Open(notice_id=standing.notice),
    )


def _asked(lang: Lang, standing: Standing) -> list[Element]:
    """Who wrote it, who wrote at it last, who asks; and when it would go."""
    at = lang.instant(standing.asked_at) if standing.asked_at else ""
    by = standing.asked_by
    asked = lang.t("notices.approval.by", by=by, at=at) if by and at else at
    due = "notices.approval.at_once" if standing.at_once else "notices.approval.due"
    shown = [
        (lang.t("notices.fact.author"), standing.author),
        (lang.t("notices.fact.changed_by"), standing.changed_by),
        (lang.t("notices.fact.asked_by"), asked),
        (lang.t("notices.fact.due"), lang.t(due, at=lang.instant(standing.due_at))),
        (lang.t("notices.fact.expires"), lang.instant(standing.expires_at)),
    ]
    return [facts(shown)]


def _grown(lang: Lang, standing: Standing) -> list[Element]:
    """Approved once, for so many fewer people that it has to be approved anew."""
    before = standing.approved_audience
    if before is None:
        return []
    counts = {"before": heads(lang, before), "count": heads(lang, standing.audience)}
    said = lang.t("notices.approval.grown", **counts)
    return [box([text(said, weight="bolder")], style="attention")]


def _new(lang: Lang, standing: Standing) -> list[Element]:
    if standing.first:
        return [note(lang.t("notices.approval.first"))]
    return difference(lang, standing.changes)


def difference(lang: Lang, lines: Sequence[Line], *, since: str = "draft") -> list[Element]:
    """前回の案 (or 今の内容) との違い: the lines that are new, and those that are gone."""
    changed = [one for one in lines if one.sign in "+-"]
    head = section(lang.t(f"notices.approval.difference.{since}"))
    if not changed:
        return [head, note(lang.t(f"notices.approval.same.{since}"))]
    shown = fitting((_changed(lang, one) for one in changed[:LINES_SHOWN]), HEAVIEST_DIFFERENCE)
    more = len(changed) - len(shown)
    return [head, *shown, *([note(lang.t("common.more", count=more))] if more else [])]


def _changed(lang: Lang, one: Line) -> Element:
    sign = "added" if one.sign == "+" else "removed"
    line = shortened(_labelled(lang, one), LINE_LENGTH)
    return text(lang.t(f"notices.approval.{sign}", line=line), spacing="small")


def _labelled(lang: Lang, one: Line) -> str:
    if not one.label:
        return one.text
    name = one.label.rpartition(".")[2]
    said = one.text
    if name in ("audience", "but"):
        said = audience(lang, (one.text,), ())
    if name in ("confirm", "urgent"):
        said = lang.t("notices.fact.yes")
    if name == "deadline":
        said = lang.day(date.fromisoformat(one.text))
    if name in ("due", "expires"):
        said = lang.instant(datetime.fromisoformat(one.text))
    return lang.t("notices.approval.labelled", label=lang.t(one.label), text=said)


def approval_answered(lang: Lang, standing: Standing, act: str, *, by: str, at: datetime) -> Card:
    """After 承認 or 差し戻し, in every approver's chat: who did it, when."""
    return card(
        lang,
        title=lang.t(f"notices.answered.{act}"),
        body=[
            headline(standing),
            text(lang.t("notices.answered.by", by=by, at=lang.instant(at)), spacing="small"),
        ],
    )
