"""The duties of an agreement: which kinds, who owes them, what they enumerate."""

import re
from dataclasses import replace
from itertools import islice

from bot.agreements.clauses.duty_rule import DutyRule
from bot.agreements.clauses.duty_table import RULES
from bot.agreements.clauses.layout import Article, Paragraph, Sentence, Text
from bot.agreements.clauses.model import Duty
from bot.agreements.clauses.obligors import Sides, Subjects
from bot.agreements.clauses.word_index import Vocabulary
from bot.agreements.clauses.wording import tidy

_WITNESS = re.compile(r"立ち?会い?|立合")
_LISTS = re.compile(r"次の|次に|各号|以下の|掲げる|下記")
_ENUMERATION = re.compile(
    r"(?:証明書|報告書|書面|申請書|名簿|通知書|届|記録)(?:等)?[(（]"
    r"(?P<list>[^()（）]{1,300})[)）]"
)
_LIST_END = re.compile(
    r"(?:など|等)?(?:が|を)?(?:記載|明記|記入)(?:され|し)た(?:書面|もの|文書)$|(?:など"
    r"|等)?を含む(?:もの)?(?:とする)?。?$|をいう。?$"
)
_COMMA = re.compile("[、,，]")
_GOES_ON = ("ただし", "この場合", "なお", "また")
_RECORDED = re.compile(
    r"を(?:記載|明記|記入|記録)した[^、。()（）]{0,12}(?:証明書|報告書|書面|申請書|名簿|通知書|届)"
)
_AND = re.compile("[、,，]|及び|並びに")
_NO_NOUN = re.compile("(?<!こと)(?<!もの)(?<!扱い)[ぁ-ん]$|(?:後|場合|際|都度|上|下|前|結果)$")
_ENUMERATING = frozenset({"subcontract_approval", "disposal_certificate"})
_LISTING_KINDS = _ENUMERATING | {
    "handling_ledger",
    "incident_report",
    "roster_report",
    "workplace_register",
    "device_register",
    "storage",
    "education",
    "prior_consultation_of_publicity",
    "compliance_report",
}

_NEAR = 60  # sentences of a paragraph that tell what it is about
_RULES_BY_WORD = {
    word: tuple(index for index, rule in enumerate(RULES) if word in rule.words)
    for word in sorted({word for rule in RULES for word in rule.words})
}
_VOCABULARY = Vocabulary(_RULES_BY_WORD)


class _Place:
    """A paragraph of an article; what it is about is put together when a rule asks for it."""

    __slots__ = ("_around", "article", "paragraph")

    def __init__(self, article: Article, paragraph: Paragraph) -> None:
        self.article = article
        self.paragraph = paragraph
        self._around = ""

    def around(self) -> str:
        """The article's caption and the paragraph's first sentences."""
        if not self._around:
            near = islice(self.paragraph.everything(), _NEAR)
            self._around = self.article.caption + "。" + "".join(one.bare for one in near)
        return self._around


def find_duties(text: Text, sides: Sides) -> tuple[Duty, ...]:
    """Each duty once per article and obligor, in the text's order."""
    places = _places(text)
    subjects = Subjects(text, sides)
    found: dict[tuple[str, str | None, str], Duty] = {}
    for at, index in _worth_trying(text):
        rule, sentence, place = RULES[index], text.body[at], places[at]
        if not _says(rule, sentence, place):
            continue
        duty = _duty(rule, sentence, place, subjects.obligor(at))
        key = (duty.kind, duty.cite.article, duty.obligor)
        first = found.setdefault(key, duty)
        if duty.items and not first.items:
            found[key] = replace(first, items=duty.items)
    return tuple(found.values())


def _places(text: Text) -> list[_Place]:
    """Where each sentence of the body stands."""
    places: list[_Place] = []
    for article in text.articles:
        for paragraph in article.paragraphs:
            place = _Place(article, paragraph)
            places += [place] * len(paragraph.sentences)
            for item in paragraph.items:
                places += [place] * len(item.sentences)
    return places


def _worth_trying(text: Text) -> list[tuple[int, int]]:
    """Sentence and rule wherever one of the rule's words occurs."""
    found: set[tuple[int, int]] = set()
    for place, word in set(text.index.found(_VOCABULARY)):
        for rule in _RULES_BY_WORD[word]:
            found.add((place, rule))
    return sorted(found)


def _says(rule: DutyRule, sentence: Sentence, place: _Place) -> bool:
    if not rule.says.says(sentence.bare) or (rule.but and rule.but.search(sentence.bare)):
        return False
    return rule.around is None or rule.around.says(place.around())


def _duty(rule: DutyRule, sentence: Sentence, place: _Place, obligor: str) -> Duty:
    return Duty(
        kind=rule.kind,
        obligor=obligor,
        items=_items(rule.kind, sentence, place.paragraph),
        witness=rule.kind == "disposal" and _witnessed(place.article),
        cite=sentence.cite(),
    )


def _witnessed(article: Article) -> bool:
    return any(_WITNESS.search(sentence.text) for sentence in article.everything())


def _items(kind: str, sentence: Sentence, paragraph: Paragraph) -> tuple[str, ...]:
    """What the duty enumerates: in parentheses after 証明書, or as the paragraph's items."""
    if kind not in _LISTING_KINDS:
        return ()
    inline = _ENUMERATION.search(sentence.quote)
    if inline and _COMMA.search(inline["list"]):
        names = (_LIST_END.sub("", tidy(name)) for name in _COMMA.split(inline["list"]))
        return tuple(name for name in names if name)
    if not paragraph.items or not _introduces(sentence, paragraph):
        return _written_down(sentence)
    return tuple(
        tidy("".join(one.quote for one in item.sentences)).removesuffix("。")
        for item in paragraph.items
    )


def _introduces(sentence: Sentence, paragraph: Paragraph) -> bool:
    """Whether the items belong to it; 「ただし、次の事項を…」 goes on with what it promises."""
    if _LISTS.search(sentence.bare):
        return True
    own = paragraph.sentences
    after = own[own.index(sentence) + 1 :][:1] if sentence in own else ()
    return any(one.bare.startswith(_GOES_ON) and _LISTS.search(one.bare) for one in after)


def _written_down(sentence: Sentence) -> tuple[str, ...]:
    """「消去した日、消去の方法及び担当者名を記載した証明書」: the nouns before 「を記載した」."""
    found = _RECORDED.search(sentence.quote)
    if found is None:
        return ()
    before = sentence.quote[max(0, found.start() - 300) : found.start()]
    names: list[str] = []
    for name in reversed(_AND.split(re.split(r"[。()（）]", before)[-1])):
        name = tidy(name)
        if not name or _NO_NOUN.search(name):
            break
        names.insert(0, name)
    return tuple(names) if len(names) > 1 else ()
