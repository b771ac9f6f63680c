"""Promised exchanges: 意見交換, 連絡会議, 定例会, and how often."""

import re

from bot.agreements.clauses.layout import Sentence, Text
from bot.agreements.clauses.model import Meeting
from bot.agreements.clauses.numerals import NUMBER, number
from bot.agreements.clauses.spans import MONTH
from bot.agreements.clauses.word_index import Vocabulary

_BODY = (
    r"連絡(?:調整)?会議?|連絡協議会|推進(?:会議|協議会|委員会)|定例(?:会議?|会合)|調整会議"
    r"|運営(?:会議|協議会)|検討会議?|協議会|会議|会合|ミーティング"
)
_TALK = (
    r"意見交換会?|情報交換会?|意見の交換|情報の交換|協議の場|協議|打ち?合わ?せ会?|面談"
    rf"|情報共有|進捗(?:状況の)?(?:確認|報告会)|連絡調整|{_BODY}"
)
_HELD = re.compile(
    rf"(?:{_TALK})(?:等)?(?:(?:及び|並びに|や|と|又は|または|・)[^、。]{{1,16}})?(?:を"
    rf"|の場を|の機会を|は、?|が|も)[^。]{{0,30}}?(?:行|開|実施|設け|設置|持|もつ|重ね|図"
    r"|する|もの)"
)
_NAMED_BODY = re.compile(
    r"(?P<name>連絡(?:調整)?会議|連絡協議会|連絡会|推進(?:会議|協議会)|定例(?:会議?|会合)"
    r"|調整会議|運営(?:会議|協議会))(?:[^。、]{0,14})(?:を|は)[^。]{0,20}(?:設置|設け|置"
    r"|開催|開く)"
)
_WORDS = Vocabulary(
    (
        "交換",
        "協議",
        "会議",
        "会合",
        "連絡会",
        "委員会",
        "打",
        "面談",
        "情報共有",
        "進捗",
        "連絡調整",
        "定例会",
        "ミーティング",
    )
)
_REGULAR = re.compile(rf"定期(?:的)?に|定期的な|定期の|定例|毎週|週に?{NUMBER}[回度]")
_ONE = "(?:1|一|いち)"
_PERIODS = (
    (re.compile(rf"四半期(?:に|ごと|毎|[^。]{{0,4}}{_ONE}[回度])|クォーター"), 3),
    (
        re.compile(
            rf"(?:半年|半期)(?:に|ごと|毎|[^。]{{0,4}}{_ONE}[回度])|上半期[^。]{{0,6}}下半期"
        ),
        6,
    ),
    (re.compile(rf"隔月|(?:2|二){MONTH}毎"), 2),
    (
        re.compile(
            rf"毎月|月例|月ごと|月毎に|(?<![0-9一二三四五六七八九十かヶ箇カヵケ])月に?{_ONE}[回度]"
            r"|各月"
        ),
        1,
    ),
    (re.compile(r"毎年度?|年ごと|年度ごと|年次|毎会計年度|各年度"), 12),
)
_EVERY = re.compile(rf"(?P<n>{NUMBER}){MONTH}(?:間)?(?:に|ごと|毎)")
_EVERY_YEARS = re.compile(rf"(?P<n>{NUMBER})年(?:間)?(?:に{_ONE}[回度]|ごと|毎)")
_TIMES = re.compile(
    r"(?:(?<!半)(?<![0-9])毎?年度?|1年|一年|1会計年度|事業年度)(?:間)?(?:に|につき|あたり"
    r"|当たり|内に)?、?(?:少なくとも|原則として|おおむね|概ね|最低)?、?"
    rf"(?P<n>{NUMBER})[回度]"
)
_MONTH_NAME = re.compile(rf"{NUMBER}月")
_NAMED_MONTHS = re.compile(rf"毎年度?、?{NUMBER}月(?:(?:、|及び|と|並びに){NUMBER}月)+")
_SOFT = re.compile(
    r"目[処途]|めど|目安|原則|おおむね|概ね|おおよそ|できる限り|可能な限り|必要に応じ|努め"
    r"|程度|随時|ことができる|適宜"
)
_NOT_MEETING = re.compile(
    r"疑義|定めのない|損害|費用負担|紛争|更新|延長|点検|バックアップ|研修を|教育を|計画を"
    r"(?:定め|策定)"
)


def find_meetings(text: Text) -> tuple[Meeting, ...]:
    """Every promised exchange; one that only founds a body yields to one with a period."""
    places = text.index.holding(_WORDS)
    found = [one for place in places if (one := _meeting(text.body[place]))]
    timed = {one.cite.article for one in found if one.every_months}
    return tuple(one for one in found if one.every_months or one.cite.article not in timed)


def _meeting(sentence: Sentence) -> Meeting | None:
    text = sentence.bare
    if not _HELD.search(text) or _NOT_MEETING.search(text):
        return None
    every, told = _frequency(text)
    if not told and not _NAMED_BODY.search(text):
        return None
    return Meeting(every_months=every, soft=bool(_SOFT.search(text)), cite=sentence.cite())


def _frequency(text: str) -> tuple[int | None, bool]:
    """Months from one meeting to the next, and whether the text tells of any regularity."""
    counted = _EVERY.search(text)
    if counted:
        return number(counted["n"]) or None, True
    years = _EVERY_YEARS.search(text)
    if years:
        return (number(years["n"]) or 0) * 12 or None, True
    times = _TIMES.search(text)
    if times:
        return _spaced(number(times["n"]) or 0), True
    named = _NAMED_MONTHS.search(text)
    if named:
        return _spaced(len(_MONTH_NAME.findall(named[0]))), True
    for pattern, months in _PERIODS:
        if pattern.search(text):
            return months, True
    return None, bool(_REGULAR.search(text))


def _spaced(times: int) -> int | None:
    """年4回: every three months; a number that months cannot hold stays open."""
    return 12 // times if times and 12 % times == 0 else None
