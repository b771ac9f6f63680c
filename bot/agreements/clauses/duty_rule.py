"""A rule: the wording by which one kind of duty is known, and words that the rules share."""

import re
from dataclasses import dataclass

from bot.agreements.clauses.wordings import Wording, wording

BAN = (
    r"(?:ては(?:なら|いけ)|てならない|禁止|禁ずる|禁じ|しない(?:もの|こと|よう|$|。)"
    r"|[わらかさたまばがな]ない(?:もの|こと)|できない)"
)
DATA = r"(?:情報|データ|資料|記録|媒体|文書|書類|帳票|ファイル)"
WORKER = (
    r"(?:従事者|従業員|従業者|従事する者|従事している者|社員|職員|使用人|作業者|作業員|スタッフ|担当者"
    r"|要員|取り?扱う者)"
)
LOSS = (
    r"(?:漏えい|漏洩|漏えい|事故|違反|滅失|紛失|盗難|き損|毀損|流出|改ざん|インシデント"
    r"|侵害|不正アクセス|おそれ)"
)
AT_ONCE = r"(?:直ちに|速やかに|遅滞なく|ただちに|すみやかに|すぐに|早急に|即時|時間以内|日以内)"
BEFORE = r"(?:事前|あらかじめ|予め)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """One wording of one kind: a sentence that has a word of `words` and matches `says`.

    `around`: what its paragraph, with the article's caption, must speak of. `but`: what it must
    not say.
    """

    kind: str
    words: tuple[str, ...]
    says: Wording
    around: Wording | None = None
    but: re.Pattern[str] | None = None


def rule(
    kind: str, words: str, says: str, *, around: str | None = None, but: str | None = None
) -> DutyRule:
    """A rule from its words, put apart by spaces, and its wordings as patterns."""
    return DutyRule(
        kind=kind,
        words=tuple(words.split()),
        says=wording(says),
        around=wording(around) if around else None,
        but=re.compile(but) if but else None,
    )
