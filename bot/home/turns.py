"""What everybody can say or press: help, today, deadlines, absence, language."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.errors import Refused
from bot.home import deputies, handovers, rules
from bot.home.offering import due_for, guide, overseen_by, turned_away, words
from bot.people import languages
from bot.slice import Slice
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import home as view
from cards.elements import Card
from cards.lang import Lang

_HELP = r"ヘルプ|使い方|help|\?"
_TODAY = r"今日やること|今日|本日|today"
_DEADLINES = r"期限|締切|deadlines?"
_ABSENCE = (
    r"(?:不在|お?休み).*|代理(?!を?終).*|(?:i am away|i'm away|away|absent|out of office|deputy).*"
)
_END = r"代理(?:を|の)?\s*(?:終了|終える|終わり|解除)|end deputy|i am back|i'm back|戻りました"
# What calls for a language, by its own name and as others call it.
_LANGUAGES = {
    "ja": r"日本語|japanese",
    "ja-easy": r"やさしい日本語|やさしいにほんご|easy japanese",
    "ja-kana": r"かな|ひらがな|にほんご",
    "en": r"英語|english",
    "zh": r"中文|汉语|中国語|chinese",
    "ko": r"한국어|韓国語|朝鮮語|korean",
    "vi": r"tiếng việt|ベトナム語|vietnamese",
    "pt": r"português|portugues|ポルトガル語|portuguese",
    "tl": r"filipino|tagalog|フィリピノ語|タガログ語",
    "es": r"español|espanol|スペイン語|spanish",
}


def welcome(turn: Turn, offering: Sequence[Slice]) -> Card:
    """The first card after installation; a family's isn't about the city's own matters, nor that
    of who isn't staff and has a role all the same."""
    served, more = guide(turn, offering), words(turn, offering)
    if served is None and more and not turn.person.is_staff:
        return help_card(turn, offering)
    return served or view.welcome(turn.lang, turn.person.name, more=more)


def help_card(turn: Turn, offering: Sequence[Slice]) -> Card:
    """What this person can do, also in answer to words that nobody understands.

    Who has no role gets help, not data.
    """
    roles = [role.value for role in turn.person.roles]
    return guide(turn, offering) or view.help(turn.lang, roles, more=words(turn, offering))


def refused_card(turn: Turn, refused: Refused, offering: Sequence[Slice]) -> Card | None:
    """A refusal in a family's own words; None where the plain one does."""
    return turned_away(turn, offering, refused)


def choose_language(turn: Turn, code: str, offering: Sequence[Slice]) -> Card:
    """Answer in another language from now on."""
    if turn.person.id:
        languages.choose(turn.tx, turn.person.id, code)
    return help_card(replace(turn, lang=Lang.of(code)), offering)


def _chosen(code: str, offering: Sequence[Slice], turn: Turn, _: str) -> Card:
    return choose_language(turn, code, offering)


def today_card(turn: Turn, offering: Sequence[Slice]) -> Card:
    """今日やること."""
    if not turn.person.is_staff:
        return guide(turn, offering) or view.no_role(turn.lang)
    lines = due_for(turn.tx, offering, turn.person, turn.today)
    return view.today(turn.lang, rules.todays(lines, turn.today), day=turn.today)


def deadlines_card(turn: Turn, offering: Sequence[Slice]) -> Card:
    """期限: the next 90 days, of what waits for the reader and of what they mind beside it."""
    if not turn.person.is_staff:
        return guide(turn, offering) or view.no_role(turn.lang)
    own = rules.coming(due_for(turn.tx, offering, turn.person, turn.today), turn.today)
    until = rules.looked_ahead(turn.today)
    minded = overseen_by(turn.tx, offering, turn.person, turn.today, until)
    return view.deadlines(
        turn.lang,
        own,
        day=turn.today,
        days=rules.DEADLINE_DAYS,
        overseen=rules.apart(minded, own, turn.today),
    )


def routes(offering: Sequence[Slice]) -> Router:
    """Home's verbs and words, over what the slices offer."""
    router = Router()
    _see(router, offering)
    _arrange(router)
    return router


def _see(router: Router, offering: Sequence[Slice]) -> None:
    router.on(view.Help)(lambda turn, _: help_card(turn, offering))
    router.hears(_HELP)(lambda turn, _: help_card(turn, offering))
    router.on(view.Today, refreshes=True)(lambda turn, _: today_card(turn, offering))
    router.hears(_TODAY)(lambda turn, _: today_card(turn, offering))
    router.on(view.Deadlines)(lambda turn, _: deadlines_card(turn, offering))
    router.hears(_DEADLINES)(lambda turn, _: deadlines_card(turn, offering))
    for code, names in _LANGUAGES.items():
        router.hears(names)(partial(_chosen, code, offering))


def _arrange(router: Router) -> None:
    router.hears(_END)(lambda turn, _: deputies.end(turn))
    router.on(view.EndDeputy)(lambda turn, _: deputies.end(turn))
    router.hears(_ABSENCE)(deputies.heard)
    router.on(view.OpenDeputy)(lambda turn, _: deputies.form(turn))
    router.on(view.SetDeputy)(
        lambda turn, verb: deputies.arrange(turn, verb.person, verb.since, verb.until)
    )
    router.on(view.SeenDeputyPresses)(deputies.seen)
    router.on(view.TookOver)(handovers.took_over)
