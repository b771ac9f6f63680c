"""What everybody can say or press: help, today, deadlines, absence, language."""

from collections.abc import Sequence

from bot.home import deputies, handovers, rules
from bot.home.offering import due_for
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
_JAPANESE, _ENGLISH = r"日本語|japanese", r"英語|english"


def welcome(turn: Turn) -> Card:
    """The first card after installation."""
    return view.welcome(turn.lang, turn.person.name)


def help_card(turn: Turn) -> Card:
    """What this person can do."""
    return view.help(turn.lang, [role.value for role in turn.person.roles])


def unheard(turn: Turn) -> Card:
    """Words that nobody understands; who has no role gets help, not data."""
    return help_card(turn)


def choose_language(turn: Turn, code: str) -> Card:
    """Answer in another language from now on."""
    if turn.person.id:
        languages.choose(turn.tx, turn.person.id, code)
    return view.help(Lang.of(code), [role.value for role in turn.person.roles])


def today_card(turn: Turn, offering: Sequence[Slice]) -> Card:
    """今日やること."""
    if not turn.person.is_staff:
        return view.no_role(turn.lang)
    lines = due_for(turn.tx, offering, turn.person, turn.today)
    return view.today(turn.lang, rules.todays(lines, turn.today), day=turn.today)


def deadlines_card(turn: Turn, offering: Sequence[Slice]) -> Card:
    """期限: the next 90 days."""
    if not turn.person.is_staff:
        return view.no_role(turn.lang)
    lines = rules.coming(due_for(turn.tx, offering, turn.person, turn.today), turn.today)
    return view.deadlines(turn.lang, lines, day=turn.today, days=rules.DEADLINE_DAYS)


def routes(offering: Sequence[Slice]) -> Router:
    """Home's verbs and words, over what the slices offer."""
    router = Router()
    _see(router, offering)
    _arrange(router)
    return router


def _see(router: Router, offering: Sequence[Slice]) -> None:
    router.on(view.Help)(lambda turn, _: help_card(turn))
    router.hears(_HELP)(lambda turn, _: help_card(turn))
    router.on(view.Today, refreshes=True)(lambda turn, _: today_card(turn, offering))
    router.hears(_TODAY)(lambda turn, _: today_card(turn, offering))
    router.on(view.Deadlines)(lambda turn, _: deadlines_card(turn, offering))
    router.hears(_DEADLINES)(lambda turn, _: deadlines_card(turn, offering))
    router.hears(_JAPANESE)(lambda turn, _: choose_language(turn, "ja"))
    router.hears(_ENGLISH)(lambda turn, _: choose_language(turn, "en"))


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
