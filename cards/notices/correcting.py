"""訂正案: what an approver sees of a correction to many, and its author once it is declined."""

from cards.elements import Action, Card, Element, box, card, note, press, text
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.approving import difference
from cards.notices.drafting import also
from cards.notices.standing import Proposed, Standing, headline, heads, seen


def proposal(lang: Lang, standing: Standing) -> Card:
    """訂正の承認のお願い: what is new in it, and the card as it would be.

    Who may not decide reads the same card as 承認待ち.
    """
    proposed = standing.proposal
    if proposed is None:
        raise ValueError("no correction waits")
    decides = "accept" in standing.acts
    cards = heads(lang, standing.audience)
    return card(
        lang,
        title=lang.t("notices.proposal.title" if decides else "notices.proposal.waiting"),
        body=[
            headline(standing),
            _asked(lang, proposed),
            text(lang.t("notices.proposal.whom", count=cards), weight="bolder"),
            *difference(lang, proposed.changes, since="edition"),
            *seen(lang, proposed.content, corrected=True),
            *([note(lang.t("notices.proposal.replaces"))] if decides else []),
        ],
        actions=[
            *(_decisions(lang, standing.notice, proposed.version) if decides else []),
            *also(lang, proposed.content),
        ],
        fallback_text=lang.t("notices.proposal.fallback", title=standing.title),
        refresh=verbs.OpenProposal(notice_id=standing.notice),
    )


def _asked(lang: Lang, proposed: Proposed) -> Element:
    at = lang.instant(proposed.at)
    if not proposed.by:
        return text(lang.t("notices.proposal.at", at=at))
    return text(lang.t("notices.approval.by", by=proposed.by, at=at))


def _decisions(lang: Lang, notice: int, version: int) -> list[Action]:
    accept = verbs.Accept(notice_id=notice, version=version)
    decline = verbs.OpenDecline(notice_id=notice, version=version)
    return [
        press(lang.t("notices.press.accept"), accept, style="positive"),
        press(lang.t("notices.press.send_back"), decline),
    ]


def declined(lang: Lang, standing: Standing) -> Card:
    """訂正案が差し戻されました, to whoever proposed it: why; the notice is as it was."""
    again = verbs.OpenCorrect(notice_id=standing.notice, version=standing.version)
    correct = press(lang.t("notices.press.correct"), again)
    return card(
        lang,
        title=lang.t("notices.proposal.declined"),
        body=[
            headline(standing),
            box([text(standing.remark)], style="warning"),
            note(lang.t("notices.proposal.as_it_was")),
        ],
        actions=[
            *([correct] if "correct" in standing.acts else []),
            press(lang.t("common.open"), verbs.Open(notice_id=standing.notice)),
        ],
        fallback_text=lang.t("notices.proposal.declined"),
    )
