"""How far a notice has come: while it is sent, when it stopped, when it is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cards.elements import (
    Action,
    Card,
    Element,
    Style,
    bar,
    box,
    card,
    facts,
    note,
    section,
    table,
    text,
)
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.reasons import reasons, state_said
from cards.notices.standing import Standing, audience, duration, headline, heads
from cards.notices.steps import offered

STATES = (
    "confirmed",
    "sent",
    "pending",
    "sending",
    "unreachable",
    "failed",
    "expired",
    "unknown",
    "withdrawn",
)
ARRIVED = ("sent", "confirmed")
LOST = ("unreachable", "failed", "expired", "unknown")
DOUBTED = ("failed", "unknown")  # what stops the rest; who can't be reached doesn't
UNTRIED = ("pending", "sending")
_MOVING = ("canary", "sending")
_UNPLANNED = "unplanned"


def progress(lang: Lang, standing: Standing, *, at: datetime) -> Card:
    """送信の状況 at an instant (tenant's zone): stage, bar, numbers, when it ends, what to do."""
    stage = _told(lang, standing)
    return card(
        lang,
        title=lang.t(f"notices.progress.title.{stage}"),
        body=[
            headline(standing),
            *_why(lang, standing, stage),
            *_correction(lang, standing),
            *([] if standing.stage == "withdrawn" else _far(lang, standing, at)),
            *_numbers(lang, standing),
            note(lang.t("common.as_of", at=lang.instant(at))),
        ],
        actions=_presses(lang, standing),
        fallback_text=lang.t(f"notices.progress.fallback.{stage}", title=standing.title),
        refresh=verbs.Open(notice_id=standing.notice),
    )


def _told(lang: Lang, standing: Standing) -> str:
    """What was decided and is a draft again is told of as no longer planned."""
    return standing.stage if lang.knows(f"notices.progress.title.{standing.stage}") else _UNPLANNED


def _why(lang: Lang, standing: Standing, stage: str) -> list[Element]:
    key = f"notices.progress.lead.{stage}"
    if not lang.knows(key):
        return []
    return [text(lang.t(key, due=lang.instant(standing.due_at)))]


def _correction(lang: Lang, standing: Standing) -> list[Element]:
    """A correction that waits for an approver, or why it was sent back."""
    if standing.proposal is not None:
        waits = lang.t("notices.proposal.waits", at=lang.instant(standing.proposal.at))
        return [box([text(waits, weight="bolder")], style="accent")]
    if not standing.remark:
        return []
    head = text(lang.t("notices.proposal.declined"), weight="bolder")
    return [box([head, text(standing.remark, spacing="small")], style="warning")]


def _far(lang: Lang, standing: Standing, at: datetime) -> list[Element]:
    """The bar, and beside it the same in words."""
    numbers = standing.numbers
    arrived, lost = total(numbers, ARRIVED), total(numbers, LOST)
    every = standing.audience
    said = lang.t(
        "notices.progress.arrived",
        total=heads(lang, every),
        count=heads(lang, arrived),
        share=_share(arrived, every),
    )
    parts: list[tuple[int, Style]] = [
        (arrived, "good"),
        (lost, "attention"),
        (every - arrived - lost, "emphasis"),
    ]
    return [
        text(said, weight="bolder", size="medium"),
        *([bar(parts)] if every else []),
        facts(_pace(lang, standing, at)),
    ]


def _share(part: int, whole: int) -> str:
    """In hundredths, never rounded up: 99.9 isn't everybody; below ten with one decimal."""
    return _tenths(part * 1000 // whole if whole else 0)


def _tenths(tenths: int) -> str:
    return f"{tenths / 10:.1f}" if 0 < tenths < 100 else str(tenths // 10)


def _pace(lang: Lang, standing: Standing, at: datetime) -> list[tuple[str, str]]:
    pairs = [(lang.t("notices.fact.audience"), audience(lang, standing.to, standing.but))]
    if standing.stage in _MOVING and standing.seconds_left is not None:
        ends = lang.instant(at + timedelta(seconds=standing.seconds_left))
        pairs += [
            (lang.t("notices.progress.left"), duration(lang, standing.seconds_left)),
            (lang.t("notices.progress.ends"), ends),
        ]
    read = lang.t("notices.progress.read_by", count=heads(lang, standing.read))
    return [*pairs, (lang.t("notices.progress.read"), read if standing.read else "")]


def total(numbers: Mapping[str, int], states: tuple[str, ...]) -> int:
    """How many copies stand in these states."""
    return sum(numbers.get(state, 0) for state in states)


def _numbers(lang: Lang, standing: Standing) -> list[Element]:
    """Where each copy stands; what is left out is nought, and the sum says so."""
    rows = [
        (state_told(lang, standing, state), heads(lang, standing.numbers[state]))
        for state in STATES
        if standing.numbers.get(state)
    ]
    whole = (lang.t("notices.progress.sum"), heads(lang, sum(standing.numbers.values())))
    head = [lang.t("notices.progress.state_head"), lang.t("notices.progress.count_head")]
    return [section(lang.t("notices.progress.numbers")), table(head, [*rows, whole], (3, 2))]


def state_told(lang: Lang, standing: Standing, state: str) -> str:
    """What a state is called beside its number.

    After a correction, who has confirmed may have confirmed what was there before.
    """
    asks = standing.content is not None and standing.content.confirm
    if asks and state == "confirmed" and standing.edition > 1:
        now = heads(lang, standing.confirmed_now)
        return lang.t("notices.state.confirmed_anew", count=now)
    return state_said(lang, state, asks=asks)


def _presses(lang: Lang, standing: Standing) -> list[Action]:
    begun = standing.names and total(standing.numbers, (*ARRIVED, *LOST))
    acts = {
        *standing.acts,
        *({"unreached"} if begun else ()),
        *({"proposal"} if standing.proposal else ()),
    }
    return offered(lang, standing.notice, standing.version, acts)


def outcome(lang: Lang, standing: Standing, lost: Mapping[str, int], *, at: datetime) -> Card:
    """送信の結果: final numbers, by reason what to do, who is told on paper."""
    return card(
        lang,
        title=lang.t("notices.outcome.title"),
        body=[
            headline(standing),
            *_correction(lang, standing),
            *_far(lang, standing, at),
            *_numbers(lang, standing),
            *_lost(lang, lost),
            *_paper(lang, standing.without_account),
            note(lang.t("common.as_of", at=lang.instant(at))),
            note(lang.t("notices.outcome.export", notice=standing.notice)),
        ],
        actions=_presses(lang, standing),
        fallback_text=lang.t("notices.outcome.fallback", title=standing.title),
        refresh=verbs.Open(notice_id=standing.notice),
    )


def _lost(lang: Lang, lost: Mapping[str, int]) -> list[Element]:
    if not lost:
        return [note(lang.t("notices.outcome.all"))]
    return [section(lang.t("notices.outcome.lost")), *reasons(lang, lost)]


def _paper(lang: Lang, count: int) -> list[Element]:
    if not count:
        return []
    said = lang.t("notices.outcome.paper", count=heads(lang, count))
    return [section(lang.t("notices.outcome.paper_head")), text(said)]


def stopped(lang: Lang, standing: Standing, lost: Mapping[str, int], *, at: datetime) -> Card:
    """送信を止めました: the first one in a hundred failed too often; why, and what to do."""
    bad, first = total(standing.canary, DOUBTED), sum(standing.canary.values())
    why = lang.t(
        "notices.stopped.why",
        tried=heads(lang, first),
        bad=heads(lang, bad),
        share=_tenths(-(-bad * 1000 // first) if first else 0),  # up: more than five isn't five
    )
    return card(
        lang,
        title=lang.t("notices.progress.title.stopped"),
        body=[
            headline(standing),
            box([text(why, weight="bolder")], style="attention"),
            *_correction(lang, standing),
            *reasons(lang, lost),
            section(lang.t("notices.stopped.next")),
            text(lang.t("notices.stopped.what_to_do")),
            *_numbers(lang, standing),
            note(lang.t("common.as_of", at=lang.instant(at))),
        ],
        actions=_presses(lang, standing),
        fallback_text=lang.t("notices.progress.fallback.stopped", title=standing.title),
        refresh=verbs.Open(notice_id=standing.notice),
    )
