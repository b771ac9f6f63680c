"""破棄, 中止, 取り下げ: what can't be undone is asked about first."""

from cards.elements import Card, box, card, note, press, text
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.progress import ARRIVED, UNTRIED, total
from cards.notices.standing import Standing, headline, heads


def considered(lang: Lang, standing: Standing, act: verbs.Act) -> Card:
    """破棄, 中止, 取り下げ, first step: what it does; there is no way back from the second."""
    send = {"discard": verbs.Discard, "cancel": verbs.Cancel, "withdraw": verbs.Withdraw}[act]
    arrived = heads(lang, total(standing.numbers, ARRIVED))
    left = heads(lang, total(standing.numbers, UNTRIED))
    what = lang.t(f"notices.considered.{act}.what", arrived=arrived, left=left)
    sure = send(notice_id=standing.notice, version=standing.version)
    return card(
        lang,
        title=lang.t(f"notices.considered.{act}.title"),
        body=[
            headline(standing),
            box([text(what, weight="bolder")], style="warning"),
            note(lang.t("notices.considered.no_way_back")),
        ],
        actions=[
            press(lang.t(f"notices.considered.{act}.sure"), sure, style="destructive"),
            press(lang.t("common.back"), verbs.Open(notice_id=standing.notice)),
        ],
    )


def discarded(lang: Lang, title: str) -> Card:
    """The draft is gone."""
    return card(
        lang,
        title=lang.t("notices.discarded"),
        body=[text(title)],
        actions=[press(lang.t("notices.press.mine"), verbs.Mine())],
    )
