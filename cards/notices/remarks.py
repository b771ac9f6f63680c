"""差し戻す: what an approver wants otherwise, in a draft or in a correction."""

from collections.abc import Sequence

from cards.elements import Action, Card, Need, card, note, press, submit, text_input
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.standing import Standing, headline


def send_back_form(lang: Lang, standing: Standing) -> Card:
    """差し戻す: what is to be changed in a draft."""
    known = {"notice_id": standing.notice, "version": standing.version}
    send = submit(lang.t("notices.press.send_back"), verbs.SendBack, known)
    back = press(lang.t("common.back"), verbs.Open(notice_id=standing.notice))
    return _remark_form(lang, standing, title="notices.send_back.title", actions=[send, back])


def decline_form(lang: Lang, standing: Standing, *, version: int) -> Card:
    """差し戻す: what is to be changed in a correction; `version` is the proposal's."""
    known = {"notice_id": standing.notice, "version": version}
    send = submit(lang.t("notices.press.send_back"), verbs.Decline, known)
    back = press(lang.t("common.back"), verbs.OpenProposal(notice_id=standing.notice))
    return _remark_form(lang, standing, title="notices.proposal.decline", actions=[send, back])


def _remark_form(lang: Lang, standing: Standing, *, title: str, actions: Sequence[Action]) -> Card:
    remark = text_input(
        "remark",
        lang.t("notices.send_back.remark"),
        need=Need(message=lang.t("common.need")),
        most=verbs.REMARK_LENGTH,
        lines=True,
    )
    return card(
        lang,
        title=lang.t(title),
        body=[headline(standing), remark, note(lang.t("notices.send_back.note"))],
        actions=actions,
    )
