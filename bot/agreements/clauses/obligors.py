"""Who owes: 甲, 乙 or both, from the subject of the sentence and the names that the text uses."""

import re
from dataclasses import dataclass

from bot.agreements.clauses.layout import Text
from bot.agreements.clauses.model import Party

KOU, OTSU, BOTH = "甲", "乙", "both"
_FIRST = frozenset(
    {
        "甲",
        "発注者",
        "委託者",
        "貸主",
        "貸付人",
        "市",
        "県",
        "町",
        "村",
        "区",
        "府",
        "都",
        "市教委",
        "県教委",
        "教育委員会",
    }
)
_SECOND = frozenset(
    {"乙", "受注者", "受託者", "借主", "借受人", "事業者", "実施者", "指定管理者", "会社", "運営者"}
)
_TOGETHER = re.compile(
    r"双方|両者|両当事者|各当事者|いずれの当事者|当事者(?:の(?:一方|いずれか))?[はが]"
    r"|相互に|互いに|それぞれ|協定市町村?|構成(?:市町村?|団体)は|開示者|被開示者|受領者"
    r"|受領当事者|相手方"
)
_RIGHT = re.compile(
    r"(?:求め|請求|要請|要求|検査|確認|監査|調査|点検|指示|解除|解約|命|勧告|立ち?入|聴取"
    r"|受ける)[^。]{0,16}(?:ことができる|ことが出来る|できるものと|られる)|求めることが"
    r"|求める(?:もの|こと)とする|求めた(?:とき|場合)"
)
_RIGHT_WORDS = ("でき", "出来", "られる", "求める", "求めた")
_ACTOR = re.compile("(?P<who>甲|乙|委託者|受託者|発注者|受注者)が")
_JOIN = r"(?:及び|および|並びに|と|又は|または|若しくは|、|・)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The words for the first and the second side, ready to search for."""

    subject: re.Pattern[str]
    both: re.Pattern[str]
    first: frozenset[str]

    def side(self, word: str) -> str:
        """甲 or 乙 for a word of this text."""
        return KOU if word in self.first else OTSU


def sides_of(parties: tuple[Party, ...]) -> Sides:
    """The words of one text: the usual ones and those that its preamble defines."""
    roles = list(dict.fromkeys(party.role for party in parties if party.role))
    odd = [role for role in roles if role not in _FIRST and role not in _SECOND]
    first = _FIRST | set(odd[:1] if odd[:1] == roles[:1] else ())
    usual = {"甲", "乙", "丙", "丁", "委託者", "受託者", "発注者", "受注者", "借受人", "指定管理者"}
    if roles == ["発注者", "受注者"] or not roles:
        usual |= {"受注者", "発注者"}
    words = usual | set(roles)
    any_side = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    mine = "|".join(re.escape(word) for word in sorted(words & first, key=len, reverse=True))
    theirs = "|".join(re.escape(word) for word in sorted(words - first, key=len, reverse=True))
    return Sides(
        subject=re.compile(
            rf"(?:^|[、。)」]|なお|ただし|また|、)?(?P<who>{any_side})(?:(?:及び|並びに|又は)"
            rf"(?:その|{any_side}の)[^、。は]{{1,12}})?(?:の(?:従事者|従業員|職員|社員|代表者"
            r"|責任者|業務従事者|長))?(?:は|においては|に(?:おいて|あって)は)"
        ),
        both=re.compile(
            rf"(?:{mine}){_JOIN}(?:{theirs})(?!の)|(?:{theirs}){_JOIN}(?:{mine})(?!の)"
        ),
        first=frozenset(first),
    )


class Subjects:
    """The subjects of one text's sentences, each looked for when it is needed."""

    def __init__(self, text: Text, sides: Sides) -> None:
        self._body = text.body
        self._sides = sides
        self._found: dict[int, str | None] = {}
        self._latest: dict[int, str | None] = {}  # named by a sentence or before it

    def obligor(self, at: int) -> str:
        """Who owes what the sentence at this place promises; a right of one side binds the other.

        A sentence without a subject goes on with the latest one of its article.
        """
        bare = self._body[at].bare
        subject = self._named(at) or self._before(at) or _actor(bare, self._sides) or BOTH
        if subject != BOTH and _is_right(bare):
            return OTSU if subject == KOU else KOU
        return subject

    def _before(self, at: int) -> str | None:
        passed, subject = [], None
        while at > 0 and self._body[at - 1].article == self._body[at].article:
            at -= 1
            subject = self._latest.get(at) or self._named(at)
            if subject or at in self._latest:
                break
            passed.append(at)
        self._latest.update(dict.fromkeys(passed, subject))
        return subject

    def _named(self, at: int) -> str | None:
        if at not in self._found:
            self._found[at] = _subject(self._body[at].bare, self._sides)
        return self._found[at]


def _is_right(text: str) -> bool:
    return any(word in text for word in _RIGHT_WORDS) and _RIGHT.search(text) is not None


def _subject(text: str, sides: Sides) -> str | None:
    """The topic of a sentence: its first 「甲は」, 「甲及び乙は」, 「双方は」."""
    single = sides.subject.search(text)
    both = sides.both.search(text)
    begin = single.start("who") if single else len(text)
    if (
        both
        and both.start() <= begin
        and re.match(
            r"[^、。]{0,12}?(?:[はがで、]|それぞれ|協議|相互|双方|合意|間)", text[both.end() :]
        )
    ):
        return BOTH
    if single:
        return sides.side(single["who"])
    return BOTH if both or _TOGETHER.search(text) else None


def _actor(text: str, sides: Sides) -> str | None:
    match = _ACTOR.search(text)
    return sides.side(match["who"]) if match else None
